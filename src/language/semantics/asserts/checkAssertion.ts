/**
 * Holds one assertion against an answer and says what was expected and what was there. What takes a library, a clock or
 * a thread of its own (hashes, patterns) comes as a function, so that the same facts always give the same verdict.
 */
import { findInBody, type FoundValue } from '../variables/exchangeValues.ts';
import type { PathReaders } from '../variables/pathReaders.ts';
import { isHash, type Assertion, type Predicate } from './assertion.ts';

/** What an assertion may look at. */
export interface AnswerFacts {
  readonly status: number;
  /** Milliseconds from the start to the last byte. */
  readonly duration: number;
  readonly headers: readonly (readonly [string, string])[];
  /** Undefined when the body is too long to be looked into. */
  readonly body: string | undefined;
  readonly paths: PathReaders;
  /** The digest of a text, or for undefined of the whole body's bytes, in lower-case hex and in Base64. */
  readonly hash: (
    algorithm: 'md5' | 'sha256' | 'sha512',
    text: string | undefined,
  ) => Promise<readonly string[]>;
  /** Whether a pattern is found in a text; rejects with a sentence where it is none, or takes too long. */
  readonly matches: (pattern: string, text: string) => Promise<boolean>;
}

export interface Verdict {
  readonly passed: boolean;
  /** The comparison and its value, `== 200`. */
  readonly expected: string;
  /** What was there, shortened; or in words why nothing was. */
  readonly actual: string;
}

/** Longer ones are cut where a person reads them. */
const shownLength = 200;

/** Never rejects. */
export async function checkAssertion(assertion: Assertion, facts: AnswerFacts): Promise<Verdict> {
  const { predicate, expected: value } = assertion;
  const expected = value === '' ? predicate : `${predicate} ${value}`;
  try {
    if (isHash(predicate)) {
      const digests = await digestsOf(assertion, predicate, facts);
      const passed = digests.includes(value) || digests.includes(value.toLowerCase());
      return { passed, expected, actual: digests[0] ?? '' };
    }
    const found = find(assertion, facts);
    if ('reason' in found) {
      // What is not there differs from every value, and is not true.
      const passed = found.isAbsent === true && (predicate === '!=' || predicate === 'isFalse');
      return { passed, expected, actual: found.reason };
    }
    const passed =
      predicate === 'matches'
        ? await facts.matches(value, textOf(found.value))
        : compare(predicate, found.value, value);
    return { passed, expected, actual: shown(found.value) };
  } catch (error) {
    return { passed: false, expected, actual: error instanceof Error ? error.message : String(error) };
  }
}

function find({ subject, predicate }: Assertion, facts: AnswerFacts): FoundValue {
  switch (subject.kind) {
    case 'status':
      return { value: facts.status };
    case 'duration':
      return { value: Math.round(facts.duration) };
    case 'header': {
      const wanted = subject.name.toLowerCase();
      const values = facts.headers.filter(([name]) => name.toLowerCase() === wanted).map(([, text]) => text);
      return values.length === 0
        ? { reason: 'no such header', isAbsent: true }
        : { value: values.join(', ') };
    }
    case 'body': {
      const { body, paths } = facts;
      if (body === undefined) return { reason: 'the body is too long to look into' };
      if (subject.path !== '') return findInBody(body, subject.path, paths);
      return body === '' && predicate === 'exists' ? { reason: 'no body' } : { value: body };
    }
  }
}

async function digestsOf(
  assertion: Assertion,
  algorithm: 'md5' | 'sha256' | 'sha512',
  facts: AnswerFacts,
): Promise<readonly string[]> {
  const { subject } = assertion;
  if (subject.kind === 'body' && subject.path === '') return facts.hash(algorithm, undefined);
  const found = find(assertion, facts);
  if ('reason' in found) throw new Error(found.reason);
  return facts.hash(algorithm, textOf(found.value));
}

type Comparison = Exclude<Predicate, 'matches' | 'md5' | 'sha256' | 'sha512'>;

function compare(predicate: Comparison, actual: unknown, expected: string): boolean {
  switch (predicate) {
    case '==':
      return isEqual(actual, expected);
    case '!=':
      return !isEqual(actual, expected);
    case '>':
      return order(actual, expected) > 0;
    case '>=':
      return order(actual, expected) >= 0;
    case '<':
      return order(actual, expected) < 0;
    case '<=':
      return order(actual, expected) <= 0;
    case 'startsWith':
      return texts(expected).some((text) => textOf(actual).startsWith(text));
    case 'endsWith':
      return texts(expected).some((text) => textOf(actual).endsWith(text));
    case 'includes':
    case 'contains':
      return Array.isArray(actual)
        ? actual.some((one) => isEqual(one, expected))
        : texts(expected).some((text) => textOf(actual).includes(text));
    case 'exists':
      return true;
    case 'isFalse':
      return ['', 'false', '0', 'null'].includes(textOf(actual));
    case 'isNumber':
      return isNumber(actual) || (typeof actual === 'string' && asNumber(actual) !== undefined);
    case 'isBoolean':
      return typeof actual === 'boolean' || actual === 'true' || actual === 'false';
    case 'isString':
      return typeof actual === 'string';
    case 'isArray':
      return Array.isArray(actual);
  }
}

/** As text, as a text in quotes, or as the same JSON however it is spaced. */
function isEqual(actual: unknown, expected: string): boolean {
  const text = textOf(actual);
  if (texts(expected).includes(text)) return true;
  const [one, other] = [asNumber(text), asNumber(expected)];
  // Digits that a double cannot hold are compared as they are written.
  if (one !== undefined && other !== undefined)
    return one === other && Math.abs(one) <= Number.MAX_SAFE_INTEGER;
  const json = parsed(expected);
  return typeof actual === 'object' && json !== undefined && canonical(actual) === canonical(json);
}

/** Numbers by size, everything else as text; NaN, which no comparison holds for, where they cannot be told. */
function order(actual: unknown, expected: string): number {
  const text = textOf(actual);
  const [one, other] = [asNumber(text), asNumber(expected)];
  if (one !== undefined && other !== undefined) return one - other;
  if (one !== undefined || other !== undefined) return NaN;
  return text < expected ? -1 : Number(text > expected);
}

/** What is written, and what stands in its quotes. */
function texts(expected: string): readonly string[] {
  const [, , inner] = /^(["'])(.*)\1$/s.exec(expected) ?? [];
  return inner === undefined ? [expected] : [expected, inner];
}

function asNumber(text: string): number | undefined {
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text.trim()) ? Number(text) : undefined;
}

/** A number whose digits no double holds is a value of its own kind; see `findInBody`. */
function isNumber(value: unknown): boolean {
  if (typeof value === 'number') return true;
  return typeof value === 'object' && value !== null && asNumber(JSON.stringify(value)) !== undefined;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** JSON without blanks, members in the order of their names. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, one: unknown) =>
    typeof one === 'object' && one !== null && !Array.isArray(one) && !isNumber(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );
}

function shown(value: unknown): string {
  const text = textOf(value);
  return text.length <= shownLength ? text : `${text.slice(0, shownLength)}…`;
}
