/**
 * What a TLS connection tells about itself: version, cipher, and whose certificate it showed. Reads a socket that is
 * connected; verifies nothing, because TLS did.
 */
import type { Socket } from 'node:net';
import type { PeerCertificate, TLSSocket } from 'node:tls';
import type { TlsFacts } from './connections.ts';

/** By its mark: asking for its class would load node:tls for sockets that are not encrypted. */
export function isEncrypted(socket: Socket): socket is TLSSocket {
  return 'encrypted' in socket;
}

export function tlsFacts(socket: TLSSocket): TlsFacts {
  const certificate = socket.getPeerCertificate();
  const names = (certificate.subjectaltname ?? '').split(', ').filter((name) => name !== '');
  return {
    version: socket.getProtocol() ?? '',
    cipher: socket.getCipher().name,
    authorized: socket.authorized,
    authorizationError: socket.authorized ? undefined : String(socket.authorizationError),
    certificate:
      Object.keys(certificate).length === 0
        ? undefined
        : {
            subject: distinguishedName(certificate.subject),
            issuer: distinguishedName(certificate.issuer),
            names: names.map((name) => name.replace(/^(?:DNS|IP Address):/, '')),
            validFrom: certificate.valid_from,
            validTo: certificate.valid_to,
            fingerprint256: certificate.fingerprint256,
          },
  };
}

function distinguishedName(name: PeerCertificate['subject']): string {
  return Object.entries(name)
    .map(([key, value]) => `${key}=${String(value)}`)
    .join(', ');
}
