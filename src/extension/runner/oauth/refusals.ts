/**
 * Why there is no token, in words for people. What a server says of itself is quoted without control characters and
 * secrets, and cut; names of faults are those of the closed list: a token that nobody gives is a variable without a value.
 */
import type { AuthConfiguration } from '../../../language/semantics/index.ts';
import { RequestException } from '../../http/index.ts';

const quoteLimit = 200;

/** What went wrong while a server was asked; the network's failures stay what they are. */
export function refusal(error: unknown, configuration: AuthConfiguration): RequestException {
  if (error instanceof RequestException) return error;
  const { id, tokenUrl } = configuration;
  const { host } = new URL(tokenUrl);
  const code = memberOf(error, 'error');
  if (code === undefined) {
    return new RequestException(
      `${host} did not answer as a server for tokens does; "${id}" got none.`,
      'UnresolvedVariable',
      { phase: 'queue', cause: error, hint: 'Check the "Token URL".' },
    );
  }
  const description = memberOf(error, 'error_description');
  const words = description === undefined ? code : `${code}, ${description}`;
  return new RequestException(
    `${host} gave no token for "${id}": ${quoted(words, configuration)}.`,
    'UnresolvedVariable',
    { phase: 'queue', hint: hints.get(code) ?? `Check "Security.Auth" of "${id}" in the environment file.` },
  );
}

/** A failure of the network says which request it hit, for that is not the one in the file. */
export function aboutToken(error: RequestException, { id }: AuthConfiguration): RequestException {
  if (error.name === 'UnresolvedVariable') return error;
  const { name, phase, host, port, elapsed, hint, certificates, families } = error;
  return new RequestException(
    `No token for "${id}": ${error.message}`,
    name,
    { phase, host, port, elapsed, hint, certificates, cause: error },
    families,
  );
}

export function notConsented(id: string): RequestException {
  return new RequestException(`Not sent: nobody consented to "${id}".`, 'Cancelled', { phase: 'queue' });
}

export function consentTimedOut(id: string): RequestException {
  return new RequestException(
    `Not sent: nobody consented to "${id}" within five minutes.`,
    'UnresolvedVariable',
    { phase: 'queue', hint: 'Send it again and answer in the browser.' },
  );
}

/** Of RFC 6749 sections 4.1.2.1 and 5.2, and RFC 8628 section 3.5. */
const hints: ReadonlyMap<string, string> = new Map([
  ['invalid_client', 'Check "Client ID", "Client Secret" and how they are sent ("Client Credentials").'],
  ['invalid_grant', 'Check user and password, and whether "Redirect URL" is the one that is registered.'],
  ['invalid_scope', 'Check "Scope".'],
  ['unauthorized_client', 'Allow the client this "Grant Type" at the server.'],
  ['unsupported_grant_type', 'Choose a "Grant Type" that the server supports.'],
  ['access_denied', 'Send it again and consent, or ask who may.'],
  ['expired_token', 'Send it again and enter the code sooner.'],
]);

function memberOf(error: unknown, name: 'error' | 'error_description'): string | undefined {
  const value: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function quoted(words: string, { secrets }: AuthConfiguration): string {
  const masked = secrets.reduce((text, secret) => text.replaceAll(secret, '***'), words);
  const line = masked
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
    .replace(/\.$/, '');
  return line.length > quoteLimit ? `${line.slice(0, quoteLimit)}…` : line;
}
