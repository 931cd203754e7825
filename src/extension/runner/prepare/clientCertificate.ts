/**
 * httpYac's `X-ClientCert` header, which is no header: it names the files of a client certificate. Takes it out of
 * a resolved request before anything is sent, so that neither paths nor a passphrase leave the machine.
 */
import path from 'node:path';
import type { ResolvedRequest } from '../../../language/semantics/index.ts';
import type { ClientCertificate } from '../../http/index.ts';
import { RequestException } from '../../http/index.ts';

export interface CertifiedRequest {
  /** Without the header. */
  readonly resolved: ResolvedRequest;
  readonly cert: ClientCertificate | undefined;
}

/** Throws InvalidRequest for a header with neither `cert:` nor `pfx:`. */
export function takeClientCertificate(resolved: ResolvedRequest, folder: string): CertifiedRequest {
  const isMeant = ({ name }: { readonly name: string }): boolean => name.toLowerCase() === 'x-clientcert';
  const header = resolved.headers.find(isMeant);
  if (header === undefined) return { resolved, cert: undefined };
  const parts = new Map<string, string>();
  for (const [, key = '', value = ''] of header.value.matchAll(/\b(cert|key|pfx|passphrase):\s*(\S+)/gi)) {
    parts.set(key.toLowerCase(), value);
  }
  const file = (key: string): string | undefined => {
    const written = parts.get(key);
    return written === undefined ? undefined : path.resolve(folder, written);
  };
  const certificate = file('cert');
  const pfx = file('pfx');
  const passphrase = parts.get('passphrase');
  const cert: ClientCertificate | undefined =
    certificate === undefined ? pfx && { pfx, passphrase } : { certificate, key: file('key'), passphrase };
  if (cert === undefined) {
    const message = `Line ${header.line}: X-ClientCert names no certificate.`;
    const hint = 'Write `cert: ./certificate.pem key: ./key.pem`.';
    throw new RequestException(message, 'InvalidRequest', { phase: 'queue', hint });
  }
  return {
    resolved: {
      ...resolved,
      headers: resolved.headers.filter((other) => !isMeant(other)),
      secrets: passphrase === undefined ? resolved.secrets : [...resolved.secrets, passphrase],
    },
    cert,
  };
}
