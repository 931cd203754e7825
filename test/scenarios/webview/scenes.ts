/** Exchanges in every state, as the host would describe them, for looking at the page and for testing it. */
import { splitAtSecrets } from '../../../src/extension/runner/index.ts';
import type {
  ExchangeSnapshot,
  HeaderRow,
  PreparedEdit,
  PreparedView,
  ResponseView,
} from '../../../src/extension/webview/protocol.ts';

export interface Scene {
  readonly snapshot: ExchangeSnapshot;
  readonly body: Uint8Array;
}

const row = (name: string, value: string, origin: string, more: Partial<HeaderRow> = {}): HeaderRow => ({
  name,
  value,
  origin,
  line: undefined,
  enabled: true,
  locked: undefined,
  secret: false,
  ...more,
});

const requestText = '{\r\n  "user": "ada",\r\n  "pass": "b2"\r\n}';

export const prepared: PreparedView = {
  method: 'POST',
  url: 'http://127.0.0.1:8080/login?next=%2Fme&lang=en',
  headers: [
    row('Host', '127.0.0.1:8080', 'computed', { locked: 'The host follows from the URL.' }),
    row('Connection', 'keep-alive', 'computed', { locked: 'The connection is kept for the session.' }),
    row('User-Agent', 'http-sessions/0.1.0', 'default'),
    row('Content-Type', 'application/json', 'file:4', { line: 4 }),
    row('Authorization', 'Bearer eyJhbGciOiJIUzI1NiJ9.e30.ZRrHA1JJJW8opsbCGfG', 'file:5', {
      line: 5,
      secret: true,
    }),
    row('Cookie', 'sid=7f3a9c; theme=dark', 'cookie jar', { secret: true }),
    row('Accept', '*/*', 'default', { enabled: false }),
    row('Content-Length', '39', 'computed', { locked: 'The length follows from the body.' }),
  ],
  body: { kind: 'text', text: requestText, length: 39, contentType: 'application/json', parts: [] },
  edited: [],
  unresolved: [],
  escaped: [],
  hash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
};

const response: ResponseView = {
  url: 'http://127.0.0.1:8080/me',
  status: 200,
  reason: 'OK',
  httpVersion: 'HTTP/1.1',
  headers: [
    ['Content-Type', 'application/json; charset=utf-8'],
    ['Set-Cookie', 'sid=7f3a9c; Path=/; HttpOnly; SameSite=Lax'],
    ['Set-Cookie', 'theme=dark; Max-Age=31536000'],
    [
      'X-Request-Id',
      '0d9a3b6e-4d5c-4a6b-9f0e-1b2c3d4e5f60-with-a-rather-long-tail-that-has-to-wrap-somewhere',
    ],
    ['Date', 'Mon, 23 Nov 2026 10:41:00 GMT'],
    ['Connection', 'keep-alive'],
  ],
  hops: [],
  timings: [
    { phase: 'queue', duration: 0.2 },
    { phase: 'dns', duration: 1.1 },
    { phase: 'connect', duration: 0.9 },
    { phase: 'tls', duration: undefined },
    { phase: 'send', duration: 0.1 },
    { phase: 'wait', duration: 78 },
    { phase: 'download', duration: 3.2 },
  ],
  connection: 'Connection #3, reused, 4th request',
  mediaType: 'application/json',
  encoding: 'utf-8',
};

const idle: ExchangeSnapshot = {
  exchangeId: 'x1',
  title: 'Log in',
  session: 'admin',
  environment: 'dev',
  state: 'idle',
  phase: 'queue',
  elapsed: undefined,
  editable: true,
  prepared,
  response: undefined,
  received: 0,
  expected: undefined,
  failure: undefined,
};

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

export const jsonBody =
  '{"id":12345678901234567890,"price":1.10,"name":"Ada é😀","tags":["a","b",[]],"nested":{"ok":true,"none":null,"ok":false},' +
  '"items":[' +
  Array.from({ length: 12 }, (_, index) => `{"n":${index},"text":"line ${index}"}`).join(',') +
  ']}';

const sent = { editable: false, elapsed: 84 } as const;

function done(body: Uint8Array, change: Partial<ResponseView> = {}): Scene {
  return {
    body,
    snapshot: {
      ...idle,
      ...sent,
      state: 'done',
      phase: 'body',
      response: { ...response, ...change },
      received: body.length,
      expected: body.length,
    },
  };
}

/** 256 × 256 pixels, drawn by hand. */
const svg =
  '<svg xmlns="http://www.w3.org/2000/svg" width="160" height="120"><rect width="160" height="120" rx="12" fill="#e9a23b"/>' +
  '<circle cx="80" cy="60" r="36" fill="#3b6ee9"/><script>parent.hacked = true</script></svg>';

const half = utf8(jsonBody).slice(0, 300);

export const scenes: Readonly<Record<string, Scene>> = {
  idle: { snapshot: idle, body: new Uint8Array() },
  edited: {
    snapshot: {
      ...idle,
      prepared: { ...prepared, edited: ['headers', 'body'] },
      notice: 'Cookie sid changed since Prepare.',
    },
    body: new Uint8Array(),
  },
  unresolved: {
    snapshot: {
      ...idle,
      prepared: {
        ...prepared,
        unresolved: [
          '{{token}} on line 5 has no value.',
          '{{host}} on line 3 has no value in environment dev.',
        ],
      },
    },
    body: new Uint8Array(),
  },
  opaque: {
    snapshot: {
      ...idle,
      prepared: {
        ...prepared,
        body: { kind: 'opaque', description: './photos/a.bin (14.2 MB)', length: 14_200_000 },
      },
    },
    body: new Uint8Array(),
  },
  pending: {
    snapshot: { ...idle, ...sent, state: 'pending', phase: 'wait', elapsed: 3400, limit: 30_000 },
    body: new Uint8Array(),
  },
  streaming: {
    body: half,
    snapshot: {
      ...done(half).snapshot,
      state: 'streaming',
      elapsed: 1200,
      expected: utf8(jsonBody).length,
    },
  },
  done: done(utf8(jsonBody)),
  redirected: {
    ...done(utf8(jsonBody)),
    snapshot: {
      ...done(utf8(jsonBody), {
        hops: [
          { status: 302, method: 'POST', url: 'http://127.0.0.1:8080/login' },
          { status: 302, method: 'GET', url: 'http://127.0.0.1:8080/hop/1' },
        ],
      }).snapshot,
      receivedRaw: 212,
    },
  },
  clientError: done(utf8('{"error":"no such user"}'), { status: 404, reason: 'Not Found' }),
  serverError: done(utf8('<h1>Oops</h1>\n<p>It is us.<br>Not you.</p>\n<script>alert(1)</script>'), {
    status: 503,
    reason: 'Service Unavailable',
    mediaType: 'text/html',
  }),
  image: done(utf8(svg), { mediaType: 'image/svg+xml' }),
  binary: done(
    Uint8Array.from({ length: 700 }, (_, index) => (index * 7) % 256),
    {
      mediaType: 'application/octet-stream',
    },
  ),
  cancelled: {
    body: half,
    snapshot: {
      ...done(half).snapshot,
      state: 'cancelled',
      elapsed: 3100,
      expected: utf8(jsonBody).length,
    },
  },
  failed: {
    body: new Uint8Array(),
    snapshot: {
      ...idle,
      ...sent,
      state: 'failed',
      phase: 'connect',
      elapsed: 31,
      failure: {
        name: 'ConnectRefused',
        phase: 'connect',
        message: '127.0.0.1:8080 refused the connection.',
        hint: 'Is the server running on that port? Nothing was sent.',
      },
    },
  },
  truncated: {
    body: half,
    snapshot: {
      ...done(half).snapshot,
      state: 'failed',
      expected: utf8(jsonBody).length,
      failure: {
        name: 'BodyTruncated',
        phase: 'body',
        message: `The server closed the connection after 300 of ${utf8(jsonBody).length} bytes.`,
        hint: undefined,
      },
    },
  },
  empty: {
    body: new Uint8Array(),
    snapshot: {
      ...done(new Uint8Array(), { status: 204, reason: 'No Content', mediaType: '' }).snapshot,
      state: 'empty',
    },
  },
};

/** What a host answers to an edit: the touched parts, with the length that follows from the body. */
export function applyEdit(view: PreparedView, edit: PreparedEdit): PreparedView {
  const body =
    edit.body === undefined
      ? view.body
      : {
          kind: 'text' as const,
          text: edit.body,
          length: utf8(edit.body).length,
          contentType: 'application/json',
          ...(view.body.kind === 'text' && { hidden: view.body.hidden }),
          parts: [],
        };
  const headers = (edit.headers ?? view.headers).map((wanted): HeaderRow => {
    const known = view.headers.find((one) => one.name === wanted.name);
    const same = known?.value === wanted.value;
    return {
      ...row(wanted.name, wanted.value, same ? known.origin : 'edited'),
      ...(same && { line: known.line, secret: known.secret }),
      locked: 'unlocked' in wanted && wanted.unlocked === true ? undefined : known?.locked,
      ...(known?.lockable === true && { lockable: true }),
      enabled: wanted.enabled,
      ...(wanted.name === 'Content-Length' && body.kind === 'text' && { value: String(body.length) }),
    };
  });
  const edited = new Set(view.edited);
  for (const part of ['method', 'url', 'headers', 'body'] as const)
    if (edit[part] !== undefined) edited.add(part);
  return {
    ...view,
    method: edit.method ?? view.method,
    url: edit.url ?? view.url,
    maskedUrl:
      edit.url === undefined || view.maskedUrl === undefined
        ? view.maskedUrl
        : splitAtSecrets(edit.url, [view.maskedUrl[1] ?? '']),
    headers,
    body,
    edited: [...edited],
  };
}
