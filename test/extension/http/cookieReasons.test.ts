/** Every reason why a cookie is not sent, or not kept, as the sentence people read. */
import { describe, expect, it } from 'vitest';
import {
  Headers,
  Request,
  Response,
  Session,
  type Adapter,
  type CookieInit,
  type CookiesInit,
  type PreparedRequest,
} from '../../../src/extension/http/index.ts';
import { withoutJar } from '../../../src/extension/runner/prepare/withoutJar.ts';

interface Unsent {
  readonly cookie: CookieInit;
  readonly url?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly own?: CookiesInit;
  readonly through?: (session: Session) => Session;
}

/** A session with one cookie, and what it decides about it. */
function prepared({ cookie, url = 'http://a.test/login', ...rest }: Unsent): PreparedRequest {
  const session = new Session({ environment: {} });
  session.cookies.set({ domain: 'a.test', ...cookie });
  return (rest.through?.(session) ?? session).prepareRequest(
    new Request('GET', url, { headers: rest.headers, cookies: rest.own }),
  );
}

describe('a cookie that is not sent', () => {
  it.each<[reason: string, given: Unsent, sentence: string]>([
    ['another host', { cookie: c({ domain: 'b.test' }) }, 'It is for b.test, not for a.test.'],
    [
      'a subdomain of its host',
      { cookie: c(), url: 'http://www.a.test/' },
      'It is for a.test only, not for its subdomains.',
    ],
    ['another path', { cookie: c({ path: '/admin' }) }, 'It is for paths under /admin.'],
    ['Secure', { cookie: c({ secure: true }) }, 'It is Secure and the request is plain http.'],
    ['its end', { cookie: c({ expires: new Date(0) }) }, 'It has expired.'],
    ['a switch', { cookie: c({ disabled: true }) }, 'It is switched off.'],
    ['a Cookie header', { cookie: c(), headers: { Cookie: 'sid=2' } }, 'Your Cookie header replaces it.'],
    [
      'a cookie of the request',
      { cookie: c(), own: { sid: '2' } },
      'The request sets a cookie of this name itself.',
    ],
    ['# @no-cookie-jar', { cookie: c(), through: withoutJar }, 'The request says # @no-cookie-jar.'],
  ])('because of %s says so', (_reason, given, sentence) => {
    const { headers, origins } = prepared(given);
    expect(headers.get('Cookie') ?? '').not.toContain('sid=1');
    expect(origins.decisions?.notSent.map(({ cookie, reason }) => [cookie.name, reason])).toEqual([
      ['sid', sentence],
    ]);
  });

  it('because its Cookie header was edited says so', () => {
    const edited = prepared({ cookie: c() }).with({ headers: { Cookie: 'sid=2' } });
    expect(edited.origins.decisions?.notSent[0]?.reason).toBe('Your Cookie header replaces it.');
  });

  it('because a redirect leads to a different origin says so', async () => {
    const { sent } = await followed({ cookies: { mine: '1' } }, { Location: 'http://b.test/' });
    expect(sent[1]?.origins.decisions?.notSent).toMatchObject([
      { cookie: { name: 'mine' }, reason: 'The request gave it to a.test; this is a different origin.' },
    ]);
  });
});

describe('a cookie that is sent', () => {
  it('is told with its place in the jar', () => {
    expect(prepared({ cookie: c() }).origins.decisions).toMatchObject({
      sent: [{ name: 'sid', domain: 'a.test', path: '/' }],
      notSent: [],
    });
  });
});

describe('a cookie that is not kept', () => {
  it.each<[reason: string, line: string, sentence: RegExp]>([
    ['a public suffix', 'a=1; Domain=test', /^Its domain test is shared by unrelated sites\.$/],
    ['its prefix', '__Host-a=1; Path=/', /^A name that starts with __Host- needs Secure\.$/],
    ['its size', `a=${'x'.repeat(4096)}`, /^Name and value have more than 4096 bytes\.$/],
    ['a character', 'a=1\u0007', /^It holds a control character\.$/],
  ])('because of %s is told by the response', async (_reason, line, sentence) => {
    const { response } = await followed({}, { 'Set-Cookie': line });
    expect(response.refusedCookies).toEqual([{ line, reason: expect.stringMatching(sentence) as string }]);
    expect(response.cookies).toEqual([]);
  });

  it('stays switched off when the server sets it again', async () => {
    const { session } = await followed(
      {},
      { 'Set-Cookie': 'sid=2' },
      c({ disabled: true, domain: 'a.test' }),
    );
    expect(session.cookies.list()).toMatchObject([{ name: 'sid', value: '2', disabled: true }]);
  });
});

function c(change: Partial<CookieInit> = {}): CookieInit {
  return { name: 'sid', value: '1', ...change };
}

/** A request to a.test whose first answer has these headers. */
async function followed(
  options: { readonly cookies?: CookiesInit },
  headers: Readonly<Record<string, string>>,
  cookie?: CookieInit,
): Promise<{ session: Session; sent: PreparedRequest[]; response: Response }> {
  const sent: PreparedRequest[] = [];
  const adapter: Adapter = {
    send: (request) => {
      const isFirst = sent.length === 0;
      sent.push(request);
      const status = isFirst && 'Location' in headers ? 302 : 200;
      const body = { open: nothing, rawBytes: 0, abandon: () => undefined };
      return Promise.resolve(
        new Response({
          request,
          url: request.url,
          status,
          reason: '',
          headers: new Headers(isFirst ? headers : {}),
          body,
        }),
      );
    },
    close: () => Promise.resolve(),
  };
  const session = new Session({ environment: {}, adapter });
  if (cookie !== undefined) session.cookies.set(cookie);
  return { session, sent, response: await session.get('http://a.test/', options) };
}

async function* nothing(): AsyncGenerator<Uint8Array> {
  yield* await Promise.resolve([]);
}
