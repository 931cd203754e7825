/**
 * What the environment adds to a send when the session trusts it: proxies, and a CA bundle (rules R49 to R58).
 * Variables are an argument, so that an editor can put its own settings below or above them. It connects to
 * nothing; netrc is in netrc.ts and matching of no_proxy in noProxy.ts.
 */
import type { ClientCertificate, Proxies } from '../transport/adapter.ts';
import { InvalidProxyURL } from '../errors/errors.ts';
import { mergeSetting } from '../session/merge.ts';
import { bypassesProxies } from './noProxy.ts';
import { unquote } from '../url/percent.ts';
import { proxyVariables } from './proxyVariables.ts';
import type { Variables } from './proxyVariables.ts';
import { isPort, maskUserinfo, splitUrl } from '../url/url.ts';

export type { Variables };

/** The settings of one send that a session and the environment can fill. */
export interface TransportSettings {
  readonly proxies: Proxies;
  readonly stream: boolean;
  readonly verify: boolean | string;
  readonly cert: ClientCertificate | undefined;
}

export interface SessionTransport extends TransportSettings {
  readonly trustEnv: boolean;
  readonly environment: Variables;
}

export interface RequestTransport {
  readonly proxies?: Proxies | null | undefined;
  readonly stream?: boolean | null | undefined;
  readonly verify?: boolean | string | null | undefined;
  readonly cert?: ClientCertificate | null | undefined;
}

/**
 * Request over environment over session for proxies (rule R51); request over session for the rest, and a CA bundle
 * of the environment where neither says anything but "verify" (rule R57).
 */
export function mergeEnvironment(
  session: SessionTransport,
  url: string,
  request: RequestTransport,
): TransportSettings {
  const { environment, trustEnv } = session;
  const given = request.proxies ?? undefined;
  const noProxy = given?.['no_proxy'];
  const inherited = trustEnv ? environmentProxies(url, environment, noProxy) : {};
  const verify = mergeSetting(request.verify, session.verify);
  const proxies = mergeSetting(given === undefined ? inherited : { ...inherited, ...given }, session.proxies);
  if (trustEnv && proxies['no_proxy'] === noProxy) lookedUp = { proxies, url };
  return {
    proxies,
    stream: mergeSetting(request.stream, session.stream),
    verify: verify === true && trustEnv ? (caBundle(environment) ?? true) : verify,
    cert: mergeSetting(request.cert, session.cert),
  };
}

/** The proxies that the environment was asked about last, and for which URL: nothing can be added to them. */
let lookedUp: { readonly proxies: Proxies; readonly url: string } | undefined;

/** The proxies of a prepared request that is sent as it is: the environment only fills the URL's scheme (rule R4). */
export function resolveProxies(url: string, proxies: Proxies, variables: Variables | undefined): Proxies {
  if (lookedUp?.proxies === proxies && lookedUp.url === url) return proxies;
  const { scheme } = splitUrl(url);
  if (variables === undefined || scheme === undefined || Object.hasOwn(proxies, scheme)) return proxies;
  const found = environmentProxies(url, variables, proxies['no_proxy']);
  const proxy = found[scheme] ?? found['all'];
  return proxy === undefined || proxy === null ? proxies : { ...proxies, [scheme]: proxy };
}

/** The proxy that a send of this URL would take, a password left out; undefined for none. For previews. */
export function proxyFor(
  session: SessionTransport,
  url: string,
  request: RequestTransport,
): string | undefined {
  const { proxies } = mergeEnvironment(session, url, request);
  const variables = session.trustEnv ? session.environment : undefined;
  const chosen = selectProxy(url, resolveProxies(url, proxies, variables));
  return chosen === undefined ? undefined : maskUserinfo(proxyUrl(chosen));
}

/** The proxies of the environment for a URL; none when no_proxy covers it. */
export function environmentProxies(
  url: string,
  variables: Variables,
  noProxy: string | null | undefined,
): Proxies {
  const found = proxyVariables(variables);
  if (Object.keys(found).length === 0) return found;
  return bypassesProxies(url, noProxy ?? undefined, variables) ? {} : found;
}

/** The proxy of a URL: the first of `scheme://host`, `scheme`, `all://host`, `all` (rule R52). */
export function selectProxy(url: string, proxies: Proxies | undefined): string | undefined {
  if (proxies === undefined || Object.keys(proxies).length === 0) return undefined;
  const { scheme = '', hostname } = splitUrl(url);
  const keys =
    hostname === undefined || hostname === ''
      ? [scheme, 'all']
      : [`${scheme}://${hostname}`, scheme, `all://${hostname}`, 'all'];
  const key = keys.find((candidate) => Object.hasOwn(proxies, candidate));
  return key === undefined ? undefined : (proxies[key] ?? undefined);
}

/** The proxy's URL with a scheme, `http` when it has none (rule R54). Throws InvalidProxyURL when it has no host. */
export function proxyUrl(proxy: string): string {
  const url = withScheme(proxy, 'http');
  const { hostname, port = '' } = splitUrl(url);
  if (hostname === undefined || hostname === '' || (port !== '' && !isPort(port))) {
    throw new InvalidProxyURL('The proxy URL has no valid host and port.', {
      hint: 'A proxy looks like http://proxy.example.com:8080.',
    });
  }
  return url;
}

/** The URL with a scheme before it when it has none: `//host`, `host:80` and `host` get one. */
export function withScheme(url: string, scheme: string): string {
  const written = /^[a-zA-Z][a-zA-Z0-9+-]*:(?!\d+(?:\/|$))/.exec(url)?.[0];
  if (written !== undefined) return written.toLowerCase() + url.slice(written.length);
  return `${scheme}://${url.replace(/^\/\//, '')}`;
}

/** User and password of a URL, percent-decoded; undefined unless it has both (rule R61). */
export function urlCredentials(url: string): readonly [user: string, password: string] | undefined {
  const { userinfo } = splitUrl(url);
  const colon = userinfo?.indexOf(':') ?? -1;
  if (userinfo === undefined || colon === -1) return undefined;
  return [unquote(userinfo.slice(0, colon)), unquote(userinfo.slice(colon + 1))];
}

function caBundle(variables: Variables): string | undefined {
  const first = variables['REQUESTS_CA_BUNDLE'];
  if (first !== undefined && first !== '') return first;
  const second = variables['CURL_CA_BUNDLE'];
  return second === '' ? undefined : second;
}
