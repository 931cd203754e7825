/**
 * Turns `verify` and `cert` into TLS on a socket (rules R96 and R97). Verification is on unless it was switched off by
 * name: the environment's NODE_TLS_REJECT_UNAUTHORIZED never counts. Reads the files that were named, when a connection
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
import { UsageError } from '../errors/errors.ts';
import type { TlsSettings } from './tlsSettings.ts';

export interface Encryption {
  /** Begins TLS with a host over a connected socket; `secureConnect` tells that it is done. */
  start(socket: Socket, host: string): TLSSocket;
}

const contexts = new Map<string, SecureContext>();
let trusted: string[] | undefined;

/** Reads the named files. Throws UsageError (OSError) naming the path that cannot be used. */
export function encryptionFor(settings: TlsSettings): Encryption {
  const secureContext = contextFor(settings);
  return {
    start: (socket, host) =>
      tls.connect({
        socket,
        ...(isIP(host) === 0 ? { servername: host } : {}),
        host,
        ALPNProtocols: settings.http2 ? ['h2', 'http/1.1'] : ['http/1.1'],
        secureContext,
        rejectUnauthorized: settings.verify !== false,
      }),
  };
}

function contextFor(settings: TlsSettings): SecureContext {
  const ca = settings.verify === false ? undefined : certificateAuthorities(settings.verify);
  const client = settings.cert === undefined ? undefined : clientCertificate(settings.cert);
  const key = JSON.stringify([settings.verify === true ? 'default' : (ca ?? null), client ?? null]);
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
        hint: 'Check that the files are PEM, that key and certificate belong together, and the passphrase.',
      });
    }
    contexts.set(key, secureContext);
  }
  return secureContext;
}

/** The CA certificates to trust: Node's and the system's, or those of a file or directory instead. */
function certificateAuthorities(verify: true | string): string[] {
  if (verify === true) {
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

interface ClientOptions {
  readonly cert: string;
  readonly key: string;
  readonly passphrase?: string;
}

function clientCertificate(given: ClientCertificate): ClientOptions {
  const { certificate, key, passphrase } = namedParts(given);
  const cert = readNamed(certificate, 'TLS certificate file');
  return {
    cert,
    key: key === undefined ? cert : readNamed(key, 'TLS key file'),
    ...(passphrase === undefined ? {} : { passphrase }),
  };
}

function namedParts(given: ClientCertificate): {
  readonly certificate: string;
  readonly key?: string | undefined;
  readonly passphrase?: string | undefined;
} {
  if (typeof given === 'string') return { certificate: given };
  return 'certificate' in given ? given : { certificate: given[0], key: given[1] };
}

function readNamed(file: string, what: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new UsageError('OSError', `Could not find the ${what}, invalid path: ${file}`, {
      cause,
      phase: 'tls',
      hint: 'Check the path; it is looked up from the working directory when it is relative.',
    });
  }
}
