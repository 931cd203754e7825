/**
 * Percent-encoding as `requests` and its URL parser do it, in two stages (rule R15): first illegal characters of
 * one component are encoded, then the whole URL is requoted. Also the form encoder (rule R19). Pure text in, text
 * out; which component allows what is url.ts's knowledge.
 */

const unreserved = /^[A-Za-z0-9\-._~]$/;

/**
 * A URL component with everything but the allowed ASCII characters encoded and hex escapes in upper case. When any
 * `%` is not an escape, all of them are taken literally and encoded.
 */
export function encodeIllegal(component: string, allowed: RegExp): string {
  if (isPlain(component)) return component;
  const upper = component.replace(/%[0-9a-fA-F]{2}/g, (escape) => escape.toUpperCase());
  const literalPercent = /%(?![0-9A-F]{2})/.test(upper);
  return encodeUnless(upper, (character) => (character === '%' ? !literalPercent : allowed.test(character)));
}

/**
 * The URL with escapes of unreserved characters decoded and illegal characters encoded; reserved escapes stay. When
 * an escape is malformed (`%pp`), every `%` is encoded instead.
 */
export function requoteUri(uri: string): string {
  if (isPlain(uri)) return uri;
  const decoded = unquoteUnreserved(uri);
  const legal = /^[A-Za-z0-9\-._~!#$&'()*+,/:;=?@[\]]$/;
  return encodeUnless(
    decoded ?? uri,
    (character) => legal.test(character) || (character === '%' && decoded !== undefined),
  );
}

/** The text with `%41` as `A` and so on for unreserved characters; undefined when an escape is malformed. */
export function unquoteUnreserved(text: string): string | undefined {
  const [first = '', ...rest] = text.split('%');
  let result = first;
  for (const part of rest) {
    const digits = part.slice(0, 2);
    // Two letters or digits that are not hexadecimal make the text malformed; anything else is left alone.
    if (!/^[\p{L}\p{N}]{2}$/u.test(digits)) {
      result += `%${part}`;
    } else if (!/^[0-9a-fA-F]{2}$/.test(digits)) {
      return undefined;
    } else {
      const character = String.fromCharCode(Number.parseInt(digits, 16));
      result += unreserved.test(character) ? character + part.slice(2) : `%${part}`;
    }
  }
  return result;
}

/** Only the characters that no request line may hold, encoded; everything else as it is. */
export function escapeIllegal(url: string): string {
  return encodeUnless(
    url,
    (character) => /^[\x21-\x7e]$/.test(character) && !/^["<>\\^`{|}]$/.test(character),
  );
}

/** application/x-www-form-urlencoded for one name or value: a space is `+`, `-._~` are bare, all else is encoded. */
export function encodeFormText(text: string | Uint8Array): string {
  if (typeof text === 'string' && /^[A-Za-z0-9\-._~]*$/.test(text)) return text;
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  let result = '';
  for (const byte of bytes) {
    const character = String.fromCharCode(byte);
    if (unreserved.test(character)) result += character;
    else result += byte === 0x20 ? '+' : percent(byte);
  }
  return result;
}

/** Percent-decoding of userinfo: UTF-8, invalid sequences become U+FFFD, a lone `%` stays. */
export function unquote(text: string): string {
  return text.replace(/(?:%[0-9a-fA-F]{2})+/g, (escapes) =>
    Buffer.from(escapes.replaceAll('%', ''), 'hex').toString('utf8'),
  );
}

/** Whether there is nothing to encode wherever the text stands: the case of nearly every URL. */
function isPlain(text: string): boolean {
  return /^[A-Za-z0-9\-._~/:=&]*$/.test(text);
}

function encodeUnless(text: string, keep: (character: string) => boolean): string {
  let result = '';
  for (const character of text) {
    if (character.length === 1 && character.charCodeAt(0) < 0x80 && keep(character)) {
      result += character;
    } else {
      for (const byte of Buffer.from(character)) result += percent(byte);
    }
  }
  return result;
}

function percent(byte: number): string {
  return `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
}
