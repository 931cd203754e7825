/**
 * Cookies as the texts that people exchange: a `Set-Cookie` line, and the `cookies.txt` of Netscape that curl, wget and
 * browsers write. Reading a file trusts nothing in it: a line that is no cookie is named and left out. What may be
 * stored is decided elsewhere (cookies.ts).
 */
import { cookieFrom } from './cookie.ts';
import type { Cookie } from './cookie.ts';

/** `sid=1; Domain=a.test; Path=/; Secure`: what a server would have to say for this cookie. */
export function setCookieLine(cookie: Cookie): string {
  const { name, value, domain, path, hostOnly, secure, httpOnly, sameSite, expires } = cookie;
  return [
    name === '' ? value : `${name}=${value}`,
    ...(hostOnly || domain === '' ? [] : [`Domain=${domain}`]),
    `Path=${path}`,
    ...(expires === undefined ? [] : [`Expires=${expires.toUTCString()}`]),
    ...(secure ? ['Secure'] : []),
    ...(httpOnly ? ['HttpOnly'] : []),
    ...(sameSite === undefined ? [] : [`SameSite=${sameSite.charAt(0).toUpperCase()}${sameSite.slice(1)}`]),
  ].join('; ');
}

export interface NetscapeFile {
  readonly text: string;
  /** Cookies that the format has no words for: those for every host, and those that a tab or a line break would split. */
  readonly leftOut: readonly Cookie[];
}

/** A whole `cookies.txt`. Whether a cookie is switched off, and its SameSite, are not told: the format cannot. */
export function writeNetscape(cookies: readonly Cookie[]): NetscapeFile {
  const lines = cookies.map((cookie) => netscapeLine(cookie));
  const told = lines.filter((line) => line !== undefined);
  return {
    text: `# Netscape HTTP Cookie File\n\n${told.map((line) => `${line}\n`).join('')}`,
    leftOut: cookies.filter((_cookie, index) => lines[index] === undefined),
  };
}

/** One line of a `cookies.txt` without its end; undefined where the format has no words for the cookie. */
export function netscapeLine(cookie: Cookie): string | undefined {
  const { name, value, domain, path, hostOnly, secure, httpOnly, expires } = cookie;
  if (domain === '' || /[\t\r\n]/.test(name + value + path)) return undefined;
  const seconds = expires === undefined ? 0 : Math.max(1, Math.floor(expires.getTime() / 1000));
  const yesNo = (flag: boolean): string => (flag ? 'TRUE' : 'FALSE');
  const host = `${httpOnly ? httpOnlyMark : ''}${hostOnly ? '' : '.'}${domain}`;
  return [host, yesNo(!hostOnly), path, yesNo(secure), seconds, name, value].join('\t');
}

export interface ReadCookies {
  readonly cookies: readonly Cookie[];
  /** 1-based numbers of the lines that are no cookies. */
  readonly badLines: readonly number[];
}

/** The cookies of a `cookies.txt`, expired ones, too. Never throws. */
export function readNetscape(text: string): ReadCookies {
  const cookies: Cookie[] = [];
  const badLines: number[] = [];
  for (const [index, line] of text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .entries()) {
    const isComment = line.startsWith('#') && !line.startsWith(httpOnlyMark);
    if (isComment || line.trim() === '') continue;
    const cookie = readLine(line);
    if (cookie === undefined) badLines.push(index + 1);
    else cookies.push(cookie);
  }
  return { cookies, badLines };
}

/** How curl writes what the format has no column for. */
const httpOnlyMark = '#HttpOnly_';

function readLine(line: string): Cookie | undefined {
  const httpOnly = line.startsWith(httpOnlyMark);
  const fields = (httpOnly ? line.slice(httpOnlyMark.length) : line).split('\t');
  const [domain = '', subdomains = '', path = '', secure = '', expires = '', name = '', value = ''] = fields;
  const flags = /^(?:TRUE|FALSE)$/i;
  // A cookie without a value may end at its name.
  if (fields.length < 6 || fields.length > 7 || domain === '' || !path.startsWith('/')) return undefined;
  if (!flags.test(subdomains) || !flags.test(secure) || !/^\d{1,13}(?:\.\d+)?$/.test(expires))
    return undefined;
  const seconds = Number(expires);
  return cookieFrom({
    name,
    value,
    domain,
    path,
    hostOnly: subdomains.toUpperCase() === 'FALSE',
    secure: secure.toUpperCase() === 'TRUE',
    httpOnly,
    ...(seconds === 0 ? {} : { expires: new Date(Math.min(seconds * 1000, 8.64e15)) }),
  });
}
