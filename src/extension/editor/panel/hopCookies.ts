/**
 * The cookies of one hop with the reason for each: sent, not sent, received and refused; of a request that has not been
 * sent, what will go and what will not. The core has decided and kept
 * its reasons; this puts them into rows, with the cookies that other sessions would have sent. Pure.
 */
import type { Cookie, PreparedRequest, Response } from '../../http/index.ts';
import type { CookieRow, HopCookies, RequestCookies } from '../../webview/hops.ts';
import type { Localize } from '../labels.ts';
import { mask, type Secrecy } from '../trust/secrecy.ts';
import { expiryLabel } from '../views/cookieLabels.ts';

export type RequestCookieContext = Omit<CookieContext, 'before' | 'startedAt' | 'now'>;

export interface CookieContext {
  readonly session: string;
  /** What is in the session's jar now. */
  readonly jar: readonly Cookie[];
  /** Other sessions with the cookies they would send to the hop's URL. */
  readonly others: readonly { readonly session: string; readonly cookies: readonly Cookie[] }[];
  /** Cookies that answers before this one have set. */
  readonly before: readonly Cookie[];
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly now: number;
  readonly secrecy: Secrecy;
  readonly t: Localize;
}

export function hopCookies(response: Response, context: CookieContext): HopCookies {
  const { t } = context;
  return {
    ...requestCookies(response.request, context),
    received: receivedRows(response, context),
    refused: response.refusedCookies.map(({ line, reason }) => lineRow(line, t(reason), context)),
  };
}

/** Which cookies a request carries, whether it was sent or not, and why it carries no others. */
export function requestCookies(request: PreparedRequest, context: RequestCookieContext): RequestCookies {
  const decisions = request.origins.decisions ?? { sent: [], notSent: [] };
  const { t } = context;
  return {
    sent: sentRows(request, context),
    notSent: [
      ...decisions.notSent.map(({ cookie, reason }) => cookieRow(cookie, t(reason), context)),
      ...context.others.flatMap(({ session, cookies }) =>
        cookies.map((cookie) => ({
          ...cookieRow(cookie, t('It belongs to session {0}.', session), context),
          stored: undefined,
        })),
      ),
    ],
  };
}

/** What went is what stands in the header; the jar's cookies are known behind it unless somebody wrote it. */
function sentRows(request: PreparedRequest, context: RequestCookieContext): CookieRow[] {
  const header = request.headers.getAll('Cookie').join('; ');
  if (header === '') return [];
  const { t } = context;
  const decided = request.origins.decisions?.sent ?? [];
  if (decided.map(pairOf).join('; ') === header) {
    return decided.map((cookie, index) => {
      const source = request.origins.cookies[index]?.origin.source;
      const note = source === 'request' ? t('given by the request') : t('session {0}', context.session);
      return cookieRow(cookie, note, context);
    });
  }
  const isEdited = request.origins.headers.get('cookie')?.source === 'edited';
  const note = isEdited ? t('from the Cookie header you edited') : t('from the Cookie header of the file');
  return header.split(/;\s*/).map((pair) => lineRow(pair, note, context));
}

/** Each Set-Cookie line in its order; one that is neither kept nor refused has deleted its cookie. */
function receivedRows(response: Response, context: CookieContext): CookieRow[] {
  const refused = response.refusedCookies.map(({ line }) => line);
  const kept = [...response.cookies];
  const { t } = context;
  return response.headers.getAll('set-cookie').flatMap((line): CookieRow[] => {
    const again = refused.indexOf(line);
    if (again !== -1) {
      refused.splice(again, 1);
      return [];
    }
    const name = nameOf(line);
    const at = kept.findIndex((cookie) => cookie.name === name);
    const [cookie] = at === -1 ? [] : kept.splice(at, 1);
    if (cookie === undefined) return [lineRow(line, t('deleted by the server'), context)];
    return [cookieRow(cookie, receivedNote(cookie, context), context)];
  });
}

function receivedNote(cookie: Cookie, { before, jar, startedAt, now, t }: CookieContext): string {
  const isReplaced = cookie.created.getTime() < startedAt || before.some((one) => isSame(one, cookie));
  const expiry =
    cookie.expires === undefined
      ? t('until the session ends')
      : t('expires in {0}', expiryLabel(cookie.expires, now, t));
  const isGone = !jar.some((one) => isSame(one, cookie));
  return [isReplaced ? t('replaced') : t('new'), expiry, ...(isGone ? [t('not in the jar now')] : [])].join(
    ', ',
  );
}

function cookieRow(cookie: Cookie, note: string, { jar, secrecy, t }: RequestCookieContext): CookieRow {
  const { name, domain, path } = cookie;
  const isStored = jar.some((one) => isSame(one, cookie));
  return {
    name,
    ...shown(cookie.value, secrecy),
    note,
    facts: [
      domain === '' ? t('every host') : cookie.hostOnly ? domain : t('{0} and subdomains', domain),
      path,
      ...(cookie.secure ? ['Secure'] : []),
      ...(cookie.httpOnly ? ['HttpOnly'] : []),
      ...(cookie.sameSite === undefined ? [] : [`SameSite=${cookie.sameSite}`]),
    ],
    stored: isStored ? { name, domain, path } : undefined,
  };
}

/** A cookie of which nothing but its text is known. */
function lineRow(line: string, note: string, { secrecy }: RequestCookieContext): CookieRow {
  const name = nameOf(line);
  const at = line.indexOf('=');
  const value = (at === -1 ? line : line.slice(at + 1)).trim();
  return { name, ...shown(value, secrecy), note, facts: [], stored: undefined };
}

function shown(value: string, secrecy: Secrecy): Pick<CookieRow, 'value' | 'secret'> {
  return secrecy.masked && !secrecy.revealable
    ? { value: mask, secret: false }
    : { value, secret: secrecy.masked };
}

function nameOf(line: string): string {
  const pair = line.split(';', 1)[0] ?? '';
  const at = pair.indexOf('=');
  return at === -1 ? '' : pair.slice(0, at).trim();
}

function pairOf({ name, value }: Cookie): string {
  return name === '' ? value : `${name}=${value}`;
}

function isSame(one: Cookie, other: Cookie): boolean {
  return one.name === other.name && one.domain === other.domain && one.path === other.path;
}
