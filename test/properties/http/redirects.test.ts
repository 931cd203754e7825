/** A session follows chains of redirects over a fake network; whatever the chain, secrets stay where they belong. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Headers, Request, Response, Session } from '../../../src/extension/http/index.ts';
import type { Adapter, PreparedRequest, RequestOptions } from '../../../src/extension/http/index.ts';

interface Hop {
  readonly status: number;
  /** Where the redirect leads: absolute, without a scheme, or a path. */
  readonly location: string;
}

/** Answers with one redirect after the other, sets a cookie on the way, and remembers what it was sent. */
function redirecting(chain: readonly Hop[], setCookie: string) {
  const received: PreparedRequest[] = [];
  const adapter: Adapter = {
    send: (prepared) => {
      const hop = chain[received.length];
      const cookie = received.length === 0 ? [['Set-Cookie', setCookie] as const] : [];
      received.push(prepared);
      const location = hop === undefined ? [] : [['Location', hop.location] as const];
      return Promise.resolve(
        new Response({
          request: prepared,
          url: prepared.url,
          status: hop?.status ?? 200,
          reason: '',
          headers: new Headers([...cookie, ...location]),
          body: { rawBytes: 0, abandon: () => undefined, open: () => nothing() },
        }),
      );
    },
    close: () => Promise.resolve(),
  };
  return { adapter, received };
}

async function* nothing(): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(new Uint8Array());
}

const hosts = ['a.test', 'A.test', 'sub.a.test', 'a.test.', 'b.test', '127.0.0.1', '[::1]'];
const origin = fc
  .record({
    scheme: fc.constantFrom('http', 'https', 'HTTPS'),
    host: fc.constantFrom(...hosts),
    port: fc.constantFrom('', '', ':80', ':443', ':8080'),
  })
  .map(({ scheme, host, port }) => `${scheme}://${host}${port}`);
const location = fc.oneof(
  { weight: 4, arbitrary: origin.map((text) => `${text}/there`) },
  { weight: 1, arbitrary: origin.map((text) => text.replace('://', '://eve:evil@')) },
  { weight: 1, arbitrary: fc.constantFrom(...hosts).map((host) => `//${host}/there`) },
  { weight: 1, arbitrary: fc.constantFrom('/path', 'relative', '?query', '#fragment', '\\\\b.test/') },
);
const chain = fc.array(fc.record({ status: fc.constantFrom(301, 302, 303, 307, 308), location }), {
  minLength: 1,
  maxLength: 6,
});

const secret = 'credentials-of-the-person';
/** Each way in which a person can give credentials. */
const ways: Readonly<Record<string, (session: Session) => RequestOptions>> = {
  'a typed header': () => ({ headers: { Authorization: secret, 'Proxy-Authorization': `proxy ${secret}` } }),
  "a header of the session's": (session) => {
    session.headers = session.headers.with('Authorization', secret).with('proxy-authorization', secret);
    return {};
  },
  auth: () => ({ auth: ['person', secret] }),
  "the session's auth": (session) => {
    session.auth = ['person', secret];
    return {};
  },
};

/** The parts of a URL that make its origin, read by another parser than ours. */
function originOf(text: string): { readonly scheme: string; readonly host: string; readonly port: string } {
  const { protocol, hostname, port } = new URL(text);
  return {
    scheme: protocol,
    host: hostname,
    port: port === '' ? (protocol === 'http:' ? '80' : '443') : port,
  };
}

/** The same origin, or the same host over TLS on the usual ports. */
function mayKeep(from: string, to: string): boolean {
  const [before, after] = [originOf(from), originOf(to)];
  if (before.host !== after.host) return false;
  if (before.scheme === after.scheme) return before.port === after.port;
  return before.scheme === 'http:' && before.port === '80' && after.port === '443';
}

const holdsSecret = (value: string | undefined): boolean =>
  value !== undefined &&
  [value, Buffer.from(value.replace(/^Basic /, ''), 'base64').toString()].some((text) =>
    text.includes(secret),
  );

async function follow(first: string, hops: readonly Hop[], prepare: (session: Session) => RequestOptions) {
  const { adapter, received } = redirecting(hops, 'sid=from-the-server; Path=/');
  const session = new Session({ environment: {}, adapter });
  await session.send(session.prepareRequest(new Request('POST', first, { data: 'x', ...prepare(session) })));
  return received;
}

describe('along any chain of redirects', () => {
  it.each(Object.keys(ways))('%s stays with the origin it was given for', async (way) => {
    await fc.assert(
      fc.asyncProperty(origin, chain, async (start, hops) => {
        const received = await follow(`${start}/`, hops, (session) => ways[way]?.(session) ?? {});
        let kept = true;
        for (const [index, request] of received.entries()) {
          const before = received[index - 1];
          if (before !== undefined) kept &&= mayKeep(before.url, request.url);
          const authorization = request.headers.get('Authorization');
          // Credentials in a Location are a server's words, not a person's.
          expect(authorization === undefined || holdsSecret(authorization)).toBe(true);
          expect([request.url, holdsSecret(authorization)]).toEqual([request.url, kept]);
          if (index > 0) expect(request.headers.has('Proxy-Authorization')).toBe(false);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('a typed Cookie header goes with the first request alone', async () => {
    await fc.assert(
      fc.asyncProperty(origin, chain, async (start, hops) => {
        const received = await follow(`${start}/`, hops, () => ({ headers: { Cookie: `typed=${secret}` } }));
        const carried = received.map(({ headers }) => (headers.get('Cookie') ?? '').includes(secret));
        expect(carried).toEqual(received.map((_, index) => index === 0));
      }),
      { numRuns: 30 },
    );
  });

  it("a request's cookies and those a server set go to their own host, over every hop", async () => {
    await fc.assert(
      fc.asyncProperty(origin, chain, async (start, hops) => {
        const received = await follow(`${start}/`, hops, () => ({ cookies: { own: secret } }));
        const { host } = originOf(`${start}/`);
        for (const [index, request] of received.entries()) {
          const cookie = request.headers.get('Cookie') ?? '';
          const home = originOf(request.url).host === host;
          expect([request.url, cookie.includes(secret)]).toEqual([request.url, home]);
          expect([request.url, cookie.includes('from-the-server')]).toEqual([request.url, home && index > 0]);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('a body goes on only where 307 and 308 say so, and never comes back', async () => {
    await fc.assert(
      fc.asyncProperty(origin, chain, async (start, hops) => {
        const received = await follow(`${start}/`, hops, () => ({}));
        const alive = hops.findIndex(({ status }) => status < 307);
        const last = alive === -1 ? hops.length : alive;
        expect(received.map(({ body, method }) => [body, method])).toEqual(
          received.map((_, index) => (index <= last ? ['x', 'POST'] : [null, 'GET'])),
        );
        for (const { body, headers } of received) {
          expect(headers.has('Content-Length')).toBe(body !== null);
        }
      }),
      { numRuns: 30 },
    );
  });
});
