/**
 * The conformance cases: real outputs of the real library, read from the fixture or from the file that the variable
 * CONFORMANCE_CASES names. A case fails when it differs without a declared divergence, and when it has one and does
 * not differ.
 */
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
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

/** Every case, in the order of the file. */
export function loadCases(): readonly ConformanceCase[] {
  const text = readFileSync(process.env['CONFORMANCE_CASES'] ?? fixture, 'utf8');
  return JSON.parse(text) as readonly ConformanceCase[];
}

/** Fails on a difference that is not declared, and on a declared one that there is no more. */
export function check(id: string, { actual, expected }: Outcome): void {
  const reason = divergences[id];
  if (reason === undefined) {
    expect(actual).toEqual(expected);
  } else if (isDeepStrictEqual(actual, expected)) {
    expect.fail(`${id} no longer differs from requests, remove its line from divergences.ts: ${reason}`);
  }
}
