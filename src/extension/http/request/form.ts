/**
 * Names and values as `application/x-www-form-urlencoded` text, for bodies and for the query (rule R19), and the
 * merge of a session's params with a request's (rule R45). Text given for a query is passed on as it is (rule R20).
 */
import type { ParamOrigin } from './origins.ts';
import { encodeFormText, unquote } from '../url/percent.ts';

/** `null` and `undefined` leave the item out; numbers and booleans are written as text. */
export type FormValue = string | number | bigint | boolean | Uint8Array | null | undefined;

export type FormValues = FormValue | readonly FormValue[];

/** Names and values in order; a list of values repeats its name. */
export type FormInit = Readonly<Record<string, FormValues>> | Iterable<readonly [string, FormValues]>;

/** Text and bytes are appended as they are and requoted; the rest is form-encoded (rules R19 and R20). */
export type ParamsInit = string | Uint8Array | FormInit;

/** A query to append, and where each of its items came from. */
export interface Query {
  readonly text: string;
  readonly origins: readonly ParamOrigin[];
}

/** One item for each value that is there, in order. */
export function formItems(form: FormInit): readonly (readonly [name: string, value: string | Uint8Array])[] {
  const items: (readonly [string, string | Uint8Array])[] = [];
  for (const [name, values] of formEntries(form)) {
    for (const value of isList(values) ? values : [values]) {
      if (value === null || value === undefined) continue;
      items.push([name, value instanceof Uint8Array ? value : String(value)]);
    }
  }
  return items;
}

/** `a=1&b=2`; empty when there is nothing to send. */
export function encodeForm(form: FormInit): string {
  return formItems(form)
    .map(([name, value]) => `${encodeFormText(name)}=${encodeFormText(value)}`)
    .join('&');
}

/**
 * The query of a request: two mappings are merged by name, case-sensitively, and `null` deletes; otherwise the
 * request's params, when given, replace the session's (rule R45).
 */
export function prepareQuery(
  session: ParamsInit | null | undefined,
  request: ParamsInit | null | undefined,
): Query {
  const own = request ?? undefined;
  const inherited = session ?? undefined;
  if (own !== undefined && inherited !== undefined && isMapping(own) && isMapping(inherited)) {
    const merged = { ...inherited, ...own };
    return queryOf(Object.entries(merged), (name) => (Object.hasOwn(own, name) ? 'request' : 'session'));
  }
  if (own !== undefined) return queryOf(own, () => 'request');
  return inherited === undefined ? { text: '', origins: [] } : queryOf(inherited, () => 'session');
}

/** Where the items of a query that was written in the URL came from: the request. */
export function writtenParams(query: string | undefined): readonly ParamOrigin[] {
  if (query === undefined || query === '') return [];
  return query.split('&').map((item) => ({ name: nameOf(item), source: 'request' }));
}

function queryOf(params: ParamsInit, sourceOf: (name: string) => 'request' | 'session'): Query {
  if (typeof params === 'string' || params instanceof Uint8Array) {
    const text = typeof params === 'string' ? params : Buffer.from(params).toString('utf8');
    const items = text === '' ? [] : text.split('&');
    return { text, origins: items.map((item) => ({ name: nameOf(item), source: sourceOf('') })) };
  }
  const form = [...formEntries(params)];
  const origins = formItems(form).map(([name]) => ({ name, source: sourceOf(name) }));
  return { text: encodeForm(form), origins };
}

function nameOf(item: string): string {
  return unquote((item.split('=', 1)[0] ?? '').replaceAll('+', ' '));
}

function formEntries(form: FormInit): Iterable<readonly [string, FormValues]> {
  return isMapping(form) ? Object.entries(form) : form;
}

function isMapping(params: ParamsInit): params is Readonly<Record<string, FormValues>> {
  return typeof params === 'object' && !(Symbol.iterator in params);
}

function isList(values: FormValues): values is readonly FormValue[] {
  return Array.isArray(values);
}
