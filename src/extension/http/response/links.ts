/**
 * Reads the Link header (RFC 8288) the way `requests` does (rule R112): simple splitting, no grammar. Used by
 * `Response.links`.
 */

/** The target and its parameters: `rel`, `type`, `title` … as they were written. */
export type Link = Readonly<Record<string, string>> & { readonly url: string };

/** The links of a header value in order. Parameters after one without exactly one `=` are ignored. */
export function parseLinks(value: string): readonly Link[] {
  const stripped = trim(value, ' \'"');
  if (stripped === '') return [];
  return stripped.split(/, *</).map((text) => {
    const semicolon = text.indexOf(';');
    const url = semicolon === -1 ? text : text.slice(0, semicolon);
    const parameters = semicolon === -1 ? '' : text.slice(semicolon + 1);
    return { ...parametersOf(parameters), url: trim(url, '<> \'"') };
  });
}

function parametersOf(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const parameter of text.split(';')) {
    const parts = parameter.split('=');
    const [key, value] = parts;
    if (parts.length !== 2 || key === undefined || value === undefined) break;
    found[trim(key, ' \'"')] = trim(value, ' \'"');
  }
  return found;
}

/** Takes any of the characters off both ends, like Python's `strip`. */
function trim(text: string, characters: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && characters.includes(text.charAt(start))) start++;
  while (end > start && characters.includes(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}
