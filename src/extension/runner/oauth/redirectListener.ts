/**
 * Waits on the loopback for the browser to come back from a consent (RFC 8252 section 7.3). It answers one path, and only
 * to whoever knows the state, so that no other page can end the wait. It takes no token and knows no server.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { RequestException } from '../../http/index.ts';

export interface RedirectListener {
  /** What the server is told to send the browser back to. */
  readonly url: string;
  /** With its query. Never rejects. */
  readonly arrived: Promise<URL>;
  close(): void;
}

/** Listens where a redirect URL says, or anywhere. Rejects with InvalidRequest for one that does not lead here. */
export async function listenForRedirect(
  wanted: string | undefined,
  { id, state }: { readonly id: string; readonly state: string },
): Promise<RedirectListener> {
  const place = new URL(wanted ?? 'http://127.0.0.1/');
  if (place.protocol !== 'http:' || !/^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(place.hostname)) {
    throw new RequestException(
      `The "Redirect URL" of "${id}" leads elsewhere: ${place.origin}.`,
      'InvalidRequest',
      { phase: 'queue', hint: 'Register http://127.0.0.1/ with the server, or leave "Redirect URL" out.' },
    );
  }
  let settle: (url: URL) => void = () => undefined;
  const arrived = new Promise<URL>((resolve) => {
    settle = resolve;
  });
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', place);
    const isMeant = url.pathname === place.pathname && url.searchParams.get('state') === state;
    answer(request, response, isMeant);
    if (isMeant) settle(url);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => {
      reject(
        new RequestException(
          `Nothing can listen at ${place.origin} for the consent of "${id}".`,
          'InvalidRequest',
          { phase: 'queue', cause, hint: 'End what uses the port, or give another "Redirect URL".' },
        ),
      );
    });
    server.listen(Number(place.port), place.hostname.replace(/^\[|\]$/g, ''), resolve);
  });
  const { port } = server.address() as AddressInfo;
  place.port = String(port);
  return {
    url: wanted === undefined || new URL(wanted).port === '' ? place.href : wanted,
    arrived,
    close: () => {
      server.close();
      // A browser keeps its connection for a while.
      server.closeIdleConnections();
    },
  };
}

function answer({ method }: IncomingMessage, response: ServerResponse, isMeant: boolean): void {
  const sentence = isMeant
    ? 'HTTP Sessions has what it needs. You can close this page.'
    : 'HTTP Sessions waits for another page.';
  response.writeHead(isMeant ? 200 : 404, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'",
    'Referrer-Policy': 'no-referrer',
    'Cache-Control': 'no-store',
    Connection: 'close',
  });
  const page = `<!doctype html><html lang="en"><meta charset="utf-8"><title>HTTP Sessions</title><style>:root{color-scheme:light dark}body{font:1.1rem system-ui;margin:4rem auto;max-width:30rem;padding:0 1rem}</style><p>${sentence}</p></html>`;
  response.end(method === 'HEAD' ? undefined : page);
}
