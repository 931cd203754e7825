import { describe, expect, it } from 'vitest';
import { readLoop, readRunArguments, roundsOf } from '../../../../src/language/semantics/index.ts';

describe('a loop', () => {
  it.each([
    ['for 3', { kind: 'count', count: 3 }],
    ['3', { kind: 'count', count: 3 }],
    ['for user of users', { kind: 'each', variable: 'user', source: 'users' }],
    [
      'for id of {{login.response.body.$.ids}}',
      { kind: 'each', variable: 'id', source: 'login.response.body.$.ids' },
    ],
    ['for n of [1, 2]', { kind: 'each', variable: 'n', source: '[1, 2]' }],
  ])('is read: %s', (text, loop) => {
    expect(readLoop(text)).toEqual(loop);
  });

  it.each([
    ['while token == null', true],
    ['for x of users.filter(one => one.id)', true],
    ['for 100000', false],
    ['often', false],
    ['', false],
  ])('is unclear: %s', (text, needsScript) => {
    expect(readLoop(text)).toMatchObject({ kind: 'unclear', needsScript });
  });
});

describe('the rounds of a list', () => {
  const rounds = (text: string): unknown => roundsOf('x', text)?.map((round) => Object.fromEntries(round));

  it('give each item as text, its index, and the parts of an object by their paths', () => {
    expect(rounds('["a", {"id": 1, "tags": ["t"], "to": {"name": "n"}}]')).toEqual([
      { $index: '0', x: 'a' },
      {
        $index: '1',
        x: '{"id":1,"tags":["t"],"to":{"name":"n"}}',
        'x.id': '1',
        'x.tags': '["t"]',
        'x.tags[0]': 't',
        'x.to': '{"name":"n"}',
        'x.to.name': 'n',
      },
    ]);
  });

  it('come from words between commas, too', () => {
    expect(rounds('red, green')).toEqual([
      { $index: '0', x: 'red' },
      { $index: '1', x: 'green' },
    ]);
  });

  it('are none of an empty list, and unknown of what is no list', () => {
    expect(rounds('[]')).toEqual([]);
    expect(rounds('{"a": 1}')).toBeUndefined();
    expect(rounds('[1, ')).toBeUndefined();
  });
});

describe('arguments of run', () => {
  it('are names with values, which may be quoted or hold commas in braces', () => {
    expect(readRunArguments('@a=1, @b = x y , c="p, q", @d={{ $pick v $value: 1,2 }}, @e=')).toEqual([
      ['a', '1'],
      ['b', 'x y'],
      ['c', 'p, q'],
      ['d', '{{ $pick v $value: 1,2 }}'],
      ['e', ''],
    ]);
  });

  it('that are no pair are left out', () => {
    expect(readRunArguments('')).toEqual([]);
    expect(readRunArguments('nothing, =x')).toEqual([]);
  });
});
