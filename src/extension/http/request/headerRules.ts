/**
 * What header names and values may be (rule R24), checked while preparing so that nothing of a request with a bad
 * header ever reaches a connection. What the wire adds to these rules is in wireHead.ts.
 */
import { InvalidHeader } from '../errors/errors.ts';
import type { Headers } from './headers.ts';

/** Most requests of a session have the very same headers, and a value that passed once passes again. */
let lastPassed: Headers | undefined;

/** Throws InvalidHeader naming the field; values are not repeated in messages, because they may be secrets. */
export function checkHeaders(headers: Headers): void {
  if (headers === lastPassed) return;
  for (const [name, value] of headers) {
    checkName(name);
    // Callers without types may pass anything.
    if (typeof (value as unknown) !== 'string') {
      throw new InvalidHeader(`The value of the header ${JSON.stringify(name)} is not text.`);
    }
    if (/[\r\n\0]/.test(value)) {
      throw new InvalidHeader(`The value of the header ${name} holds a line break or NUL.`);
    }
    if (startsWithSpace(value)) {
      throw new InvalidHeader(`The value of the header ${name} starts with a space.`);
    }
  }
  lastPassed = headers;
}

function checkName(name: string): void {
  if (name === '') throw new InvalidHeader('A header has no name.');
  if (/[:\r\n\0]/.test(name) || startsWithSpace(name)) {
    throw new InvalidHeader(
      `The header name ${JSON.stringify(name)} holds a character that names cannot have.`,
    );
  }
}

/** White space as Python sees it, the separators of ASCII included. */
function startsWithSpace(text: string): boolean {
  return /^[\s\x1c-\x1f\x85]/.test(text);
}
