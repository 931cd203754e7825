/** XML, XPath and JSONPath. Their libraries are brought in by the thread when a script first needs one. */
import { host } from './host.ts';

/** What `xmlLibrary.ts` and `jsonLibrary.ts` leave in the global object when they are loaded. */
export interface Libraries {
  xml?: {
    readonly DOMParser: new () => { parseFromString(text: string, mimeType: string): object };
    readonly XMLSerializer: new () => object;
    readonly parse: (text: string, mimeType: string) => object;
    readonly select: (expression: string, node: object) => unknown;
  };
  json?: { readonly query: (value: unknown, expression: string) => unknown };
}

const libraries: Libraries = {};
const outer = globalThis as unknown as { libraries?: Libraries };

/** Loads it when it is not there yet. */
export function library<Name extends keyof Libraries>(name: Name): NonNullable<Libraries[Name]> {
  if (libraries[name] === undefined) {
    outer.libraries = libraries;
    host('library', name);
    delete outer.libraries;
  }
  const loaded = libraries[name];
  if (loaded === undefined) throw new Error(`The library for ${name} could not be loaded.`);
  return loaded;
}

export function parseXml(text: string, mimeType: string): object {
  return library('xml').parse(text, mimeType);
}

/** Looked up when a script names it. */
export function xmlClass(name: 'DOMParser' | 'XMLSerializer'): unknown {
  return library('xml')[name];
}

/**
 * A text, number or boolean as it is; nothing as null; one node as itself, but attributes and text by their value; several
 * as a list.
 */
export function xpath(node: unknown, expression: unknown): unknown {
  if (typeof node !== 'object' || node === null || !('nodeType' in node)) return null;
  const found = library('xml').select(String(expression), node);
  if (!Array.isArray(found)) return found;
  const values = (found as readonly object[]).map((one) =>
    'nodeType' in one && one.nodeType !== 1 && 'nodeValue' in one ? one.nodeValue : one,
  );
  return values.length > 1 ? values : (values[0] ?? null);
}

/** The value where the path can mean one only, null where there is none; else a list. A text is read as JSON. */
export function jsonPath(value: unknown, expression: unknown): unknown {
  const path = String(expression);
  const json: unknown = typeof value === 'string' ? JSON.parse(value) : value;
  return library('json').query(json, path.startsWith('$') ? path : `$.${path}`);
}
