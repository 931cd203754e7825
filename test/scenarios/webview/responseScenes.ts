/** What a host would tell about responses with hops, cookies, certificates and events; no assertion. */
import { createEventLog, type EventLog } from '../../../src/extension/runner/index.ts';
import type { PageRequestHandlers } from '../../../src/extension/webview/channel.ts';
import { maxEventData } from '../../../src/extension/webview/events.ts';
import type { CookieRow, HopDetail } from '../../../src/extension/webview/hops.ts';
import type { ExchangeSnapshot, Progress, ResponseView } from '../../../src/extension/webview/protocol.ts';
import type { OpenOptions, OpenPage, PageHost } from './pageHost.ts';
import { scenes } from './scenes.ts';

/** Text that would do something if it became markup or a link. */
export const hostile =
  '<img src=x onerror="document.title=1"><script>document.title=1</script>javascript:alert(1)\u202egnp.exe';

function sceneDone(): { readonly done: ExchangeSnapshot; readonly response: ResponseView } {
  const done = scenes['done']?.snapshot;
  if (done?.response === undefined) throw new Error('There is no scene done.');
  return { done, response: done.response };
}

const { done, response } = sceneDone();

export function snapshotOf(
  change: Partial<ExchangeSnapshot> = {},
  answer: Partial<ResponseView> = {},
): ExchangeSnapshot {
  return { ...done, response: { ...response, ...answer }, ...change };
}

export const cookie = (name: string, note: string, change: Partial<CookieRow> = {}): CookieRow => ({
  name,
  value: '7f3a9c',
  note,
  facts: ['a.test', '/', 'HttpOnly'],
  secret: true,
  stored: undefined,
  ...change,
});

export const detail: HopDetail = {
  method: 'GET',
  url: 'http://127.0.0.1:8080/me',
  requestHeaders: [
    { name: 'host', value: '127.0.0.1:8080', secret: false },
    { name: 'Accept', value: '*/*', secret: false },
    { name: 'Cookie', value: 'sid=7f3a9c', secret: true },
  ],
  status: 200,
  reason: 'OK',
  responseHeaders: [
    ...response.headers.map(([name, value]) => ({ name, value, secret: name === 'Set-Cookie' })),
    { name: 'Server-Timing', value: 'db;dur=53;desc=users, cache', secret: false },
  ],
  dropped: [],
  cookies: {
    sent: [cookie('sid', 'session admin', { stored: { name: 'sid', domain: 'a.test', path: '/' } })],
    notSent: [
      cookie('pref', 'It is for paths under /admin.', { facts: ['a.test', '/admin'] }),
      cookie('tok', 'It is Secure and the request is plain http.', { facts: ['a.test', '/', 'Secure'] }),
    ],
    received: [cookie('sid', 'replaced, expires in 60 min')],
    refused: [cookie('__Host-x', 'A name that starts with __Host- needs Path=/.', { facts: [] })],
  },
  timings: response.timings,
  connection: 'Connection #3 reused, request 4 on it',
  facts: [
    { name: 'Server address', value: '127.0.0.1:8443' },
    { name: 'Own address', value: '127.0.0.1:50312' },
    { name: 'Protocol', value: 'HTTP/1.1' },
    { name: 'Kept open', value: '5 s, says the server' },
    { name: 'Proxy', value: 'none' },
    { name: 'TLS', value: 'TLSv1.3, TLS_AES_256_GCM_SHA384' },
  ],
  certificates: [
    {
      subject: 'CN=localhost',
      issuer: 'CN=Sandbox Authority',
      names: ['localhost', '127.0.0.1'],
      validFrom: 'Nov 22 10:00:00 2026 GMT',
      validTo: 'Nov 30 10:00:00 2026 GMT',
      fingerprint: Array.from({ length: 32 }, (_, index) => (index * 7 + 16).toString(16).toUpperCase()).join(
        ':',
      ),
      warning: 'It expires in 7 days.',
    },
  ],
};

export const redirected: ExchangeSnapshot = snapshotOf(
  {},
  {
    hops: [
      { status: 302, method: 'POST', url: 'http://a.test/login' },
      { status: 302, method: 'GET', url: 'http://a.test/hop/2' },
    ],
    notices: ['The request was sent twice: the first connection had been closed by the server.'],
    location: undefined,
  },
);

export const hopDetails: readonly HopDetail[] = [
  {
    ...detail,
    method: 'POST',
    url: 'http://a.test/login',
    status: 302,
    responseHeaders: [{ name: 'Location', value: '/hop/2', secret: false }],
    cookies: { sent: [], notSent: [], received: [cookie('hop', 'new, until the session ends')], refused: [] },
    connection: 'Connection #2 new',
    certificates: [],
  },
  {
    ...detail,
    url: 'http://a.test/hop/2',
    status: 302,
    dropped: ['POST became GET, as status 302 asks for.', 'Content-Length not sent: there is no body.'],
    certificates: [],
  },
  { ...detail, dropped: ['Authorization not sent: different origin.'] },
];

export interface ResponsePage extends OpenPage {
  readonly stream: EventStream;
}

/** A page that shows a response; with hop details and with the events of a stream. */
export async function openResponse(
  host: PageHost,
  snapshot: ExchangeSnapshot,
  options: Partial<OpenOptions> & { readonly hops?: readonly HopDetail[]; readonly keep?: number } = {},
): Promise<ResponsePage> {
  const { hops = [detail], keep = 10_000, ...rest } = options;
  const stream = createStream(snapshot.response?.events === 'lines' ? 'lines' : 'stream', keep);
  const opened = await host.open({
    handlers: {
      readBody: ({ offset, length }) => Promise.resolve(stream.bytes().slice(offset, offset + length).buffer),
      readHop: ({ hop }) => {
        const found = hops[hop];
        return found === undefined
          ? Promise.reject(new Error('There is no such answer.'))
          : Promise.resolve(found);
      },
      ...stream.handlers,
    },
    onMessage: (message, channel) => {
      if (message.type !== 'ready') return;
      channel.post({ type: 'start', strings: {}, locale: 'en', snapshot, tab: 'response' });
    },
    ...rest,
  });
  await opened.page.waitForSelector(`#exchange[data-state=${snapshot.state}]`);
  return { ...opened, stream };
}

export interface EventStream {
  readonly handlers: Pick<PageRequestHandlers, 'readEvents' | 'readEventData'>;
  /** How often the page has asked for rows. */
  readonly questions: () => number;
  readonly bytes: () => Uint8Array<ArrayBuffer>;
  add(text: string): Promise<void>;
}

function createStream(format: 'stream' | 'lines', keep: number): EventStream {
  let bytes: Uint8Array<ArrayBuffer> = new Uint8Array();
  let questions = 0;
  const log: EventLog = createEventLog({
    format,
    keep,
    now: () => performance.now(),
    body: {
      get length() {
        return bytes.length;
      },
      read: (offset, length) => Promise.resolve(bytes.slice(offset, offset + length)),
    },
  });
  return {
    questions: () => questions,
    bytes: () => bytes,
    add: async (text) => {
      bytes = Uint8Array.from(Buffer.concat([bytes, Buffer.from(text)]));
      await log.advance(false);
    },
    handlers: {
      readEvents: ({ filter, from, count }) => {
        questions += 1;
        const { rows, ...counts } = log.window({ filter, from, count });
        return Promise.resolve({
          format,
          ...counts,
          rows: rows.map(({ index, number, kind, gap, type, id, data, length }) => ({
            ...{ index, number, kind, gap, type, id, data, length },
          })),
        });
      },
      readEventData: async ({ index }) => ({ text: (await log.data(index, maxEventData)) ?? '' }),
    },
  };
}

/** Server-sent events with the numbers from `from` to before `to`. */
export function events(from: number, to: number): string {
  return Array.from({ length: to - from }, (_, at) => {
    const n = from + at;
    return `id: a${n}\nevent: ${n % 2 === 0 ? 'update' : 'tick'}\ndata: {"n":${n},"p":0.9${n % 10}}\n\n`;
  }).join('');
}

/** What the host says when more has arrived. */
export function progressOf(snapshot: ExchangeSnapshot, change: Partial<Progress> = {}): Progress {
  const { exchangeId, state, phase, elapsed, received } = snapshot;
  return { exchangeId, state, phase, elapsed, received, expected: undefined, ...change };
}
