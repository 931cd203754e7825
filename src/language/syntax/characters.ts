/** Questions about single characters, by code, so that the scanner allocates nothing. */

export const code = {
  /** No character: the line has ended. */
  none: -1,
  tab: 0x09,
  lineFeed: 0x0a,
  carriageReturn: 0x0d,
  space: 0x20,
  exclamation: 0x21,
  doubleQuote: 0x22,
  hash: 0x23,
  dollar: 0x24,
  percent: 0x25,
  ampersand: 0x26,
  singleQuote: 0x27,
  asterisk: 0x2a,
  dash: 0x2d,
  dot: 0x2e,
  slash: 0x2f,
  colon: 0x3a,
  less: 0x3c,
  equals: 0x3d,
  greater: 0x3e,
  question: 0x3f,
  at: 0x40,
  upperA: 0x41,
  upperZ: 0x5a,
  bracketOpen: 0x5b,
  backslash: 0x5c,
  caret: 0x5e,
  backtick: 0x60,
  lowerA: 0x61,
  lowerZ: 0x7a,
  braceOpen: 0x7b,
  braceClose: 0x7d,
  byteOrderMark: 0xfeff,
} as const;

export function isBlank(character: number): boolean {
  return character === code.space || character === code.tab;
}

export function isLineBreak(character: number): boolean {
  return character === code.lineFeed || character === code.carriageReturn;
}

export function isDigit(character: number): boolean {
  return character >= 0x30 && character <= 0x39;
}

export function isUpper(character: number): boolean {
  return character >= code.upperA && character <= code.upperZ;
}

/** The characters of a directive's name: letters, digits, `_`, `.` and `-`. */
export function isDirectiveName(character: number): boolean {
  return directiveName[character] === 1;
}

/** RFC 9110 5.6.2 `tchar`. */
export function isTokenCharacter(character: number): boolean {
  return token[character] === 1;
}

const wordCharacters = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_.-';
const directiveName = tableOf(wordCharacters);
const token = tableOf(`${wordCharacters}!#$%&'*+^\`|~`);

/** One at the codes of the given characters. */
function tableOf(characters: string): Uint8Array {
  const table = new Uint8Array(128);
  for (const character of characters) table[character.charCodeAt(0)] = 1;
  return table;
}
