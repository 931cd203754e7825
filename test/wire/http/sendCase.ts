/**
 * Plays one `send` case of the conformance file: a session against the scripted server, and what came of it in the
 * file's notation. Only what the case asks for is described.
 */
import { setImmediate as macrotask } from 'node:timers/promises';
import {
  CookieJar,
  DigestAuth,
  RequestException,
  Session,
  createUndiciAdapter,
  defaultHeaders,
  withRetries,
} from '../../../src/extension/http/index.ts';
import type {
  Adapter,
  Auth,
  ClientCertificate,
  Cookie,
  ParamsInit,
  PreparedRequest,
  Response,
  ResponseHook,
  SendOptions,
} from '../../../src/extension/http/index.ts';
import type { ConformanceCase, Outcome } from '../../extension/http/conformance/cases.ts';
import { withEnvironment } from '../../extension/http/conformance/netrcFile.ts';
import {
  authOf,
  describeError,
  describeJar,
  describePrepared,
  jarOf,
  optionsOf,
  requestOf,
  sessionHeaders,
} from '../../extension/http/conformance/requests.ts';
import {
  decode,
  decodeText,
  defaultTokens,
  encodeBytes,
  fillTokens,
  isTagged,
} from '../../extension/http/conformance/values.ts';
import type { Tagged } from '../../extension/http/conformance/values.ts';
import type { ScriptEntry, ScriptedServer } from './scriptedServer.ts';
import { describeSent, expectedSent } from './sentRequests.ts';

export interface Theatre {
  readonly server: ScriptedServer;
  /** What `$CA` and the like stand for. */
  readonly files: Readonly<Record<string, string>>;
}

export async function playSendCase(
  { given, expect: expected }: ConformanceCase,
  theatre: Theatre,
): Promise<Outcome> {
  const { server, files } = theatre;
  server.play(given['server'] as readonly ScriptEntry[]);
  const filled = fillTokens(given, files) as Tagged;
  const play = await withEnvironment({ env: filled['env'], netrc: filled['netrc'] }, (environment) =>
    new Play(filled, expected, server, environment, files['$CA'] ?? '').run(),
  );
  const wanted = fillTokens(expected, defaultTokens()) as Record<string, unknown>;
  // A pool is Python's affair; what it is for, separate connections, shows in `sent`.
  delete wanted['pools'];
  return { actual: play, expected: { ...wanted, sent: expectedSent(wanted['sent'] as readonly Tagged[]) } };
}

class Play {
  readonly #given: Tagged;
  readonly #expected: Tagged;
  readonly #server: ScriptedServer;
  readonly #session: Session;
  readonly #adapter: Adapter;
  readonly #digests = new Map<string, DigestAuth>();
  readonly #nonces: string[];
  readonly #hookCalls: (readonly [string, number])[] = [];
  readonly #outcome: Record<string, unknown> = {};

  constructor(given: Tagged, expected: Tagged, server: ScriptedServer, environment: Tagged, ca: string) {
    this.#given = given;
    this.#expected = expected;
    this.#server = server;
    this.#nonces = [...JSON.stringify(expected['sent']).matchAll(/cnonce=\\"([0-9a-f]+)/g)].map(
      ([, nonce]) => nonce ?? '',
    );
    const settings = isTagged(given['session']) ? given['session'] : {};
    const plain = createUndiciAdapter({
      connectTo: (host, port) => server.connectTo(host, port),
      lookup: server.lookup,
    });
    const { retry } = settings;
    this.#adapter = isTagged(retry) ? withRetries(plain, retryPolicy(retry)) : plain;
    this.#session = new Session({
      adapter: this.#adapter,
      cookies: jarOf(settings['cookies']),
      environment: environment as Record<string, string>,
    });
    this.#configure(settings, given['rawVerify'] === true ? undefined : ca);
  }

  async run(): Promise<Tagged> {
    const steps: Tagged[] = [];
    const wanted = this.#expected['steps'] as readonly Tagged[];
    for (const [index, request] of (this.#given['requests'] as readonly Tagged[]).entries()) {
      steps.push(await this.#step(request, wanted[index] ?? {}));
      await macrotask();
    }
    for (const { id } of this.#session.connections()) this.#session.closeConnection(id);
    await this.#session.close();
    return {
      steps,
      ...this.#outcome,
      ...('sessionCookies' in this.#expected ? { sessionCookies: describeJar(this.#session.cookies) } : {}),
      ...('hookCalls' in this.#expected ? { hookCalls: this.#hookCalls } : {}),
      sent: describeSent(this.#server.sent, this.#expected['sent'] as readonly Tagged[]),
    };
  }

  #configure(given: Tagged, ca: string | undefined): void {
    const session = this.#session;
    session.headers = sessionHeaders(given, defaultHeaders());
    if (given['params'] !== undefined) session.params = decode(given['params']) as ParamsInit;
    const { auth } = given;
    if (Array.isArray(auth)) session.auth = decode(auth) as Auth;
    else if (isTagged(auth)) session.auth = this.#auth(auth);
    session.verify = (given['verify'] as string | boolean | undefined) ?? ca ?? true;
    if (given['cert'] !== undefined) session.cert = given['cert'] as ClientCertificate;
    if (isTagged(given['proxies'])) session.proxies = given['proxies'] as Record<string, string>;
    if (typeof given['max_redirects'] === 'number') session.maxRedirects = given['max_redirects'];
    if (given['trust_env'] === false) session.trustEnv = false;
    const hook = this.#given['sessionHook'];
    if (typeof hook === 'string') session.hooks = { response: this.#hook(hook) };
  }

  async #step(request: Tagged, wanted: Tagged): Promise<Tagged> {
    try {
      const response = await this.#send(request);
      return await this.#describe(response, request, wanted);
    } catch (error) {
      return { ...describeError(error, wanted), ...describeFailure(error, wanted) };
    }
  }

  #send(request: Tagged): Promise<Response> {
    const session = this.#session;
    const method = decodeText(request['method']);
    const options: SendOptions = {
      ...('stream' in request ? { stream: request['stream'] === true } : {}),
      ...('timeout' in request ? { timeout: request['timeout'] as number } : {}),
      ...(isTagged(request['proxies']) ? { proxies: request['proxies'] as Record<string, string> } : {}),
      ...('verify' in request ? { verify: request['verify'] as string } : {}),
      ...('cert' in request ? { cert: request['cert'] as ClientCertificate } : {}),
      allowRedirects: 'allow_redirects' in request ? request['allow_redirects'] === true : method !== 'HEAD',
    };
    const how = request['sendPrepared'];
    const makeAuth = (given: Tagged): Auth => this.#auth(given);
    if (how !== undefined) {
      const wanted = requestOf(request, makeAuth);
      const prepared = how === 'session' ? session.prepareRequest(wanted) : wanted.prepare();
      return session.send(edited(prepared, request['editHeaders']), options);
    }
    const hook = request['hook'];
    return session.request(method, decodeText(request['url']), {
      ...optionsOf(request, makeAuth),
      ...options,
      ...(typeof hook === 'string' ? { hooks: { response: this.#hook(hook) } } : {}),
    });
  }

  async #describe(response: Response, request: Tagged, wanted: Tagged): Promise<Tagged> {
    const described: Record<string, unknown> = {
      status: response.status,
      reason: response.reason,
      url: response.url,
    };
    if (response.history.length > 0 || 'history' in wanted) {
      described['history'] = response.history.map((hop) => ({
        status: hop.status,
        url: hop.url,
        requestMethod: hop.request.method,
      }));
    }
    if (response.next !== undefined)
      described['next'] = await describePrepared(response.next, wanted['next']);
    if (typeof request['then'] === 'string') await this.#then(request['then'], response);
    if ('text' in wanted) described['text'] = await response.text();
    if ('content' in wanted) described['content'] = encodeBytes(await response.read());
    if ('contentError' in wanted)
      described['contentError'] = await failure(response.read(), wanted['contentError']);
    if ('cookies' in wanted) described['cookies'] = describeCookies(response.cookies);
    if ('headers' in wanted) described['headers'] = response.headers.entries();
    if ('is_redirect' in wanted) described['is_redirect'] = response.isRedirect;
    if ('is_permanent_redirect' in wanted) described['is_permanent_redirect'] = response.isPermanentRedirect;
    if ('request' in wanted)
      described['request'] = await describePrepared(response.request, wanted['request']);
    if ('elapsed' in wanted) described['elapsed'] = response.elapsed;
    return described;
  }

  async #then(what: string, response: Response): Promise<void> {
    switch (what) {
      case 'content':
        await response.read();
        break;
      case 'iterAll':
        await pieces(response, 1);
        break;
      case 'readPart': {
        // Broken off without closing: the rest is not read.
        const iterator = response.iterContent(10);
        await iterator.next();
        break;
      }
      case 'close':
        response.close();
        break;
      case 'iterTwice':
        await pieces(response, 3);
        this.#outcome['secondIter'] = await failure(pieces(response, 3), this.#expected['secondIter']);
        this.#outcome['contentAfterIter'] = {
          ...(await failure(response.read(), this.#expected['contentAfterIter'])),
          message: await response.read().catch((error: unknown) => (error as Error).message),
        };
        break;
      case 'contentThenIter':
        await response.read();
        this.#outcome['iterAfterContent'] = (await pieces(response, 3)).map((piece) => encodeBytes(piece));
        break;
      default:
        throw new TypeError(`The case does something that this suite does not know: ${what}`);
    }
  }

  #hook(name: string): ResponseHook {
    return (response) => {
      this.#hookCalls.push([name, response.status]);
      return undefined;
    };
  }

  #auth(given: Tagged): Auth {
    if (given['type'] !== 'digest') return authOf(given);
    const key = typeof given['shared'] === 'string' ? given['shared'] : `own ${this.#digests.size}`;
    const known = this.#digests.get(key);
    if (known !== undefined) return known;
    const made = new DigestAuth(String(given['username']), String(given['password']), {
      clientNonce: () => this.#nonces.shift() ?? '',
    });
    this.#digests.set(key, made);
    return made;
  }
}

function edited(prepared: PreparedRequest, headers: unknown): PreparedRequest {
  if (!isTagged(headers)) return prepared;
  return prepared.with({ headers: prepared.headers.merge(headers as Record<string, string>) });
}

function describeFailure(error: unknown, wanted: Tagged): Tagged {
  if (!(error instanceof RequestException)) throw error;
  return {
    ...('message' in wanted ? { message: error.message } : {}),
    ...('historyLength' in wanted ? { historyLength: error.response?.history.length } : {}),
    ...('requestUrl' in wanted ? { requestUrl: error.request?.url } : {}),
  };
}

async function failure(promise: Promise<unknown>, wanted: unknown): Promise<Tagged> {
  try {
    await promise;
    return { error: 'none' };
  } catch (error) {
    return describeError(error, isTagged(wanted) ? wanted : {});
  }
}

async function pieces(response: Response, size: number): Promise<Uint8Array[]> {
  const found: Uint8Array[] = [];
  for await (const piece of response.iterContent(size)) found.push(piece);
  return found;
}

function describeCookies(cookies: readonly Cookie[]): unknown {
  const jar = new CookieJar();
  for (const cookie of cookies) jar.set(cookie);
  return describeJar(jar);
}

function retryPolicy(given: Tagged): Parameters<typeof withRetries>[1] {
  const { total, status_forcelist: statuses, allowed_methods: methods } = given;
  return {
    total: Number(total),
    ...(Array.isArray(statuses) ? { statuses: statuses as number[] } : {}),
    ...(Array.isArray(methods) ? { methods: methods as string[] } : {}),
  };
}
