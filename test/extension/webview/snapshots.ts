/** One prepared request and the exchanges made from it, small enough to read in a test. */
import type {
  ExchangeSnapshot,
  HeaderRow,
  PreparedView,
  ResponseView,
} from '../../../src/extension/webview/protocol.ts';

export const row = (name: string, value: string, change: Partial<HeaderRow> = {}): HeaderRow => ({
  name,
  value,
  origin: 'file:2',
  line: 2,
  enabled: true,
  locked: undefined,
  secret: false,
  ...change,
});

export const prepared: PreparedView = {
  method: 'POST',
  url: 'http://example.com/login',
  headers: [
    row('host', 'example.com', { origin: 'computed', line: undefined, locked: 'It follows from the URL.' }),
    row('Accept', '*/*'),
    row('X-A', '1'),
    row('X-B', '2'),
    row('Content-Length', '2', { origin: 'computed', line: undefined, locked: 'It follows from the body.' }),
  ],
  body: { kind: 'text', text: '{}', length: 2, contentType: 'application/json', parts: [] },
  edited: [],
  unresolved: [],
  escaped: [],
  hash: 'abc',
};

export const response: ResponseView = {
  url: 'http://example.com/login',
  status: 200,
  reason: 'OK',
  httpVersion: 'HTTP/1.1',
  headers: [],
  hops: [],
  timings: [],
  connection: '',
  mediaType: 'application/json',
  encoding: 'utf-8',
};

export const idle: ExchangeSnapshot = {
  exchangeId: 'x1',
  title: 'POST /login',
  session: 'default',
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

export const pending: ExchangeSnapshot = {
  ...idle,
  state: 'pending',
  phase: 'wait',
  editable: false,
  elapsed: 3400,
};

export const streaming: ExchangeSnapshot = {
  ...pending,
  state: 'streaming',
  phase: 'body',
  response,
  received: 1000,
};

export const done: ExchangeSnapshot = { ...streaming, state: 'done', elapsed: 84, received: 1200 };
