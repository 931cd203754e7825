/**
 * Makes the sandbox's self-signed certificate in memory when it starts. Nothing is written to disk and no
 * key is ever kept: each start has a new one.
 */

import { generate } from 'selfsigned';

export interface Certificate {
  /** PEM. A client that trusts exactly this may talk to the TLS port. */
  readonly certificate: string;
  /** PEM. */
  readonly key: string;
}

const DAY = 24 * 60 * 60 * 1000;

/** A certificate for `localhost`, `127.0.0.1` and `::1` that is valid for a month. */
export async function makeCertificate(): Promise<Certificate> {
  const now = Date.now();
  const made = await generate([{ name: 'commonName', value: 'HTTP Sessions sandbox' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(now - DAY),
    notAfterDate: new Date(now + 30 * DAY),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
          { type: 7, ip: '::1' },
        ],
      },
    ],
  });
  return { certificate: made.cert, key: made.private };
}
