/**
 * What looks into the bodies of sent exchanges. The libraries behind it are loaded when a body of their kind is kept,
 * so that resolving stays synchronous and files that never look into XML do not wait for it.
 */

/** A value, or why there is none, in words. */
export type ExchangeValue = { readonly value: string } | { readonly reason: string };

export interface PathReaders {
  /** The values at a JSONPath of parsed JSON; throws for what is none. Absent when no body is JSON. */
  readonly json?: (path: string, json: unknown) => readonly unknown[];
  /** What is at an XPath of a text. Absent when no body is XML. */
  readonly xml?: (path: string, body: string) => ExchangeValue;
}

/** What finds everything at a path of a body, for people who look into it. */
export interface PathFinders {
  /** The keys and indexes that lead to each match in parsed JSON; throws for what is no JSONPath. */
  readonly json: (path: string, json: unknown) => readonly (readonly (string | number)[])[];
  /** Each match as XML; throws for what is no XML or no XPath. */
  readonly xml: (path: string, body: string) => readonly string[];
}

/** Only the one that is asked for is loaded. */
export async function loadPathFinder<K extends keyof PathFinders>(language: K): Promise<PathFinders[K]> {
  const finders: { readonly [L in keyof PathFinders]: () => Promise<PathFinders[L]> } = {
    json: async () => (await import('./jsonPath.ts')).findInJson,
    xml: async () => (await import('./xmlPath.ts')).findInXml,
  };
  return finders[language]();
}

/** The readers that fit these bodies, by how each text begins. */
export async function loadPathReaders(...bodies: readonly string[]): Promise<PathReaders> {
  const hasJson = bodies.some((body) => /^\s*[[{"\-\dtfn]/.test(body));
  const hasXml = bodies.some((body) => /^\s*</.test(body));
  return {
    ...(hasJson ? { json: (await import('./jsonPath.ts')).queryJson } : {}),
    ...(hasXml ? { xml: (await import('./xmlPath.ts')).readXml } : {}),
  };
}
