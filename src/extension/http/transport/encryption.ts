/**
 * Turns `verify` and `cert` into TLS on a socket (rules R96 and R97). Verification is on unless it was switched off by
 * name, or for one certificate by its fingerprint: the environment's NODE_TLS_REJECT_UNAUTHORIZED never counts. Reads the files that were named, when a connection
 * is opened. `dial.ts` loads this file when a connection is to be encrypted, because node:tls takes longer to load than
 * everything else that a request needs.
 */
import { readFileSync, readdirSync, statSync } from 'node:fs';
import type { Socket } from 'node:net';
import { isIP } from 'node:net';
import path from 'node:path';
import tls from 'node:tls';
import type { SecureContext, TLSSocket } from 'node:tls';
import type { ClientCertificate } from './adapter.ts';
import type { CertificateFacts } from './connections.ts';
import { UsageError } from '../errors/errors.ts';
import { otherThanPinned } from '../errors/tlsFailure.ts';
import { certificatesOf } from './tlsFacts.ts';
import type { TlsSettings } from './tlsSettings.ts';

export interface Handshake {
  readonly secured: TLSSocket;
  /**
   * Resolves when the server is who it should be; nothing may be sent before. Rejects for a certificate that is not the
   * pinned one; every other failure is an `error` of the socket.
   */
  readonly verified: Promise<void>;
  /** What the server showed, good or not, from its own certificate on; empty before that. */
  chain(): readonly CertificateFacts[];
}

export interface Encryption {
  /** Begins TLS with a host over a connected socket. */
  start(socket: Socket, host: string): Handshake;
}

const contexts = new Map<string, SecureContext>();
let trusted: string[] | undefined;

/** Reads the named files. Throws UsageError (OSError) naming the path that cannot be used. */
export function encryptionFor(settings: TlsSettings): Encryption {
  const secureContext = contextFor(settings);
  return {
    start: (socket, host) => {
      const secured = tls.connect({
        socket,
        ...(isIP(host) === 0 ? { servername: host } : {}),
        host,
        ALPNProtocols: settings.http2 ? ['h2', 'http/1.1'] : ['http/1.1'],
        secureContext,
        // A pinned certificate is compared below, before anybody gets the socket.
        rejectUnauthorized: settings.verify !== false && settings.pin === undefined,
      });
      return handshakeOf(secured, settings);
    },
  };
}

function handshakeOf(secured: TLSSocket, { verify, pin }: TlsSettings): Handshake {
  let chain: readonly CertificateFacts[] = [];
  // Node drops the certificates of a server that it refuses, right after this.
  secured.prependOnceListener('secure', () => {
    chain = certificatesOf(secured);
  });
  const verified = new Promise<void>((resolve, reject) => {
    secured.once('secureConnect', () => {
      const isPinned = pin !== undefined && certificatesOf(secured)[0]?.fingerprint256 === pin;
      if (verify === false || secured.authorized || isPinned) resolve();
      else
        reject(
          Object.assign(new Error('another certificate than the pinned one'), { code: otherThanPinned }),
        );
    });
  });
  return { secured, verified, chain: () => chain };
}

function contextFor(settings: TlsSettings): SecureContext {
  const ca = settings.verify === false ? undefined : certificateAuthorities(settings);
  const client = settings.cert === undefined ? undefined : clientCertificate(settings.cert);
  const key = JSON.stringify([
    settings.verify === true && isEmpty(settings.ca) ? 'default' : (ca ?? null),
    client ?? null,
  ]);
  let secureContext = contexts.get(key);
  if (secureContext === undefined) {
    try {
      secureContext = tls.createSecureContext({
        minVersion: 'TLSv1.2',
        ...(ca === undefined ? {} : { ca }),
        ...client,
      });
    } catch (error) {
      throw new UsageError('OSError', 'The certificate or its key cannot be used.', {
        cause: error,
        phase: 'tls',
        hint: 'Check that the files are PEM or PFX, that key and certificate belong together, and the passphrase.',
      });
    }
    contexts.set(key, secureContext);
  }
  return secureContext;
}

function isEmpty(list: readonly string[] | undefined): boolean {
  return list === undefined || list.length === 0;
}

/** The CA certificates to trust: the usual ones or those of a file or directory instead, and those named beside them. */
function certificateAuthorities({ verify, ca }: Pick<TlsSettings, 'verify' | 'ca'>): string[] {
  const usual = usualAuthorities(verify);
  return isEmpty(ca) ? usual : [...usual, ...(ca ?? []).flatMap(usualAuthorities)];
}

/** Node's and the system's, or those that a path holds. */
function usualAuthorities(verify: boolean | string): string[] {
  if (typeof verify === 'boolean') {
    trusted ??= [...tls.getCACertificates('default'), ...systemCertificates()];
    return trusted;
  }
  const stats = statSync(verify, { throwIfNoEntry: false });
  if (stats === undefined) {
    throw new UsageError(
      'OSError',
      `Could not find a suitable TLS CA certificate bundle, invalid path: ${verify}`,
      { phase: 'tls', hint: 'Name a PEM file or a directory of PEM files.' },
    );
  }
  if (!stats.isDirectory()) return [readNamed(verify, 'TLS CA certificate bundle')];
  return readdirSync(verify)
    .map((name) => path.join(verify, name))
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile())
    .map((file) => readNamed(file, 'TLS CA certificate'));
}

function systemCertificates(): string[] {
  try {
    return tls.getCACertificates('system');
  } catch {
    // A platform store that cannot be read leaves the bundled certificates.
    return [];
  }
}

type ClientOptions = { readonly passphrase?: string } & (
  { readonly cert: string; readonly key: string } | { readonly pfx: Buffer }
);

function clientCertificate(given: ClientCertificate): ClientOptions {
  if (typeof given === 'object' && 'pfx' in given) {
    const { pfx, passphrase } = given;
    return {
      pfx: readBytes(pfx, 'PFX file'),
      ...(passphrase === undefined ? {} : { passphrase }),
    };
  }
  const { certificate, key, passphrase } = namedParts(given);
  const cert = readNamed(certificate, 'TLS certificate file');
  return {
    cert,
    key: key === undefined ? cert : readNamed(key, 'TLS key file'),
    ...(passphrase === undefined ? {} : { passphrase }),
  };
}

function namedParts(given: Exclude<ClientCertificate, { readonly pfx: string }>): {
  readonly certificate: string;
  readonly key?: string | undefined;
  readonly passphrase?: string | undefined;
} {
  if (typeof given === 'string') return { certificate: given };
  return 'certificate' in given ? given : { certificate: given[0], key: given[1] };
}

function readNamed(file: string, what: string): string {
  return readBytes(file, what).toString();
}

function readBytes(file: string, what: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new UsageError('OSError', `Could not find the ${what}, invalid path: ${file}`, {
      cause,
      phase: 'tls',
      hint: 'Check the path; it is looked up from the working directory when it is relative.',
    });
  }
}
