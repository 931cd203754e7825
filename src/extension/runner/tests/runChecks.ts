/**
 * Holds checks against an answer that is whole: brings the bytes, the hashes and the thread for patterns that they need.
 * Loaded by `sendExchange` when the first request with a check has its answer.
 */
import { createHash } from 'node:crypto';
import type { AnswerFacts, Assertion } from '../../../language/semantics/index.ts';
import { checkAssertion, isHash, loadPathReaders } from '../../../language/semantics/index.ts';
import type { Response } from '../../http/index.ts';
import type { BodyReader } from '../bodies/bodyStore.ts';
import { bodyText, referenceLimit } from '../send/exchangeLog.ts';
import { notRun, type Check } from './checks.ts';
import { mask, masked } from '../prepare/secretForms.ts';
import { createPatternMatcher } from './patternMatcher.ts';
import type { TestResult } from './testResult.ts';

/** Bodies above it are not searched. */
const bodyLimit = referenceLimit;

export interface CheckedAnswer {
  readonly response: Response;
  readonly body: BodyReader | undefined;
  /** Milliseconds. */
  readonly duration: number;
}

/** One result for each check, in order; those that the signal came before are not run. Never rejects. */
export async function runChecks(
  checks: readonly Check[],
  answer: CheckedAnswer,
  signal: AbortSignal,
): Promise<readonly TestResult[]> {
  const matcher = createPatternMatcher();
  const stop = Promise.withResolvers<undefined>();
  const onAbort = (): void => stop.resolve(undefined);
  signal.addEventListener('abort', onAbort);
  try {
    const facts = await factsOf(checks, answer, matcher.matches);
    const results: TestResult[] = [];
    for (const check of checks) {
      const result = signal.aborted ? undefined : await Promise.race([runCheck(check, facts), stop.promise]);
      results.push(result ?? notRun(check, 'It was cancelled.'));
    }
    return results;
  } finally {
    signal.removeEventListener('abort', onAbort);
    await matcher.dispose();
  }
}

async function runCheck(check: Check, facts: AnswerFacts): Promise<TestResult> {
  const { name, line, read, unresolved, secrets } = check;
  if (unresolved !== undefined) {
    const base = { name, line, expected: undefined, actual: undefined };
    return { ...base, outcome: 'failed', message: `Not checked, because of ${unresolved}` };
  }
  if (read.kind !== 'assertion') return notRun(check, `Not checked: ${read.reason}.`);
  const verdict = await checkAssertion(read.assertion, facts);
  const expected = masked(verdict.expected, secrets);
  const actual = isCredential(read.assertion) ? mask : masked(verdict.actual, secrets);
  const message = verdict.passed ? undefined : `Expected ${expected}, but it was ${actual}.`;
  return { name, line, outcome: verdict.passed ? 'passed' : 'failed', expected, actual, message };
}

/** Headers whose values are for the other side alone. */
function isCredential({ subject }: Assertion): boolean {
  return subject.kind === 'header' && /^(?:set-cookie|(?:proxy-)?authorization)$/i.test(subject.name);
}

async function factsOf(
  checks: readonly Check[],
  { response, body, duration }: CheckedAnswer,
  matches: AnswerFacts['matches'],
): Promise<AnswerFacts> {
  const looksInside = checks.some(({ read }) => read.kind === 'assertion' && readsText(read.assertion));
  const isShort = (body?.length ?? 0) <= bodyLimit;
  const text = looksInside && isShort ? await bodyText(body, response) : undefined;
  return {
    status: response.status,
    duration,
    headers: [...response.headers],
    body: text,
    paths: text === undefined ? {} : await loadPathReaders(text),
    hash: async (algorithm, part) => digests(algorithm, part === undefined ? pieces(body) : [part]),
    matches,
  };
}

function readsText({ subject, predicate }: Assertion): boolean {
  return subject.kind === 'body' && (subject.path !== '' || !isHash(predicate));
}

async function digests(
  algorithm: string,
  source: AsyncIterable<Uint8Array> | Iterable<string>,
): Promise<readonly string[]> {
  const hash = createHash(algorithm);
  for await (const piece of source) hash.update(piece);
  const digest = hash.digest();
  return [digest.toString('hex'), digest.toString('base64')];
}

const pieceLength = 1024 * 1024;

async function* pieces(body: BodyReader | undefined): AsyncGenerator<Uint8Array> {
  for (let at = 0; body !== undefined && at < body.length; at += pieceLength) {
    yield await body.read(at, pieceLength);
  }
}
