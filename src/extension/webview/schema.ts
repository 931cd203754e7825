/**
 * What a message must look like before anyone reads it. Objects with fields that are not in the shape are refused,
 * strings and lists have a largest size, and every name of the unions in `protocol.ts` must have an entry here or the
 * file does not compile. Both ends of the channel use it; nothing here knows how messages travel.
 */
import {
  maxEditableBody,
  maxInlineText,
  maxReadLength,
  type ExchangeSnapshot,
  type FailureView,
  type FromPage,
  type HeaderEdit,
  type HeaderRow,
  type HopView,
  type PageRequests,
  type PageTab,
  type PanelState,
  type PreparedBody,
  type PreparedEdit,
  type PreparedView,
  type Progress,
  type ResponseView,
  type Strings,
  type TimingRow,
  type ToPage,
} from './protocol.ts';

/** Says whether a value has the shape; never throws. */
export type Check<T> = (value: unknown) => value is T;

export type PageMethod = keyof PageRequests;
export type Params<M extends PageMethod> = PageRequests[M][0];
export type Result<M extends PageMethod> = PageRequests[M][1];

/** Longest header name or value, URL or sentence; generous, because servers and people do write long ones. */
const maxText = 1024 * 1024;
const maxRows = 10_000;

const text: Check<string> = string(maxText);
const label: Check<string> = string(2000);
const id: Check<string> = string(200);
const size: Check<number> = (value): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
const milliseconds: Check<number> = (value): value is number =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0;
const flag: Check<boolean> = (value): value is boolean => typeof value === 'boolean';

const headerRow: Check<HeaderRow> = object({
  name: text,
  value: text,
  origin: label,
  line: optional(size),
  enabled: flag,
  locked: optional(label),
  secret: flag,
});

const preparedBody: Check<PreparedBody> = oneOf<PreparedBody>(
  object({ kind: literal('none') }),
  object({ kind: literal('text'), text: optional(string(maxInlineText)), length: size, contentType: text }),
  object({ kind: literal('opaque'), description: text, length: optional(size) }),
);

const preparedView: Check<PreparedView> = object({
  method: label,
  url: text,
  headers: list(headerRow, maxRows),
  body: preparedBody,
  edited: list(literal('method', 'url', 'headers', 'body'), 4),
  unresolved: list(text, maxRows),
  hash: id,
});

const timingRow: Check<TimingRow> = object({
  phase: literal('queue', 'dns', 'connect', 'tls', 'send', 'wait', 'download'),
  duration: optional(milliseconds),
});

const hop: Check<HopView> = object({ status: size, method: label, url: text });

const responseView: Check<ResponseView> = object({
  url: text,
  status: size,
  reason: text,
  httpVersion: label,
  headers: list(pair(text, text), maxRows),
  hops: list(hop, 1000),
  timings: list(timingRow, 20),
  connection: text,
  mediaType: text,
  encoding: label,
});

const failureView: Check<FailureView> = object({
  name: label,
  phase: label,
  message: text,
  hint: optional(text),
});

const state: Check<PanelState> = literal(
  'idle',
  'pending',
  'streaming',
  'done',
  'cancelled',
  'failed',
  'empty',
);

const progressShape = {
  exchangeId: id,
  state,
  phase: label,
  elapsed: optional(milliseconds),
  limit: optional(milliseconds),
  received: size,
  receivedRaw: optional(size),
  expected: optional(size),
};

const progress: Check<Progress> = object(progressShape);

const snapshot: Check<ExchangeSnapshot> = object({
  ...progressShape,
  title: text,
  session: text,
  environment: optional(text),
  editable: flag,
  prepared: preparedView,
  response: optional(responseView),
  notice: optional(text),
  failure: optional(failureView),
});

const headerEdit: Check<HeaderEdit> = object({ name: text, value: text, enabled: flag });

const preparedEdit: Check<PreparedEdit> = object({
  method: optional(label),
  url: optional(text),
  headers: optional(list(headerEdit, maxRows)),
  body: optional(string(maxEditableBody)),
});

const strings: Check<Strings> = (value): value is Strings =>
  isPlainObject(value) && Object.values(value).every((one) => label(one));

const tab: Check<PageTab | undefined> = optional(literal('request', 'response'));

type Union<T extends { readonly type: string }> = {
  readonly [K in T['type']]: Check<Extract<T, { type: K }>>;
};

const toPage: Union<ToPage> = {
  start: object({ type: literal('start'), strings, locale: id, snapshot: optional(snapshot), tab }),
  snapshot: object({ type: literal('snapshot'), snapshot, tab }),
  progress: object({ type: literal('progress'), progress }),
  perform: object({ type: literal('perform'), action: literal('send', 'focusStatus', 'find') }),
};

const about = <K extends string>(type: K): Check<{ readonly type: K; readonly exchangeId: string }> =>
  object({ type: literal(type), exchangeId: id });

const fromPage: Union<FromPage> = {
  ready: object({ type: literal('ready') }),
  cancel: about('cancel'),
  sendAgain: about('sendAgain'),
  reset: about('reset'),
  copyCurl: about('copyCurl'),
  saveBody: about('saveBody'),
  goToLine: object({ type: literal('goToLine'), exchangeId: id, line: size }),
  focusEditor: object({ type: literal('focusEditor') }),
  findVisible: object({ type: literal('findVisible'), visible: flag }),
};

const range: Check<number> = (value): value is number => size(value) && value > 0 && value <= maxReadLength;

const bytes: Check<ArrayBuffer> = (value): value is ArrayBuffer =>
  Object.prototype.toString.call(value) === '[object ArrayBuffer]' &&
  (value as ArrayBuffer).byteLength <= maxReadLength;

/** A message from the host that the page may act on. */
export const isToPage: Check<ToPage> = (value): value is ToPage => byType(toPage, value);

/** A message from the page that the host may act on. */
export const isFromPage: Check<FromPage> = (value): value is FromPage => byType(fromPage, value);

/** For each method of the page, what its parameters and its result must be. */
export const pageRequests: {
  readonly [M in PageMethod]: { readonly params: Check<Params<M>>; readonly result: Check<Result<M>> };
} = {
  readBody: {
    params: object({
      exchangeId: id,
      part: optional(literal('request', 'response')),
      offset: size,
      length: range,
    }),
    result: bytes,
  },
  edit: { params: object({ exchangeId: id, edit: preparedEdit }), result: preparedView },
  send: {
    params: object({ exchangeId: id, edit: preparedEdit, force: flag }),
    result: object({ exchangeId: id }),
  },
};

export function isPageMethod(value: unknown): value is PageMethod {
  return typeof value === 'string' && Object.hasOwn(pageRequests, value);
}

export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function byType(union: Readonly<Record<string, Check<unknown>>>, value: unknown): boolean {
  if (!isPlainObject(value) || typeof value['type'] !== 'string') return false;
  // `hasOwn`, so that a type named `constructor` or `__proto__` finds nothing.
  return Object.hasOwn(union, value['type']) && union[value['type']]?.(value) === true;
}

function string(max: number): Check<string> {
  return (value): value is string => typeof value === 'string' && value.length <= max;
}

function literal<const T extends readonly string[]>(...allowed: T): Check<T[number]> {
  return (value): value is T[number] => typeof value === 'string' && allowed.includes(value);
}

/** Absent and `undefined` are the same, because the way to the page drops undefined fields. */
function optional<T>(check: Check<T>): Check<T | undefined> {
  return (value): value is T | undefined => value === undefined || check(value);
}

function list<T>(check: Check<T>, max: number): Check<readonly T[]> {
  return (value): value is readonly T[] =>
    Array.isArray(value) && value.length <= max && value.every((one) => check(one));
}

function pair<A, B>(first: Check<A>, second: Check<B>): Check<readonly [A, B]> {
  return (value): value is readonly [A, B] =>
    Array.isArray(value) && value.length === 2 && first(value[0]) && second(value[1]);
}

function object<T extends object>(shape: { readonly [K in keyof T]-?: Check<T[K]> }): Check<T> {
  const checks = Object.entries<Check<unknown>>(shape);
  return (value): value is T =>
    isPlainObject(value) &&
    Object.keys(value).every((key) => Object.hasOwn(shape, key)) &&
    checks.every(([key, check]) => check(value[key]));
}

function oneOf<T>(...checks: readonly Check<T>[]): Check<T> {
  return (value): value is T => checks.some((check) => check(value));
}
