/**
 * The options of the command line in one table, from which they are read and from which help is written, so that
 * neither can forget one. Knows nothing of what an option does.
 */
import type { ParseArgsOptionDescriptor } from 'node:util';
import type { LimitName } from '../http/index.ts';

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
  tags: text(both, 'TAGS', 'only requests with one of these tags (# @tag); !TAG leaves out'),
  dialect: text(all, 'NAME', 'read a file that names none as rest-client, jetbrains or httpyac'),
  env: { ...text(both, 'NAME', 'take variables from this environment, or several (dev,local)'), short: 'e' },
  var: list(both, 'NAME=VALUE', 'set a variable; may be repeated'),
  data: text(
    sending,
    'FILE',
    'run once for each row of a .csv, .json or .jsonl file; its columns are variables',
  ),
  session: text(both, 'NAME', 'the session of requests that name none'),
  'cookie-jar': text(both, 'FILE', 'read cookies from this file and keep them there'),
  'allow-read': list(both, 'DIR', 'let bodies come from files under this folder; may be repeated'),
  'allow-scripts': flag(both, 'run the scripts in the file'),
  report: list(sending, 'KIND[=FILE]', 'write a report: junit, json, html or tap; may be repeated'),
  bail: flag(sending, 'stop after the first request that fails'),
  retry: text(sending, 'N', 'try a request that fails up to N times more'),
  repeat: text(sending, 'N', 'run everything N times'),
  parallel: text(sending, 'N', 'send up to N requests at a time'),
  json: flag(all, 'print JSON: one document, or one object a line for prepare and send'),
  output: { ...text(sending, 'FILE', "write the last response's body to this file"), short: 'o' },
  stream: flag(sending, 'print bodies as they arrive'),
  'no-redirect': flag(sending, 'show redirects instead of following them'),
  proxy: text(sending, 'URL', 'send through this proxy'),
  cacert: text(sending, 'FILE', 'trust the authorities in this PEM file instead of the usual ones'),
  cert: text(sending, 'FILE', 'show this client certificate (PEM)'),
  key: text(sending, 'FILE', 'the key of --cert, unless it is in the same file'),
  insecure: flag(sending, 'do not verify certificates'),
  timeout: text(sending, 'SECONDS', 'wait at most this long for a connection and between bytes'),
  'connect-timeout': text(sending, 'SECONDS', 'wait at most this long for a connection'),
  'total-timeout': text(sending, 'SECONDS', 'give each request this long from start to end'),
  'max-redirects': text(sending, 'N', 'follow at most this many redirects (30)'),
  'limit-header-bytes': text(sending, 'BYTES', 'size of response headers, such as 64k (256k)'),
  'limit-header-seconds': text(sending, 'SECONDS', 'time from their first byte to their last (30)'),
  'limit-header-fields': text(sending, 'N', 'number of response headers (1000)'),
  'limit-informational': text(sending, 'N', 'number of 1xx answers before the final one (100)'),
  'limit-encodings': text(sending, 'N', 'content encodings on top of each other (5)'),
  'limit-body-bytes': text(sending, 'BYTES', 'size of a body, decoded, such as 10M (none)'),
  'limit-event-bytes': text(sending, 'BYTES', 'size of one server-sent event (16M)'),
  help: { ...flag(all, 'show this help'), short: 'h' },
  version: { ...flag(all, 'show the version'), short: 'v' },
} as const satisfies Readonly<Record<string, Option>>;

/** What stands in help above the options from this one on. */
const groupTitles: ReadonlyMap<string, string> = new Map([
  ['name', 'What is read'],
  ['env', 'Variables, sessions and files'],
  ['report', 'Running and printing'],
  ['no-redirect', 'Connections'],
  ['timeout', 'Limits'],
  ['help', 'About'],
]);

/** The option that moves each limit, by the name that errors give it. */
export const limitOptions: Readonly<Record<LimitName, keyof typeof options>> = {
  'timeout.connect': 'connect-timeout',
  'timeout.read': 'timeout',
  'timeout.total': 'total-timeout',
  'redirects.max': 'max-redirects',
  'limits.headerBytes': 'limit-header-bytes',
  'limits.headerFields': 'limit-header-fields',
  'limits.informational': 'limit-informational',
  'limits.encodings': 'limit-encodings',
  'limits.bodyBytes': 'limit-body-bytes',
  'limits.headerSeconds': 'limit-header-seconds',
  'limits.eventBytes': 'limit-event-bytes',
};

const commands: Readonly<Record<CommandName, { readonly usage: string; readonly help: string }>> = {
  list: { usage: 'list FILE…', help: 'show what files hold: requests, variables, problems' },
  prepare: { usage: 'prepare FILE', help: 'show the exact requests that would be sent' },
  send: { usage: 'send FILE…', help: 'send the requests of files in order, or one of them' },
};

const exits =
  'Exit codes: 0 ok, 1 usage, 2 the file does not parse, 3 a request failed, 4 an assertion failed, 130 and 143 ended by a signal. A signal counts more than 3, and 3 more than 4.';

const sendNotes = [
  'A folder stands for the .http and .rest files below it.',
  'Reports: --report junit=FILE, json=FILE, html=FILE, tap=FILE, tap (to the output) and github (annotations). A run with a report, several files, --data, --repeat or --parallel prints no bodies: a line for each request on a terminal, what failed elsewhere, and a summary.',
];

/** Help about one command, or about all of them. */
export function helpText(command?: CommandName): string {
  if (command === undefined) {
    const usages = commandNames.map((name) => commands[name]);
    const rows = usages.map(({ usage, help }) => [usage, help] as const);
    const more = 'http-sessions help COMMAND tells the options of a command.';
    const usage = 'Usage: http-sessions COMMAND FILE [options]';
    const ends = [more, '', ...wrapped(exits, helpWidth)];
    return `${[usage, '', ...table(rows).flat(), '', ...ends].join('\n')}\n`;
  }
  const { usage, help } = commands[command];
  const lines = [`Usage: http-sessions ${usage} [options]`, '', sentence(help), '', ...optionLines(command)];
  const notes = (command === 'send' ? sendNotes : []).flatMap((note) => [...wrapped(note, helpWidth), '']);
  return `${[...lines, ...notes, ...wrapped(exits, helpWidth)].join('\n')}\n`;
}

/** Columns of the narrowest terminal that people use. */
const helpWidth = 80;

/** The options of a command under the titles of their groups, an empty line behind each group. */
function optionLines(command: CommandName): readonly string[] {
  const groups: { title: string; rows: (readonly [string, string])[] }[] = [];
  for (const [name, option] of Object.entries<Option>(options)) {
    const title = groupTitles.get(name);
    if (title !== undefined) groups.push({ title, rows: [] });
    if (option.of.includes(command)) groups.at(-1)?.rows.push([flags(name, option), option.help]);
  }
  const shown = groups.filter(({ rows }) => rows.length > 0);
  const lines = table(shown.flatMap(({ rows }) => rows));
  return shown.flatMap(({ title, rows }, index) => {
    const before = shown.slice(0, index).reduce((sum, group) => sum + group.rows.length, 0);
    return [`${title}:`, ...lines.slice(before, before + rows.length).flat(), ''];
  });
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

/** For each row its lines: the right column begins where it does in every other row. */
function table(rows: readonly (readonly [string, string])[]): readonly (readonly string[])[] {
  const width = Math.max(...rows.map(([left]) => left.length)) + 4;
  return rows.map(([left, right]) =>
    wrapped(right, helpWidth - width).map((text, index) =>
      index === 0 ? `  ${left}`.padEnd(width) + text : ' '.repeat(width) + text,
    ),
  );
}

/** Lines of whole words, none longer than `width` unless a word is. */
function wrapped(text: string, width: number): readonly string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line === '') lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length <= width) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
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
