/**
 * Turns the words typed after `http-sessions` into a Command, or into one sentence that says what is wrong
 * with them. It reads no file and knows no request; `main.ts` runs what it returns.
 */
import { parseArgs } from 'node:util';
import type { Dialect } from '../../language/semantics/index.ts';
import type { Limits } from '../http/index.ts';
import type { CommandName } from './options.ts';
import { commandNames, nearest, options } from './options.ts';
import type { ReportFormat, ReportWish, TagChoice, TextValues } from './optionValues.ts';
import {
  byteCount,
  oneOf,
  reportWish,
  seconds,
  tagChoice,
  UsageError,
  variable,
  wholeNumber,
} from './optionValues.ts';

/** Which requests of a file are meant; without any of it, all of them in order. */
export interface Selection {
  readonly tags?: TagChoice | undefined;
  readonly name: string | undefined;
  /** 1-based; any line of the request's block. */
  readonly line: number | undefined;
}

export interface Command {
  readonly name: CommandName;
  /** At least one; exactly one for `prepare`. */
  readonly files: readonly string[];
  readonly json: boolean;
  readonly selection: Selection;
  readonly environment: string | undefined;
  /** From `--var name=value`, in order. */
  readonly variables: readonly (readonly [string, string])[];
  readonly session: string | undefined;
  readonly cookieJar: string | undefined;
  readonly output: string | undefined;
  /** Of files that name none; undefined leaves it to what stands in them. */
  readonly dialect: Dialect | undefined;
  /** Seconds for a connection, and between bytes. */
  readonly timeout: number | undefined;
  /** Seconds for a connection alone. */
  readonly connectTimeout: number | undefined;
  /** Seconds for all of a request. */
  readonly totalTimeout: number | undefined;
  readonly limits: Partial<Limits>;
  readonly maxRedirects: number | undefined;
  readonly followRedirects: boolean;
  readonly caCert: string | undefined;
  readonly cert: string | undefined;
  readonly key: string | undefined;
  readonly insecure: boolean;
  readonly proxy: string | undefined;
  readonly allowScripts: boolean;
  readonly allowRead: readonly string[];
  readonly reports: readonly ReportWish[];
  /** A file with a row for each run of everything. */
  readonly data: string | undefined;
  readonly bail: boolean;
  /** 0: a request that fails is not sent again. */
  readonly retry: number;
  /** Undefined: once, and nobody counts. */
  readonly repeat: number | undefined;
  /** How many requests may be sent at a time. */
  readonly parallel: number;
  readonly stream: boolean;
}

export type Invocation =
  | { readonly kind: 'command'; readonly command: Command }
  | { readonly kind: 'help'; readonly command: CommandName | undefined }
  | { readonly kind: 'version' }
  | { readonly kind: 'usage'; readonly message: string };

/** Never throws; what cannot be understood becomes `usage` with one sentence. */
export function parseInvocation(words: readonly string[]): Invocation {
  try {
    return read(words);
  } catch (error) {
    return { kind: 'usage', message: complaint(error, words) };
  }
}

function read(words: readonly string[]): Invocation {
  const { values, positionals } = parseArgs({ args: [...words], options, allowPositionals: true });
  const [word, ...files] = positionals;
  if (word === 'help') return { kind: 'help', command: commandNamed(files[0]) };
  if (values.help === true) return { kind: 'help', command: commandNames.find((name) => name === word) };
  if (values.version === true) return { kind: 'version' };
  const name = commandNamed(word);
  if (name === undefined) throw new UsageError('A command is missing: list, prepare or send.');
  if (files.length === 0) throw new UsageError(`"${name}" needs a file.`);
  if (name === 'prepare' && files.length > 1) throw new UsageError('"prepare" takes one file at a time.');
  if (values.name !== undefined && values.line !== undefined) {
    throw new UsageError('Use --name or --line, not both.');
  }
  if (values.key !== undefined && values.cert === undefined) throw new UsageError('--key needs --cert.');
  return {
    kind: 'command',
    command: consistent({
      name,
      files,
      json: values.json === true,
      selection: {
        name: values.name,
        line: wholeNumber(values, 'line', 1),
        tags: tagChoice(values, 'tags'),
      },
      dialect: oneOf(values, 'dialect', dialects),
      environment: values.env,
      variables: (values.var ?? []).map(variable),
      session: values.session,
      cookieJar: values['cookie-jar'],
      output: values.output,
      timeout: seconds(values, 'timeout'),
      connectTimeout: seconds(values, 'connect-timeout'),
      totalTimeout: seconds(values, 'total-timeout'),
      limits: limits(values),
      maxRedirects: wholeNumber(values, 'max-redirects', 0),
      followRedirects: values['no-redirect'] !== true,
      caCert: values.cacert,
      cert: values.cert,
      key: values.key,
      insecure: values.insecure === true,
      proxy: values.proxy,
      allowScripts: values['allow-scripts'] === true,
      allowRead: values['allow-read'] ?? [],
      reports: (values.report ?? []).map(reportWish),
      data: values.data,
      bail: values.bail === true,
      retry: wholeNumber(values, 'retry', 0) ?? 0,
      repeat: wholeNumber(values, 'repeat', 1),
      parallel: wholeNumber(values, 'parallel', 1) ?? 1,
      stream: values.stream === true,
    }),
  };
}

/**
 * Whether results are printed instead of answers, because answers would hide them: with a report, several files, rows of
 * data, repeats, or several requests at a time.
 */
export function isSuite({ files, reports, data, repeat, parallel }: Command): boolean {
  return files.length > 1 || reports.length > 0 || data !== undefined || repeat !== undefined || parallel > 1;
}

/** The command itself; throws UsageError for what cannot be had together. */
function consistent(command: Command): Command {
  if (command.name !== 'send') return command;
  const { reports, stream, json, files, selection } = command;
  if (stream && isSuite(command)) {
    throw new UsageError(
      '--stream shows one answer at a time: leave out --report, --data, --repeat and --parallel.',
    );
  }
  const isTaken = (format: ReportFormat): boolean =>
    reports.some((report) => report.format === format && report.file === undefined);
  if (json && isTaken('tap'))
    throw new UsageError('--json and --report tap both go to the output: use tap=FILE.');
  const targets = reports.map(({ format, file }) => file ?? format);
  const twice = targets.find((target, index) => targets.indexOf(target) !== index);
  if (twice !== undefined) throw new UsageError(`Two reports would go to ${twice}.`);
  if (files.length > 1 && selection.line !== undefined) {
    throw new UsageError('--line means one file; several were given.');
  }
  return command;
}

function commandNamed(word: string | undefined): CommandName | undefined {
  const name = commandNames.find((known) => known === word);
  if (word === undefined || name !== undefined) return name;
  const meant = nearest(word, commandNames);
  throw new UsageError(
    `Unknown command "${word}": ${meant === undefined ? 'use list, prepare or send.' : `did you mean ${meant}?`}`,
  );
}

const dialects: readonly Dialect[] = ['rest-client', 'jetbrains', 'httpyac'];

/** Only those that were given. */
function limits(values: TextValues): Partial<Limits> {
  const given = {
    headerBytes: byteCount(values, 'limit-header-bytes'),
    headerFields: wholeNumber(values, 'limit-header-fields', 1),
    informational: wholeNumber(values, 'limit-informational', 0),
    encodings: wholeNumber(values, 'limit-encodings', 0),
    bodyBytes: byteCount(values, 'limit-body-bytes'),
    headerSeconds: seconds(values, 'limit-header-seconds'),
    eventBytes: byteCount(values, 'limit-event-bytes'),
  } satisfies Record<keyof Limits, number | undefined>;
  return Object.fromEntries(Object.entries(given).filter(([, limit]) => limit !== undefined));
}

/** parseArgs explains itself in several sentences; the first is the fact. */
function complaint(error: unknown, words: readonly string[]): string {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof UsageError) return message;
  if (error instanceof Error && 'code' in error && error.code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
    return unknownOption(words, message);
  }
  const end = message.indexOf('. ');
  return `${end === -1 ? message.replace(/\.$/, '') : message.slice(0, end)}.`;
}

function unknownOption(words: readonly string[], message: string): string {
  const option = /'(-[^']*)'/.exec(message)?.[1] ?? words.find((word) => word.startsWith('-')) ?? '';
  const meant = option.startsWith('--') ? nearest(option.slice(2), Object.keys(options)) : undefined;
  const advice = meant === undefined ? 'see http-sessions help.' : `did you mean --${meant}?`;
  return `Unknown option ${option}: ${advice}`;
}
