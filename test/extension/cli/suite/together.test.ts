import { describe, expect, it } from 'vitest';
import { createSlots, forEachTogether } from '../../../../src/extension/cli/suite/together.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('several at a time', () => {
  it('are never more than there are slots, and all get their turn', async () => {
    const slots = createSlots(3);
    let now = 0;
    let most = 0;
    const results = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        slots(async () => {
          now += 1;
          most = Math.max(most, now);
          await turn();
          now -= 1;
          if (index === 4) throw new Error('gives its slot back, too');
          return index;
        }).catch(() => -1),
      ),
    );
    expect([most, results]).toEqual([3, [0, 1, 2, 3, -1, 5, 6, 7, 8, 9]]);
  });

  it('begin in order, and no more after one that says so', async () => {
    const begun: number[] = [];
    await forEachTogether([0, 1, 2, 3, 4, 5], 2, async (item) => {
      begun.push(item);
      await turn();
      return item !== 0;
    });
    expect(begun).toEqual([0, 1]);
  });

  it('are all over when the first that failed is told', async () => {
    const ended: number[] = [];
    const work = forEachTogether([0, 1, 2], 2, async (item) => {
      if (item === 0) throw new Error('zero');
      await turn();
      ended.push(item);
      return true;
    });
    await expect(work).rejects.toThrow('zero');
    expect(ended).toEqual([1]);
  });
});
