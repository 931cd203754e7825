/** The parts of a body that a path selects, as they stand in it. */
import { describe, expect, it } from 'vitest';
import { createBodyFilter } from '../../../../src/extension/runner/bodyFilter/filterBody.ts';

const books =
  '{"id":12345678901234567890,"books":[{"t":"A","p":1.10},{"t":"B","p":20},{"t":"C","p":8.0}],"x":1,"x":2.50}';

describe('a JSON body', () => {
  it.each([
    ['$.id', '[12345678901234567890]', 1],
    ['$.books[?@.p < 10].p', '[1.10,8.0]', 2],
    ['$..t', '["A","B","C"]', 3],
    ['$.x', '[2.50]', 1],
    ['$.books[-1]', '[{"t":"C","p":8.0}]', 1],
    ['$', `[${books}]`, 1],
    ['$.nothing', '[]', 0],
  ])('at %s has every character as it came', async (path, text, count) => {
    const filter = await createBodyFilter(books, 'json');
    expect(await filter.find(path)).toEqual({ text, count, shown: count });
  });

  it('says what is wrong with a path, and with a text that is no JSON', async () => {
    const filter = await createBodyFilter(books, 'json');
    expect(() => filter.find('$.[')).toThrow();
    await expect(createBodyFilter('{"a":', 'json')).rejects.toThrow();
  });

  it('gives as many matches as fit, and counts all', async () => {
    const filter = await createBodyFilter(JSON.stringify(Array(300).fill('x'.repeat(1000))), 'json');
    const { text, count, shown } = await filter.find('$[*]');
    expect([count, shown, (JSON.parse(text) as unknown[]).length]).toEqual([300, 99, 99]);
  });
});

describe('an XML body', () => {
  it('is filtered by XPath: elements whole, anything else by its value', async () => {
    const filter = await createBodyFilter('<l><i p="1">a</i><i p="9">b</i></l>', 'xml');
    expect(await filter.find('//i[@p > 5]')).toEqual({ text: '<i p="9">b</i>', count: 1, shown: 1 });
    expect(await filter.find('//i/@p')).toEqual({ text: '1\n9', count: 2, shown: 2 });
    expect(await filter.find('count(//i)')).toEqual({ text: '2', count: 1, shown: 1 });
    expect(() => filter.find('//[')).toThrow();
  });
});
