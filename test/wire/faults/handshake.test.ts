/** Faults of TLS below certificates: alerts, junk, silence, and a port that speaks something else than was asked for. */
import { createServer } from 'node:tls';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { expectBytes, halfClose, reset, send, stall } from '../../support/stepServer.ts';
import type { Step } from '../../support/stepServer.ts';
import { makeCertificates } from '../http/certificates.ts';
import { useStage } from '../stage.ts';
import { checkRow, failureOf } from './faultRow.ts';
import type { FaultRow, Setting } from './faultRow.ts';

/** Speaks TLS to the port, whatever the port thinks of it. */
const overTls: Setting = {
  url: () => 'https://a.test/',
  routes: ({ port }) => ({ connectTo: () => ({ host: '127.0.0.1', port }) }),
};
const stage = useStage();

/** The first bytes of the client's hello are there. */
const hello: Step = expectBytes(5);

const alerts: readonly (readonly [name: string, code: number, hint: RegExp])[] = [
  ['handshake_failure', 40, /client certificate/],
  ['bad_certificate', 42, /client certificate/],
  ['certificate_revoked', 44, /does not accept the client certificate/],
  ['certificate_expired', 45, /does not accept the client certificate/],
  ['unknown_ca', 48, /does not accept the client certificate/],
  ['protocol_version', 70, /TLS 1\.2/],
  ['internal_error', 80, /server's log/],
  ['unrecognized_name', 112, /host name/],
  ['certificate_required', 116, /client certificate/],
  ['no_application_protocol', 120, /server's log/],
];

const rows: readonly FaultRow[] = [
  ...alerts.map(([name, code, hint]): FaultRow => ({
    id: 'T05',
    title: `the alert ${name} is told with what to do about it`,
    steps: [hello, send(Uint8Array.of(21, 3, 3, 0, 2, 2, code)), halfClose],
    name: 'TlsHandshake',
    phase: 'tls',
    message: /a\.test:443 failed \(ERR_SSL_/,
    hint,
    setting: overTls,
  })),
  ...[
    ['an answer of HTTP', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
    ['a banner', 'SSH-2.0-OpenSSH_9.2\r\n'],
    ['a record without end', `\x16\x03\x03\xff\xff${'\0'.repeat(70_000)}`],
  ].map(([what = '', bytes = '']): FaultRow => ({
    id: 'T05',
    title: `${what} in place of a handshake says to try plain http`,
    steps: [hello, send(bytes), halfClose],
    name: 'TlsHandshake',
    phase: 'tls',
    hint: /http:\/\//,
    setting: overTls,
  })),
  ...[
    ['closed', halfClose],
    ['reset', reset],
  ].map(([how, breakOff]): FaultRow => ({
    id: 'T05',
    title: `a connection that is ${String(how)} within the handshake says what may be the reason`,
    steps: [hello, breakOff as Step],
    name: 'TlsHandshake',
    phase: 'tls',
    hint: /client certificate/,
    setting: overTls,
  })),
  {
    id: 'C07',
    title: 'a handshake without an answer ends at the limit for connecting',
    steps: [stall],
    options: { timeout: [0.4, null] },
    name: 'ConnectTimeout',
    phase: 'tls',
    message: /0\.4 s \(timeout\.connect\)/,
    hasCause: false,
    setting: overTls,
  },
];

describe('a handshake', () => {
  it.each(rows)('$title ($id)', checkRow);
});

describe('plain http to a port for TLS', () => {
  it('says to try https, whether the port closes or sends an alert', async () => {
    const certificates = await makeCertificates();
    const secure = createServer(certificates.hosts.default).listen(0, '127.0.0.1');
    stage.onEnd(() => {
      secure.close();
      certificates.remove();
    });
    await once(secure, 'listening');
    const closed = await failureOf(
      stage.session().get(`http://127.0.0.1:${(secure.address() as AddressInfo).port}/`),
    );
    expect([closed.name, closed.hint]).toEqual([
      'ConnectionClosed',
      expect.stringContaining('https://') as string,
    ]);
    const alert = await stage.serve(hello, send('\x15\x03\x01\0\x02\x02\x46'), halfClose);
    const told = await failureOf(stage.session().get(alert.url));
    expect([told.name, told.hint]).toEqual(['BadResponse', 'The port speaks TLS: try https://.']);
  });
});
