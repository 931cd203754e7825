/**
 * The error for TLS that did not come about: a certificate that is refused, a handshake that breaks off, an alert. Called
 * for connections that are being made, and for alerts that come when the first bytes have been sent.
 */
import { codeOf, messageOf, placeOf } from './causes.ts';
import type { Destination } from './causes.ts';
import { ProxyError, SSLError } from './errors.ts';
import type { FaultFacts } from './errors.ts';

const expired = new Set(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']);
const untrusted =
  /^(?:DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_.*|CERT_.*|INVALID_CA|PATH_LENGTH_EXCEEDED|INVALID_PURPOSE|HOSTNAME_MISMATCH)$/;
/** What people call the commonest reasons; the others keep their code, so that it can be searched for. */
const untrustedWords: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'it is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate authority is not known',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate authority is not known',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the server leaves out who signed it',
};
/** What a plain-text answer looks like to TLS. */
const noTls = /WRONG_VERSION_NUMBER|PACKET_LENGTH|HTTP_REQUEST|UNKNOWN_PROTOCOL|DATA_LENGTH_TOO_LONG/;
const handshakeHints: readonly (readonly [pattern: RegExp, hint: string])[] = [
  [noTls, 'The port seems to speak plain HTTP: try http://.'],
  [
    /ALERT_CERTIFICATE_(?:EXPIRED|REVOKED|UNKNOWN)|ALERT_UNKNOWN_CA|ALERT_UNSUPPORTED_CERTIFICATE/,
    'The server does not accept the client certificate: check that it is valid, and that the server knows who signed it.',
  ],
  [/CERTIFICATE_REQUIRED|BAD_CERTIFICATE|HANDSHAKE_FAILURE/, 'The server may require a client certificate.'],
  [
    /PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL/,
    'The server speaks older versions only; at least TLS 1.2 is needed.',
  ],
  [/UNRECOGNIZED_NAME/, 'The server does not know this host name: check it.'],
  [/ALERT|APPLICATION_PROTOCOL/, "The server ended the handshake; look at the server's log."],
];

/** The code for a server that shows another certificate than the one a person trusted. */
export const otherThanPinned = 'ERR_TLS_CERT_NOT_PINNED';

/** The error for a TLS handshake that failed, or for a TLS alert that arrived later. */
export function tlsFailure(cause: unknown, to: Destination, facts: FaultFacts): SSLError {
  const code = codeOf(cause) ?? '';
  const where = `${to.host}:${to.port}`;
  const known = { ...facts, cause, host: to.host, port: to.port };
  if (expired.has(code)) {
    return new SSLError(`The certificate of ${where} is not valid today (${code}).`, 'TlsExpired', {
      ...known,
      hint: "The server's certificate must be renewed; check this computer's clock too.",
    });
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return new SSLError(
      `The certificate of ${where} is for other names: ${messageOf(cause)}`,
      'TlsHostMismatch',
      {
        ...known,
        hint: 'Check the host name, or the certificate that the server sends for it.',
      },
    );
  }
  if (code === otherThanPinned) {
    return new SSLError(`The certificate of ${where} is not the one that was trusted.`, 'TlsUntrusted', {
      ...known,
      hint: 'Compare its fingerprint with the one the server should have.',
    });
  }
  if (untrusted.test(code)) {
    return new SSLError(
      `The certificate of ${where} is not trusted: ${untrustedWords[code] ?? code}.`,
      'TlsUntrusted',
      {
        ...known,
        hint: 'Add the certificate authority that signed it as a CA file.',
      },
    );
  }
  return new SSLError(
    `The TLS handshake with ${placeOf(to)} failed (${code === '' ? messageOf(cause) : code}).`,
    'TlsHandshake',
    { ...known, hint: handshakeHint(code, to) },
  );
}

/** The error for TLS with the proxy itself. */
export function proxyTlsFailure(cause: unknown, to: Destination, facts: FaultFacts): ProxyError {
  const hint = noTls.test(codeOf(cause) ?? '')
    ? 'The proxy seems to speak plain HTTP: write http:// in its URL.'
    : "Check the proxy's URL and certificate; who signed it can be named as a CA file.";
  return new ProxyError(tlsFailure(cause, to, facts).message, 'ProxyFailed', { ...facts, cause, hint });
}

/** What to do about a handshake that broke off. An alert is what the server says itself (RFC 8446 6.2). */
function handshakeHint(code: string, { proxy }: Destination): string {
  const found = handshakeHints.find(([pattern]) => pattern.test(code));
  if (found !== undefined && (proxy === undefined || found[0] !== noTls)) return found[1];
  return proxy === undefined
    ? 'The server may not speak TLS on this port, or may require a client certificate.'
    : 'What answered is no TLS: look at the proxy, or try without it.';
}
