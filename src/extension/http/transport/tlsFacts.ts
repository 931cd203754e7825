/**
 * What a TLS connection tells about itself: version, cipher, and whose certificate it showed. Reads a socket that is
 * connected; verifies nothing, because TLS did.
 */
import type { Socket } from 'node:net';
import type { DetailedPeerCertificate, PeerCertificate, TLSSocket } from 'node:tls';
import type { CertificateFacts, TlsFacts } from './connections.ts';
import type { TlsSettings } from './tlsSettings.ts';

/** By its mark: asking for its class would load node:tls for sockets that are not encrypted. */
export function isEncrypted(socket: Socket): socket is TLSSocket {
  return 'encrypted' in socket;
}

/** Whether HTTP/2 was agreed on. */
export function speaksHttp2(socket: Socket): boolean {
  return isEncrypted(socket) && socket.alpnProtocol === 'h2';
}

/** `cert` is what the client would send; with a `pin`, a socket that nobody vouches for was compared with it. */
export function tlsFacts(socket: TLSSocket, { cert, pin }: Pick<TlsSettings, 'cert' | 'pin'>): TlsFacts {
  const chain = certificatesOf(socket);
  // A client shares these with a server only through a request for its certificate (RFC 8446 4.3.2, RFC 5246 7.4.4).
  const wasAsked = socket.getSharedSigalgs().length > 0;
  return {
    version: socket.getProtocol() ?? '',
    cipher: socket.getCipher().name,
    authorized: socket.authorized,
    authorizationError: socket.authorized ? undefined : String(socket.authorizationError),
    pinned: pin !== undefined && !socket.authorized,
    alpn: typeof socket.alpnProtocol === 'string' ? socket.alpnProtocol : undefined,
    certificate: chain[0],
    chain,
    clientCertificate: !wasAsked ? 'unasked' : cert !== undefined ? 'sent' : 'missing',
  };
}

/** Node's types leave out that a server may show none, and that an issuer may be unknown. */
type PerhapsCertificate = Partial<DetailedPeerCertificate> | undefined;

function isCertificate(certificate: PerhapsCertificate): certificate is DetailedPeerCertificate {
  return certificate?.fingerprint256 !== undefined;
}

/** From the server's own certificate on; empty for one that shows none. */
export function certificatesOf(socket: TLSSocket): readonly CertificateFacts[] {
  const chain: CertificateFacts[] = [];
  const seen = new Set<string>();
  let next: PerhapsCertificate = socket.getPeerCertificate(true);
  // The last one is its own issuer.
  while (isCertificate(next) && !seen.has(next.fingerprint256)) {
    seen.add(next.fingerprint256);
    chain.push(certificateFacts(next));
    next = next.issuerCertificate;
  }
  return chain;
}

function certificateFacts(certificate: DetailedPeerCertificate): CertificateFacts {
  const names = (certificate.subjectaltname ?? '').split(', ').filter((name) => name !== '');
  return {
    subject: distinguishedName(certificate.subject),
    issuer: distinguishedName(certificate.issuer),
    names: names.map((name) => name.replace(/^(?:DNS|IP Address):/, '')),
    validFrom: certificate.valid_from,
    validTo: certificate.valid_to,
    fingerprint256: certificate.fingerprint256,
  };
}

function distinguishedName(name: PeerCertificate['subject']): string {
  return Object.entries(name)
    .map(([key, value]) => `${key}=${String(value)}`)
    .join(', ');
}
