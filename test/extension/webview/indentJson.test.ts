import { assert, property, jsonValue } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indentJson, indentJsonInSlices } from '../../../src/extension/webview/ui/json/indentJson.ts';

describe('indentJson', () => {
  it('keeps every digit, the order of keys and repeated keys', () => {
    expect(indentJson('{"b":12345678901234567890,"a":1.10,"b":1E+2,"c":-0.0}')).toBe(
      ['{', '  "b": 12345678901234567890,', '  "a": 1.10,', '  "b": 1E+2,', '  "c": -0.0', '}'].join('\n'),
    );
  });

  it('keeps escapes as they are written', () => {
    expect(indentJson(String.raw`["\u00e9","\/","\ud83d"]`)).toBe(
      ['[', String.raw`  "\u00e9",`, String.raw`  "\/",`, String.raw`  "\ud83d"`, ']'].join('\n'),
    );
  });

  it('keeps empty containers on one line', () => {
    expect(indentJson(' { "a" : [ ] , "b" : { } } ')).toBe('{\n  "a": [],\n  "b": {}\n}');
  });

  it.each(['1', '"a"', 'true', ' null\r\n', '[]', '{}'])('takes the single value %j', (text) => {
    expect(indentJson(text)).toBe(text.trim());
  });

  it.each([
    '',
    ' ',
    '{',
    '[1,]',
    '{"a":1,}',
    '{a:1}',
    "{'a':1}",
    '[1 2]',
    '{"a" 1}',
    '01',
    '1.',
    '.5',
    '+1',
    'NaN',
    '"a',
    '"a\nb"',
    String.raw`"\x41"`,
    String.raw`"\u12g4"`,
    '{}{}',
    '[1]]',
    '[1}',
    'truefalse',
    '// no',
  ])('answers undefined for %j, which is not one JSON value', (text) => {
    expect(indentJson(text)).toBeUndefined();
  });

  it('agrees with JSON.stringify on what JSON.stringify can express', () => {
    assert(
      property(jsonValue(), (value) => {
        const text = JSON.stringify(value);
        // `{}` and `[]` are written alike by both; everything else is laid out alike.
        expect(indentJson(text)).toBe(JSON.stringify(JSON.parse(text), null, 2));
      }),
      { numRuns: 300 },
    );
  });

  it('gives up on nesting that only wants to hurt', () => {
    expect(indentJson('['.repeat(100_000) + ']'.repeat(100_000))).toBeUndefined();
  });

  it('answers in slices as it does at once, short texts before it returns', () => {
    const text = JSON.stringify(Array.from({ length: 5000 }, (_, n) => ({ n, same: [n, null] })));
    const heard: (string | undefined)[] = [];
    indentJsonInSlices('{"a":1}', (laidOut) => heard.push(laidOut));
    expect(heard).toEqual(['{\n  "a": 1\n}']);
    return new Promise<void>((resolve) => {
      indentJsonInSlices(text, (laidOut) => {
        expect(laidOut).toBe(indentJson(text));
        resolve();
      });
    });
  });

  it('copes with one very long string', () => {
    const text = `["${'x'.repeat(3_000_000)}\\n"]`;
    expect(indentJson(text)).toHaveLength(text.length + 4);
  });
});
