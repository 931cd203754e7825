/**
 * The plainest client there is, for testing the sandbox: node:http, one socket a request unless an agent is
 * given, nothing decoded, no redirect followed, no header added but `Host` and framing.
 */

import { request as plainRequest, type Agent, type RequestOptions } from 'node:http';
import { request as tlsRequest } from 'node:https';

export interface AskOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Uint8Array;
  readonly agent?: Agent;
  /** PEM that the client trusts. */
  readonly ca?: string;
}

export interface Answer {
  readonly status: number;
  /** Names in lower case; repeats joined with `, `, except `Set-Cookie`: see `setCookies`. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly setCookies: readonly string[];
  readonly bytes: Buffer;
  readonly text: string;
  /** The body read as JSON; throws when it is not. */
  readonly json: Record<string, never>;
}

export function ask(url: string, options: AskOptions = {}): Promise<Answer> {
  const send = url.startsWith('https:') ? tlsRequest : plainRequest;
  const settings: RequestOptions & { ca?: string } = {
    method: options.method ?? 'GET',
    headers: {
      ...(options.body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(options.body)) }),
      ...options.headers,
    },
    agent: options.agent ?? false,
    ...(options.ca === undefined ? {} : { ca: options.ca }),
  };
  return new Promise((resolve, reject) => {
    const request = send(url, settings, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const bytes = Buffer.concat(chunks);
        const { 'set-cookie': setCookies = [], ...rest } = response.headers;
        const headers = Object.fromEntries(
          Object.entries(rest).map(([name, value]) => [name, String(value)]),
        );
        resolve({
          status: response.statusCode ?? 0,
          headers,
          setCookies,
          bytes,
          text: bytes.toString('utf8'),
          get json() {
            return JSON.parse(bytes.toString('utf8')) as Record<string, never>;
          },
        });
      });
    });
    request.on('error', reject);
    request.end(options.body);
  });
}

/** `ask` for paths of one server. */
export function asking(server: () => string): (path: string, options?: AskOptions) => Promise<Answer> {
  return (path, options) => ask(`${server()}${path}`, options);
}
