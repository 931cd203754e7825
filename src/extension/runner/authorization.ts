/**
 * The short forms people write in an Authorization header. `Basic user password` and `Basic user:password` become
 * the encoded credentials of RFC 7617; everything else is left exactly as it was typed.
 */

/** The header value to send for what was typed. */
export function authorizationValue(typed: string): string {
  const basic = /^basic\s+(?<credentials>\S.*)$/is.exec(typed.trim())?.groups?.['credentials'];
  if (basic === undefined) return typed;
  // Already encoded credentials hold neither.
  const divider = /[\s:]/.exec(basic);
  if (divider === null) return typed;
  const user = basic.slice(0, divider.index);
  const password =
    divider[0] === ':' ? basic.slice(divider.index + 1) : basic.slice(divider.index).trimStart();
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}
