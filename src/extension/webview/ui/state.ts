/**
 * What the page knows, as one value, and how each event changes it. No DOM and no clock: times come in with the
 * events. The host holds the truth; this adds only what a page needs to draw it (the chosen tab, the response that is
 * still on screen while a new one is on its way, the speed of the download).
 */
import type { ShownState } from '../panelStates.ts';
import type { ExchangeSnapshot, PageTab, PanelState, PreparedView, Progress } from '../protocol.ts';

export type ResponseSection = 'body' | 'events' | 'headers' | 'cookies' | 'timing' | 'tests';

/** A body that is shown in pages, or as hex because it is no text. */
export type BodyShownAs = 'huge' | 'binary' | undefined;

export interface PageState {
  readonly snapshot: ExchangeSnapshot | undefined;
  /** The last exchange of the same request that had a response, while the new one has none yet. */
  readonly previous: ExchangeSnapshot | undefined;
  readonly tab: PageTab;
  readonly section: ResponseSection;
  /** The answer that headers, cookies and timing are of; undefined for the last. */
  readonly hop: number | undefined;
  /** Somebody wants to see the body as events whatever its type is. */
  readonly asEvents: boolean;
  readonly shownAs: BodyShownAs;
  /** The page's clock when `snapshot.elapsed` was true. */
  readonly at: number;
  /** Bytes a second over the last moments; undefined until there is something to measure. */
  readonly speed: number | undefined;
  readonly speedFrom: { readonly received: number; readonly at: number } | undefined;
}

export type PageEvent =
  | {
      readonly type: 'snapshot';
      readonly snapshot: ExchangeSnapshot | undefined;
      readonly tab: PageTab | undefined;
      readonly now: number;
    }
  | { readonly type: 'progress'; readonly progress: Progress; readonly now: number }
  | { readonly type: 'prepared'; readonly exchangeId: string; readonly prepared: PreparedView }
  | { readonly type: 'tabChosen'; readonly tab: PageTab }
  | { readonly type: 'sectionChosen'; readonly section: ResponseSection }
  | { readonly type: 'hopChosen'; readonly hop: number | undefined }
  | { readonly type: 'eventsChosen' }
  | { readonly type: 'bodyShown'; readonly as: BodyShownAs };

export const initialState: PageState = {
  snapshot: undefined,
  previous: undefined,
  tab: 'request',
  section: 'body',
  hop: undefined,
  asEvents: false,
  shownAs: undefined,
  at: 0,
  speed: undefined,
  speedFrom: undefined,
};

/** Shortest time a speed is measured over, in milliseconds. */
const speedWindow = 500;

export function reduce(state: PageState, event: PageEvent): PageState {
  switch (event.type) {
    case 'snapshot':
      return takeSnapshot(state, event.snapshot, event.tab, event.now);
    case 'progress': {
      const { snapshot } = state;
      // Progress of an exchange that is no longer shown.
      if (snapshot?.exchangeId !== event.progress.exchangeId) return state;
      return measure({ ...state, snapshot: { ...snapshot, ...event.progress }, at: event.now }, event.now);
    }
    case 'prepared': {
      const { snapshot } = state;
      if (snapshot?.exchangeId !== event.exchangeId || !snapshot.editable) return state;
      return { ...state, snapshot: { ...snapshot, prepared: event.prepared } };
    }
    case 'tabChosen':
      return { ...state, tab: event.tab };
    case 'sectionChosen':
      // Of the answers before the last there is no body.
      return {
        ...state,
        section: event.section,
        hop: hasBody(event.section) ? undefined : state.hop,
      };
    case 'hopChosen':
      return {
        ...state,
        tab: 'response',
        hop: event.hop,
        section: event.hop !== undefined && hasBody(state.section) ? 'headers' : state.section,
      };
    case 'eventsChosen':
      return { ...state, asEvents: true, section: 'events', hop: undefined };
    case 'bodyShown':
      return { ...state, shownAs: event.as };
  }
}

/** What the panel is in, for its `data-state`: how a complete body is shown says more than that it is there. */
export function panelStateOf({ snapshot, shownAs }: PageState): ShownState {
  return snapshot?.state === 'done' ? (shownAs ?? 'done') : (snapshot?.state ?? 'idle');
}

/** It ended by a failure, of whatever kind. */
export function hasFailed(state: PanelState | undefined): boolean {
  return state === 'failed' || state === 'offline';
}

/** Something is under way that can be cancelled. */
export function isRunning(state: PanelState | undefined): boolean {
  return state === 'pending' || state === 'streaming';
}

/** Milliseconds since sending began, by the page's clock while it runs; undefined when it never began. */
export function elapsedAt(state: PageState, now: number): number | undefined {
  const { snapshot } = state;
  if (snapshot?.elapsed === undefined) return undefined;
  return isRunning(snapshot.state) ? snapshot.elapsed + Math.max(0, now - state.at) : snapshot.elapsed;
}

function takeSnapshot(
  state: PageState,
  snapshot: ExchangeSnapshot | undefined,
  tab: PageTab | undefined,
  now: number,
): PageState {
  const next = {
    ...state,
    snapshot,
    previous: previousOf(state, snapshot),
    tab: tab ?? ownTab(state, snapshot),
    at: now,
  };
  const isSame = snapshot?.exchangeId === state.snapshot?.exchangeId;
  const section = ownSection(state, snapshot, isSame);
  const other = {
    hop: undefined,
    asEvents: false,
    shownAs: undefined,
    speed: undefined,
    speedFrom: undefined,
  };
  return measure({ ...next, section, ...(isSame ? {} : other) }, now);
}

/** A response whose type promises events shows them in place of its body, from its first moment on; others have none. */
function ownSection(
  { section, snapshot: before }: PageState,
  snapshot: ExchangeSnapshot | undefined,
  isSame: boolean,
): ResponseSection {
  const response = snapshot?.response;
  if (response === undefined || (isSame && before?.response !== undefined)) return section;
  if (response.events !== undefined) return section === 'body' ? 'events' : section;
  return section === 'events' ? 'body' : section;
}

function hasBody(section: ResponseSection): boolean {
  return section === 'body' || section === 'events';
}

/** A new run of the same request keeps the old response on screen until the new one has headers or an end. */
function previousOf(state: PageState, snapshot: ExchangeSnapshot | undefined): ExchangeSnapshot | undefined {
  if (snapshot?.state !== 'pending' || snapshot.response !== undefined) return undefined;
  const before = state.snapshot;
  if (before === undefined || before.exchangeId === snapshot.exchangeId) return state.previous;
  return before.response !== undefined && before.title === snapshot.title ? before : undefined;
}

/** The host names a tab when the user asked for one; otherwise the user's choice stays, but sending shows the answer. */
function ownTab(state: PageState, snapshot: ExchangeSnapshot | undefined): PageTab {
  if (snapshot === undefined || state.snapshot?.editable === snapshot.editable) return state.tab;
  return snapshot.editable ? 'request' : 'response';
}

function measure(state: PageState, now: number): PageState {
  const { snapshot, speedFrom } = state;
  if (snapshot?.state !== 'streaming') return { ...state, speed: undefined, speedFrom: undefined };
  if (speedFrom === undefined) return { ...state, speedFrom: { received: snapshot.received, at: now } };
  const time = now - speedFrom.at;
  if (time < speedWindow) return state;
  return {
    ...state,
    speed: ((snapshot.received - speedFrom.received) * 1000) / time,
    speedFrom: { received: snapshot.received, at: now },
  };
}
