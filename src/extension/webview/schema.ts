/**
 * What a message must look like before anyone reads it. Objects with fields that are not in the shape are refused,
 * strings and lists have a largest size, and every name of the unions in `protocol.ts` must have an entry here or the
 * file does not compile. What shapes are made of is `checks.ts`. Both ends of the channel use it; nothing here knows
 * how messages travel.
 */
import { bodyFilterRequests } from './bodyFilter.ts';
import { bodyLimits, bodyPageRequests, searchProgress, stopSearch } from './bodyPages.ts';
import { cookieFormFromPage, cookieFormToPage } from './cookieForm.ts';
import {
  flag,
  id,
  isPlainObject,
  label,
  list,
  literal,
  maxRows,
  milliseconds,
  object,
  optional,
  pair,
  size,
  string,
  text,
  type Check,
} from './checks.ts';
import {
  maxReadLength,
  type ExchangeSnapshot,
  type FromPage,
  type HeaderEdit,
  type HeaderRow,
  type HopView,
  type PageRequests,
  type PageTab,
  type PanelState,
  type PreparedEdit,
  type PreparedView,
  type Progress,
  type ResponseView,
  type RouteRow,
  type Strings,
  type UrlEscape,
  type TimingRow,
  type ToPage,
} from './protocol.ts';
import { eventFormat, eventPageRequests } from './events.ts';
import { failureMessages, failureView } from './failures.ts';
import { exchangePlace, showNeighbour } from './historyMessages.ts';
import { hopMessages, hopPageRequests } from './hops.ts';
import { maxEditableBody, preparedBody, preparedBodyRequests } from './preparedBodies.ts';
import { panelStates, stateShown } from './panelStates.ts';
import { requestMessages } from './requestMessages.ts';
import { logViews, testViews } from './tests.ts';

export type PageMethod = keyof PageRequests;
export type Params<M extends PageMethod> = PageRequests[M][0];
export type Result<M extends PageMethod> = PageRequests[M][1];

const headerRow: Check<HeaderRow> = object({
  name: text,
  value: text,
  origin: label,
  line: optional(size),
  enabled: flag,
  locked: optional(label),
  lockable: optional(flag),
  secret: flag,
});

const preparedView: Check<PreparedView> = object({
  method: label,
  url: text,
  maskedUrl: optional(list(text, maxRows)),
  urlLocked: optional(label),
  headers: list(headerRow, maxRows),
  body: preparedBody,
  route: optional(list(object<RouteRow>({ name: label, value: text, origin: text, warning: flag }), 50)),
  edited: list(literal('method', 'url', 'headers', 'body'), 4),
  unresolved: list(text, maxRows),
  escaped: list(object<UrlEscape>({ typed: text, sent: text }), maxRows),
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
  events: optional(eventFormat),
  notices: optional(list(text, 100)),
  location: optional(text),
});

const state: Check<PanelState> = literal(...panelStates);

const progressShape = {
  exchangeId: id,
  state,
  phase: label,
  elapsed: optional(milliseconds),
  limit: optional(milliseconds),
  uploaded: optional(size),
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
  tests: optional(testViews),
  logs: optional(logViews),
  sentFrom: optional(text),
  endedAt: optional(milliseconds),
  place: optional(exchangePlace),
  limits: optional(bodyLimits),
});

const headerEdit: Check<HeaderEdit> = object({
  name: text,
  value: text,
  enabled: flag,
  unlocked: optional(flag),
});

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
  perform: object({
    type: literal('perform'),
    action: literal('send', 'focusStatus', 'find', 'findNext', 'findPrevious', 'goTo'),
  }),
  search: searchProgress,
  ...cookieFormToPage(strings),
};

const about = <K extends string>(type: K): Check<{ readonly type: K; readonly exchangeId: string }> =>
  object({ type: literal(type), exchangeId: id });

const fromPage: Union<FromPage> = {
  ready: object({ type: literal('ready') }),
  cancel: about('cancel'),
  sendAgain: about('sendAgain'),
  reset: about('reset'),
  ...requestMessages,
  ...hopMessages,
  ...failureMessages,
  saveBody: about('saveBody'),
  goToLine: object({ type: literal('goToLine'), exchangeId: id, line: size }),
  focusEditor: object({ type: literal('focusEditor') }),
  findVisible: object({ type: literal('findVisible'), visible: flag }),
  showNeighbour,
  stateShown,
  compare: about('compare'),
  copyBody: about('copyBody'),
  openBody: about('openBody'),
  stopSearch,
  ...cookieFormFromPage,
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
  ...bodyFilterRequests,
  ...bodyPageRequests,
  ...eventPageRequests,
  ...hopPageRequests,
  ...preparedBodyRequests,
};

export function isPageMethod(value: unknown): value is PageMethod {
  return typeof value === 'string' && Object.hasOwn(pageRequests, value);
}

function byType(union: Readonly<Record<string, Check<unknown>>>, value: unknown): boolean {
  if (!isPlainObject(value) || typeof value['type'] !== 'string') return false;
  // `hasOwn`, so that a type named `constructor` or `__proto__` finds nothing.
  return Object.hasOwn(union, value['type']) && union[value['type']]?.(value) === true;
}
