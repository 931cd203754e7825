import { describe, expect, it } from 'vitest';
import { rowsOf } from '../../../../src/extension/cli/suite/dataFile.ts';

function rows(file: string, text: string): readonly Readonly<Record<string, string>>[] {
  return rowsOf(file, text).map((row) => Object.fromEntries(row));
}

describe('rows of data', () => {
  it.each([
    ['users.csv', 'user,id\nada,1\n"Grace, Admiral",2\n\n'],
    ['users.csv', 'user;id\r\nada;1\r\n"Grace, Admiral";2\r\n'],
    ['users.tsv', 'user\tid\nada\t1\nGrace, Admiral\t2'],
    ['users.json', '[{"user": "ada", "id": 1}, {"user": "Grace, Admiral", "id": 2}]'],
    ['users.JSONL', '{"user": "ada", "id": 1}\n\n{"user": "Grace, Admiral", "id": 2}\n'],
  ])('%s: %j', (file, text) => {
    expect(rows(file, text)).toEqual([
      { user: 'ada', id: '1' },
      { user: 'Grace, Admiral', id: '2' },
    ]);
  });

  it('are text as it stands in the file', () => {
    expect(rows('a.csv', 'a,b\n"two\nlines"," ""x"" "\n007,1.50\n')).toEqual([
      { a: 'two\nlines', b: ' "x" ' },
      { a: '007', b: '1.50' },
    ]);
    expect(rows('a.json', '[{"big": 12345678901234567890, "deep": {"n": 1.50}, "no": null}]')).toEqual([
      { big: '12345678901234567890', deep: '{"n": 1.50}', no: 'null' },
    ]);
    expect(rows('one.csv', 'name\nada\ngrace\n')).toEqual([{ name: 'ada' }, { name: 'grace' }]);
  });

  it.each([
    ['a.csv', '', 'a.csv has no rows.'],
    ['a.csv', 'a,b\n', 'a.csv has no rows.'],
    ['a.csv', 'a,b\n1\n', 'a.csv: row 1 has 1 field, but there are 2 columns.'],
    ['a.csv', 'a,b\n1,2\n1,2,3\n', 'a.csv: row 2 has 3 fields, but there are 2 columns.'],
    ['a.csv', 'a,,b\n1,2,3\n', 'a.csv: column 2 has no name in the first line.'],
    ['a.csv', 'a,a\n1,2\n', 'a.csv: two columns are named "a".'],
    ['a.csv', 'a,b\n"1,2\n', 'a.csv: row 1: Quoted field unterminated.'],
    ['a.json', '{"a": 1}', 'a.json is not a JSON list of objects.'],
    ['a.json', '[{"a": 1},]', 'a.json is not a JSON list of objects.'],
    ['a.json', '[{"a": 1}, 2]', 'a.json: row 2 is not a JSON object.'],
    ['a.jsonl', '{"a": 1}\n{"a"\n', 'a.jsonl:2 is not a JSON object.'],
    ['a.xlsx', 'x', 'a.xlsx: rows come from a .csv, .tsv, .json, .jsonl or .ndjson file.'],
  ])('%s of %j: %s', (file, text, message) => {
    expect(() => rowsOf(file, text)).toThrow(message);
  });
});
