/** A real OAuth server, an API behind it, and a way to prepare and send requests that want its tokens. */
import type { IncomingMessage } from 'node:http';
import { OAuth2Server, type MutableResponse } from 'oauth2-mock-server';
import type { ConsentingPerson, KeptToken, TokenStore } from '../../../../src/extension/runner/index.ts';
import { createMemoryTokenStore, createTokenSource } from '../../../../src/extension/runner/index.ts';
import { define, machine, readEnvironments } from '../../../../src/language/semantics/index.ts';
import { parse } from '../../../../src/language/syntax/index.ts';
import { createBench, type Bench } from '../support.ts';

export interface TokenRequest {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly authorization: string | undefined;
  readonly cookie: string | undefined;
}

export interface OAuthBench {
  readonly url: string;
  /** What the server was asked at its token endpoint, in order. */
  readonly asked: TokenRequest[];
  /** Changes the answers of the token endpoint from now on. */
  answerWith(change: (response: MutableResponse) => void): void;
  readonly store: TokenStore & { readonly kept: Map<string, KeptToken> };
  /** Milliseconds since the epoch, moved by hand. */
  time: number;
  /** The value of the Authorization header of the request as prepared. */
  authorization(auth: object, use?: string): Promise<string>;
  readonly bench: Bench;
  close(): Promise<void>;
}

export async function startOAuthBench(person: ConsentingPerson = nobody): Promise<OAuthBench> {
  const server = new OAuth2Server();
  await server.issuer.keys.generate('RS256');
  await server.start(0, '127.0.0.1');
  const url = `http://127.0.0.1:${server.address().port}`;
  const asked: TokenRequest[] = [];
  let change: (response: MutableResponse) => void = () => undefined;
  server.service.on('beforeResponse', (response: MutableResponse, request: IncomingMessage) => {
    const { authorization, cookie } = request.headers;
    const body: unknown = 'body' in request ? request.body : {};
    asked.push({ fields: { ...(body as object) }, authorization, cookie });
    change(response);
  });
  const kept = new Map<string, KeptToken>();
  const memory = createMemoryTokenStore();
  const bench = await createBench();
  const self: OAuthBench = {
    url,
    asked,
    answerWith(next) {
      change = next;
    },
    store: {
      kept,
      get: (key) => memory.get(key),
      set: (key, token, label) => {
        kept.set(label.id, token);
        return memory.set(key, token, label);
      },
      delete: (key) => memory.delete(key),
    },
    time: 1_000_000,
    async authorization(auth, use = '{{$auth.token("a")}}') {
      const text = `GET http://api.test/\nAuthorization: Bearer ${use}\n`;
      const file = define(parse(text));
      const environment = readEnvironments([
        {
          kind: 'json',
          origin: 'http-client.env.json',
          visibility: 'public',
          text: JSON.stringify({ dev: { Security: { Auth: { a: auth } } } }),
        },
      ]).select('dev');
      const prepared = await bench.prepare(text, {
        definition: file.requests[0],
        scope: { ...machine, file, environment },
        tokens,
      });
      return prepared.exchange.prepared.headers.get('Authorization') ?? '';
    },
    bench,
    async close() {
      await server.stop();
      await bench.close();
    },
  };
  const tokens = createTokenSource({ store: self.store, person, clock: { now: () => self.time } });
  return self;
}

export const nobody: ConsentingPerson = {
  openPage: () => Promise.resolve(false),
  showCode: () => Promise.resolve(false),
};

/** What a token says of itself, signature not looked at. */
export function claimsOf(authorization: string): Readonly<Record<string, unknown>> {
  const [, claims = ''] = authorization.replace('Bearer ', '').split('.');
  return JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<string, unknown>;
}
