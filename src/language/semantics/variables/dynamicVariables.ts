/**
 * Variables that are made when they are used, of every dialect. The clock, randomness and the process
 * environment come from the scope; nothing is remembered here.
 */
import { addTime, formatDate, iso8601, rfc1123, type ShownTime, type TimeUnit } from './dates.ts';
import type { ResolveScope } from './scope.ts';
import { tokenValue } from '../auth/tokenReference.ts';

export type DynamicValue =
  | { readonly value: string; readonly origin: string; readonly isSecret: boolean }
  | { readonly reason: string };

/** A dynamic variable as people see it in completion and hover. */
export interface DynamicVariable {
  /** Without the dollar. */
  readonly name: string;
  /** How it is written, braces left out. */
  readonly signature: string;
  readonly description: string;
}

export const dynamicVariables: readonly DynamicVariable[] = [
  row('guid', '$guid', 'A random UUID (version 4).'),
  row('uuid', '$uuid', 'A random UUID (version 4).'),
  row('timestamp', '$timestamp [-1 d]', 'Seconds since 1970 in UTC, moved by an offset when one is given.'),
  row('isoTimestamp', '$isoTimestamp [-1 d]', 'The time in UTC as ISO 8601 with milliseconds.'),
  row('date', '$date', 'The date in UTC as YYYY-MM-DD.'),
  row(
    'datetime',
    '$datetime iso8601|rfc1123|"YYYY-MM-DD" [1 y]',
    'The time in UTC in a format of your choice.',
  ),
  row(
    'localDatetime',
    '$localDatetime iso8601|rfc1123|"YYYY-MM-DD" [1 y]',
    'The local time in a format of your choice.',
  ),
  row(
    'randomInt',
    '$randomInt [min max]',
    'A random whole number from min to max, max excluded; 0 to 999 without them.',
  ),
  row('random.uuid', '$random.uuid', 'A random UUID (version 4).'),
  row(
    'random.integer',
    '$random.integer(from, to)',
    'A random whole number, `to` excluded; 0 to 999 without arguments.',
  ),
  row('random.float', '$random.float(from, to)', 'A random number; 0 to 1000 without arguments.'),
  row('random.alphabetic', '$random.alphabetic(length)', 'Random letters.'),
  row('random.alphanumeric', '$random.alphanumeric(length)', 'Random letters, digits and underscores.'),
  row('random.hexadecimal', '$random.hexadecimal(length)', 'Random hexadecimal digits.'),
  row('random.email', '$random.email', 'A random e-mail address.'),
  row('processEnv', '$processEnv NAME', 'A variable of the process; `%NAME` takes the name from a variable.'),
  row('env', '$env.NAME', 'A variable of the process.'),
  row(
    'dotenv',
    '$dotenv NAME',
    'A variable of the nearest .env file; `%NAME` takes the name from a variable.',
  ),
  row('secret', '$secret NAME', 'A secret of this folder, kept in the key store and in no file.'),
  row('shared', '$shared NAME', 'A variable of the shared environment.'),
  row('projectRoot', '$projectRoot', 'The folder that is open, or that of the project around the file.'),
  row(
    'historyFolder',
    '$historyFolder',
    'The folder in which JetBrains keeps responses: .idea/httpRequests.',
  ),
  row('prompt', '$prompt question', 'Asks before sending.'),
  row('input', '$input question $value: default', 'Asks before sending, with a default.'),
  row('password', '$password question', 'Asks before sending and keeps the answer secret.'),
  row('auth.token', '$auth.token("id")', 'The access token of a `Security.Auth` of the environment.'),
  row('auth.idToken', '$auth.idToken("id")', 'The id token of a `Security.Auth` of the environment.'),
  row(
    'aadToken',
    '$aadToken [new] [tenant] aud:https://example.com',
    'A token of your Microsoft account in VS Code, for the audience or the host of the request.',
  ),
  row(
    'aadV2Token',
    '$aadV2Token [new] scopes:https://example.com/.default [tenantid:tenant] [clientid:id]',
    'A token of your Microsoft account in VS Code, for these scopes.',
  ),
  row(
    'githubToken',
    '$githubToken [new] scopes:repo,read:user',
    'A token of your GitHub account in VS Code, for these scopes.',
  ),
  row('pick', '$pick question $value: one,two', 'Asks for one of a list before sending.'),
];

/** Evaluates the text behind the dollar; undefined when no dynamic variable has that name. */
export function evaluateDynamic(
  text: string,
  scope: ResolveScope,
  lookUp: (name: string) => string | undefined,
): DynamicValue | undefined {
  const [, name = '', list, words = ''] = /^([\w.]+(?:-askonce)?)(?:\(([^)]*)\)|\s+(.*))?$/s.exec(text) ?? [];
  const origin = `$${name}`;
  const plain = (value: string): DynamicValue => ({ value, origin, isSecret: false });
  switch (name) {
    case 'guid':
    case 'uuid':
    case 'random.uuid':
      return plain(uuid(scope));
    case 'timestamp':
      return shiftedTime(words, { time: scope.clock.now(), offset: 0 }, (shown) =>
        plain(String(Math.floor(shown.time / 1000))),
      );
    case 'isoTimestamp':
      return shiftedTime(words, { time: scope.clock.now(), offset: 0 }, (shown) => plain(iso8601(shown)));
    case 'date':
      return shiftedTime(words, { time: scope.clock.now(), offset: 0 }, (shown) =>
        plain(formatDate(shown, 'YYYY-MM-DD')),
      );
    case 'datetime':
      return datetime(words, { time: scope.clock.now(), offset: 0 }, plain);
    case 'localDatetime': {
      const time = scope.clock.now();
      return datetime(words, { time, offset: scope.clock.offset(time) }, plain);
    }
    case 'randomInt':
      return randomInteger(scope, words === '' ? [] : words.split(/\s+/), plain);
    case 'random.integer':
      return randomInteger(scope, argumentsOf(list), plain);
    case 'random.float':
      return randomFloat(scope, argumentsOf(list), plain);
    case 'random.alphabetic':
      return randomText(scope, list, letters, plain);
    case 'random.alphanumeric':
      return randomText(scope, list, `${letters}0123456789_`, plain);
    case 'random.hexadecimal':
      return randomText(scope, list, '0123456789abcdef', plain);
    case 'random.email':
      return plain(`${pick(scope, letters.slice(0, 26), 8)}@example.com`);
    case 'processEnv':
      return processVariable(nameOrIndirect(words, lookUp), scope);
    case 'dotenv':
    case 'dotEnv':
      return layerVariable(nameOrIndirect(words, lookUp), 'dotenv', scope);
    case 'shared':
      return layerVariable(words.trim(), 'shared', scope);
    case 'secret':
      return keptSecret(words.trim(), scope);
    case 'projectRoot':
      return projectFolder('', scope, plain);
    case 'historyFolder':
      return projectFolder('/.idea/httpRequests', scope, plain);
    case 'prompt':
    case 'input':
    case 'password':
    case 'pick':
    case 'prompt-askonce':
    case 'input-askonce':
    case 'password-askonce':
    case 'pick-askonce':
      return promptValue(name, words, scope);
    case 'auth.token':
    case 'auth.idToken':
    case 'aadToken':
    case 'aadV2Token':
    case 'githubToken':
      return tokenValue(`$${text}`, scope);
    default:
      if (name.startsWith('env.')) return processVariable(name.slice(4), scope);
      if (isUnsupportedVariable(name)) return { reason: whyUnsupported(name) };
      return undefined;
  }
}

/** Dynamic variables of other tools that are known here and have no value yet. */
export function isUnsupportedVariable(name: string): boolean {
  return /^(?:auth\.(?!token$|idToken$)|oidc|exampleServer|placeholder)/.test(name);
}

/** In words, with what does the same where something does. */
export function whyUnsupported(name: string): string {
  return name.startsWith('oidc')
    ? `$${name} is not supported. Describe the sign-in under Security.Auth in an environment file and write {{$auth.token("ID")}}`
    : `$${name} is not supported yet`;
}

function row(name: string, signature: string, description: string): DynamicVariable {
  return { name, signature, description };
}

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

function uuid(scope: ResolveScope): string {
  const digits = pick(scope, '0123456789abcdef', 30);
  const variant = pick(scope, '89ab', 1);
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(12, 15)}-${variant}${digits.slice(15, 18)}-${digits.slice(18)}`;
}

function pick({ random }: ResolveScope, alphabet: string, length: number): string {
  let text = '';
  for (let index = 0; index < length; index += 1) {
    text += alphabet.charAt(Math.floor(random() * alphabet.length));
  }
  return text;
}

/** Reads `-1 d`; units are those of Day.js, a `y` for years and `M` for months. */
function shiftedTime(words: string, shown: ShownTime, use: (shown: ShownTime) => DynamicValue): DynamicValue {
  const trimmed = words.trim();
  if (trimmed === '') return use(shown);
  const [, amount, unit] = /^([+-]?\d{1,9})\s+(y|Q|M|w|d|h|m|s|ms)$/.exec(trimmed) ?? [];
  if (amount === undefined || unit === undefined) {
    return { reason: `"${trimmed}" is no offset; write a number and a unit, as in \`-1 d\`` };
  }
  const moved = addTime(shown, Number(amount), unit as TimeUnit);
  if (!Number.isFinite(new Date(moved.time).getTime())) return { reason: `"${trimmed}" is too far away` };
  return use(moved);
}

function datetime(words: string, shown: ShownTime, plain: (value: string) => DynamicValue): DynamicValue {
  const [, quoted, single, word, rest = ''] =
    /^(?:"([^"]*)"|'([^']*)'|([A-Za-z]\S*))?\s*(.*)$/s.exec(words.trim()) ?? [];
  const format = quoted ?? single ?? word ?? 'iso8601';
  return shiftedTime(rest, shown, (moved) => {
    if (format === 'iso8601') return plain(iso8601(moved));
    if (format === 'rfc1123') return plain(rfc1123(moved));
    return plain(formatDate(moved, format));
  });
}

function argumentsOf(list: string | undefined): readonly string[] {
  if (list === undefined || list.trim() === '') return [];
  return list.split(',').map((argument) => argument.trim());
}

/** No argument: 0 to 999; one: 0 to it; two: from, to. The upper end is excluded. */
function bounds(given: readonly string[]): readonly [number, number] | undefined {
  const numbers = given.map(Number);
  if (given.length > 2 || numbers.some((number) => !Number.isFinite(number))) return undefined;
  const [first = 1000, second] = numbers;
  return second === undefined ? [0, first] : [first, second];
}

function randomInteger(
  { random }: ResolveScope,
  given: readonly string[],
  plain: (value: string) => DynamicValue,
): DynamicValue {
  const range = bounds(given);
  if (range === undefined) return { reason: 'a random number takes a lower and an upper end' };
  const [from, to] = [Math.ceil(range[0]), Math.floor(range[1])];
  if (to <= from) return { reason: `the upper end ${to} must be greater than ${from}` };
  return plain(String(from + Math.floor(random() * (to - from))));
}

function randomFloat(
  { random }: ResolveScope,
  given: readonly string[],
  plain: (value: string) => DynamicValue,
): DynamicValue {
  const range = bounds(given);
  if (range === undefined) return { reason: 'a random number takes a lower and an upper end' };
  return plain(String(range[0] + random() * (range[1] - range[0])));
}

function randomText(
  scope: ResolveScope,
  list: string | undefined,
  alphabet: string,
  plain: (value: string) => DynamicValue,
): DynamicValue {
  const [given = '1'] = argumentsOf(list);
  const length = Number(given);
  if (!Number.isInteger(length) || length < 0 || length > 65_536) {
    return { reason: `"${given}" is no length from 0 to 65536` };
  }
  return plain(pick(scope, alphabet, length));
}

/** `NAME`, or `%key` for the name that the variable `key` holds. */
function nameOrIndirect(words: string, lookUp: (name: string) => string | undefined): string {
  const word = words.trim();
  return word.startsWith('%') ? (lookUp(word.slice(1)) ?? word) : word;
}

function processVariable(name: string, { processEnv }: ResolveScope): DynamicValue {
  const value = processEnv?.(name);
  if (value === undefined) return { reason: `the process has no variable ${name}` };
  return { value, origin: `process ${name}`, isSecret: isSecretName(name) };
}

function keptSecret(name: string, { secret }: ResolveScope): DynamicValue {
  const value = secret?.(name);
  if (value === undefined) return { reason: `no secret of this folder is named "${name}"` };
  return { value, origin: `secret ${name}`, isSecret: true };
}

/** Below the project's folder, with the slashes that the folder has. */
function projectFolder(
  path: string,
  { projectRoot }: ResolveScope,
  plain: (value: string) => DynamicValue,
): DynamicValue {
  if (projectRoot === undefined) return { reason: 'the folder of the project is not known' };
  const usesBackslashes = projectRoot.includes('\\') && !projectRoot.includes('/');
  return plain(projectRoot.replace(/[\\/]$/, '') + (usesBackslashes ? path.replaceAll('/', '\\') : path));
}

function layerVariable(name: string, kind: 'dotenv' | 'shared', { environment }: ResolveScope): DynamicValue {
  for (const layer of environment.layers) {
    const variable = layer.kind === kind ? layer.variables.get(name) : undefined;
    if (variable !== undefined) {
      const origin = variable.line === undefined ? layer.origin : `${layer.origin}:${variable.line}`;
      return { value: variable.value, origin, isSecret: isSecretName(name) };
    }
  }
  return {
    reason: `${name} is not defined in ${kind === 'dotenv' ? 'a .env file' : 'the shared environment'}`,
  };
}

function promptValue(keyword: string, words: string, { prompts }: ResolveScope): DynamicValue {
  const name = promptName(words);
  const value = prompts?.get(name);
  if (value === undefined) return { reason: `"${name}" asks for a value` };
  return { value, origin: 'prompt', isSecret: keyword.startsWith('password') };
}

/** The question in front of `$value:`. */
export function promptName(words: string): string {
  const [question = ''] = words.split('$value:', 1);
  return question.trim();
}

/** A name that says that its value is nobody's business. */
export function isSecretName(name: string): boolean {
  return /passw(?:or)?d|passphrase|secret|token|api[-_]?key|credential/i.test(name) || /^pass$/i.test(name);
}
