/**
 * What a run of tests says of one request: the lines of its output and the message of each check that did not hold. Pure.
 * What a server or a file says goes to a terminal here, so characters that steer one are made visible.
 */
import type { Exchange, TestResult } from '../../runner/index.ts';
import { resultLabel, type Localize } from '../labels.ts';

export interface ReportedExchange {
  readonly title: string;
  /** Undefined where the request could not even be prepared. */
  readonly exchange: Exchange | undefined;
  /** One sentence, where there is no whole answer. */
  readonly failure: string | undefined;
  /** `round 2 of 3`, for a loop. */
  readonly round: string | undefined;
  /** Crosses out what is secret. */
  readonly masked: (text: string) => string;
}

/** The target, what came of it, each check, and what scripts printed. */
export function outputLines(
  { title, exchange, failure, round, masked }: ReportedExchange,
  t: Localize,
): readonly string[] {
  const target = exchange && `${exchange.prepared.method} ${masked(exchange.prepared.url)}`;
  const head = [
    title,
    ...(target === undefined || target === title ? [] : [target]),
    ...(round === undefined ? [] : [round]),
    ...(exchange === undefined ? [] : [resultLabel(exchange, t) ?? '']),
  ];
  return [
    head.filter((part) => part !== '').join(' · '),
    ...(failure === undefined ? [] : [`  ${masked(failure)}`]),
    ...(exchange?.tests ?? []).map((one) => `  ${testLine(one, t)}`),
    ...(exchange?.logs ?? []).map(({ level, text }) => `  ${level === 'log' ? '>' : level} ${text}`),
  ].flatMap((entry) =>
    entry.split(/\r\n|\r|\n/).map((line, index) => visible(index === 0 ? line : `    ${line}`)),
  );
}

const marks: Readonly<Record<TestResult['outcome'], string>> = { passed: '✓', failed: '✕', notRun: '–' };

function testLine(result: TestResult, t: Localize): string {
  const line = `${marks[result.outcome]} ${result.name}`;
  return result.outcome === 'passed' ? line : `${line}: ${failureText(result, t)}`;
}

/** Why a check did not hold, in one sentence. */
export function failureText({ expected, actual, message }: TestResult, t: Localize): string {
  if (expected === undefined || actual === undefined) return message ?? t('It did not hold.');
  return t('Expected {0}, but it was {1}.', expected, actual);
}

/** What to compare with what was there; undefined where the comparison is not for equal values. */
export function expectedValue({ expected }: TestResult): string | undefined {
  return expected === undefined ? undefined : expected.replace(/^==\s*/, '');
}

/** Characters of one exchange in the output; more is in the panel. */
const longestMessages = 64 * 1024;

/** A whole exchange, set in. */
export function messageLines(text: string): readonly string[] {
  const shown = text.length > longestMessages ? `${text.slice(0, longestMessages)}…` : text;
  return shown
    .trimEnd()
    .split(/\r\n|\r|\n/)
    .map((line) => visible(`    ${line}`.trimEnd()));
}

/** A text without characters that a terminal or an eye could be misled by. */
export function visible(text: string): string {
  return text.replaceAll(misleading, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

const misleading = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;
