import { expect, it } from 'vitest';
import { serverTimes } from '../../../src/extension/webview/ui/timing/serverTiming.ts';

it('reads what servers say of their time, and leaves out what cannot be read', () => {
  const value = 'db;dur=53.2, cache;desc="a, \\"b\\"";dur=0, miss , app; DUR = 7ms;dur=9;desc=x,;dur=1,';
  expect(
    serverTimes([
      { name: 'Server-TIMING', value },
      { name: 'X', value: 'y;dur=1' },
    ]),
  ).toEqual([
    { name: 'db', description: '', duration: 53.2 },
    { name: 'cache', description: 'a, "b"', duration: 0 },
    { name: 'miss', description: '', duration: undefined },
    { name: 'app', description: 'x', duration: 7 },
  ]);
});
