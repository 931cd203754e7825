/** The jar against a second, tiny jar that was written from RFC 6265bis alone: what is kept, and what is sent. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CookieJar } from '../../../src/extension/http/index.ts';
import { cookieHeader } from '../../../src/extension/http/cookies/cookies.ts';

interface Place {
  readonly scheme: string;
  readonly host: string;
  readonly path: string;
}
interface Line {
  readonly name: string;
  readonly value: string;
  readonly domain: string | undefined;
  readonly path: string | undefined;
  readonly secure: boolean;
  readonly sameSite: string | undefined;
  /** Seconds; undefined is a session cookie. */
  readonly maxAge: number | undefined;
}
type ModelCookie = Pick<Line, 'name' | 'value' | 'secure'> & Place & { readonly hostOnly: boolean };

const sharedSuffixes = ['test', 'co.uk', 'github.io'];
const covers = (domain: string, host: string): boolean => host === domain || host.endsWith(`.${domain}`);
const under = (path: string, parent: string): boolean =>
  path === parent || path.startsWith(parent.endsWith('/') ? parent : `${parent}/`);

class ModelJar {
  #cookies: readonly ModelCookie[] = [];

  set(from: Place, line: Line): void {
    const path = line.path ?? from.path.replace(/\/[^/]*$/, '');
    const host = line.domain ?? from.host;
    const shared = sharedSuffixes.includes(host);
    const cookie: ModelCookie = {
      ...{ name: line.name, value: line.value, secure: line.secure, scheme: from.scheme },
      ...{ host, hostOnly: line.domain === undefined || shared, path: path === '' ? '/' : path },
    };
    if (!this.#mayKeep(cookie, from, line, shared)) return;
    const at = this.#cookies.findIndex((other) => keyOf(other) === keyOf(cookie));
    if (line.maxAge === 0) this.#cookies = this.#cookies.filter((_, index) => index !== at);
    else this.#cookies = at === -1 ? [...this.#cookies, cookie] : this.#cookies.with(at, cookie);
  }

  #mayKeep(cookie: ModelCookie, from: Place, line: Line, shared: boolean): boolean {
    const encrypted = from.scheme === 'https';
    if (!covers(cookie.host, from.host) || (shared && from.host !== cookie.host)) return false;
    if (line.secure ? !encrypted : line.sameSite === 'None') return false;
    if (/^__(?:host|secure)-/i.test(line.name) && !line.secure) return false;
    if (/^__host-/i.test(line.name) && (line.domain !== undefined || cookie.path !== '/')) return false;
    return (
      encrypted ||
      !this.#cookies.some(
        (other) =>
          other.secure &&
          other.name === cookie.name &&
          (covers(other.host, cookie.host) || covers(cookie.host, other.host)) &&
          under(cookie.path, other.path),
      )
    );
  }

  header({ scheme, host, path }: Place): string {
    return this.#cookies
      .filter((cookie) => (cookie.hostOnly ? host === cookie.host : covers(cookie.host, host)))
      .filter((cookie) => under(path, cookie.path) && (!cookie.secure || scheme === 'https'))
      .toSorted((one, other) => other.path.length - one.path.length)
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ');
  }
}

function keyOf({ name, host, hostOnly, path }: ModelCookie): string {
  return [name, host, hostOnly, path].join(' ');
}

function lineText({ name, value, domain, path, secure, sameSite, maxAge }: Line): string {
  return [
    `${name}=${value}`,
    ...(domain === undefined ? [] : [`Domain=${domain}`]),
    ...(path === undefined ? [] : [`Path=${path}`]),
    ...(secure ? ['secure'] : []),
    ...(sameSite === undefined ? [] : [`SameSite=${sameSite}`]),
    ...(maxAge === undefined ? [] : [`Max-Age=${maxAge}`]),
  ].join('; ');
}

const hosts = [
  'h.test',
  'a.h.test',
  'b.a.h.test',
  'x.test',
  'test',
  'shop.co.uk',
  'me.github.io',
  'github.io',
];
const path = fc.constantFrom('/', '/p', '/p/', '/p/q', '/pq');
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const place: fc.Arbitrary<Place> = fc.record({
  scheme: fc.constantFrom('http', 'https', 'https'),
  host: fc.constantFrom(...hosts),
  path,
});
const line: fc.Arbitrary<Line> = fc.record({
  name: fc.constantFrom('a', 'a', 'A', '__Host-a', '__hOST-a', '__Secure-a'),
  value: fc.constantFrom('1', '2', '3'),
  domain: optional(fc.constantFrom(...hosts, ...sharedSuffixes)),
  path: optional(path),
  secure: fc.boolean(),
  sameSite: optional(fc.constantFrom('None', 'Lax', 'Strict')),
  maxAge: optional(fc.constantFrom(0, 1000)),
});

describe('a jar', () => {
  it('agrees with a tiny model of RFC 6265bis about every request', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(place, line), { maxLength: 10 }),
        fc.array(place, { minLength: 4 }),
        (sets, to) => {
          const jar = new CookieJar();
          const model = new ModelJar();
          for (const [from, each] of sets) {
            jar.setFromResponse(`${from.scheme}://${from.host}${from.path}`, [lineText(each)]);
            model.set(from, each);
          }
          for (const each of to) {
            const sent = jar.cookiesFor(`${each.scheme}://${each.host}${each.path}`).sent;
            expect([each, cookieHeader(sent)]).toEqual([each, model.header(each)]);
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it('says of every line that it was kept, deleted something, or why it was refused', () => {
    fc.assert(
      fc.property(place, fc.array(line, { maxLength: 5 }), (from, some) => {
        const lines = some.map(lineText);
        const { stored, refused } = new CookieJar().setFromResponse(
          `${from.scheme}://${from.host}${from.path}`,
          lines,
        );
        const deleting = some.filter(({ maxAge }) => maxAge === 0).length;
        expect(stored.length + refused.length).toBeGreaterThanOrEqual(lines.length - deleting);
        expect(stored.length + refused.length).toBeLessThanOrEqual(lines.length);
        for (const { reason } of refused) expect(reason).toMatch(/^[A-Z].+\.$/);
      }),
    );
  });
});
