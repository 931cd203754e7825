/**
 * Which way a text of some type can be laid out without changing what it means; none for types where every space counts,
 * such as forms. Pure.
 */
import { indentJson } from '../json/indentJson.ts';
import { indentGraphql } from './indentGraphql.ts';
import { indentXml } from './indentXml.ts';

/** Answers undefined for a text that cannot be laid out. */
export type Formatter = (text: string) => string | undefined;

export function formatterFor(contentType: string): Formatter | undefined {
  const type = (contentType.split(';')[0] ?? '').trim().toLowerCase();
  if (/^(?:application|text)\/(?:.+\+)?json$/.test(type)) return indentJson;
  if (type === 'application/graphql') return indentGraphql;
  // Between words of XHTML a space is text.
  if (type === 'application/xhtml+xml') return undefined;
  return /^(?:application|text|image)\/(?:.+\+)?xml$/.test(type) ? indentXml : undefined;
}
