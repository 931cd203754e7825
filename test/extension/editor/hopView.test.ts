/** What the panel says about one hop of an exchange. */
import { describe, expect, it } from 'vitest';
import { Headers, Request, Response, Session } from '../../../src/extension/http/index.ts';
import type {
  Adapter,
  ConnectionFacts,
  RequestOptions,
  SendOptions,
} from '../../../src/extension/http/index.ts';
import { requestCookies } from '../../../src/extension/editor/panel/hopCookies.ts';
import { hopDetail, type HopContext } from '../../../src/extension/editor/panel/hopView.ts';
import type { HopDetail } from '../../../src/extension/webview/hops.ts';
import { english } from './localize.ts';

type Answer = readonly [status: number, headers: readonly (readonly [string, string])[]];

const connection: ConnectionFacts = {
  id: 1,
  reused: true,
  requests: 2,
  remoteAddress: '127.0.0.1:80',
  localAddress: '127.0.0.1:5000',
  protocol: 'http/1.1',
  proxy: 'http://proxy.test:3128',
  tls: {
    version: 'TLSv1.3',
    cipher: 'AES',
    authorized: false,
    authorizationError: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    alpn: undefined,
    certificate: undefined,
    chain: [
      {
        subject: 'CN=a.test',
        issuer: 'CN=a.test',
        names: ['a.test'],
        validFrom: 'Jan  1 00:00:00 2026 GMT',
        validTo: 'Nov 30 00:00:00 2026 GMT',
        fingerprint256: 'AA:BB',
      },
    ],
    clientCertificate: 'unasked',
  },
};

interface Exchange {
  readonly session: Session;
  readonly hop: (index: number, context?: Partial<HopContext>) => HopDetail;
}

/** Sends a request whose answers are given, and looks at its hops. */
async function exchange(
  answers: readonly Answer[],
  {
    method = 'GET',
    connection: facts = connection,
    ...options
  }: RequestOptions & SendOptions & { readonly method?: string; readonly connection?: ConnectionFacts } = {},
  prepare: (session: Session) => void = () => undefined,
): Promise<Exchange> {
  let sent = 0;
  const adapter: Adapter = {
    send: (request) => {
      const [status, headers] = answers[sent++] ?? [200, []];
      const body = { open: nothing, rawBytes: 0, abandon: () => undefined };
      const answer = { status, reason: '', headers: new Headers(headers), body, connection: facts };
      return Promise.resolve(new Response({ request, url: request.url, ...answer }));
    },
    close: () => Promise.resolve(),
  };
  const session = new Session({ environment: {}, adapter });
  prepare(session);
  const startedAt = Date.now();
  const response = await session.request(method, 'http://a.test/start', options);
  return {
    session,
    hop: (index, context) => {
      const detail = hopDetail(response, index, {
        session: 'admin',
        jar: session.cookies.list(),
        others: [],
        startedAt,
        now: Date.parse('2026-11-23T00:00:00Z'),
        secrecy: { masked: true, secrets: [], revealable: true },
        proxyReason: () => 'from the proxy settings',
        t: english,
        ...context,
      });
      if (detail === undefined) throw new Error(`There is no hop ${index}.`);
      return detail;
    },
  };
}

async function* nothing(): AsyncGenerator<Uint8Array> {
  yield* await Promise.resolve([]);
}

const to = (location: string, ...more: readonly (readonly [string, string])[]): Answer => [
  302,
  [['Location', location], ...more],
];

describe('a hop', () => {
  it('says what was not sent on to a different origin', async () => {
    const { hop } = await exchange([to('http://b.test/next')], {
      headers: { Authorization: 'Bearer x', Cookie: 'typed=1' },
    });
    expect(hop(0).requestHeaders).toContainEqual({ name: 'Authorization', value: 'Bearer x', secret: true });
    expect(hop(1).dropped).toEqual([
      'Authorization not sent: different origin.',
      'Cookie not sent: a header that was written by hand stays with its URL.',
    ]);
    expect(hop(1).requestHeaders.some(({ name }) => name === 'Authorization')).toBe(false);
  });

  it('says how a redirect changed the method and lost the body', async () => {
    const { hop } = await exchange([[303, [['Location', '/done']]]], { method: 'POST', data: 'a=1' });
    expect(hop(1)).toMatchObject({ method: 'GET', url: 'http://a.test/done' });
    expect(hop(1).dropped).toEqual([
      'POST became GET, as status 303 asks for.',
      'Body not sent: a redirect with status 303 goes without it.',
      'Content-Length not sent: there is no body.',
    ]);
  });

  it('tells its connection, its proxy and why, and its certificates', async () => {
    const { hop } = await exchange([]);
    const { connection: sentence, facts, certificates } = hop(0);
    expect(sentence).toBe('Connection #1 reused, request 2 on it');
    expect(facts).toContainEqual({
      name: 'Proxy',
      value: 'http://proxy.test:3128 (from the proxy settings)',
    });
    expect(facts).toContainEqual({ name: 'TLS', value: 'TLSv1.3, AES' });
    expect(facts).toContainEqual({
      name: 'Certificate',
      value: 'not verified: DEPTH_ZERO_SELF_SIGNED_CERT',
    });
    expect(certificates).toMatchObject([{ fingerprint: 'AA:BB', warning: 'It expires in 7 days.' }]);
  });

  it('names the addresses that were tried before the one that answered', async () => {
    const passedOver = [
      { address: '::1', code: 'ECONNREFUSED' },
      { address: '192.0.2.1', code: undefined },
    ];
    const { hop } = await exchange([], { connection: { ...connection, passedOver } });
    expect(hop(0).facts).toContainEqual({
      name: 'Server address',
      value: '127.0.0.1:80 (::1 refused, 192.0.2.1 did not answer)',
    });
  });

  it('that is not there is undefined', async () => {
    const { hop } = await exchange([]);
    expect(() => hop(1)).toThrow('There is no hop 1.');
  });
});

describe('the cookies of a hop', () => {
  it('are those of its own request and its own answer', async () => {
    const { hop } = await exchange([to('/next', ['Set-Cookie', 'hop=1; Path=/; HttpOnly'])]);
    expect(hop(0).cookies).toMatchObject({
      sent: [],
      received: [{ name: 'hop', value: '1', note: 'new, until the session ends', secret: true }],
    });
    expect(hop(1).cookies).toMatchObject({
      sent: [
        {
          name: 'hop',
          note: 'session admin',
          facts: ['a.test', '/', 'HttpOnly'],
          stored: { name: 'hop', domain: 'a.test', path: '/' },
        },
      ],
      received: [],
    });
  });

  it('are told with the reason why they were not sent or not kept', async () => {
    const { hop } = await exchange([[200, [['Set-Cookie', '__Host-x=1; Path=/']]]], {}, (session) => {
      session.cookies.set({ name: 'pref', value: '1', domain: 'a.test', path: '/admin' });
    });
    expect(hop(0).cookies.notSent).toMatchObject([{ name: 'pref', note: 'It is for paths under /admin.' }]);
    expect(hop(0).cookies.refused).toMatchObject([
      { name: '__Host-x', note: 'A name that starts with __Host- needs Secure.' },
    ]);
  });

  it('of another session are told with its name', async () => {
    const guest = new Session({ environment: {} });
    guest.cookies.set({ name: 'g', value: '1', domain: 'a.test' });
    const { hop } = await exchange([]);
    const others = [{ session: 'guest', cookies: guest.cookies.list() }];
    expect(hop(0, { others }).cookies.notSent).toMatchObject([
      { name: 'g', note: 'It belongs to session guest.', stored: undefined },
    ]);
  });

  it('of a header that was written by hand are taken from it', async () => {
    const { hop } = await exchange([], { headers: { Cookie: 'sid=z; b' } }, (session) => {
      session.cookies.set({ name: 'sid', value: 'jar', domain: 'a.test' });
    });
    expect(hop(0).cookies.sent.map(({ name, value, note }) => [name, value, note])).toEqual([
      ['sid', 'z', 'from the Cookie header of the file'],
      ['', 'b', 'from the Cookie header of the file'],
    ]);
    expect(hop(0).cookies.notSent).toMatchObject([{ note: 'Your Cookie header replaces it.' }]);
  });

  it('say when one was replaced, deleted or is gone again', async () => {
    const answer: Answer = [
      200,
      [
        ['Set-Cookie', 'old=2; Max-Age=3600'],
        ['Set-Cookie', 'bye=; Max-Age=0'],
      ],
    ];
    const { hop, session } = await exchange([answer], {}, ({ cookies }) => {
      const created = new Date(0);
      cookies.set({ name: 'old', value: '1', domain: 'a.test', created });
      cookies.set({ name: 'bye', value: '1', domain: 'a.test', created });
    });
    const notes = (): string[] =>
      hop(0, { now: Date.now() }).cookies.received.map(({ name, note }) => `${name} ${note}`);
    expect(notes()).toEqual(['old replaced, expires in 60 min', 'bye deleted by the server']);
    session.cookies.clear();
    expect(notes()[0]).toContain('not in the jar now');
  });

  it('keep their values where they may not be seen', async () => {
    const { hop } = await exchange([[200, [['Set-Cookie', 'sid=hunter2']]]]);
    const shown = hop(0, { secrecy: { masked: true, secrets: [], revealable: false } });
    expect(JSON.stringify(shown)).not.toContain('hunter2');
  });
});

describe('the cookies of a request that has not been sent', () => {
  const context = (session: Session) => ({
    session: 'admin',
    jar: session.cookies.list(),
    others: [{ session: 'guest', cookies: [] }],
    secrecy: { masked: true, secrets: [], revealable: true },
    t: english,
  });
  const notes = (rows: readonly { readonly name: string; readonly note: string }[]) =>
    rows.map(({ name, note }) => `${name}: ${note}`);

  it('are those that will go, and those that will not with the reason', async () => {
    const session = new Session({ environment: {} });
    session.cookies.set({ name: 'sid', value: '1', domain: 'a.test' });
    session.cookies.set({ name: 'adm', value: '2', domain: 'a.test', path: '/admin' });
    session.cookies.set({ name: 'sec', value: '3', domain: 'a.test', secure: true });
    const prepared = session.prepareRequest(new Request('GET', 'http://a.test/me'));
    const { sent, notSent } = requestCookies(prepared, context(session));
    expect(notes(sent)).toEqual(['sid: session admin']);
    expect(notes(notSent)).toEqual([
      'adm: It is for paths under /admin.',
      'sec: It is Secure and the request is plain http.',
    ]);
    const edited = prepared.with({ headers: [['Cookie', 'sid=z']] });
    const after = requestCookies(edited, context(session));
    expect(notes(after.sent)).toEqual(['sid: from the Cookie header you edited']);
    expect(notes(after.notSent)).toContain('sid: Your Cookie header replaces it.');
    await session.close();
  });
});
