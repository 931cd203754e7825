/**
 * The page's entry: connects the channel, the state and the views. It keeps the one state, passes events in and draws
 * what comes out. The host holds the truth; a page that is shown again starts from its snapshot.
 */
import { createPageChannel, type PageChannel } from '../channel.ts';
import type { ExchangeSnapshot, PageTab, ToPage } from '../protocol.ts';
import type { Actions } from './actions.ts';
import { createDraftKeeper } from './request/draftKeeper.ts';
import { createFrame } from './frame.ts';
import { connectToHost } from './hostPort.ts';
import { listenToKeys, type FindingAction } from './keyboard.ts';
import { createRequestTab } from './request/requestTab.ts';
import { createResponseTab } from './responseTab.ts';
import { sayEvery, speechFor, streamSpeech } from './speech.ts';
import {
  initialState,
  isRunning,
  panelStateOf,
  reduce,
  type PageEvent,
  type ResponseSection,
} from './state.ts';
import { createTexts, type Texts } from './text.ts';
import { createViewMemory, type RememberedView } from './viewMemory.ts';

/** What survives hiding the page; never a value of a header or a body. */
interface SavedState {
  readonly exchangeId: string;
  readonly tab: PageTab;
  readonly section: ResponseSection;
  readonly view: RememberedView;
}

/** Messages that say nothing but which exchange they are about. */
type AboutExchange =
  | 'cancel'
  | 'extend'
  | 'trustCertificate'
  | 'followRedirect'
  | 'sendAgain'
  | 'reset'
  | 'saveBody'
  | 'copyBody'
  | 'openBody'
  | 'compare';

const sections: readonly ResponseSection[] = ['body', 'events', 'headers', 'cookies', 'timing', 'tests'];

/** How often the running time moves, in milliseconds. */
const tickEvery = 100;

/** How soon a place that somebody scrolled to is kept, in milliseconds. */
const saveAfter = 100;

const { vscode, port, nonce } = connectToHost();

let receive: ((message: ToPage) => void) | undefined;
const channel = createPageChannel(port, (message) => {
  if (message.type === 'start') {
    receive ??= startPage(channel, createTexts(message.strings, message.locale));
  }
  receive?.(message);
});
channel.post({ type: 'ready' });

/** Builds the page in the user's language and answers with what takes the host's messages. */
function startPage(channel: PageChannel, texts: Texts): (message: ToPage) => void {
  let state = initialState;
  let ticking: ReturnType<typeof setInterval> | undefined;
  let saidAt = 0;
  let toldState: string | undefined;
  /** Events that were there when they were last spoken of. */
  let saidEvents = 0;
  let saving: ReturnType<typeof setTimeout> | undefined;

  const memory = createViewMemory(vscode.getState(), () => {
    saving ??= setTimeout(save, saveAfter);
  });
  const keeper = createDraftKeeper(channel, {
    onChange: draw,
    onPrepared: (exchangeId, prepared) => dispatch({ type: 'prepared', exchangeId, prepared }),
  });
  const actions = createActions();
  const context = { texts, actions, nonce };
  const request = createRequestTab(context);
  const response = createResponseTab(context);
  const frame = createFrame(context, { request: request.element, response: response.element });
  document.body.prepend(frame.element);
  listenToKeys(goToEditor, find);

  function createActions(): Actions {
    /** Posts about the exchange on screen; nothing when there is none. */
    const about = (type: AboutExchange) => (): void => {
      if (state.snapshot !== undefined) channel.post({ type, exchangeId: state.snapshot.exchangeId });
    };
    const reset = about('reset');
    return {
      send: (force) => keeper.send(force),
      cancel: about('cancel'),
      extend: about('extend'),
      trustCertificate: about('trustCertificate'),
      sendAgain: about('sendAgain'),
      compare: about('compare'),
      showNeighbour: (to) => {
        if (state.snapshot === undefined) return;
        channel.post({ type: 'showNeighbour', exchangeId: state.snapshot.exchangeId, to });
      },
      reset: () => {
        keeper.forget();
        reset();
      },
      request: (ask) => {
        if (state.snapshot === undefined) return;
        channel.post({ ...ask, exchangeId: state.snapshot.exchangeId });
      },
      saveBody: about('saveBody'),
      copyBody: about('copyBody'),
      openBody: about('openBody'),
      goToLine: (line) => {
        if (state.snapshot === undefined) return;
        channel.post({ type: 'goToLine', exchangeId: state.snapshot.exchangeId, line });
      },
      findVisible: (visible) => channel.post({ type: 'findVisible', visible }),
      chooseTab: (tab) => dispatch({ type: 'tabChosen', tab }),
      chooseSection: (section) => dispatch({ type: 'sectionChosen', section }),
      showCookies: () => {
        dispatch({ type: 'sectionChosen', section: 'cookies' });
        dispatch({ type: 'tabChosen', tab: 'response' });
      },
      chooseHop: (hop) => dispatch({ type: 'hopChosen', hop }),
      viewAsEvents: () => dispatch({ type: 'eventsChosen' }),
      followRedirect: about('followRedirect'),
      deleteCookie: (cookie) => {
        if (state.snapshot === undefined) return;
        channel.post({ type: 'deleteCookie', exchangeId: state.snapshot.exchangeId, cookie });
      },
      editCookie: (cookie) => {
        if (state.snapshot === undefined) return;
        channel.post({ type: 'editCookie', exchangeId: state.snapshot.exchangeId, cookie });
      },
      readHop: (exchangeId, hop) => channel.request('readHop', { exchangeId, hop }),
      readCookies: (exchangeId) => channel.request('readCookies', { exchangeId }),
      readEvents: (exchangeId, question) => channel.request('readEvents', { exchangeId, ...question }),
      readEventData: async (exchangeId, index) =>
        (await channel.request('readEventData', { exchangeId, index })).text,
      change: (step) => keeper.change(step),
      hashFile: async (exchangeId, index) =>
        (await channel.request('hashFile', { exchangeId, index })).sha256,
      readBody: (exchangeId, part, offset, length) =>
        channel.request('readBody', { exchangeId, part, offset, length }),
      askBody: (method, params) => channel.request(method, params),
      filterBody: (question) => channel.request('filterBody', question),
      stopSearch: (exchangeId) => channel.post({ type: 'stopSearch', exchangeId }),
      remembered: (exchangeId) => memory.of(exchangeId),
      remember: (exchangeId, part) => memory.keep(exchangeId, part),
      bodyShownAs: (as) => {
        // It is told while the body is drawn, which must not begin again in the middle.
        if (as !== state.shownAs) queueMicrotask(() => dispatch({ type: 'bodyShown', as }));
      },
    };
  }

  function dispatch(event: PageEvent): void {
    const before = state;
    const now = performance.now();
    state = reduce(state, event);
    if (event.type === 'snapshot') keeper.follow(event.snapshot);
    if (before.snapshot?.exchangeId !== state.snapshot?.exchangeId) saidEvents = 0;
    draw();
    const sentence = speechFor(before, state, now, texts);
    if (sentence !== undefined) say(sentence, now);
    save();
    tellState();
  }

  /** Keys and menus of the host depend on it. */
  function tellState(): void {
    const { snapshot } = state;
    const shown = panelStateOf(state);
    const told = `${snapshot?.exchangeId ?? ''} ${shown}`;
    if (snapshot === undefined || told === toldState) return;
    toldState = told;
    channel.post({ type: 'stateShown', exchangeId: snapshot.exchangeId, state: shown });
  }

  function draw(): void {
    const now = performance.now();
    const { snapshot } = state;
    // Before anything is hidden, because hiding takes the focus away.
    const focused = document.activeElement;
    if (snapshot !== undefined) {
      const { draft, sending, problem } = keeper;
      request.update({ snapshot, draft, sending, problem });
    }
    response.update(state);
    frame.update(state, now);
    // Sending leaves the request's fields behind; the keyboard goes on at the status instead of nowhere.
    const lost = focused !== null && frame.element.contains(focused) && focused.closest('[hidden]') !== null;
    if (lost) frame.focusStatus();
    tickWhileRunning();
  }

  function tickWhileRunning(): void {
    const running = isRunning(state.snapshot?.state);
    if (running === (ticking !== undefined)) return;
    if (running) {
      ticking = setInterval(tick, tickEvery);
    } else {
      clearInterval(ticking);
      ticking = undefined;
    }
  }

  function tick(): void {
    const now = performance.now();
    frame.tick(state, now);
    const { snapshot } = state;
    if (snapshot?.state !== 'streaming' || now - saidAt < sayEvery || !document.hasFocus()) return;
    const events = response.events();
    const sentence = streamSpeech(snapshot.received, { events, said: saidEvents }, texts);
    if (sentence === undefined) return;
    say(sentence, now);
    saidEvents = events ?? 0;
  }

  function say(sentence: string, now: number): void {
    saidAt = now;
    frame.say(sentence);
  }

  function save(): void {
    clearTimeout(saving);
    saving = undefined;
    const { snapshot, tab, section } = state;
    if (snapshot === undefined) return;
    const { exchangeId } = snapshot;
    vscode.setState({ exchangeId, tab, section, view: memory.of(exchangeId) } satisfies SavedState);
  }

  function take(snapshot: ExchangeSnapshot | undefined, tab: PageTab | undefined): void {
    dispatch({ type: 'snapshot', snapshot, tab, now: performance.now() });
  }

  return (message) => {
    switch (message.type) {
      case 'start': {
        const saved = savedState();
        const again = saved !== undefined && saved.exchangeId === message.snapshot?.exchangeId;
        if (again) state = { ...state, section: saved.section };
        take(message.snapshot, message.tab ?? (again ? saved.tab : undefined));
        break;
      }
      case 'snapshot':
        take(message.snapshot, message.tab);
        break;
      case 'progress':
        dispatch({ type: 'progress', progress: message.progress, now: performance.now() });
        break;
      case 'search':
        response.search(message);
        break;
      // Those of the cookie form, which is a page of its own.
      case 'cookieForm':
      case 'cookieVerdict':
        break;
      case 'perform':
        perform(message.action);
        break;
    }
  };

  /** Leaves the page when nothing runs; while something does, Escape is the host's key for Cancel. */
  function goToEditor(): boolean {
    if (isRunning(state.snapshot?.state)) return false;
    channel.post({ type: 'focusEditor' });
    return true;
  }

  /** With both tabs on screen the one that has the focus is meant, else the response. */
  function find(action: FindingAction): void {
    const inRequest = frame.isWide()
      ? request.element.contains(document.activeElement)
      : state.tab === 'request';
    if (inRequest) request.find(action);
    else response.perform(action);
  }

  function perform(action: Extract<ToPage, { type: 'perform' }>['action']): void {
    switch (action) {
      case 'send':
        keeper.send(false);
        break;
      case 'focusStatus':
        frame.focusStatus();
        break;
      case 'find':
      case 'findNext':
      case 'findPrevious':
      case 'goTo':
        find(action);
        break;
    }
  }
}

/** The page wrote it itself, but an older version of the page may have. */
function savedState(): Omit<SavedState, 'view'> | undefined {
  const saved = vscode.getState();
  if (typeof saved !== 'object' || saved === null) return undefined;
  const { exchangeId, tab, section } = saved as Partial<Record<keyof SavedState, unknown>>;
  if (typeof exchangeId !== 'string' || (tab !== 'request' && tab !== 'response')) return undefined;
  const known = sections.find((one) => one === section);
  return known === undefined ? undefined : { exchangeId, tab, section: known };
}
