/**
 * What a request goes by on its way, as far as it is known before it is sent and is not what everybody expects: a proxy,
 * certificates that are not checked or checked by other authorities, a client certificate, redirects that stay
 * unfollowed; each with who says so. For the preview; it decides nothing.
 */
import type { SendOptions, Session } from '../../http/index.ts';
import { clientCertificateFor, proxyFor } from '../../http/index.ts';

export interface RouteLine {
  readonly kind: 'proxy' | 'direct' | 'unverified' | 'authority' | 'certificate' | 'redirects';
  /** The proxy's URL without a password, a path; empty where the kind says it all. */
  readonly value: string;
  /** `request`, `command line`, `session admin, http-sessions.json:5`, `http.proxy`, `HTTPS_PROXY`, `no_proxy`. */
  readonly origin: string;
}

export interface RouteQuestion {
  readonly url: string;
  readonly session: Session;
  /** What the send will be told. */
  readonly options: SendOptions;
  /** What of it the request says itself, and what the command line says. */
  readonly own: SendOptions;
  readonly commandLine: SendOptions;
  /** The session's name, and where its defaults stand by their keys. */
  readonly name: string;
  readonly places: ReadonlyMap<string, string>;
  /** Settings that name a proxy or turn checking off, by their ids. */
  readonly origins: Readonly<Record<string, string>>;
}

export function routeOf(question: RouteQuestion): readonly RouteLine[] {
  const { url, session, options } = question;
  const lines: RouteLine[] = [];
  const proxy = proxyFor(session, url, options);
  const why = proxyOrigin(question);
  if (proxy !== undefined) lines.push({ kind: 'proxy', value: proxy, origin: why ?? 'environment' });
  // A proxy is named, and not used: somebody will ask why.
  else if (why !== undefined)
    lines.push({ kind: 'direct', value: '', origin: isOwn(question) ? why : 'no_proxy' });
  if (!/^https:/i.test(url)) return [...lines, ...redirectLine(question)];
  const verify = options.verify ?? session.verify;
  const verifyOrigin = originOf(question, 'verify', 'verify');
  if (verify === false) lines.push({ kind: 'unverified', value: '', origin: verifyOrigin });
  if (typeof verify === 'string') lines.push({ kind: 'authority', value: verify, origin: verifyOrigin });
  for (const value of options.ca ?? []) {
    lines.push({ kind: 'authority', value, origin: originOf(question, 'ca', 'ca') });
  }
  const certificate = clientCertificateFor(url, options);
  if (certificate !== undefined) {
    lines.push({ kind: 'certificate', value: certificate, origin: originOf(question, 'cert', 'cert') });
  }
  return [...lines, ...redirectLine(question)];
}

function redirectLine(question: RouteQuestion): readonly RouteLine[] {
  if (question.options.allowRedirects !== false) return [];
  const origin = originOf(question, 'allowRedirects', 'redirects.follow');
  return [{ kind: 'redirects', value: '', origin }];
}

function isOwn({ own, commandLine }: RouteQuestion): boolean {
  return own.proxies !== undefined || commandLine.proxies !== undefined;
}

/** Who names a proxy for the URL's scheme; undefined when nobody does. */
function proxyOrigin(question: RouteQuestion): string | undefined {
  const { url, session, places, origins } = question;
  if (isOwn(question)) return originOf(question, 'proxies', '');
  const { keys, variables } = /^https:/i.test(url) ? proxyNames.https : proxyNames.http;
  const key = places.size === 0 ? undefined : keys.find((one) => places.has(one));
  if (key !== undefined) return originOf(question, 'proxies', key);
  if (origins['proxy'] !== undefined) return origins['proxy'];
  return variables.find((name) => (session.environment[name] ?? '') !== '');
}

/** Where a proxy for a scheme may be named: in the session's defaults, then in the environment. */
const proxyNames = {
  http: {
    keys: ['proxies.http', 'proxies.all'],
    variables: ['http_proxy', 'HTTP_PROXY', 'all_proxy', 'ALL_PROXY'],
  },
  https: {
    keys: ['proxies.https', 'proxies.all'],
    variables: ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'],
  },
} as const;

function originOf(
  { own, commandLine, name, places, origins }: RouteQuestion,
  option: keyof SendOptions,
  key: string,
): string {
  if (own[option] !== undefined) return 'request';
  if (commandLine[option] !== undefined) return 'command line';
  const place = places.get(key);
  return place === undefined ? (origins[key] ?? 'settings') : `session ${name}, ${place}`;
}
