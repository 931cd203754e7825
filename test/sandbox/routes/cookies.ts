/** Routes that set, show and delete cookies. The server keeps none: it says what came and sets what is asked. */

import { Refusal, type Call } from '../call.ts';
import { get, type Route } from '../router.ts';

export function cookieRoutes(): readonly Route[] {
  return [
    get('/cookies', (call) => call.json({ cookies: Object.fromEntries(sentCookies(call)) })),
    get('/cookies/set', (call) => {
      backToCookies(
        call,
        [...call.query].map(([name, value]) => setCookie(name, value)),
      );
    }),
    get('/cookies/set/:name/:value', (call) => {
      backToCookies(call, [setCookie(call.param('name'), call.param('value'))]);
    }),
    get('/cookies/set-detail/:name/:value', (call) => {
      backToCookies(call, [detailedCookie(call)]);
    }),
    get('/cookies/delete', (call) => {
      const gone = 'Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0';
      backToCookies(
        call,
        [...call.query.keys()].map((name) => `${setCookie(name, '')}; ${gone}`),
      );
    }),
  ];
}

/** The cookies of the `Cookie` header in their order; the first of a name wins. */
export function sentCookies(call: Call): ReadonlyMap<string, string> {
  const cookies = new Map<string, string>();
  for (const pair of (call.request.headers.cookie ?? '').split(';')) {
    const at = pair.indexOf('=');
    const name = pair.slice(0, Math.max(at, 0)).trim();
    if (at > 0 && !cookies.has(name)) cookies.set(name, pair.slice(at + 1).trim());
  }
  return cookies;
}

function backToCookies(call: Call, lines: readonly string[]): void {
  call.redirect('/cookies', 302, lines.length === 0 ? {} : { 'Set-Cookie': [...lines] });
}

function setCookie(name: string, value: string): string {
  const bare = /^[^\p{Cc};]*$/u;
  if (name === '' || name.includes('=') || !bare.test(name) || !bare.test(value)) {
    throw new Refusal(
      400,
      'A cookie needs a name, and neither name nor value may hold ; or control characters.',
    );
  }
  return `${latin(name)}=${latin(value)}; Path=/`;
}

/** Header fields hold bytes; characters beyond them are percent-encoded. */
function latin(text: string): string {
  return text.replace(/[^\x20-\x7e]/gu, (letter) => encodeURIComponent(letter));
}

/** `?secure&httponly&samesite=Lax&max_age=60&domain=…&path=…` become the cookie's attributes. */
function detailedCookie(call: Call): string {
  const attributes: string[] = [];
  const { query } = call;
  for (const [key, attribute] of [
    ['path', 'Path'],
    ['domain', 'Domain'],
    ['max_age', 'Max-Age'],
    ['expires', 'Expires'],
    ['samesite', 'SameSite'],
  ] as const) {
    const value = query.get(key);
    if (value !== null) attributes.push(`${attribute}=${latin(value.replace(/[\p{Cc};]/gu, ''))}`);
  }
  if (query.has('secure')) attributes.push('Secure');
  if (query.has('httponly')) attributes.push('HttpOnly');
  const base = setCookie(call.param('name'), call.param('value'));
  const start = query.has('path') ? base.replace(/; Path=\/$/, '') : base;
  return [start, ...attributes].join('; ');
}
