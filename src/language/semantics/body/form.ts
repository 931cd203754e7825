/** `application/x-www-form-urlencoded` bodies written over several lines, and their encoding. */
import type { BodySegment } from '../definition/definition.ts';

/**
 * Joins lines where one ends with `&` or the next begins with it, and drops the blanks around `&` and the
 * first `=` of a pair. Another line break is kept: it is data (`http-syntax` row "form body").
 */
export function joinForm(segments: readonly BodySegment[]): readonly BodySegment[] {
  return segments.map((segment) => {
    if (segment.kind === 'file') return segment;
    return { ...segment, text: segment.text.split('&').map(trimPair).join('&') };
  });
}

function trimPair(pair: string): string {
  const equals = pair.indexOf('=');
  if (equals === -1) return pair.trim();
  return `${pair.slice(0, equals).trim()}=${pair.slice(equals + 1).trim()}`;
}

/**
 * Encodes a form body. `automatic` keeps what may stand in a URL, `%XX` included; `always` encodes each name
 * and value as a whole; `never` changes nothing (`rest-client.formParamEncodingStrategy`).
 */
export function encodeForm(text: string, strategy: 'automatic' | 'always' | 'never'): string {
  if (strategy === 'never') return text;
  if (strategy === 'automatic') return encodeKept(text);
  return text
    .split('&')
    .map((pair) => {
      const equals = pair.indexOf('=');
      if (equals === -1) return encodeAll(pair);
      return `${encodeAll(pair.slice(0, equals))}=${encodeAll(pair.slice(equals + 1))}`;
    })
    .join('&');
}

/** `encodeURIComponent`, with a lone surrogate as U+FFFD instead of an exception. */
export function encodeAll(text: string): string {
  return encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, '\uFFFD'));
}

const kept = /[^A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]+|%(?![0-9A-Fa-f]{2})/g;

function encodeKept(text: string): string {
  return text.replaceAll(kept, encodeAll);
}
