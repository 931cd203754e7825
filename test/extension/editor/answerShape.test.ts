import { describe, expect, it } from 'vitest';
import { jsonShape } from '../../../src/extension/editor/language/answerShape.ts';

describe('the shape of an answer', () => {
  it('has the names of a body and none of its values', () => {
    expect(jsonShape({ token: 's3cret', user: { id: 1, tags: ['a'] }, ok: true, none: null })).toEqual({
      type: 'object',
      members: [
        ['token', { type: 'string' }],
        [
          'user',
          {
            type: 'object',
            members: [
              ['id', { type: 'number' }],
              ['tags', { type: 'array', length: 1, item: { type: 'string' } }],
            ],
          },
        ],
        ['ok', { type: 'boolean' }],
        ['none', { type: 'null' }],
      ],
    });
  });

  it('joins the members of the items of an array', () => {
    expect(jsonShape([{ a: 1, b: null }, { b: { c: 2 } }, { d: '' }])).toMatchObject({
      length: 3,
      item: {
        members: [
          ['a', {}],
          ['b', { members: [['c', {}]] }],
          ['d', {}],
        ],
      },
    });
  });

  it('is bounded in breadth and depth', () => {
    const wide = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`m${index}`, index]));
    expect(JSON.stringify(jsonShape(Array.from({ length: 30 }, () => wide))).length).toBeLessThan(100_000);
    let deep: unknown = 1;
    for (let depth = 0; depth < 1000; depth += 1) deep = { deep };
    expect(JSON.stringify(jsonShape(deep)).length).toBeLessThan(2000);
  });
});
