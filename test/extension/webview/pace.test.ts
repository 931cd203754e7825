import { expect, it } from 'vitest';
import { createPace } from '../../../src/extension/webview/pace.ts';

/** When each change is told, of those that come at these times. */
function told(changes: readonly number[]): number[] {
  const pace = createPace(50);
  const times: number[] = [];
  let now = 0;
  for (const change of changes) {
    if (change < now) continue;
    now = change + pace.wait(change);
    pace.tell(now);
    times.push(now);
  }
  return times;
}

it('tells changes at once that come about as often as they may be told, early ones and late ones', () => {
  const jittered = [0, 50, 130, 150, 200, 245, 300, 390, 400, 450];
  expect(told(jittered)).toEqual(jittered);
});

it('tells a flood so many times a second, and what comes after a pause at once', () => {
  const flood = Array.from({ length: 2000 }, (_, at) => at);
  expect(told(flood).length).toBeLessThanOrEqual(2000 / 50 + 3);
  expect(told([...flood, 5000]).at(-1)).toBe(5000);
});
