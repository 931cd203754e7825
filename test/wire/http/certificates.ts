/**
 * Certificates for the scripted server, made new for each run and never kept: a CA, hosts it signed, and the bad
 * ones (expired, for another name, self-signed) that a client must refuse.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';

export interface KeyPair {
  readonly cert: string;
  readonly key: string;
}

export interface Certificates {
  readonly ca: string;
  /** By host name; `default` for every other one. */
  readonly hosts: Readonly<Record<'default' | 'expired.test' | 'wrong.test' | 'selfsigned.test', KeyPair>>;
  /** What `$CA`, `$CLIENT_CERT` … stand for in a case: paths of files. */
  readonly files: Readonly<Record<string, string>>;
  remove(): void;
}

const day = 24 * 60 * 60 * 1000;

export async function makeCertificates(): Promise<Certificates> {
  const ca = await make({ name: 'Scripted CA', ca: true });
  const signed = (name: string, names: readonly string[], days = 30): Promise<KeyPair> =>
    make({ name, names, days, signer: ca });
  const client = await make({ name: 'client', names: ['client'], signer: ca, client: true });
  const hosts = {
    default: await signed('a.test', ['a.test', 'b.test', '*.a.test', 'mtls.test']),
    'expired.test': await signed('expired.test', ['expired.test'], -1),
    'wrong.test': await signed('other.test', ['other.test']),
    'selfsigned.test': await make({ name: 'selfsigned.test', names: ['selfsigned.test'] }),
  };
  const directory = mkdtempSync(join(tmpdir(), 'certificates-'));
  const write = (name: string, text: string): string => {
    const file = join(directory, name);
    writeFileSync(file, text, { mode: 0o600 });
    return file;
  };
  return {
    ca: ca.cert,
    hosts,
    files: {
      $CA: write('ca.pem', ca.cert),
      $CLIENT_CERT: write('client.pem', client.cert),
      $CLIENT_KEY: write('client.key', client.key),
      $CLIENT_BOTH: write('both.pem', `${client.cert}\n${client.key}`),
    },
    remove: () => rmSync(directory, { recursive: true }),
  };
}

async function make(options: {
  readonly name: string;
  readonly names?: readonly string[];
  readonly days?: number;
  readonly signer?: KeyPair;
  readonly ca?: boolean;
  readonly client?: boolean;
}): Promise<KeyPair> {
  const { name, names = [], days = 30, signer, ca = false, client = false } = options;
  const made = await generate([{ name: 'commonName', value: name }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(Date.now() - 10 * day),
    notAfterDate: new Date(Date.now() + days * day),
    ...(signer === undefined ? {} : { ca: signer }),
    extensions: [
      { name: 'basicConstraints', cA: ca, critical: true },
      { name: 'keyUsage', digitalSignature: true, keyCertSign: ca, critical: true },
      ...(ca ? [] : [{ name: 'extKeyUsage' as const, serverAuth: !client, clientAuth: client }]),
      ...(names.length === 0
        ? []
        : [
            {
              name: 'subjectAltName' as const,
              altNames: names.map((value) => ({ type: 2 as const, value })),
            },
          ]),
    ],
  });
  return { cert: made.cert, key: made.private };
}
