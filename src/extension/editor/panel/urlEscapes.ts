/**
 * What escaping made of a URL: the stretches that go in another form than they were typed in, for the hint under the
 * URL. Pure; it compares two texts and escapes nothing itself.
 */
import type { UrlEscape } from '../../webview/protocol.ts';

/** In order, each different one once; empty when nothing was changed. A longer difference is told as a whole. */
export function urlEscapes(typed: string, sent: string): readonly UrlEscape[] {
  if (typed === sent) return [];
  const escapes = new Map<string, UrlEscape>();
  let at = 0;
  let rest = 0;
  while (at < typed.length) {
    const character = String.fromCodePoint(typed.codePointAt(at) ?? 0);
    if (sent.startsWith(character, rest)) {
      at += character.length;
      rest += character.length;
      continue;
    }
    // `%41` is unescaped, everything else of one character is escaped.
    const unescaped = /^%[0-9a-f]{2}/i.exec(typed.slice(at, at + 3))?.[0];
    const escaped = encodeURIComponent(Buffer.from(character).toString());
    if (sent.startsWith(escaped, rest)) {
      escapes.set(character, { typed: character, sent: escaped });
      at += character.length;
      rest += escaped.length;
    } else if (unescaped !== undefined && sent.startsWith(decoded(unescaped), rest)) {
      escapes.set(unescaped, { typed: unescaped, sent: decoded(unescaped) });
      at += 3;
      rest += 1;
    } else {
      return [{ typed, sent }];
    }
  }
  if (rest === sent.length) return [...escapes.values()];
  // A path that was left out is there now.
  return rest === sent.length - 1 && sent.endsWith('/') ? [...escapes.values()] : [{ typed, sent }];
}

function decoded(escape: string): string {
  return String.fromCharCode(Number.parseInt(escape.slice(1), 16));
}
