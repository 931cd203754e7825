import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { Headers } from '../../../src/extension/http/index.ts';

describe('headers', () => {
  it('are found in any case and keep their spelling', () => {
    const headers = new Headers([['X-Trace', '1']]);
    expect(headers.get('x-trace')).toBe('1');
    expect(headers.entries()).toEqual([['X-Trace', '1']]);
  });

  it('join repeats with a comma and keep them as separate lines', () => {
    const headers = new Headers([
      ['Accept', 'a'],
      ['X', '1'],
      ['accept', 'b'],
    ]);
    expect(headers.get('Accept')).toBe('a, b');
    expect(headers.getAll('ACCEPT')).toEqual(['a', 'b']);
    expect(headers.size).toBe(3);
  });

  it('given as a mapping take the last spelling and value at the place of the first', () => {
    const headers = new Headers({ Accept: 'a', 'User-Agent': 'b', ACCEPT: 'c' });
    expect(headers.entries()).toEqual([
      ['ACCEPT', 'c'],
      ['User-Agent', 'b'],
    ]);
  });

  it('move to the end when they are removed and set again', () => {
    const headers = new Headers({ A: '1', B: '2' }).without('a').with('A', '3');
    expect(headers.entries()).toEqual([
      ['B', '2'],
      ['A', '3'],
    ]);
  });

  it('merge in place, bring their own case, and delete with null', () => {
    const merged = new Headers({ 'User-Agent': 'x', Accept: '*/*', 'X-Old': '1' }).merge({
      'user-agent': 'mine',
      'X-OLD': null,
      'X-New': '2',
    });
    expect(merged.entries()).toEqual([
      ['user-agent', 'mine'],
      ['Accept', '*/*'],
      ['X-New', '2'],
    ]);
  });

  it('keep repeats of an override together at the place of the field they replace', () => {
    const merged = new Headers([
      ['A', '0'],
      ['B', '0'],
      ['a', '0'],
    ]).merge([
      ['a', '1'],
      ['A', '2'],
    ]);
    expect(merged.entries()).toEqual([
      ['a', '1'],
      ['A', '2'],
      ['B', '0'],
    ]);
  });

  it('merge the same in one step or in two, as long as nothing is deleted', () => {
    const name = fc.constantFrom('a', 'A', 'b', 'B', 'c');
    const mapping = fc.dictionary(name, fc.constantFrom('1', '2', '3'));
    fc.assert(
      fc.property(mapping, mapping, mapping, (one, two, three) => {
        const left = new Headers(one).merge(two).merge(three);
        const right = new Headers(one).merge(new Headers(two).merge(three));
        expect(left.entries()).toEqual(right.entries());
      }),
    );
  });
});
