/**
 * What a text means as one string: two texts with the same string send the same bytes and know the same names.
 * Places do not count. Used to be sure that an edit changes nothing but the looks.
 */
import { parse } from '../../syntax/index.ts';
import { define } from './define.ts';

export function meaningOf(text: string): string {
  const { requests, variables, imports, dialect } = define(parse(text));
  return JSON.stringify({ requests, variables, imports, dialect }, (key, value: unknown) =>
    places.has(key) ? undefined : value,
  );
}

const places = new Set(['range', 'nameRange', 'valueRange', 'urlRange', 'line']);
