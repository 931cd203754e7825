/** `http-sessions.json` as the command line reads it: what arrives at a server because of it. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type TLSSocket } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeCertificate } from '../../sandbox/certificate.ts';
import type { Sandbox } from '../../sandbox/index.ts';
import { startRawServer, startSandbox } from '../../sandbox/index.ts';
import { clientPfx, pfxPassphrase } from '../../support/clientPfx.ts';
import { makeCertificates, type Certificates } from '../http/certificates.ts';
import { startSocksServer } from '../http/socksServer.ts';
import type { Place } from './runCli.ts';
import { createPlace, exchangesIn, preparedIn } from './runCli.ts';

let sandbox: Sandbox;
let certificates: Certificates;
let place: Place | undefined;
beforeAll(async () => {
  sandbox = await startSandbox();
  certificates = await makeCertificates();
});
afterAll(async () => {
  certificates.remove();
  await sandbox.close();
});
afterEach(async () => {
  await place?.remove();
  place = undefined;
});

/** A folder with these files, the sessions among them. */
async function here(
  sessions: object | string,
  files: Readonly<Record<string, string | Uint8Array>>,
  environment?: Readonly<Record<string, string>>,
): Promise<Place> {
  const text = typeof sessions === 'string' ? sessions : JSON.stringify({ sessions }, undefined, 2);
  place = await createPlace({ 'http-sessions.json': text, ...files }, environment);
  return place;
}

/** The header lines that `prepare` shows, with their origins. */
const linesOf = (result: Parameters<typeof preparedIn>[0], index = 0): readonly string[] => {
  const prepared = preparedIn(result)[index];
  return (prepared?.headers ?? []).map(
    ([name, value], at) => `${name}: ${value} # ${prepared?.origins[at] ?? ''}`,
  );
};

describe('defaults of sessions on the command line', () => {
  it('go with every request of their session, and with no other', async () => {
    const { run } = await here(
      {
        $shared: { headers: { 'X-Everybody': '1' } },
        admin: {
          headers: { 'X-Tenant': '{{tenant}}' },
          params: { page: 1 },
          auth: 'Bearer {{$secret token}}',
        },
      },
      {
        'a.http': `@tenant = acme\n# @session admin\nGET ${sandbox.url}/get\n\n###\nGET ${sandbox.url}/get\n`,
      },
      { HTTP_SESSIONS_SECRET_TOKEN: 't1' },
    );
    const prepared = await run('prepare', 'a.http', '--json');
    expect(linesOf(prepared)).toEqual(
      expect.arrayContaining([
        'X-Everybody: 1 # session admin, http-sessions.json:5',
        'X-Tenant: acme # session admin, http-sessions.json:10',
        'Authorization: Bearer t1 # session admin, http-sessions.json:15',
      ]),
    );
    expect(preparedIn(prepared)[0]?.url).toBe(`${sandbox.url}/get?page=1`);
    expect(linesOf(prepared, 1).join('\n')).toContain('X-Everybody: 1');
    expect(linesOf(prepared, 1).join('\n')).not.toMatch(/X-Tenant|Authorization/);
    expect(preparedIn(prepared)[1]?.url).toBe(`${sandbox.url}/get`);

    const sent = exchangesIn(await run('send', 'a.http', '--json'));
    expect(sent[0]?.request?.headers).toEqual(preparedIn(prepared)[0]?.headers);
  });

  it('come from the folders above, too, and the nearer one counts more', async () => {
    const { run } = await here(
      { $shared: { headers: { 'X-A': 'top', 'X-B': 'top' } } },
      {
        'deep/http-sessions.json': '{ "sessions": { "default": { "headers": { "X-A": "deep" } } } }',
        'deep/a.http': `GET ${sandbox.url}/get\n`,
      },
    );
    const lines = linesOf(await run('prepare', 'deep/a.http', '--json'));
    expect(lines).toContain('X-A: deep # session default, http-sessions.json:1');
    expect(lines).toContain('X-B: top # session default, ../http-sessions.json:6');
  });

  it('may be filled from an earlier answer', async () => {
    const { run } = await here(
      { default: { headers: { 'X-Seen': '{{first.response.status}}' } } },
      {
        'a.http': `# @name first\nGET ${sandbox.url}/status/201\nX-Seen: none\n\n###\nGET ${sandbox.url}/get\n`,
      },
    );
    const [first, second] = exchangesIn(await run('send', 'a.http', '--json'));
    // The first request says it itself, the default does not stand in its way.
    expect(first?.request?.headers).toContainEqual(['X-Seen', 'none']);
    expect(second?.request?.headers).toContainEqual(['X-Seen', '201']);
  });

  it('ask for what they need, and not for what the request says itself', async () => {
    const { run } = await here(
      { default: { headers: { 'X-Code': '{{$input Code}}' } } },
      { 'a.http': `GET ${sandbox.url}/get\n\n###\nGET ${sandbox.url}/get\nX-Code: 7\n` },
    );
    const asked = await run('send', 'a.http', '--json');
    expect(asked.err).toContain('"Code"');
    const sent = exchangesIn(await run('send', 'a.http', '--json', '--var', 'Code=42'));
    expect(sent.map(({ request }) => new Map(request?.headers).get('X-Code'))).toEqual(['42', '7']);
  });

  it('stop a send whose secret nobody has, and say where it is named', async () => {
    const { run } = await here(
      { default: { auth: 'Basic me {{$secret api-key}}' } },
      { 'a.http': `GET ${sandbox.url}/get\n` },
    );
    const { code, err } = await run('send', 'a.http');
    expect(code).toBe(3);
    expect(err).toContain('(http-sessions.json:4): no secret of this folder is named "api-key"');
    expect(err).toContain('set its variable HTTP_SESSIONS_SECRET_');
  });

  it('tell what cannot be read, with line and column, and use the rest', async () => {
    const { run } = await here('{ "sessions": {\n  "default": { "verfy": 1, "headers": { "X-A": "1" } },\n', {
      'a.http': `GET ${sandbox.url}/get\n`,
    });
    const result = await run('prepare', 'a.http', '--json');
    expect(result.err).toContain('http-sessions.json:2:17: "verfy" is not known.');
    expect(linesOf(result).join('\n')).toContain('X-A: 1');
  });

  it('settle time and redirects until the command line does', async () => {
    const { run } = await here(
      { default: { redirects: { follow: false }, timeout: { total: 0.3 } } },
      { 'a.http': `GET ${sandbox.url}/redirect/2\n`, 'slow.http': `GET ${sandbox.url}/delay/5\n` },
    );
    expect(exchangesIn(await run('send', 'a.http', '--json'))[0]?.response?.status).toBe(302);
    expect(exchangesIn(await run('send', 'slow.http', '--json'))[0]?.error?.name).toBe('TotalTimeout');
  });

  it('keep the cookies of a session out, when they say so', async () => {
    const { run } = await here(
      { plain: { cookies: false } },
      {
        'a.http': `# @session plain\nGET ${sandbox.url}/cookies/set?a=1\n\n###\n# @session plain\nGET ${sandbox.url}/cookies\n`,
      },
    );
    const [, second] = exchangesIn(await run('send', 'a.http', '--json'));
    expect(second?.request?.headers.map(([name]) => name)).not.toContain('Cookie');
  });
});

describe('proxies of sessions on the command line', () => {
  it('are used as named, leave loopback alone until told to, and give way to the request', async () => {
    const proxy = await startRawServer({
      respond: () => 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nproxy',
    });
    const { run } = await here(
      { near: { proxies: proxy.url }, far: { proxies: { http: proxy.url, no: [] } } },
      {
        'a.http': [
          `# @session near\nGET http://nowhere.test/`,
          `# @session near\nGET ${sandbox.url}/status/204`,
          `# @session far\nGET ${sandbox.url}/get`,
          `# @session far\n# @no-proxy\nGET ${sandbox.url}/status/204`,
        ].join('\n\n###\n'),
      },
    );
    const routes = preparedIn(await run('prepare', 'a.http', '--json')).map(({ route }) => route);
    expect(routes.map((lines) => lines.map(({ kind, origin }) => `${kind} ${origin}`))).toEqual([
      ['proxy session near, http-sessions.json:4'],
      ['direct no_proxy'],
      ['proxy session far, http-sessions.json:8'],
      ['direct request'],
    ]);
    expect((await run('prepare', 'a.http', '--line', '2')).out).toContain(
      `# through the proxy ${proxy.url}  # session near, http-sessions.json:4`,
    );
    const sent = exchangesIn(await run('send', 'a.http', '--json'));
    expect(sent.map(({ response }) => response?.body.data ?? response?.status)).toEqual([
      'proxy',
      '',
      'proxy',
      '',
    ]);
    await proxy.close();
  });

  it('may speak SOCKS5', async () => {
    const { port } = new URL(sandbox.url);
    const socks = await startSocksServer({
      credentials: ['me', 'p w'],
      connectTo: () => ({ host: '127.0.0.1', port: Number(port) }),
    });
    const { run } = await here(
      { default: { proxies: `socks5h://me:{{$secret socks}}@127.0.0.1:${socks.port}` } },
      { 'a.http': 'GET http://inside.test/status/204\n' },
      { HTTP_SESSIONS_SECRET_SOCKS: 'p%20w' },
    );
    const [sent] = exchangesIn(await run('send', 'a.http', '--json'));
    expect([sent?.response?.status, socks.asked]).toEqual([204, ['name inside.test:80']]);
    await socks.close();
  });
});

describe('TLS of sessions on the command line', () => {
  /** A server that wants a client certificate and answers with its name, or `none`. */
  async function startServer(redirectTo?: string) {
    const own = await makeCertificate();
    const options = { cert: own.certificate, key: own.key, ca: certificates.ca, requestCert: true };
    const server = createServer({ ...options, rejectUnauthorized: false }, (socket: TLSSocket) => {
      const { subject } = socket.getPeerCertificate() as { subject?: { CN?: string } };
      const name = subject?.CN ?? 'none';
      const found = `HTTP/1.1 302 Found\r\nLocation: ${redirectTo ?? ''}\r\nX-Name: ${name}\r\nContent-Length: 0\r\n\r\n`;
      if (redirectTo !== undefined) socket.end(found);
      else socket.end(`HTTP/1.1 200 OK\r\nContent-Length: ${name.length}\r\n\r\n${name}`);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return {
      port: (server.address() as AddressInfo).port,
      pem: own.certificate,
      close: () => server.close(),
    };
  }

  it('adds authorities, and shows the certificate of the session', async () => {
    const { port, pem, close } = await startServer();
    const { $CLIENT_CERT: certificate, $CLIENT_KEY: key } = certificates.files;
    const { run } = await here(
      {
        trusting: { ca: './keys/ca.pem', cert: { certificate, key } },
        nameless: { ca: ['./keys/ca.pem'] },
        careless: { verify: false },
      },
      {
        'keys/ca.pem': pem,
        'a.http': ['trusting', 'nameless', 'careless', 'default']
          .map((name) => `# @session ${name}\nGET https://127.0.0.1:${port}/`)
          .join('\n\n###\n'),
      },
    );
    const sent = exchangesIn(await run('send', 'a.http', '--json'));
    expect(sent.map(({ response, error }) => response?.body.data ?? error?.name)).toEqual([
      'client',
      'none',
      'none',
      'TlsUntrusted',
    ]);
    close();
  });

  it('opens a PFX file with a passphrase that is a secret', async () => {
    const { port, close } = await startServer();
    const cert = { pfx: './me.pfx', passphrase: '{{$secret pfx}}' };
    const session = { verify: false, cert };
    const request = `GET https://127.0.0.1:${port}/\n`;
    const send = async (passphrase: string) => {
      const { run, remove } = await here(
        { default: session },
        { 'me.pfx': clientPfx, 'a.http': request },
        { HTTP_SESSIONS_SECRET_PFX: passphrase },
      );
      const result = await run('send', 'a.http', '--json');
      place = undefined;
      await remove();
      expect(result.out + result.err).not.toContain(passphrase);
      return exchangesIn(result)[0];
    };
    expect((await send(pfxPassphrase))?.response?.body.data).toBe('Ada');
    const refused = await send('wrong pony');
    expect(refused?.response).toBeNull();
    expect(refused?.error?.hint).toContain('the passphrase');
    close();
  });

  it('shows no certificate to whom a redirect leads', async () => {
    const last = await startServer();
    const first = await startServer(`https://127.0.0.1:${last.port}/`);
    const { $CLIENT_CERT: certificate, $CLIENT_KEY: key } = certificates.files;
    const { run } = await here(
      { default: { verify: false, cert: { certificate, key } } },
      { 'a.http': `GET https://127.0.0.1:${first.port}/\n` },
    );
    const [sent] = exchangesIn(await run('send', 'a.http', '--json'));
    expect(sent?.response?.history[0]?.headers).toContainEqual(['X-Name', 'client']);
    expect(sent?.response?.body.data).toBe('none');
    first.close();
    last.close();
  });
});
