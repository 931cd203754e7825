import { describe, expect, it } from 'vitest';
import { neighbourOf, placeAmong } from '../../../src/extension/editor/history/requestExchanges.ts';

describe('the exchanges of a request', () => {
  const ids = ['a', 'b', 'c'];

  it('count from the oldest, and the only one has no place', () => {
    expect(placeAmong('c', ids)).toEqual({ index: 3, count: 3 });
    expect(placeAmong('a', ['a'])).toBeUndefined();
    expect(placeAmong('x', ids)).toBeUndefined();
  });

  it('have neighbours but at the ends', () => {
    expect(neighbourOf('b', ids, -1)).toBe('a');
    expect(neighbourOf('b', ids, 1)).toBe('c');
    expect(neighbourOf('a', ids, -1)).toBeUndefined();
    expect(neighbourOf('c', ids, 1)).toBeUndefined();
    expect(neighbourOf('x', ids, 1)).toBeUndefined();
  });
});
