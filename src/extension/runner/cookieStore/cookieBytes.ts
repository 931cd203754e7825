/**
 * The bytes of a jar that is written again and again. Most of its cookies are those of the last time, so their bytes are
 * kept in pieces, and only a piece with another cookie in it is made anew. What is in the bytes is the business of
 * `cookieSet.ts`.
 */
import type { Cookie } from '../../http/index.ts';
import { cookieText, type CookieSet } from './cookieSet.ts';

/** Cookies in one piece: few to make anew, and few pieces to put together. */
const pieceLength = 64;

interface Piece {
  readonly cookies: readonly Cookie[];
  readonly bytes: Uint8Array;
}

/** Gives the cookies as a JSON array in UTF-8, in pieces; remembers what it gave last. */
export function createCookieEncoder(): (cookies: CookieSet) => readonly Uint8Array[] {
  let pieces: readonly Piece[] = [];
  return (set) => {
    const cookies = [...set.values()];
    const count = Math.ceil(cookies.length / pieceLength);
    pieces = Array.from({ length: count }, (_, index) => {
      const own = cookies.slice(index * pieceLength, (index + 1) * pieceLength);
      const before = pieces[index];
      return before !== undefined && isSame(own, before.cookies) ? before : encode(own, index === 0);
    });
    return [Buffer.from('['), ...pieces.map(({ bytes }) => bytes), Buffer.from(']')];
  };
}

function encode(cookies: readonly Cookie[], isFirst: boolean): Piece {
  const text = cookies.map((cookie) => cookieText(cookie)).join(',');
  return { cookies, bytes: Buffer.from(isFirst ? text : `,${text}`) };
}

/** A cookie never changes; another takes its place. */
function isSame(one: readonly Cookie[], other: readonly Cookie[]): boolean {
  return one.length === other.length && one.every((cookie, index) => cookie === other[index]);
}
