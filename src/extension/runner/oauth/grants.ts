/**
 * Asks servers for tokens, one function for each grant of OAuth 2.0 (RFC 6749, 7636, 8628). The protocol is oauth4webapi's,
 * the wire is the session's. Nothing is kept here; tokenSource.ts decides when to ask.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type * as oauthModule from 'oauth4webapi';
import type { AuthConfiguration } from '../../../language/semantics/index.ts';
import { consentTimedOut, notConsented, refusal, aboutToken } from './refusals.ts';
import { listenForRedirect } from './redirectListener.ts';
import { fetchBySession, type Carrier, type FetchInit } from './sessionFetch.ts';
import type { ConsentingPerson, KeptToken, Waiting } from './tokens.ts';

export interface GrantContext {
  readonly carrier: Carrier;
  readonly person: ConsentingPerson;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Milliseconds that a person has to consent. */
const consentPatience = 5 * 60_000;

/** A new token. Rejects with a RequestException. */
export async function requestToken(
  configuration: AuthConfiguration,
  context: GrantContext,
): Promise<KeptToken> {
  const endpoint = await openEndpoint(configuration, context);
  const scope: [string, string][] = configuration.scope === '' ? [] : [['scope', configuration.scope]];
  switch (configuration.grant) {
    case 'Client Credentials':
      return endpoint.ask('client_credentials', scope);
    case 'Password':
      return endpoint.ask('password', [
        ['username', configuration.user],
        ['password', configuration.password],
        ...scope,
      ]);
    case 'Authorization Code':
      return waitFor((waiting) => authorizationCode(endpoint, context, waiting), endpoint);
    case 'Device Authorization':
      return waitFor((waiting) => deviceCode(endpoint, context, waiting), endpoint);
  }
}

/** A token for a refresh token (RFC 6749 section 6); the old refresh token stays when the server gives no other. */
export async function refreshToken(
  configuration: AuthConfiguration,
  refresh: string,
  context: GrantContext,
): Promise<KeptToken> {
  const endpoint = await openEndpoint(configuration, context);
  const token = await endpoint.ask('refresh_token', [['refresh_token', refresh]]);
  return { ...token, refreshToken: token.refreshToken ?? refresh };
}

interface Endpoint {
  readonly configuration: AuthConfiguration;
  readonly oauth: typeof oauthModule;
  readonly server: oauthModule.AuthorizationServer;
  readonly client: oauthModule.Client;
  readonly clientAuth: oauthModule.ClientAuth;
  readonly options: object;
  readonly signal: AbortSignal | undefined;
  readonly ask: (grant: string, parameters: readonly [string, string][]) => Promise<KeptToken>;
}

async function openEndpoint(configuration: AuthConfiguration, context: GrantContext): Promise<Endpoint> {
  const oauth = await import('oauth4webapi');
  const { tokenUrl, deviceAuthUrl, clientId } = configuration;
  const server = {
    issuer: tokenUrl,
    token_endpoint: overTls(tokenUrl),
    device_authorization_endpoint: overTls(deviceAuthUrl || tokenUrl),
  };
  /** By what the library calls them: it speaks https only, and the file may mean a server on this machine. */
  const written = new Map([deviceAuthUrl || tokenUrl, tokenUrl].map((url) => [overTls(url), url]));
  const client = { client_id: clientId };
  const clientAuth = clientAuthOf(configuration, oauth);
  let idToken: string | undefined;
  const options = {
    [oauth.customFetch]: async (url: string, init: FetchInit) => {
      const { status, text } = await fetchBySession(context.carrier, written.get(url) ?? url, init);
      const answer = jsonObject(text);
      idToken = typeof answer?.['id_token'] === 'string' ? answer['id_token'] : undefined;
      return new globalThis.Response([204, 205, 304].includes(status) ? null : withoutIdToken(answer, text), {
        status,
        headers: { 'Content-Type': answer === undefined ? 'text/plain' : 'application/json' },
      });
    },
  };
  return {
    configuration,
    oauth,
    server,
    client,
    clientAuth,
    options,
    signal: context.carrier.signal,
    ask: async (grant, parameters) => {
      const all = [...parameters, ...extra(configuration, 'token')];
      try {
        const response = await oauth.genericTokenEndpointRequest(
          server,
          client,
          clientAuth,
          grant,
          new URLSearchParams(all.map(([name, value]): [string, string] => [name, value])),
          options,
        );
        const answer = await oauth.processGenericTokenEndpointResponse(server, client, response);
        return {
          accessToken: answer.access_token,
          idToken,
          refreshToken: answer.refresh_token,
          expiresAt: answer.expires_in === undefined ? undefined : context.now() + answer.expires_in * 1000,
        };
      } catch (error) {
        if (isPending(error)) throw error;
        throw aboutToken(refusal(error, configuration), configuration);
      }
    },
  };
}

/**
 * The library would want to know who issues id tokens, which files of this kind do not say. They come straight from the
 * server that was asked, and nobody here believes what they say: they are only sent on.
 */
function withoutIdToken(answer: Readonly<Record<string, unknown>> | undefined, text: string): string {
  return answer === undefined ? text : JSON.stringify({ ...answer, id_token: undefined });
}

/** Undefined for any other text; some servers forget to say that it is JSON. */
function jsonObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}

function overTls(url: string): string {
  return new URL(url).href.replace(/^http:/, 'https:');
}

function clientAuthOf(
  { clientCredentials, clientSecret }: AuthConfiguration,
  oauth: typeof oauthModule,
): oauthModule.ClientAuth {
  switch (clientCredentials) {
    case 'basic':
      return oauth.ClientSecretBasic(clientSecret);
    case 'in body':
      return oauth.ClientSecretPost(clientSecret);
    case 'none':
      return oauth.None();
  }
}

function extra(
  { parameters }: AuthConfiguration,
  at: 'authorization' | 'token',
): readonly (readonly [string, string])[] {
  return parameters.flatMap(({ name, value, use }) =>
    use === at || use === 'everywhere' ? [[name, value] as const] : [],
  );
}

async function authorizationCode(
  { oauth, configuration, server, client, ask }: Endpoint,
  { person }: GrantContext,
  waiting: Waiting,
): Promise<KeptToken> {
  const { id } = configuration;
  const state = oauth.generateRandomState();
  const verifier = oauth.generateRandomCodeVerifier();
  const listener = await listenForRedirect(configuration.redirectUrl, { id, state });
  try {
    const redirectUrl =
      configuration.redirectUrl === undefined
        ? ((await person.reachable?.(listener.url)) ?? listener.url)
        : listener.url;
    const url = new URL(configuration.authUrl);
    const challenge =
      configuration.pkce === 'S256' ? await oauth.calculatePKCECodeChallenge(verifier) : verifier;
    const query: readonly (readonly [string, string])[] = [
      ['response_type', 'code'],
      ['client_id', configuration.clientId],
      ['redirect_uri', redirectUrl],
      ['state', state],
      ...(configuration.scope === '' ? [] : [['scope', configuration.scope] as const]),
      ...(configuration.pkce === undefined
        ? []
        : ([
            ['code_challenge', challenge],
            ['code_challenge_method', configuration.pkce],
          ] as const)),
      ...extra(configuration, 'authorization'),
    ];
    // Not as a form would write it: what opens pages may take a plus for itself.
    const written = query.map((pair) => pair.map(encodeURIComponent).join('='));
    url.search = [...(url.search === '' ? [] : [url.search.slice(1)]), ...written].join('&');
    if (!(await person.openPage({ id, url: url.href }, waiting))) throw notConsented(id);
    const arrived = await Promise.race([listener.arrived, whenOver(waiting)]);
    if (arrived === undefined) throw notConsented(id);
    // Who issued it is not known beforehand; the state, which only the server was told, vouches for the answer.
    arrived.searchParams.delete('iss');
    let code: string | null;
    try {
      code = oauth.validateAuthResponse(server, client, arrived, state).get('code');
    } catch (error) {
      throw refusal(error, configuration);
    }
    return await ask('authorization_code', [
      ['code', code ?? ''],
      ['redirect_uri', redirectUrl],
      ...(configuration.pkce === undefined ? [] : ([['code_verifier', verifier]] as [string, string][])),
    ]);
  } finally {
    listener.close();
  }
}

async function deviceCode(
  { oauth, configuration, server, client, clientAuth, options, ask }: Endpoint,
  { person }: GrantContext,
  waiting: Waiting,
): Promise<KeptToken> {
  const { id, scope } = configuration;
  let device: oauthModule.DeviceAuthorizationResponse;
  try {
    const parameters = [
      ...(scope === '' ? [] : [['scope', scope] as const]),
      ...extra(configuration, 'authorization'),
    ].map(([name, value]) => [name, value]);
    const response = await oauth.deviceAuthorizationRequest(server, client, clientAuth, parameters, options);
    device = await oauth.processDeviceAuthorizationResponse(server, client, response);
  } catch (error) {
    throw aboutToken(refusal(error, configuration), configuration);
  }
  const shown = {
    id,
    userCode: device.user_code,
    verificationUrl: device.verification_uri,
    completeUrl: device.verification_uri_complete,
  };
  if (!(await person.showCode(shown, waiting))) throw notConsented(id);
  let interval = (device.interval ?? 5) * 1000;
  for (;;) {
    await Promise.race([pause(interval), whenOver(waiting)]);
    if (waiting.over.aborted) throw notConsented(id);
    try {
      return await ask('urn:ietf:params:oauth:grant-type:device_code', [['device_code', device.device_code]]);
    } catch (error) {
      if (!isPending(error)) throw error;
      // RFC 8628 section 3.5: five seconds more, for this and all that follow.
      if (error.error === 'slow_down') interval += 5000;
    }
  }
}

function isPending(error: unknown): error is { readonly error: string } {
  return (
    typeof error === 'object' &&
    error !== null &&
    'error' in error &&
    (error.error === 'authorization_pending' || error.error === 'slow_down')
  );
}

/** Runs what waits for a person, for so long and no longer. */
async function waitFor(
  work: (waiting: Waiting) => Promise<KeptToken>,
  { configuration: { id }, signal }: Endpoint,
): Promise<KeptToken> {
  const over = new AbortController();
  const end = (): void => over.abort();
  signal?.addEventListener('abort', end, { once: true });
  const late = Symbol('late');
  const limit = setTimeout(() => over.abort(late), consentPatience);
  try {
    return await work({ over: over.signal, cancel: end });
  } catch (error) {
    throw over.signal.reason === late ? consentTimedOut(id) : error;
  } finally {
    clearTimeout(limit);
    signal?.removeEventListener('abort', end);
    over.abort();
  }
}

function whenOver({ over }: Waiting): Promise<undefined> {
  return new Promise((resolve) => {
    if (over.aborted) resolve(undefined);
    else over.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}
