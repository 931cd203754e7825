/**
 * The packages that look into XML and JSON, inside QuickJS. The thread evaluates one of them when a script first needs it,
 * and gives it to `take`; until then they cost nothing.
 */
import type { DOMParser, XMLSerializer } from '@xmldom/xmldom';
import type { jsonpath } from 'json-p3';
import { host } from './host.ts';

interface Packages {
  readonly xmlPathLibrary: {
    readonly DOMParser: typeof DOMParser;
    readonly XMLSerializer: typeof XMLSerializer;
    readonly select: (expression: string, node: object) => unknown;
  };
  readonly jsonPathLibrary: { readonly jsonpath: typeof jsonpath };
}

const loaded: { [Name in keyof Packages]?: Packages[Name] } = {};

/** Loads it when it is not there yet. */
export function library<Name extends keyof Packages>(name: Name): Packages[Name] {
  if (loaded[name] === undefined) host('library', name);
  const library = loaded[name];
  if (library === undefined) throw new Error(`The library ${name} could not be loaded.`);
  return library;
}

/** For the thread: what a library exports. */
export function take<Name extends keyof Packages>(name: Name, library: Packages[Name]): void {
  loaded[name] = library;
}
