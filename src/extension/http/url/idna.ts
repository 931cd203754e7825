/**
 * Host names in the form DNS carries them: IDNA 2008 (RFC 5891, RFC 5892), label by label (rule R12). Node maps by
 * UTS 46, encodes, and checks joiners and direction; the stricter IDNA 2008 repertoire, which refuses symbols such as
 * a snowman, is checked here. Called by url.ts for hosts that are not ASCII.
 */
import { domainToASCII, domainToUnicode } from 'node:url';

/**
 * The label in ASCII: lower-case, or `xn--…`; undefined when IDNA 2008 does not allow it. ASCII is not judged. A label
 * that is only the compatibility form of a name (full-width letters, decomposed accents) is refused, as `requests`
 * does.
 */
export function labelToAscii(label: string): string | undefined {
  const lower = label.toLowerCase();
  const ascii = isAscii(lower) ? lower : mappedToAscii(lower);
  return ascii === undefined || isAscii(lower) || domainToUnicode(ascii) === lower ? ascii : undefined;
}

/** A whole host that is not ASCII, after the mapping of UTS 46; undefined when IDNA 2008 does not allow it. */
export function mappedToAscii(host: string): string | undefined {
  // A further label keeps digits from being read as an IPv4 address.
  const ascii = domainToASCII(`${host}.x`).slice(0, -2);
  if (ascii === '' || ascii.split('.').includes('')) return undefined;
  const valid = ascii.split('.').every((part) => isAscii(domainToUnicode(part)) || isValid(part));
  return valid ? ascii : undefined;
}

/** RFC 5892: letters, digits and marks are valid, but for its exceptions; a few characters need their context. */
function isValid(ascii: string): boolean {
  const label = domainToUnicode(ascii);
  if (ascii.length > 63 || label.startsWith('-') || label.endsWith('-') || label.slice(2, 4) === '--') {
    return false;
  }
  const characters = Array.from(label);
  return characters.every((character, index) => {
    if (isContextual.test(character)) return isValidInContext(characters, index);
    if (disallowed.has(character)) return false;
    if (/[a-z0-9-]/.test(character) || allowed.has(character)) return true;
    // Old Hangul Jamo are disallowed (RFC 5892 section 2.9).
    if (/[\u1100-\u11ff\ua960-\ua97c\ud7b0-\ud7fb]/u.test(character)) return false;
    return /[\p{Ll}\p{Lo}\p{Lm}\p{Mn}\p{Mc}\p{Nd}]/u.test(character);
  });
}

/** Exceptions of RFC 5892 section 2.6; whether a joiner may stand where it does, Node has checked. */
const disallowed = new Set('\u0640\u07fa\u302e\u302f\u3031\u3032\u3033\u3034\u3035\u303b');
const allowed = new Set('\u06fd\u06fe\u0f0b\u3007\u200c\u200d');
const isContextual = /[\u00b7\u0375\u05f3\u05f4\u30fb\u0660-\u0669\u06f0-\u06f9]/u;

/** RFC 5892 appendix A. */
function isValidInContext(characters: readonly string[], index: number): boolean {
  const character = characters[index] ?? '';
  const before = characters[index - 1] ?? '';
  const after = characters[index + 1] ?? '';
  switch (character) {
    case '\u00b7':
      return before === 'l' && after === 'l';
    case '\u0375':
      return /\p{Script=Greek}/u.test(after);
    case '\u05f3':
    case '\u05f4':
      return /\p{Script=Hebrew}/u.test(before);
    case '\u30fb':
      return characters.some((other) =>
        /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u.test(other),
      );
    default: {
      // Arabic-Indic and extended Arabic-Indic digits do not mix.
      const others = /[\u0660-\u0669]/u.test(character) ? /[\u06f0-\u06f9]/u : /[\u0660-\u0669]/u;
      return !characters.some((other) => others.test(other));
    }
  }
}

function isAscii(text: string): boolean {
  return /^[\x00-\x7f]*$/.test(text);
}
