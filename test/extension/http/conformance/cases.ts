/**
 * The conformance cases: real outputs of the real library, read from the fixture or from the file that the variable
 * CONFORMANCE_CASES names. A case fails when it differs without a declared divergence, and when it has one and does
 * not differ.
 */
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { expect, it } from 'vitest';
import { divergences } from '../divergences.ts';

export type CaseKind = 'prepare' | 'session_prepare' | 'send' | 'response' | 'util';

export interface ConformanceCase {
  readonly id: string;
  readonly area: string;
  readonly title: string;
  readonly kind: CaseKind;
  readonly given: Readonly<Record<string, unknown>>;
  readonly expect: Readonly<Record<string, unknown>>;
  readonly note?: string;
  readonly divergence?: string;
}

/** What a case gave here and what `requests` gave, both in the file's notation. */
export interface Outcome {
  readonly actual: unknown;
  readonly expected: unknown;
}

const fixture = new URL('../../../fixtures/requests-cases.json', import.meta.url);

/** Every case of the kinds, in the order of the file. */
export function loadCases(...kinds: readonly CaseKind[]): readonly ConformanceCase[] {
  const text = readFileSync(process.env['CONFORMANCE_CASES'] ?? fixture, 'utf8');
  const cases = JSON.parse(text) as readonly ConformanceCase[];
  return cases.filter(({ kind }) => kinds.includes(kind));
}

/** One test for each case, titled by its id. */
export function testCases(
  cases: readonly ConformanceCase[],
  run: (each: ConformanceCase) => Outcome | Promise<Outcome>,
): void {
  for (const each of cases) {
    it(`${each.id} ${each.title}`, async () => {
      check(each.id, await run(each));
    });
  }
}

function check(id: string, { actual, expected }: Outcome): void {
  const reason = divergences[id];
  if (reason === undefined) {
    expect(actual).toEqual(expected);
  } else if (isDeepStrictEqual(actual, expected)) {
    expect.fail(`${id} no longer differs from requests, remove its line from divergences.ts: ${reason}`);
  }
}
