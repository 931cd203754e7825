/**
 * Turns the words typed after `http-sessions` into a Command, or into one sentence that says what is wrong
 * with them. It reads no file and knows no request; `main.ts` runs what it returns.
 */
import { parseArgs } from 'node:util';

export type CommandName = 'list' | 'prepare' | 'send';

/** Which requests of a file are meant; without either, all of them in order. */
export interface Selection {
  readonly name: string | undefined;
  /** 1-based; any line of the request's block. */
  readonly line: number | undefined;
}

export interface Command {
  readonly name: CommandName;
  /** At least one; exactly one for `prepare` and `send`. */
  readonly files: readonly string[];
  readonly json: boolean;
  readonly selection: Selection;
  readonly environment: string | undefined;
  /** From `--var name=value`, in order. */
  readonly variables: readonly (readonly [string, string])[];
  readonly session: string | undefined;
  readonly cookieJar: string | undefined;
  readonly output: string | undefined;
  /** Seconds. */
  readonly timeout: number | undefined;
  readonly maxRedirects: number | undefined;
  readonly followRedirects: boolean;
  readonly caCert: string | undefined;
  readonly cert: string | undefined;
  readonly key: string | undefined;
  readonly insecure: boolean;
  readonly proxy: string | undefined;
  readonly allowScripts: boolean;
  readonly allowRead: readonly string[];
  readonly bail: boolean;
  readonly stream: boolean;
}

export type Invocation =
  | { readonly kind: 'command'; readonly command: Command }
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'usage'; readonly message: string };

const options = {
  json: { type: 'boolean' },
  name: { type: 'string' },
  line: { type: 'string' },
  env: { type: 'string', short: 'e' },
  var: { type: 'string', multiple: true },
  session: { type: 'string' },
  'cookie-jar': { type: 'string' },
  output: { type: 'string', short: 'o' },
  timeout: { type: 'string' },
  'max-redirects': { type: 'string' },
  'no-redirect': { type: 'boolean' },
  cacert: { type: 'string' },
  cert: { type: 'string' },
  key: { type: 'string' },
  insecure: { type: 'boolean' },
  proxy: { type: 'string' },
  'allow-scripts': { type: 'boolean' },
  'allow-read': { type: 'string', multiple: true },
  bail: { type: 'boolean' },
  stream: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const;

export const help = `Usage: http-sessions <command> FILE… [options]

Commands
  list FILE…      what the files hold: requests, variables, problems
  prepare FILE    the exact request that would be sent, unsent
  send FILE       sends all requests in order, or the chosen one

Options
  --json                 one JSON document (list, prepare) or one object a line (send)
  --name NAME            the request with this name or title
  --line N               the request at this line
  -e, --env NAME         the environment to take variables from
  --var NAME=VALUE       sets a variable; may be repeated
  --session NAME         the session for requests that name none
  --cookie-jar FILE      reads cookies from this file and keeps them there
  -o, --output FILE      writes the last response's body to this file
  --timeout SECONDS      the longest wait for a connection and between bytes
  --max-redirects N      30 by default
  --no-redirect          shows a redirect instead of following it
  --cacert FILE          trusts the certificate authorities in this PEM file
  --cert FILE --key FILE the client certificate and its key, PEM
  --insecure             does not verify certificates
  --proxy URL            sends through this proxy
  --allow-scripts        runs the scripts in the file
  --allow-read DIR       lets bodies come from files under this folder; may be repeated
  --bail                 stops after the first request that fails
  --stream               prints a body as it arrives
  -h, --help   -v, --version

Exit codes: 0 ok, 1 usage, 2 the file does not parse, 3 a request failed, 4 an assertion failed.
`;

class UsageError extends Error {}

/** Never throws; what cannot be understood becomes `usage` with one sentence. */
export function parseInvocation(words: readonly string[]): Invocation {
  try {
    return read(words);
  } catch (error) {
    return { kind: 'usage', message: firstSentence(error) };
  }
}

function read(words: readonly string[]): Invocation {
  const { values, positionals } = parseArgs({ args: [...words], options, allowPositionals: true });
  if (values.help === true) return { kind: 'help' };
  if (values.version === true) return { kind: 'version' };
  const [word, ...files] = positionals;
  if (word === undefined) throw new UsageError('A command is missing: list, prepare or send.');
  const name = commandNames.find((known) => known === word);
  if (name === undefined) throw new UsageError(`Unknown command "${word}": use list, prepare or send.`);
  if (files.length === 0) throw new UsageError(`"${name}" needs a file.`);
  if (name !== 'list' && files.length > 1) throw new UsageError(`"${name}" takes one file at a time.`);
  if (values.name !== undefined && values.line !== undefined) {
    throw new UsageError('Use --name or --line, not both.');
  }
  if (values.key !== undefined && values.cert === undefined) throw new UsageError('--key needs --cert.');
  return {
    kind: 'command',
    command: {
      name,
      files,
      json: values.json === true,
      selection: { name: values.name, line: wholeNumber('--line', values.line, 1) },
      environment: values.env,
      variables: (values.var ?? []).map(variable),
      session: values.session,
      cookieJar: values['cookie-jar'],
      output: values.output,
      timeout: seconds(values.timeout),
      maxRedirects: wholeNumber('--max-redirects', values['max-redirects'], 0),
      followRedirects: values['no-redirect'] !== true,
      caCert: values.cacert,
      cert: values.cert,
      key: values.key,
      insecure: values.insecure === true,
      proxy: values.proxy,
      allowScripts: values['allow-scripts'] === true,
      allowRead: values['allow-read'] ?? [],
      bail: values.bail === true,
      stream: values.stream === true,
    },
  };
}

const commandNames: readonly CommandName[] = ['list', 'prepare', 'send'];

function variable(text: string): readonly [string, string] {
  const equals = text.indexOf('=');
  if (equals <= 0) throw new UsageError(`--var needs NAME=VALUE, not "${text}".`);
  return [text.slice(0, equals), text.slice(equals + 1)];
}

function wholeNumber(option: string, text: string | undefined, least: number): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < least || !Number.isSafeInteger(number)) {
    throw new UsageError(`${option} needs a whole number from ${least}, not "${text}".`);
  }
  return number;
}

function seconds(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || number <= 0) {
    throw new UsageError(`--timeout needs seconds above 0, not "${text}".`);
  }
  return number;
}

/** parseArgs explains itself in several sentences; the first is the fact. */
function firstSentence(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof UsageError) return message;
  const end = message.indexOf('. ');
  return `${end === -1 ? message.replace(/\.$/, '') : message.slice(0, end)}.`;
}
