/** Proxies that answer CONNECT or SOCKS with anything but what was asked: named as what failed, and never taken for the server. */
import { describe, expect, it } from 'vitest';
import {
  drip,
  expectBytes,
  forEachRequest,
  halfClose,
  reset,
  send,
  stall,
} from '../../support/stepServer.ts';
import type { Step } from '../../support/stepServer.ts';
import { useStage } from '../stage.ts';
import { checkRow, failureOf } from './faultRow.ts';
import type { FaultRow, Setting } from './faultRow.ts';

const stage = useStage();
const asked: Step = (connection) => connection.readUntil('\r\n\r\n');
const through = (scheme: string, url: string): Setting => ({
  url: () => url,
  options: ({ port }) => ({ proxies: { all: `${scheme}://user:word@127.0.0.1:${port}` } }),
});
const tunnel = through('http', 'https://a.test/');
const socks = through('socks5h', 'http://a.test/');
const byAddress = /127\.0\.0\.1:\d+/;
const failed = { name: 'ProxyFailed', phase: 'connect', message: byAddress, hasCause: false } as const;

const connectRows: readonly FaultRow[] = [
  ...[
    ['junk', '\0\x01\x02junk'],
    ['a line that is no answer', 'hello\r\n\r\n'],
    ['HTTP/2', 'HTTP/2 200 OK\r\n\r\n'],
    ['half a status line', 'HTTP/1.1 200'],
    ['a redirect', 'HTTP/1.1 302 Found\r\nLocation: http://b.test/\r\n\r\n'],
    ['502 and a page', 'HTTP/1.1 502 Bad Gateway\r\nContent-Length: 5\r\n\r\nhello'],
    ['an escape sequence', 'HTTP/1.1 500 \x1b]52;c;x\x07\r\n\r\n'],
  ].map(([what = '', answer = '']): FaultRow => ({
    ...failed,
    id: 'P02',
    title: `that answers CONNECT with ${what} is named`,
    steps: [asked, send(answer), halfClose],
    // Nothing that a terminal would act on.
    message: /^[\x20-\x7e]*127\.0\.0\.1:\d+[\x20-\x7e]*$/,
    setting: tunnel,
  })),
  {
    ...failed,
    id: 'P02',
    title: 'whose answer to CONNECT never ends is stopped',
    steps: [
      asked,
      send('HTTP/1.1 200 OK\r\n'),
      async (connection) => {
        while (!connection.ended) await connection.send('A: b\r\n'.repeat(1000));
      },
    ],
    message: /does not end/,
    setting: tunnel,
  },
  {
    ...failed,
    id: 'P02',
    title: 'that resets the connection is named, and not called out of reach',
    steps: [asked, reset],
    message: /127\.0\.0\.1:\d+ reset the connection/,
    setting: tunnel,
    hasCause: true,
  },
  {
    id: 'P02',
    title: 'whose answer to CONNECT drips ends at the limit for connecting',
    steps: [
      asked,
      async (connection) => {
        while (!connection.ended) await drip('HTTP/1.1 200 ')(connection);
      },
    ],
    options: { timeout: [0.2, null] },
    name: 'ConnectTimeout',
    phase: 'connect',
    message: /timeout\.connect/,
    hasCause: false,
    setting: tunnel,
  },
  {
    id: 'P01',
    title: 'that answers 407 to credentials says that they are not accepted',
    steps: [asked, send('HTTP/1.1 407 No\r\nContent-Length: 5\r\n\r\nhello'), halfClose],
    name: 'ProxyAuthRequired',
    phase: 'connect',
    message: /did not accept/,
    hasCause: false,
    setting: tunnel,
  },
  ...[
    ['a length', 'Content-Length: 5\r\n\r\nhello'],
    ['chunks', 'Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n'],
  ].map(([what = '', rest = '']): FaultRow => ({
    id: 'P02',
    title: `that puts a body with ${what} before the tunnel is named, and the body no answer`,
    steps: [asked, send(`HTTP/1.1 200 OK\r\n${rest}`), stall],
    name: 'TlsHandshake',
    phase: 'tls',
    message: /through the proxy 127\.0\.0\.1:\d+/,
    hint: /proxy/,
    setting: tunnel,
  })),
  {
    ...failed,
    id: 'P02',
    title: 'that was to speak TLS and speaks HTTP says so of itself',
    steps: [expectBytes(5), send('HTTP/1.1 400 Bad Request\r\n\r\n'), halfClose],
    phase: 'tls',
    hint: /write http:\/\/ in its URL/,
    hasCause: true,
    setting: through('https', 'https://a.test/'),
  },
  {
    id: 'P02',
    title: 'that answers a plain request with junk is named',
    steps: [asked, send('junk\r\n\r\n'), halfClose],
    name: 'BadResponse',
    phase: 'headers',
    message: /through the proxy 127\.0\.0\.1:\d+/,
    received: 'junk\r\n\r\n',
    setting: through('http', 'http://a.test/'),
  },
];

const greeting: Step = expectBytes(4);
const accepted = send(Uint8Array.of(5, 0));
/** Version, command, reserved, type, length, name and port. */
const wanted: Step = expectBytes(13);
const reply = (code: number, version = 5, type = 1): Step =>
  send(Uint8Array.of(version, code, 0, type, 0, 0, 0, 0, 0, 0));

const socksRows: readonly FaultRow[] = [
  ...(
    [
      ['with another version', [greeting, send(Uint8Array.of(4, 0))]],
      ['with no method', [greeting, send(Uint8Array.of(5, 255))]],
      ['with a method that was not offered', [greeting, send(Uint8Array.of(5, 1))]],
      ['with half an answer', [greeting, send(Uint8Array.of(5))]],
      ['to the target with another version', [greeting, accepted, wanted, reply(0, 4)]],
      ['with a code that nobody knows', [greeting, accepted, wanted, reply(9)]],
      ['with an address of a kind that nobody knows', [greeting, accepted, wanted, reply(0, 5, 9)]],
      ['with half a reply', [greeting, accepted, wanted, send(Uint8Array.of(5, 0, 0))]],
    ] as const
  ).map(([what, steps]): FaultRow => ({
    ...failed,
    id: 'P02',
    title: `that answers ${what} is named`,
    steps: [...steps, halfClose],
    setting: socks,
  })),
  ...[3, 4, 5, 6].map((code): FaultRow => ({
    id: 'C01',
    title: `that cannot reach the server (${code}) says so of the server`,
    steps: [greeting, accepted, wanted, reply(code), halfClose],
    name: 'ConnectRefused',
    phase: 'connect',
    message: /could not connect to a\.test:80/,
    hasCause: false,
    setting: socks,
  })),
  {
    id: 'P01',
    title: 'that does not accept the credentials says so',
    steps: [greeting, send(Uint8Array.of(5, 2)), expectBytes(11), send(Uint8Array.of(1, 1)), halfClose],
    name: 'ProxyAuthRequired',
    phase: 'connect',
    message: /did not accept/,
    hasCause: false,
    setting: socks,
  },
];

describe('an HTTP proxy', () => {
  it.each(connectRows)('$title ($id)', checkRow);

  it('may send informational answers before the tunnel is open', async () => {
    const proxy = await stage.serve(
      asked,
      send('HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n'),
      send('HTTP/1.1 200 OK\r\n\r\n'),
      expectBytes(5),
      halfClose,
    );
    const error = await failureOf(stage.session().get('https://a.test/', { proxies: { https: proxy.url } }));
    // The tunnel was opened: what failed is the handshake in it.
    expect(error).toMatchObject({ name: 'ProxyFailed', phase: 'tls' });
  });

  it.each(['http://127.0.0.1:99999', 'socks5://127.0.0.1:8a'])(
    'with a port that is none is refused: %s',
    async (all) => {
      const error = await failureOf(stage.session().get('https://a.test/', { proxies: { all } }));
      expect([error.name, error.message]).toEqual([
        'InvalidRequest',
        expect.stringContaining('proxy URL has no valid host and port') as string,
      ]);
    },
  );

  it('that answers 407 to a plain request is shown as an answer', async () => {
    const proxy = await stage.serve(
      forEachRequest(send('HTTP/1.1 407 No\r\nContent-Length: 5\r\n\r\nhello')),
    );
    const response = await stage.session().get('http://a.test/', { proxies: { http: proxy.url } });
    expect([response.status, await response.text()]).toEqual([407, 'hello']);
  });
});

describe('a SOCKS proxy', () => {
  it.each(socksRows)('$title ($id)', checkRow);
});
