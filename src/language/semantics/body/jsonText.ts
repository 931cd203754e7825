/** What all readers of JSON here share: words for the library's error codes, and a limit of depth. */

/** `CommaExpected` → `Comma expected`. */
export function inWords(code: string): string {
  const words = code.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The parser calls itself for each bracket, so hostile nesting would end the process. */
export function isTooDeep(text: string): boolean {
  let depth = 0;
  let isString = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (isString) {
      if (character === '\\') at += 1;
      else if (character === '"') isString = false;
    } else if (character === '"') isString = true;
    else if (character === '{' || character === '[') {
      depth += 1;
      if (depth > 500) return true;
    } else if (character === '}' || character === ']') depth -= 1;
  }
  return false;
}
