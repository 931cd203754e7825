/**
 * One hop of an exchange for the page: its own request and answer, what the hop before had sent and this one has not,
 * its cookies, times, connection and certificates. Pure; `exchangePanel.ts` asks for it when a page wants to see it.
 */
import type { CertificateFacts, ConnectionFacts, PreparedRequest, Response } from '../../http/index.ts';
import type { CertificateView, Fact, HopDetail, SentHeader } from '../../webview/hops.ts';
import { hostOf, type Localize } from '../labels.ts';
import { isSecretHeader, isWithheld, mask, shownTo, type Secrecy } from '../trust/secrecy.ts';
import { hopCookies, type CookieContext } from './hopCookies.ts';
import { connectionSentence, timingRows } from './responseView.ts';

export interface HopContext extends Omit<CookieContext, 'before'> {
  /** Who chose a proxy, in words; undefined when it is not known. */
  readonly proxyReason: (proxy: string) => string | undefined;
}

/** The answers of an exchange, the last one included. */
export function hopsOf(response: Response): readonly Response[] {
  return [...response.history, response];
}

/** Undefined when there is no such hop. */
export function hopDetail(response: Response, hop: number, context: HopContext): HopDetail | undefined {
  const hops = hopsOf(response);
  const shown = hops[hop];
  if (shown === undefined) return undefined;
  const { request, connection } = shown;
  const before = hops.slice(0, hop);
  const { secrecy, t } = context;
  return {
    method: request.method,
    url: shownTo(secrecy, shown.url),
    requestHeaders: request.wireHead.headers.map(([name, value]) => headerOf(name, value, secrecy)),
    status: shown.status,
    reason: shown.reason,
    responseHeaders: [...shown.headers].map(([name, value]) => headerOf(name, value, secrecy)),
    dropped: droppedSince(before.at(-1), request, t),
    cookies: hopCookies(shown, { ...context, before: before.flatMap((one) => one.cookies) }),
    timings: timingRows(shown),
    connection: connectionSentence(shown, t),
    facts: factsOf(shown, connection, context),
    certificates: (connection?.tls?.chain ?? []).map((one) => certificateView(one, context)),
  };
}

function headerOf(name: string, value: string, secrecy: Secrecy): SentHeader {
  return isWithheld(name, value, secrecy)
    ? { name, value: mask, secret: false }
    : { name, value, secret: isSecretHeader(name, value, secrecy) };
}

/** What the request before had and this one has not, each with the rule that took it away (R71 to R78). */
function droppedSince(before: Response | undefined, request: PreparedRequest, t: Localize): string[] {
  if (before === undefined) return [];
  const { request: last, status } = before;
  const lost = [...new Set([...last.headers].map(([name]) => name))].filter(
    (name) => !request.headers.has(name),
  );
  const losesBody = last.body !== null && last.body !== '' && (request.body === null || request.body === '');
  return [
    ...(last.method === request.method
      ? []
      : [t('{0} became {1}, as status {2} asks for.', last.method, request.method, status)]),
    ...(losesBody ? [t('Body not sent: a redirect with status {0} goes without it.', status)] : []),
    ...lost.map((name) => lossOf(name, last, t)),
  ];
}

function lossOf(name: string, last: PreparedRequest, t: Localize): string {
  switch (name.toLowerCase()) {
    case 'authorization':
      return t('{0} not sent: different origin.', name);
    case 'host':
      return t('{0} not sent: it was meant for {1}.', name, hostOf(last.url));
    case 'cookie':
      return last.origins.cookies.length === 0
        ? t('{0} not sent: a header that was written by hand stays with its URL.', name)
        : t('{0} not sent: no cookie belongs to this URL.', name);
    case 'proxy-authorization':
      return t('{0} not sent: it is for the proxy of the hop before.', name);
    case 'content-length':
    case 'content-type':
    case 'transfer-encoding':
      return t('{0} not sent: there is no body.', name);
    default:
      return t('{0} not sent: it holds a secret, and this is a different origin.', name);
  }
}

function factsOf(
  response: Response,
  connection: ConnectionFacts | undefined,
  { proxyReason, t }: HopContext,
): Fact[] {
  const proxy = connection?.proxy;
  const why = proxy === undefined ? undefined : proxyReason(proxy);
  const tls = connection?.tls;
  const facts: (readonly [string, string | undefined])[] = [
    [t('Server address'), serverAddress(connection, t)],
    [t('Own address'), connection?.localAddress],
    [t('Protocol'), `HTTP/${response.httpVersion}`],
    [t('Kept open'), keptOpen(response, t)],
    [t('Proxy'), proxy === undefined ? t('none') : why === undefined ? proxy : `${proxy} (${why})`],
    [t('TLS'), tls === undefined ? undefined : `${tls.version}, ${tls.cipher}`],
    [t('Certificate'), tls === undefined ? undefined : verification(tls, t)],
    [t('Own certificate'), tls === undefined ? undefined : ownCertificate(tls.clientCertificate, t)],
  ];
  return facts.flatMap(([name, value]) => (value === undefined || value === '' ? [] : [{ name, value }]));
}

/** With the addresses that were tried before, as happy eyeballs do. */
function serverAddress(connection: ConnectionFacts | undefined, t: Localize): string | undefined {
  const { remoteAddress, passedOver = [] } = connection ?? {};
  const passed = passedOver.map(({ address, code }) => {
    if (code === undefined) return t('{0} did not answer', address);
    return code === 'ECONNREFUSED' ? t('{0} refused', address) : `${address} ${code}`;
  });
  return passed.length === 0 ? remoteAddress : `${remoteAddress ?? ''} (${passed.join(', ')})`;
}

function verification(
  { authorized, authorizationError, pinned }: NonNullable<ConnectionFacts['tls']>,
  t: Localize,
) {
  if (pinned === true) return t('trusted by you for this session');
  return authorized ? t('verified') : t('not verified: {0}', authorizationError ?? '');
}

function ownCertificate(
  state: NonNullable<ConnectionFacts['tls']>['clientCertificate'],
  t: Localize,
): string {
  switch (state) {
    case 'unasked':
      return t('not asked for');
    case 'missing':
      return t('asked for, and there was none');
    case 'sent':
      return t('sent');
  }
}

/** What the server says about how long it waits for the next request. */
function keptOpen({ headers }: Response, t: Localize): string | undefined {
  const seconds = /(?:^|[\s,;])timeout=(\d+)/i.exec(headers.get('Keep-Alive') ?? '')?.[1];
  return seconds === undefined ? undefined : t('{0} s, says the server', Number(seconds));
}

const day = 24 * 60 * 60 * 1000;

/** A certificate with how long it is still good; `now` is in milliseconds since the epoch. */
export function certificateView(
  { subject, issuer, names, validFrom, validTo, fingerprint256 }: CertificateFacts,
  { now, t }: Pick<HopContext, 'now' | 't'>,
): CertificateView {
  const end = Date.parse(validTo);
  const left = Math.floor((end - now) / day);
  const warning =
    Date.parse(validFrom) > now
      ? t('It is not valid yet.')
      : end <= now
        ? t('It has expired.')
        : left <= 14
          ? t('It expires in {0} days.', left)
          : undefined;
  return { subject, issuer, names, validFrom, validTo, fingerprint: fingerprint256, warning };
}
