/** The last line of a run for people: how many requests and assertions came to what, and how long it took. */
import type { TestCounts } from '../runner/index.ts';
import type { Screen, Style } from './terminal.ts';
import { durationLabel } from './transcript.ts';

export interface RequestCounts {
  readonly passed: number;
  readonly failed: number;
  readonly error: number;
  readonly skipped: number;
  readonly notRun: number;
}

const words: readonly (readonly [keyof RequestCounts, string, Style])[] = [
  ['passed', 'passed', 'green'],
  ['failed', 'failed', 'red'],
  ['error', 'without an answer', 'red'],
  ['skipped', 'skipped', 'yellow'],
  ['notRun', 'not run', 'yellow'],
];

/**
 * `200 requests: 197 passed, 3 failed · 500 assertions: 497 hold, 3 do not · 3.4 s`, in lines of their own where a
 * terminal has fewer columns.
 */
export function runSummary(
  requests: RequestCounts,
  tests: TestCounts & { readonly duration: number },
  { styled, columns }: Pick<Screen, 'styled'> & { readonly columns: number },
): string {
  const counts = words.filter(([outcome]) => requests[outcome] > 0);
  const total = counts.reduce((sum, [outcome]) => sum + requests[outcome], 0);
  const shown = counts.map(([outcome, word, style]) => ({ text: `${requests[outcome]} ${word}`, style }));
  const { passed, failed, notRun, duration } = tests;
  const checked: readonly { readonly text: string; readonly style?: Style }[] = [
    { text: passed === 0 ? '' : passed === 1 ? '1 holds' : `${passed} hold` },
    { text: failed === 0 ? '' : failed === 1 ? '1 does not' : `${failed} do not`, style: 'red' },
    { text: notRun === 0 ? '' : `${notRun} not checked` },
  ];
  const lists = [
    { of: counted(total, 'request'), parts: shown },
    { of: counted(passed + failed + notRun, 'assertion'), parts: checked.filter(({ text }) => text !== '') },
  ].filter(({ parts }) => parts.length > 0);
  const written = (paint: (text: string, style?: Style) => string): readonly string[] => [
    ...lists.map(
      ({ of, parts }) => `${of}: ${parts.map(({ text, style }) => paint(text, style)).join(', ')}`,
    ),
    paint(durationLabel(duration), 'dim'),
  ];
  const length = written((text) => text).join(' · ').length;
  const parts = written((text, style) => (style === undefined ? text : styled(style, text)));
  return parts.join(length > columns ? '\n' : ' · ');
}

function counted(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
}
