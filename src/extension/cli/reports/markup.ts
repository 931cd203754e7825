/**
 * Text inside of XML and HTML: what has a meaning there is escaped, and characters that XML 1.0 cannot hold are shown as
 * U+FFFD, so that no answer of a server can break a report. Used by the writers of JUnit and HTML.
 */

/** For text between tags and for values of attributes in double quotes; line breaks survive in both. */
export function escapeMarkup(text: string): string {
  // A lone surrogate comes back from the bytes as U+FFFD.
  return Buffer.from(text)
    .toString()
    .replaceAll(unwritable, '\uFFFD')
    .replaceAll(/[&<>"'\t\n\r]/g, (one) => entities[one] ?? one);
}

/** An element from its name, its attributes (those that are undefined are left out) and markup that is safe already. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number | undefined>>,
  content = '',
): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeMarkup(String(value))}"`);
  return `<${name}${written.join('')}>${content}</${name}>`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** XML 1.0, production 2; the C1 controls are allowed there but drive terminals. */
const unwritable = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]/g;
