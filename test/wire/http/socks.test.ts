/** SOCKS5 proxies: who looks names up, what the proxy learns, and that TLS through one is as strict as without. */
import net from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RequestException, Session, createUndiciAdapter } from '../../../src/extension/http/index.ts';
import type { SendOptions } from '../../../src/extension/http/index.ts';
import { startSocksServer } from './socksServer.ts';
import type { SocksOptions, SocksServer } from './socksServer.ts';
import { useScriptedServer } from './useScriptedServer.ts';

const place = useScriptedServer();
let proxy: SocksServer;
const cleanups: (() => Promise<void>)[] = [];

beforeEach(() => place.server.play([{ respond: { status: 200, body: 'ok' } }]));

afterEach(async () => {
  await Promise.all(cleanups.splice(0).map((cleanup) => cleanup()));
});

/** Names have the address 203.0.113.7 here; the proxy gets to the server by name or by that address. */
async function begin(options: Partial<SocksOptions> = {}): Promise<Session> {
  proxy = await startSocksServer({
    connectTo: (host, port) => place.server.connectTo(host.startsWith('203.') ? 'a.test' : host, port),
    ...options,
  });
  cleanups.push(() => proxy.close());
  const adapter = createUndiciAdapter({
    lookup: (host, _options, callback) => {
      if (host === 'gone.test') callback(Object.assign(new Error('gone'), { code: 'ENOTFOUND' }), '');
      else callback(null, [{ address: '203.0.113.7', family: 4 }]);
    },
  });
  const session = new Session({ environment: {}, adapter });
  session.verify = place.certificates.files['$CA'] ?? true;
  cleanups.push(() => session.close());
  return session;
}

function through(kind: string, credentials = ''): SendOptions {
  return { proxies: { all: `${kind}://${credentials}127.0.0.1:${proxy.port}` } };
}

async function fault(session: Session, url: string, options: SendOptions): Promise<RequestException> {
  const error: unknown = await session.get(url, options).catch((reason: unknown) => reason);
  if (!(error instanceof RequestException)) throw new TypeError('The send did not fail as it should.');
  return error;
}

describe('a SOCKS5 proxy', () => {
  it('gets an address from socks5:// and the name from socks5h://', async () => {
    const session = await begin();
    await session.get('http://a.test/x?y', through('socks5'));
    await session.get('http://a.test/x?y', through('socks5h'));
    await session.get('http://[::ffff:1.2.3.4]:81/', through('socks5h')).catch(() => undefined);
    expect(proxy.asked).toEqual(['ipv4 203.0.113.7:80', 'name a.test:80', 'ipv6 0:0:0:0:0:ffff:102:304:81']);
  });

  it('is sent the path alone and no credentials of its own in a header', async () => {
    const session = await begin({ credentials: ['u', 'p:w'] });
    const response = await session.get('http://a.test/x?y', through('socks5h', 'u:p%3Aw@'));
    expect(await response.text()).toBe('ok');
    expect(place.server.sent).toMatchObject([{ method: 'GET', target: '/x?y', tls: false }]);
    expect(place.server.sent[0]?.headers.map(([name]) => name.toLowerCase())).not.toContain(
      'proxy-authorization',
    );
    expect(response.connection).toMatchObject({ proxy: `127.0.0.1:${proxy.port}` });
  });

  it('may answer byte by byte and with any kind of address', async () => {
    for (const bound of ['ipv4', 'ipv6', 'name'] as const) {
      const session = await begin({ credentials: ['u', 'p'], slowly: true, bound });
      expect((await session.get('http://a.test/', through('socks5h', 'u:p@'))).status).toBe(200);
    }
  });

  it('carries one request after the other on one connection, and shares none with other settings', async () => {
    const session = await begin();
    const first = await session.get('http://a.test/', through('socks5h'));
    const second = await session.get('http://a.test/', through('socks5h'));
    const other = await session.get('http://a.test/', through('socks5'));
    expect([second, other].map(({ connection }) => connection?.id === first.connection?.id)).toEqual([
      true,
      false,
    ]);
    expect(proxy.asked).toHaveLength(2);
  });

  it('is found in the environment', async () => {
    const session = await begin();
    session.environment = { ALL_PROXY: `socks5h://127.0.0.1:${proxy.port}` };
    await session.get('http://a.test/');
    expect(proxy.asked).toEqual(['name a.test:80']);
  });
});

describe('TLS through a SOCKS5 proxy', () => {
  it('is verified for the name of the URL, and unreadable for the proxy', async () => {
    const session = await begin();
    for (const kind of ['socks5', 'socks5h']) {
      const response = await session.get('https://a.test/secret', through(kind));
      expect(response.connection?.tls).toMatchObject({ authorized: true, version: 'TLSv1.3' });
    }
    expect(place.server.sent).toMatchObject([
      { target: '/secret', tls: true },
      { target: '/secret', tls: true },
    ]);
    expect(proxy.received().includes('/secret')).toBe(false);
  });

  it.each([
    ['https://expired.test/', 'TlsExpired'],
    ['https://wrong.test/', 'TlsHostMismatch'],
    ['https://selfsigned.test/', 'TlsUntrusted'],
  ])('refuses what it refuses without one: %s is %s', async (url, name) => {
    const session = await begin();
    expect(await fault(session, url, through('socks5h'))).toMatchObject({
      name,
      family: 'SSLError',
      phase: 'tls',
      bytesSent: 0,
    });
    expect(place.server.sent).toEqual([]);
  });

  it('keeps the CA, the client certificate and verify of the send (CVE-2026-9697)', async () => {
    const session = await begin();
    const options = through('socks5h');
    const { files } = place.certificates;
    expect(await fault(session, 'https://a.test/', { ...options, verify: true })).toMatchObject({
      name: 'TlsUntrusted',
    });
    const cert = [files['$CLIENT_CERT'] ?? '', files['$CLIENT_KEY'] ?? ''] as const;
    expect((await session.get('https://mtls.test/', { ...options, cert })).status).toBe(200);
    const unverified = await session.get('https://selfsigned.test/', { ...options, verify: false });
    expect(unverified.connection?.tls?.authorized).toBe(false);
    expect(await fault(session, 'https://selfsigned.test/', options)).toMatchObject({ name: 'TlsUntrusted' });
  });
});

describe('a SOCKS5 proxy that does not help', () => {
  it.each([
    ['wants credentials and gets none', '', { credentials: ['u', 'p'] }, 'ProxyAuthRequired', 'ProxyError'],
    ['does not like them', 'u:x@', { credentials: ['u', 'p'] }, 'ProxyAuthRequired', 'ProxyError'],
    ['forbids the target', '', { reply: 2 }, 'ProxyFailed', 'ProxyError'],
    ['cannot reach the target', '', { reply: 5 }, 'ConnectRefused', 'ConnectionError'],
    ['closes at once', '', { greeting: Buffer.alloc(0) }, 'ProxyFailed', 'ProxyError'],
    ['speaks HTTP', '', { greeting: Buffer.from('HTTP/1.1 400 \r\n\r\n') }, 'ProxyFailed', 'ProxyError'],
  ] as const)('is named when it %s', async (_what, credentials, options, name, family) => {
    const session = await begin(options);
    const error = await fault(session, 'http://a.test/', through('socks5h', credentials));
    expect(error).toMatchObject({ name, family, phase: 'connect', bytesSent: 0 });
    expect(error.message).toContain(`127.0.0.1:${proxy.port}`);
    expect(JSON.stringify(error)).not.toContain('u:');
    expect(place.server.sent).toEqual([]);
  });

  it('is not blamed for a name that does not exist', async () => {
    const session = await begin();
    expect(await fault(session, 'http://gone.test/', through('socks5'))).toMatchObject({
      name: 'DnsFailed',
      host: 'gone.test',
    });
    expect(proxy.asked).toEqual([]);
  });

  it('and never answers runs into the limit for connecting', async () => {
    const silent = net.createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as net.AddressInfo;
    const session = await begin();
    const error = await fault(session, 'http://a.test/', {
      proxies: { http: `socks5h://127.0.0.1:${port}` },
      timeout: [0.05, null],
    });
    expect(error).toMatchObject({ name: 'ConnectTimeout', phase: 'connect' });
    silent.close();
  });

  it('is refused by name when it is of another kind', async () => {
    const session = await begin();
    const error = await fault(session, 'http://a.test/', through('socks4'));
    expect(error).toMatchObject({ family: 'InvalidSchema', name: 'InvalidRequest' });
    expect(error.hint).toContain('socks5h://');
  });
});
