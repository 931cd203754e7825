/**
 * Decides how a body can be looked at, from its media type and, when that says nothing, from its first bytes. Pure:
 * it names views and languages, and draws none.
 */

export type BodyKind = 'json' | 'xml' | 'html' | 'text' | 'image' | 'svg' | 'binary';

export type BodyMode = 'pretty' | 'table' | 'raw' | 'preview' | 'hex';

/** The colouring of the text view. */
export type CodeLanguage = 'json' | 'xml' | 'html' | 'graphql' | 'form' | 'plain';

const images = new Set([
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/avif',
  'image/bmp',
  'image/apng',
  'image/x-icon',
  'image/vnd.microsoft.icon',
]);

/** Types that are text although they are not `text/…`. */
const textual =
  /^(?:text\/.+|application\/(?:(?:x-)?javascript|ecmascript|(?:x-)?yaml|toml|graphql|sql|x-www-form-urlencoded|x-ndjson|jsonl|jsonlines|x-sh|http|rtf|pem-certificate-chain|problem\+json)|message\/.+|multipart\/.+)$/;

/**
 * What the body is. `start` are its first bytes (4 KiB are enough): they decide for types that are absent or as good as
 * absent, and overrule a textual type whose bytes are plainly not text. `charset` is what the server says: UTF-16 is full
 * of zero bytes.
 */
export function bodyKind(mediaType: string, start: Uint8Array, charset = ''): BodyKind {
  const type = mediaType.toLowerCase();
  if (images.has(type)) return 'image';
  if (type === 'image/svg+xml') return 'svg';
  if (start.includes(0) && !hasWideMark(start) && !/^utf-?16/i.test(charset)) return 'binary';
  if (/^(?:application|text)\/(?:.+\+)?json5?$/.test(type) || type.endsWith('+json')) return 'json';
  if (type === 'text/html' || type === 'application/xhtml+xml') return 'html';
  if (type === 'text/xml' || type === 'application/xml' || type.endsWith('+xml')) return 'xml';
  if (textual.test(type)) return 'text';
  if (type !== '' && type !== 'application/octet-stream') return 'binary';
  return isText(start) ? (looksLikeJson(start) ? 'json' : 'text') : 'binary';
}

/** The ways to look at a kind, best first. */
export function modesOf(kind: BodyKind): readonly BodyMode[] {
  switch (kind) {
    case 'json':
      return ['pretty', 'table', 'raw', 'hex'];
    case 'svg':
      return ['preview', 'raw', 'hex'];
    case 'image':
      return ['preview', 'hex'];
    case 'html':
      return ['raw', 'preview', 'hex'];
    case 'xml':
    case 'text':
      return ['raw', 'hex'];
    case 'binary':
      return ['hex'];
  }
}

export function languageOf(kind: BodyKind): CodeLanguage {
  switch (kind) {
    case 'json':
    case 'html':
    case 'xml':
      return kind;
    case 'svg':
      return 'xml';
    case 'text':
    case 'image':
    case 'binary':
      return 'plain';
  }
}

/** The charset to read by: a byte order mark, else what the server says. */
export function encodingOf(said: string, start: Uint8Array): string {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
  if (start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf) return 'utf-8';
  return said;
}

/** A body that is read as it comes, line by line, so that its end matters more than its beginning. */
export function isOpenEnded(mediaType: string): boolean {
  return /^(?:text\/event-stream|application\/(?:x-ndjson|jsonl|jsonlines|stream\+json))$/.test(mediaType);
}

/** The language of a body by its Content-Type with parameters, for the prepared body. */
export function languageOfContentType(contentType: string): CodeLanguage {
  const type = (contentType.split(';')[0] ?? '').trim();
  if (/^application\/x-www-form-urlencoded$/i.test(type)) return 'form';
  if (/^application\/graphql$/i.test(type)) return 'graphql';
  return type === '' ? 'plain' : languageOf(bodyKind(type, new Uint8Array()));
}

/** UTF-16 and UTF-32 text is full of zero bytes, but says so first. */
function hasWideMark(start: Uint8Array): boolean {
  return (start[0] === 0xff && start[1] === 0xfe) || (start[0] === 0xfe && start[1] === 0xff);
}

function isText(start: Uint8Array): boolean {
  try {
    // `stream`, because the first bytes may end inside a character.
    new TextDecoder('utf-8', { fatal: true }).decode(start, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function looksLikeJson(start: Uint8Array): boolean {
  const first = start.find((byte) => byte !== 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d);
  return first === 0x7b || first === 0x5b;
}
