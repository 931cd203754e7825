/** XML, XPath and JSONPath. */
import { library } from './packages.ts';

/** Throws for what is no XML. */
export function parseXml(text: string, mimeType: string): object {
  const { DOMParser } = library('xmlPathLibrary');
  const onError = (level: string, message: string): void => {
    if (level !== 'warning') throw new SyntaxError(message);
  };
  return new DOMParser({ onError }).parseFromString(text, mimeType === 'text/html' ? mimeType : 'text/xml');
}

/** Looked up when a script names it. */
export function xmlClass(name: 'DOMParser' | 'XMLSerializer'): unknown {
  return library('xmlPathLibrary')[name];
}

/**
 * A text, number or boolean as it is; nothing as null; one node as itself, but attributes and text by their value; several
 * as a list.
 */
export function xpath(node: unknown, expression: unknown): unknown {
  if (typeof node !== 'object' || node === null || !('nodeType' in node)) return null;
  const found = library('xmlPathLibrary').select(String(expression), node);
  if (!Array.isArray(found)) return found;
  const values = (found as readonly object[]).map((one) =>
    'nodeType' in one && one.nodeType !== 1 && 'nodeValue' in one ? one.nodeValue : one,
  );
  return values.length > 1 ? values : (values[0] ?? null);
}

/** The value where the path can mean one only, null where there is none; else a list. A text is read as JSON. */
export function jsonPath(value: unknown, expression: unknown): unknown {
  const { jsonpath } = library('jsonPathLibrary');
  const written = String(expression);
  const path = jsonpath.compile(written.startsWith('$') ? written : `$.${written}`);
  const json: unknown = typeof value === 'string' ? JSON.parse(value) : value;
  const values = path.query(json as Parameters<typeof path.query>[0]).values();
  return path.singularQuery() ? (values[0] ?? null) : values;
}
