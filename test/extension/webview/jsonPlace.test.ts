import { jsonpath } from 'json-p3';
import { describe, expect, it } from 'vitest';
import { jsonPlaceAt } from '../../../src/extension/webview/ui/json/jsonPlace.ts';

const text = '{"items":[{"id":1.10,"a b":"x"},{"id":2, "it\'s \\"q\\"": [true,null]}],"é":{}}';

/** The path and the value at the first occurrence of a part. */
function at(part: string, text_ = text): string | undefined {
  const place = jsonPlaceAt(text_, text_.indexOf(part));
  return place && `${place.path} ${text_.slice(place.from, place.to)}`;
}

describe('the value at a place', () => {
  it('is the innermost one, every digit as it came', () => {
    expect(at('1.10')).toBe('$.items[0].id 1.10');
    expect(at('.10')).toBe('$.items[0].id 1.10');
    expect(at('null')).toBe(`$.items[1]['it\\'s "q"'][1] null`);
  });

  it('is a member’s, when the place is at its name', () => {
    expect(at('"id":2')).toBe('$.items[1].id 2');
    expect(at('ems"')).toBe(`$.items ${text.slice(text.indexOf('[{'), text.lastIndexOf(']') + 1)}`);
  });

  it('is what is around, where nothing is', () => {
    expect(at(' "it')).toBe(`$.items[1] ${text.slice(text.indexOf('{"id":2'), text.lastIndexOf(']'))}`);
    expect(at(' x', '{"a": {  x: 1}}')).toBe(undefined);
    expect(at('  1', '[ [  1] ]')).toBe('$[0] [  1]');
    expect(at('{}')).toBe('$.é {}');
    expect(at(' ', '17 ')).toBe('$ 17');
  });

  it('is nothing in a text that is no JSON before it', () => {
    expect(jsonPlaceAt('{"a" 1}', 5)).toBe(undefined);
    expect(jsonPlaceAt('', 0)).toBe(undefined);
    expect(jsonPlaceAt('['.repeat(600), 599)).toBe(undefined);
  });

  it('is found again by its path', () => {
    const value = JSON.parse(text) as Parameters<typeof jsonpath.query>[1];
    for (let offset = 0; offset < text.length; offset++) {
      const place = jsonPlaceAt(text, offset);
      if (place === undefined) throw new Error(`Nothing at ${offset}.`);
      expect(jsonpath.query(place.path, value).values()).toEqual([
        JSON.parse(text.slice(place.from, place.to)) as unknown,
      ]);
    }
  });
});
