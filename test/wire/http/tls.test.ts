/** TLS and proxies: what is trusted, what an error says, and that settings never share a connection. */
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { beforeEach, describe, expect, it } from 'vitest';
import { RequestException, Session, createUndiciAdapter } from '../../../src/extension/http/index.ts';
import type { SendOptions } from '../../../src/extension/http/index.ts';
import { useScriptedServer } from './useScriptedServer.ts';

const place = useScriptedServer();

beforeEach(() => place.server.play([{ respond: { status: 200, body: 'ok' } }]));

function newSession(): Session {
  const adapter = createUndiciAdapter({
    connectTo: (host, port) => place.server.connectTo(host, port),
    lookup: place.server.lookup,
  });
  const session = new Session({ environment: {}, adapter });
  session.verify = place.certificates.files['$CA'] ?? true;
  return session;
}

async function fault(url: string, options: SendOptions = {}): Promise<RequestException> {
  const error: unknown = await newSession()
    .get(url, options)
    .catch((reason: unknown) => reason);
  if (!(error instanceof RequestException)) throw new TypeError('The send did not fail as it should.');
  return error;
}

describe('a TLS connection', () => {
  it('tells its version, cipher and certificate', async () => {
    const { connection } = await newSession().get('https://a.test/');
    expect(connection?.tls).toMatchObject({ version: 'TLSv1.3', authorized: true });
    expect(connection?.tls?.certificate).toMatchObject({ subject: 'CN=a.test', issuer: 'CN=Scripted CA' });
    expect(connection?.tls?.certificate?.names).toContain('*.a.test');
    expect(connection?.tls).toMatchObject({ cipher: 'TLS_AES_256_GCM_SHA384', alpn: undefined });
    expect(connection?.tls?.chain.map(({ subject, issuer }) => [subject, issuer])).toEqual([
      ['CN=a.test', 'CN=Scripted CA'],
      ['CN=Scripted CA', 'CN=Scripted CA'],
    ]);
    for (const { validFrom, validTo, fingerprint256 } of connection?.tls?.chain ?? []) {
      expect(Date.parse(validFrom)).toBeLessThan(Date.now());
      expect(Date.parse(validTo)).toBeGreaterThan(Date.now());
      expect(fingerprint256).toMatch(/^(?:[0-9A-F]{2}:){31}[0-9A-F]{2}$/);
    }
  });

  it.each([
    ['https://expired.test/', 'TlsExpired', 'T01'],
    ['https://wrong.test/', 'TlsHostMismatch', 'T03'],
    ['https://selfsigned.test/', 'TlsUntrusted', 'T01'],
    ['https://a.test:80/', 'TlsHandshake', 'T05'],
  ])('to %s is %s, and nothing is sent (%s)', async (url, name) => {
    const error = await fault(url);
    expect(error).toMatchObject({ name, family: 'SSLError', phase: 'tls', bytesSent: 0 });
    expect(error.hint).toBeTruthy();
    expect(place.server.sent).toEqual([]);
  });

  it('to an unknown authority fails until the authority is given (T02)', async () => {
    expect(await fault('https://a.test/', { verify: true })).toMatchObject({ name: 'TlsUntrusted' });
    expect((await newSession().get('https://a.test/')).status).toBe(200);
  });

  it('to a server that shows an unknown authority of its own is not trusted for that (T02)', async () => {
    const { ca, hosts } = place.certificates;
    const chained = createTlsServer({ key: hosts.default.key, cert: `${hosts.default.cert}\n${ca}` });
    await new Promise<void>((resolve) => chained.listen(0, '127.0.0.1', resolve));
    const { port } = chained.address() as AddressInfo;
    const adapter = createUndiciAdapter({ connectTo: () => ({ host: '127.0.0.1', port }) });
    const sending = new Session({ environment: {}, adapter }).get('https://a.test/');
    await expect(sending).rejects.toMatchObject({ name: 'TlsUntrusted', bytesSent: 0 });
    await expect(sending).rejects.toThrow('its certificate authority is not known');
    await new Promise((resolve) => chained.close(resolve));
  });

  it('is verified whatever NODE_TLS_REJECT_UNAUTHORIZED says', async () => {
    const before = process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    try {
      expect(await fault('https://selfsigned.test/')).toMatchObject({ name: 'TlsUntrusted' });
    } finally {
      if (before === undefined) delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
      else process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = before;
    }
  });

  it('is made with the one certificate that was trusted, and only by the session that trusts it', async () => {
    const refused = await fault('https://selfsigned.test/');
    const [shown] = refused.certificates;
    expect(shown).toMatchObject({ subject: 'CN=selfsigned.test' });
    const session = newSession();
    session.trustCertificate('selfsigned.test', 8443, shown?.fingerprint256 ?? '');
    await expect(session.get('https://selfsigned.test/')).rejects.toMatchObject({ name: 'TlsUntrusted' });
    session.trustCertificate('SelfSigned.test', 443, shown?.fingerprint256 ?? '');
    expect(session.trustedCertificates.size).toBe(2);
    const { connection } = await session.get('https://selfsigned.test/');
    expect(connection?.tls).toMatchObject({ authorized: false, pinned: true });
    await expect(session.get('https://wrong.test/')).rejects.toMatchObject({ name: 'TlsHostMismatch' });
    expect(await fault('https://selfsigned.test/')).toMatchObject({ name: 'TlsUntrusted' });
    session.forgetCertificates();
    await expect(session.get('https://selfsigned.test/')).rejects.toMatchObject({ name: 'TlsUntrusted' });
    expect(place.server.sent).toHaveLength(1);
  });

  it('is refused when the server shows another certificate than the trusted one, unless that one verifies', async () => {
    const session = newSession();
    const [other] = (await fault('https://selfsigned.test/')).certificates;
    session.trustCertificate('wrong.test', 443, other?.fingerprint256 ?? '');
    const error: unknown = await session.get('https://wrong.test/').catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'TlsUntrusted', bytesSent: 0 });
    expect((error as RequestException).certificates[0]?.subject).toBe('CN=other.test');
    expect((error as RequestException).message).toContain('not the one that was trusted');
    session.trustCertificate('a.test', 443, other?.fingerprint256 ?? '');
    expect((await session.get('https://a.test/')).connection?.tls).toMatchObject({
      authorized: true,
      pinned: false,
    });
  });

  it('that was not verified is marked, and never carries a request that must be verified (T09)', async () => {
    const session = newSession();
    const unverified = await session.get('https://selfsigned.test/', { verify: false });
    expect(unverified.connection?.tls).toMatchObject({
      authorized: false,
      authorizationError: expect.stringContaining('SELF_SIGNED') as string,
    });
    await expect(session.get('https://selfsigned.test/')).rejects.toMatchObject({ name: 'TlsUntrusted' });
    expect(place.server.sent).toHaveLength(1);
  });

  it('that wants a client certificate says so when there is none (T05)', async () => {
    const error = await fault('https://mtls.test/');
    expect(error.hint).toContain('client certificate');
    const files = [
      place.certificates.files['$CLIENT_CERT'] ?? '',
      place.certificates.files['$CLIENT_KEY'] ?? '',
    ] as const;
    const answered = await newSession().get('https://mtls.test/', { cert: files });
    expect(answered.status).toBe(200);
    expect(answered.connection?.tls?.clientCertificate).toBe('sent');
    const unasked = await newSession().get('https://a.test/', { cert: files });
    expect(unasked.connection?.tls?.clientCertificate).toBe('unasked');
  });

  it('shows the client certificate of its host, by name or with the port, and none of another host', async () => {
    const mine = {
      certificate: place.certificates.files['$CLIENT_CERT'] ?? '',
      key: place.certificates.files['$CLIENT_KEY'],
    };
    for (const host of ['mtls.test', 'MTLS.test:443']) {
      const answered = await newSession().get('https://mtls.test/', { certificates: { [host]: mine } });
      expect(answered.connection?.tls?.clientCertificate).toBe('sent');
    }
    for (const host of ['other.test', 'mtls.test:8443']) {
      const error = await fault('https://mtls.test/', { certificates: { [host]: mine } });
      expect(error.hint).toContain('client certificate');
    }
  });

  it('says which file of a client certificate cannot be used', async () => {
    const missing = await fault('https://mtls.test/', { cert: { pfx: '/nowhere/me.pfx' } });
    expect(missing.message).toContain('/nowhere/me.pfx');
    const wrong = await fault('https://mtls.test/', { cert: { pfx: place.certificates.files['$CA'] ?? '' } });
    expect(wrong.hint).toContain('PFX');
  });

  it('believes authorities beside the usual ones, for the request that names them', async () => {
    const session = newSession();
    session.verify = true;
    const ca = [place.certificates.files['$CA'] ?? ''];
    expect((await session.get('https://a.test/', { ca })).status).toBe(200);
    await expect(session.get('https://a.test/')).rejects.toMatchObject({ name: 'TlsUntrusted' });
    await expect(session.get('https://a.test/', { ca: ['/nowhere.pem'] })).rejects.toThrow('/nowhere.pem');
  });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'that is closed without a word because the client certificate is missing says so (%s)',
    async (maxVersion) => {
      const strict = createTlsServer(
        {
          ...place.certificates.hosts.default,
          ca: place.certificates.ca,
          requestCert: true,
          rejectUnauthorized: false,
          maxVersion,
        },
        (socket) => {
          socket.on('error', () => undefined);
          socket.once('data', () => socket.end());
        },
      );
      await new Promise<void>((resolve) => strict.listen(0, '127.0.0.1', resolve));
      const { port } = strict.address() as AddressInfo;
      const adapter = createUndiciAdapter({ connectTo: () => ({ host: '127.0.0.1', port }) });
      const session = new Session({ environment: {}, adapter });
      session.verify = place.certificates.files['$CA'] ?? true;
      const sending = session.get('https://a.test/');
      await expect(sending).rejects.toMatchObject({
        name: 'TlsHandshake',
        family: 'SSLError',
        hint: 'The server may require a client certificate.',
      });
      await new Promise((resolve) => strict.close(resolve));
    },
  );

  it('is not begun when a certificate file is missing', async () => {
    const error = await fault('https://a.test/', { verify: '/no/such/bundle.pem' });
    expect(error).toMatchObject({ family: 'OSError', name: 'InvalidRequest' });
    expect(error.message).toContain('/no/such/bundle.pem');
  });
});

describe('a proxy', () => {
  it.each([
    ['HTTP/1.1 407 Proxy Authentication Required\r\n\r\n', 'ProxyAuthRequired'],
    ['HTTP/1.1 502 Bad Gateway\r\n\r\n<html>', 'ProxyFailed'],
    ['', 'ProxyFailed'],
  ])('that answers CONNECT with %j is %s', async (answer, name) => {
    const seen: string[] = [];
    const proxy = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', (data) => {
        seen.push(data.toString('latin1'));
        socket.end(answer);
      });
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const url = `http://u:p@127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const session = new Session({ environment: {} });
    const sending = session.get('https://secret.test/path', {
      proxies: { https: url },
      headers: { Authorization: 'x' },
    });
    await expect(sending).rejects.toMatchObject({ name, family: 'ProxyError' });
    expect(seen[0]).toContain('CONNECT secret.test:443 HTTP/1.1\r\n');
    expect(seen[0]).not.toMatch(/^Authorization|\/path/m);
    await new Promise((resolve) => proxy.close(resolve));
  });

  it('that dies behind its tunnel is named', async () => {
    for (const answer of ['HTTP/1.1 200 OK\r\n\r\n', 'HTTP/1.1 200 OK\r\n\r\n\x16\x03']) {
      const proxy = createServer((socket) => {
        socket.on('error', () => undefined);
        socket.once('data', () => socket.end(answer));
      });
      await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
      const where = `127.0.0.1:${(proxy.address() as AddressInfo).port}`;
      const sending = new Session({ environment: {} }).get('https://a.test/', {
        proxies: { https: `http://${where}` },
      });
      await expect(sending).rejects.toMatchObject({ name: 'ProxyFailed', family: 'ProxyError' });
      await expect(sending).rejects.toThrow(`through the proxy ${where}`);
      await new Promise((resolve) => proxy.close(resolve));
    }
  });

  it('that closes instead of answering a plain request is named', async () => {
    const proxy = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.end());
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const sending = new Session({ environment: {} }).get('http://a.test/', { proxies: { http: url } });
    await expect(sending).rejects.toMatchObject({ name: 'ProxyFailed', attempts: 1 });
    await new Promise((resolve) => proxy.close(resolve));
  });

  it('carries https in a tunnel of its own TLS', async () => {
    const response = await newSession().get('https://a.test/x', {
      proxies: { https: 'http://u:p@proxy.test:3128' },
    });
    expect(await response.text()).toBe('ok');
    expect(response.connection).toMatchObject({ proxy: 'proxy.test:3128', tls: { authorized: true } });
    expect(place.server.sent.map(({ method, target, tls }) => [method, target, tls])).toEqual([
      ['CONNECT', 'a.test:443', false],
      ['GET', '/x', true],
    ]);
  });
});
