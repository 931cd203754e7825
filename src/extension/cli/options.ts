/**
 * The options of the command line in one table, from which they are read and from which help is written, so that
 * neither can forget one. Knows nothing of what an option does.
 */
import type { ParseArgsOptionDescriptor } from 'node:util';

export type CommandName = 'list' | 'prepare' | 'send';

export const commandNames: readonly CommandName[] = ['list', 'prepare', 'send'];

interface Option extends ParseArgsOptionDescriptor {
  /** What stands behind it in help, for example `FILE`. */
  readonly value?: string;
  readonly help: string;
  /** Commands for which it means something. */
  readonly of: readonly CommandName[];
}

const all = commandNames;
const both: readonly CommandName[] = ['prepare', 'send'];
const sending: readonly CommandName[] = ['send'];
const flag = (of: readonly CommandName[], help: string) => ({ type: 'boolean', of, help }) as const;
const text = (of: readonly CommandName[], value: string, help: string) =>
  ({ type: 'string', of, value, help }) as const;
const list = (of: readonly CommandName[], value: string, help: string) =>
  ({ type: 'string', multiple: true, of, value, help }) as const;

/** In the order of help. */
export const options = {
  name: text(both, 'NAME', 'only the request with this name or title'),
  line: text(both, 'N', 'only the request at this line'),
  env: { ...text(both, 'NAME', 'take variables from this environment'), short: 'e' },
  var: list(both, 'NAME=VALUE', 'set a variable; may be repeated'),
  json: flag(all, 'print JSON: one document, or one object a line for prepare and send'),
  output: { ...text(sending, 'FILE', "write the last response's body to this file"), short: 'o' },
  stream: flag(sending, 'print bodies as they arrive'),
  bail: flag(sending, 'stop after the first request that fails'),
  timeout: text(sending, 'SECONDS', 'wait at most this long for a connection and between bytes'),
  'max-redirects': text(sending, 'N', 'follow at most this many redirects (30)'),
  'no-redirect': flag(sending, 'show redirects instead of following them'),
  session: text(both, 'NAME', 'the session of requests that name none'),
  'cookie-jar': text(both, 'FILE', 'read cookies from this file and keep them there'),
  proxy: text(sending, 'URL', 'send through this proxy'),
  cacert: text(sending, 'FILE', 'trust the authorities in this PEM file instead of the usual ones'),
  cert: text(sending, 'FILE', 'show this client certificate (PEM)'),
  key: text(sending, 'FILE', 'the key of --cert, unless it is in the same file'),
  insecure: flag(sending, 'do not verify certificates'),
  'allow-read': list(both, 'DIR', 'let bodies come from files under this folder; may be repeated'),
  'allow-scripts': flag(sending, 'run the scripts in the file'),
  help: { ...flag(all, 'show this help'), short: 'h' },
  version: { ...flag(all, 'show the version'), short: 'v' },
} as const satisfies Readonly<Record<string, Option>>;

const commands: Readonly<Record<CommandName, { readonly usage: string; readonly help: string }>> = {
  list: { usage: 'list FILE…', help: 'show what files hold: requests, variables, problems' },
  prepare: { usage: 'prepare FILE', help: 'show the exact requests that would be sent' },
  send: { usage: 'send FILE', help: 'send the requests of a file in order, or one of them' },
};

const exits =
  'Exit codes: 0 ok, 1 usage, 2 the file does not parse, 3 a request failed, 4 an assertion failed.';

/** Help about one command, or about all of them. */
export function helpText(command?: CommandName): string {
  if (command === undefined) {
    const usages = commandNames.map((name) => commands[name]);
    const rows = usages.map(({ usage, help }) => [usage, help] as const);
    const more = 'http-sessions help COMMAND tells the options of a command.';
    return `${['Usage: http-sessions COMMAND FILE [options]', '', ...table(rows), '', more, exits].join('\n')}\n`;
  }
  const { usage, help } = commands[command];
  const named = Object.entries<Option>(options).filter(([, option]) => option.of.includes(command));
  const rows = named.map(([name, option]) => [flags(name, option), option.help] as const);
  const lines = [`Usage: http-sessions ${usage} [options]`, '', sentence(help), '', ...table(rows)];
  return `${[...lines, '', exits].join('\n')}\n`;
}

/** The known word that was probably meant; undefined when none is near. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const limit = Math.max(1, Math.floor(word.length / 3));
  const near = known
    .map((name) => ({ name, distance: name.startsWith(word) ? 0.5 : distance(word, name) }))
    .filter((one) => one.distance <= limit);
  return near.toSorted((one, other) => one.distance - other.distance)[0]?.name;
}

function flags(name: string, { short, value }: Option): string {
  return `${short === undefined ? '    ' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`;
}

function table(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

/** Letters to insert, drop, replace, or swap with their neighbour. */
function distance(one: string, other: string): number {
  const rows: number[][] = [];
  for (let i = 0; i <= one.length; i++) {
    const row = [i];
    rows.push(row);
    for (let j = 1; j <= other.length; j++) {
      const at = (up: number, left: number): number => rows[i - up]?.[j - left] ?? Infinity;
      const isSame = one[i - 1] === other[j - 1];
      const isSwap = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      row[j] =
        i === 0
          ? j
          : Math.min(
              at(1, 0) + 1,
              at(0, 1) + 1,
              at(1, 1) + (isSame ? 0 : 1),
              isSwap ? at(2, 2) + 1 : Infinity,
            );
    }
  }
  return rows[one.length]?.[other.length] ?? Infinity;
}
