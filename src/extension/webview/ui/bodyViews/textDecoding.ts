/**
 * Bytes that arrive in pieces become text in pieces: no character is torn, a `\r\n` that two pieces share is not made
 * two lines, and what was not valid in the charset is noticed. An unknown charset is read as UTF-8, and says so.
 */

export interface TextDecoding {
  /** The charset that is really used. */
  readonly encoding: string;
  /** The charset that was asked for, when it is not known. */
  readonly unknown: string | undefined;
  /** Some bytes so far were not valid; they are U+FFFD in the text. */
  readonly malformed: boolean;
  next(bytes: Uint8Array): string;
  /** What was held back; nothing may be given after it. */
  end(): string;
}

export function createTextDecoding(encoding: string): TextDecoding {
  const known = decoderFor(encoding);
  const decoder = known ?? new TextDecoder('utf-8');
  const strict = new TextDecoder(decoder.encoding, { fatal: true });
  let malformed = false;
  let heldReturn = false;

  function check(bytes: Uint8Array | undefined): void {
    if (malformed) return;
    try {
      if (bytes === undefined) strict.decode();
      else strict.decode(bytes, { stream: true });
    } catch {
      malformed = true;
    }
  }

  return {
    encoding: decoder.encoding,
    unknown: known === undefined && encoding !== '' ? encoding : undefined,
    get malformed() {
      return malformed;
    },
    next: (bytes) => {
      check(bytes);
      const text = (heldReturn ? '\r' : '') + decoder.decode(bytes, { stream: true });
      heldReturn = text.endsWith('\r');
      return heldReturn ? text.slice(0, -1) : text;
    },
    end: () => {
      check(undefined);
      const rest = (heldReturn ? '\r' : '') + decoder.decode();
      heldReturn = false;
      return rest;
    },
  };
}

function decoderFor(encoding: string): TextDecoder | undefined {
  try {
    return new TextDecoder(encoding === '' ? 'utf-8' : encoding);
  } catch {
    return undefined;
  }
}
