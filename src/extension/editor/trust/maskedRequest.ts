/**
 * A prepared request with its secrets crossed out, for copies that leave the window. It is only for reading: nothing
 * sends it. Which values are secret is decided by `secrecy.ts`, the same as on the screen.
 */
import type { PreparedRequest } from '../../http/index.ts';
import { masked } from '../../runner/index.ts';
import { isSecretHeader, type Secrecy } from './secrecy.ts';

/** Three stars, because a header and a URL can hold them as they are. */
const crossedOut = '***';

/** Whether a header is one for credentials, or a value of a secret stands anywhere in the request. */
export function hasSecrets(prepared: PreparedRequest, secrets: readonly string[]): boolean {
  return maskedRequest(prepared, secrets) !== prepared;
}

/** The same value when nothing in it is secret. */
export function maskedRequest(prepared: PreparedRequest, secrets: readonly string[]): PreparedRequest {
  const secrecy: Secrecy = { masked: true, secrets, revealable: true };
  const without = (text: string): string => masked(text, secrets, crossedOut);
  const headers = [...prepared.headers].map(([name, value]): readonly [string, string] => [
    name,
    isSecretHeader(name, value, secrecy) ? maskedHeader(name, value) : value,
  ]);
  const url = without(prepared.url);
  const { body } = prepared;
  const text = typeof body === 'string' ? without(body) : body;
  const isSame =
    url === prepared.url &&
    text === body &&
    [...prepared.headers].every(([, value], index) => headers[index]?.[1] === value);
  return isSame ? prepared : prepared.with({ url, headers, ...(text === body ? {} : { body: text }) });
}

/** The scheme of credentials and the names of cookies say what is missing and give nothing away. */
function maskedHeader(name: string, value: string): string {
  if (/^(?:proxy-)?authorization$/i.test(name)) return value.replace(/^(\S+\s+)?.*$/s, `$1${crossedOut}`);
  if (/^cookie$/i.test(name)) return value.replace(/=[^;]*/g, `=${crossedOut}`);
  return crossedOut;
}
