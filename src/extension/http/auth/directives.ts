/**
 * Comma-separated lists and `name=value` directives of headers, with quoted strings (rule R65): what
 * WWW-Authenticate challenges are made of.
 */

/** The items between commas outside quotes, trimmed; an item that is one quoted string loses its quotes. */
export function parseList(text: string): readonly string[] {
  const items = text.match(/(?:"(?:[^"\\]|\\.)*"|[^",]|")+/gs) ?? [];
  return items
    .map((item) => item.trim())
    .filter((item) => item !== '')
    .map((item) => unquoted(item));
}

/** Directives by name, in the case they were written; one without `=` has null. */
export function parseDirectives(text: string): ReadonlyMap<string, string | null> {
  const directives = new Map<string, string | null>();
  for (const item of parseList(text)) {
    const equals = item.indexOf('=');
    if (equals === -1) directives.set(item, null);
    else directives.set(item.slice(0, equals), unquoted(item.slice(equals + 1)));
  }
  return directives;
}

function unquoted(text: string): string {
  return /^".*"$/s.test(text) && text.length > 1 ? text.slice(1, -1).replace(/\\(["\\])/g, '$1') : text;
}
