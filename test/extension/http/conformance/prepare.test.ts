/** Cases of kind `prepare`: what `Request.prepare` makes of a request alone. */
import { describe } from 'vitest';
import { loadCases, testCases } from './cases.ts';
import { describePrepared, requestOf, settle } from './requests.ts';

describe('prepares a request alone as requests does', () => {
  testCases(loadCases('prepare'), async ({ given, expect: expected }) => ({
    expected,
    actual: await settle(expected, async () => ({
      prepared: await describePrepared(requestOf(given).prepare(), expected['prepared']),
    })),
  }));
});
