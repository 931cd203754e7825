import { describe, expect, it } from 'vitest';
import { comparableText } from '../../../../src/extension/runner/index.ts';

const json = (text: string): Promise<string> => comparableText(text, 'application/json');

describe('a text for comparing', () => {
  it('lays JSON out alike, however it was written', async () => {
    const written = '{ "a":1.50,\r\n"b" : [1,{}, [ ] ,"x, {y}"], "a":12345678901234567890 }';
    expect(await json(written)).toBe(
      '{\n  "a": 1.50,\n  "b": [\n    1,\n    {},\n    [],\n    "x, {y}"\n  ],\n  "a": 12345678901234567890\n}\n',
    );
    expect(await json(await json(written))).toBe(await json(written));
  });

  it('keeps quotes and backslashes in strings where they are', async () => {
    expect(await json(String.raw`["a\"b","c\\","\\\"d"]`)).toBe(
      String.raw`[
  "a\"b",
  "c\\",
  "\\\"d"
]
`,
    );
  });

  it('lays out one value after the other', async () => {
    expect(await comparableText('{"a":1}\n{"a":2}\n', 'application/x-ndjson')).toBe(
      '{\n  "a": 1\n}\n{\n  "a": 2\n}\n',
    );
  });

  it('leaves everything else as it is', async () => {
    for (const text of ['<a>{"b":1}</a>', '{"a":[1}', '{"a":', '['.repeat(600), 'plain']) {
      expect(await comparableText(text, 'text/plain')).toBe(text);
    }
  });
});
