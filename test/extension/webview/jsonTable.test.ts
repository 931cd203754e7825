import { describe, expect, it } from 'vitest';
import { findTable, mayHaveTable } from '../../../src/extension/webview/ui/json/jsonTable.ts';
import { arrangeRows, cellText, tableAsText } from '../../../src/extension/webview/ui/json/tableRows.ts';

const text = `{"page": 1, "few": [{"x": 1}], "items": [
  {"id": 12345678901234567890, "name": "b,\\u00e9", "tags": ["x", {"y": 1}]},
  {"name": "a \\"q\\"", "id": 1.10, "more": null},
  {"id": 2, "id": 3}
]}`;

function table(source = text) {
  const found = findTable(source);
  if (found === undefined) throw new Error('There is no table.');
  return found;
}

describe('the table in a JSON text', () => {
  it('is its longest list of objects, with a column for every name', () => {
    const { path, columns, rowCount } = table();
    expect({ path, columns, rowCount }).toEqual({
      path: '$.items',
      columns: ['id', 'name', 'tags', 'more'],
      rowCount: 3,
    });
    expect(table('[{"a":1}]').path).toBe('$');
  });

  it('holds every digit, and the last of repeated members', () => {
    const cells = [0, 1, 2].map((row) => [0, 1, 2, 3].map((column) => cellText(text, table(), row, column)));
    expect(cells).toEqual([
      ['12345678901234567890', 'b,é', '["x", {"y": 1}]', undefined],
      ['1.10', 'a "q"', undefined, 'null'],
      ['3', undefined, undefined, undefined],
    ]);
    expect(table().pathOf(1, 1)).toBe('$.items[1].name');
  });

  it('is none where a list holds something else, or where lists are in lists', () => {
    for (const none of ['[]', '{"a":1}', '[1]', '[{"a":1}, 2]', '[[{"a":1}]]', '[{"a":1}', '"x"', ''])
      expect([none, findTable(none)?.path]).toEqual([none, undefined]);
    expect(findTable('[{}, {}]')?.columns).toEqual([]);
  });

  it('is offered from the beginning of the text', () => {
    for (const yes of [text, '[{"a":1}, {"b"', '{"a":{"b":[{}]}}'])
      expect([yes, mayHaveTable(yes)]).toEqual([yes, true]);
    for (const no of ['[]', '[1,{"a":1}]', '[[{"a":1}]]', '{"a":[],"b":{"c":1}}', 'x'])
      expect([no, mayHaveTable(no)]).toEqual([no, false]);
  });
});

describe('rows of a table', () => {
  const mixed = `[{"v":"b10"},{"v":"b9"},{"v":10},{"v":9007199254740993},{"v":9007199254740992},{"v":null},{},{"v":2.5}]`;

  function sorted(descending: boolean): (string | undefined)[] {
    const order = { column: 0, descending };
    return arrangeRows(mixed, table(mixed), { order }).map((row) => cellText(mixed, table(mixed), row, 0));
  }

  it('are sorted by what they mean, long numbers exactly, rows without a value last', () => {
    const up = ['2.5', '10', '9007199254740992', '9007199254740993', 'b9', 'b10', 'null'];
    expect(sorted(false)).toEqual([...up, undefined]);
    expect(sorted(true)).toEqual([...up.reverse(), undefined]);
  });

  it('are those that contain what is looked for', () => {
    expect(arrangeRows(text, table(), { filter: 'MORE' })).toEqual([1]);
    expect(arrangeRows(text, table(), {})).toEqual([0, 1, 2]);
  });

  it('are copied for spreadsheets in the order they are shown', () => {
    expect(tableAsText(text, table(), { rows: [1, 0], separator: ',' })).toBe(
      'id,name,tags,more\r\n1.10,"a ""q""",,null\r\n12345678901234567890,"b,é","[""x"", {""y"": 1}]",\r\n',
    );
    expect(tableAsText('[{"a":"x\\ty"}]', table('[{"a":"x\\ty"}]'), { rows: [0], separator: '\t' })).toBe(
      'a\r\n"x\ty"\r\n',
    );
  });
});
