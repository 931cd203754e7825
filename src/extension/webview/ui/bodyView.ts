/**
 * The received body: a toolbar and one of five views of it, of which each is told only what it needs. Text is shown as it
 * comes in, JSON is laid out when all of it is there, and what is too large for that is shown in pages. Which view it is
 * follows from `bodyLook.ts`; the bytes of small bodies come from `receivedBody.ts`.
 */
import type { SearchProgress } from '../bodyPages.ts';
import type { ExchangeSnapshot } from '../protocol.ts';
import type { ViewContext } from './actions.ts';
import { isLarge, modesFor, paneOf, usualLimits, type BodyPane } from './bodyLook.ts';
import { createBodyFilterBar, type FilterLanguage } from './bodyFilterBar.ts';
import { createBodyPanes } from './bodyPanes.ts';
import { createBodyToolbar } from './bodyToolbar.ts';
import { isOpenEnded, languageOf, type BodyMode } from './bodyViews/bodyKind.ts';
import { indentJson, indentJsonInSlices } from './json/indentJson.ts';
import { createJsonHelp } from './json/jsonHelp.ts';
import { mayHaveTable } from './json/jsonTable.ts';
import { magicOf } from './bodyViews/magic.ts';
import { button, element, setShown, setText } from './dom.ts';
import type { FindingAction } from './keyboard.ts';
import { createReceivedBody, type ReceivedBody } from './receivedBody.ts';
import { isRunning } from './state.ts';
import type { Texts } from './text.ts';
import type { RememberedView } from './viewMemory.ts';

export interface BodyView {
  readonly element: HTMLElement;
  update(snapshot: ExchangeSnapshot): void;
  search(progress: SearchProgress): void;
  perform(action: FindingAction): void;
}

/** Milliseconds between two drawings of text that keeps coming. */
const drawEvery = 50;

export function createBodyView(context: ViewContext): BodyView {
  const { texts, actions } = context;
  const { t } = texts;
  const panes = createBodyPanes(context, {
    length: () => latest?.received ?? 0,
    exchangeId: () => latest?.exchangeId,
    onError: (error) => {
      problem = error instanceof Error ? error.message : String(error);
      drawNotes();
    },
    onMove: (atEnd) => {
      if (latest === undefined || !isRunning(latest.state) || follow === atEnd) return;
      follow = atEnd;
      remember({ follow });
      drawTools();
    },
    onCaret: (offset) => {
      if (isJson()) jsonHelp.caret(offset);
    },
    onCell: (path, literal) => jsonHelp.place(path, literal),
    onScroll: (line) => {
      if (!filterBar.isOpen) remember({ line });
    },
  });
  const { code } = panes;
  const jsonHelp = createJsonHelp(context, code);
  const notes = element('p', { class: 'note', 'data-testid': 'body-note' });
  const filterBar = createBodyFilterBar(context, {
    exchangeId: () => latest?.exchangeId,
    onPath: (path) => remember({ path }),
    onResult: (result) => {
      if (result === undefined) {
        drawn = undefined;
        draw();
      } else showFound(result.text);
    },
  });
  const endText = element('span');
  const savePartial = button({
    label: t('savePartial'),
    class: 'secondary',
    testId: 'save-partial',
    onClick: actions.saveBody,
  });
  const end = element('div', { class: 'note end-mark', 'data-testid': 'end-mark' }, endText, savePartial);
  const toolbar = createBodyToolbar(context, {
    onMode: (mode) => {
      chosen = mode;
      code.keepAt(undefined);
      remember({ mode, line: undefined });
      filterBar.close();
      draw();
    },
    onWrap: (wrap) => {
      remember({ wrap });
      code.setWrap(wrap);
    },
    onFollow: (on) => {
      follow = on;
      remember({ follow });
      if (latest !== undefined) panes.update(sourceOf(latest), follow);
    },
    onFind: () => perform('find'),
    onFilter: () => {
      const language = filterLanguage();
      if (filterBar.isOpen) filterBar.close();
      else if (language !== undefined) filterBar.open(language);
      jsonHelp.reset();
      drawTools();
    },
    onFold: (by) => jsonHelp.fold(by),
    text: () => (body?.complete === true && pane === 'code' ? code.text() : undefined),
  });
  const view = element(
    'div',
    { class: 'panel body-view' },
    toolbar.element,
    filterBar.element,
    notes,
    ...panes.elements,
    jsonHelp.element,
    end,
  );
  let latest: ExchangeSnapshot | undefined;
  let body: ReceivedBody | undefined;
  /** The user's choice for this kind of body; the best one until then. */
  let chosen: BodyMode | undefined;
  /** The media type of the body before. */
  let chosenFor = '';
  let follow = false;
  let problem: string | undefined;
  /** What the pane shows, so that text is added only to raw text. */
  let drawn: BodyMode | undefined;
  let pane: BodyPane | undefined;
  let invalidJson = false;
  /** Whether the body may be looked at as a table; undefined until it is here whole. */
  let hasTable: boolean | undefined;
  let isNoTable = false;
  /** Raw text that came since the last drawing. */
  let waitingText = '';
  let flushing: ReturnType<typeof setTimeout> | undefined;
  /** Ends the layout that is being made. */
  let stopLayout = (): void => undefined;

  function remember(part: RememberedView): void {
    if (latest !== undefined) actions.remember(latest.exchangeId, part);
  }

  /** As it was looked at before the page was hidden. */
  function takeBack({ mode, wrap, line, follow: followed }: RememberedView): void {
    chosen = mode ?? chosen;
    follow = followed ?? follow;
    code.keepAt(line);
    if (wrap === undefined) return;
    toolbar.setWrap(wrap);
    code.setWrap(wrap);
  }

  /** Filtered as it was, once all of it is here. */
  function filterAgain(exchangeId: string): void {
    const { path = '' } = actions.remembered(exchangeId);
    const language = filterLanguage();
    if (path !== '' && language !== undefined && !filterBar.isOpen) filterBar.open(language, path);
  }

  function isCut(): boolean {
    return ['cancelled', 'failed', 'offline', 'interrupted'].includes(latest?.state ?? '');
  }

  function large(): boolean {
    return latest !== undefined && isLarge(latest, body?.kind);
  }

  function open(snapshot: ExchangeSnapshot): ReceivedBody {
    const mediaType = snapshot.response?.mediaType ?? '';
    drawn = undefined;
    pane = undefined;
    problem = undefined;
    invalidJson = false;
    hasTable = undefined;
    isNoTable = false;
    // Another answer of the same kind is looked at in the same way; laid out only when it is not too long for that.
    if (mediaType !== chosenFor || chosen === 'pretty') chosen = undefined;
    chosenFor = mediaType;
    stopLayout();
    follow = isOpenEnded(mediaType);
    panes.clear();
    filterBar.hide();
    takeBack(actions.remembered(snapshot.exchangeId));
    return createReceivedBody(snapshot, actions, {
      onKind: draw,
      onText: (text) => {
        if (drawn === 'raw' && pane === 'code') addText(text);
      },
      onComplete: () => {
        draw();
        filterAgain(snapshot.exchangeId);
      },
      onError: (message) => {
        problem = message;
        drawNotes();
      },
    });
  }

  /** Pieces that come within a moment of each other are drawn together; the first is drawn at once. */
  function addText(text: string): void {
    waitingText += text;
    if (flushing !== undefined) return;
    flushText();
    flushing = setTimeout(() => {
      flushing = undefined;
      flushText();
    }, drawEvery);
  }

  function flushText(): void {
    if (waitingText !== '' && drawn === 'raw' && pane === 'code') code.append(waitingText, follow);
    waitingText = '';
  }

  function prettyLimit(): number {
    return (latest?.limits ?? usualLimits).pretty;
  }

  /** It is all there but for the pull, and will be drawn another way than raw as soon as it is here. */
  function isWorthWaitingFor(received: ReceivedBody): boolean {
    if (latest === undefined || isRunning(latest.state) || isCut() || received.complete) return false;
    const [best] = received.kind === undefined ? [] : modesFor(received.kind, large());
    const isSoon = best === 'preview' || (best === 'pretty' && latest.received <= prettyLimit());
    return chosen === undefined && isSoon;
  }

  function modesNow(received: ReceivedBody): readonly BodyMode[] {
    const modes = received.kind === undefined ? [] : modesFor(received.kind, large());
    if (!modes.includes('table')) return modes;
    if (received.complete && !isCut()) hasTable ??= mayHaveTable(received.text);
    return modes.filter((mode) => mode !== 'table' || hasTable === true);
  }

  function modeNow(): BodyMode {
    if (body?.kind === undefined) return 'raw';
    const modes = modesNow(body);
    const wanted = chosen !== undefined && modes.includes(chosen) ? chosen : (modes[0] ?? 'raw');
    if (wanted === 'raw' || wanted === 'hex' || wanted === 'table') return wanted;
    if (wanted === 'preview') return body.complete || !modes.includes('raw') ? wanted : 'raw';
    if (!body.complete || invalidJson) return 'raw';
    // Half a JSON text is none, and too long a one only when asked for.
    return chosen === 'pretty' || (!isCut() && body.length <= prettyLimit()) ? wanted : 'raw';
  }

  function draw(): void {
    if (body === undefined || (drawn === undefined && isWorthWaitingFor(body))) return;
    const mode = modeNow();
    const next = paneOf(mode, body.kind, large());
    if (mode !== drawn || next !== pane) drawAs(body, mode, next);
    if (latest !== undefined) panes.update(sourceOf(latest), follow);
    drawTools();
    drawNotes();
    actions.bodyShownAs(next === 'pages' ? 'huge' : body.kind === 'binary' ? 'binary' : undefined);
  }

  function drawAs(received: ReceivedBody, mode: BodyMode, next: BodyPane): void {
    drawn = mode;
    pane = next;
    waitingText = '';
    stopLayout();
    jsonHelp.reset();
    panes.show(next);
    if (next === 'code') drawText(received, mode);
    else if (next === 'table') drawTable(received);
    else if (next === 'frame') panes.frame.show(received.text);
    else if (next === 'picture') {
      if (received.complete) panes.picture.show(received.bytes(), latest?.response?.mediaType ?? '');
      // Until the rest is here the picture is not tried.
      else drawn = undefined;
    }
  }

  function drawTable(received: ReceivedBody): void {
    if (panes.table.show(received.text)) return;
    // Its beginning promised one.
    hasTable = false;
    isNoTable = true;
    draw();
  }

  /** Text that is JSON as far as it goes; what a path found is another text. */
  function isJson(): boolean {
    return pane === 'code' && body?.kind === 'json' && !filterBar.isOpen;
  }

  function drawText(received: ReceivedBody, mode: BodyMode): void {
    const language = languageOf(received.kind ?? 'text');
    if (mode !== 'pretty') {
      code.setText(received.text, language);
      return;
    }
    stopLayout = indentJsonInSlices(received.text, (laidOut) => {
      code.setText(laidOut ?? received.text, language);
      if (laidOut !== undefined) return;
      invalidJson = true;
      drawn = 'raw';
      drawTools();
      drawNotes();
    });
  }

  /** JSON and XML that is here whole; a large body is not read by the host either. */
  function filterLanguage(): FilterLanguage | undefined {
    if (body?.complete !== true || isCut() || large()) return undefined;
    return body.kind === 'json' || body.kind === 'xml' ? body.kind : undefined;
  }

  function showFound(text: string): void {
    panes.show('code');
    pane = 'code';
    jsonHelp.reset();
    code.setText(indentJson(text) ?? text, body?.kind === 'xml' ? 'xml' : 'json');
  }

  function sourceOf(snapshot: ExchangeSnapshot) {
    return {
      exchangeId: snapshot.exchangeId,
      encoding: body?.decoding.encoding ?? 'utf-8',
      received: snapshot.received,
      expected: isCut() ? undefined : snapshot.expected,
      complete: !isRunning(snapshot.state),
    };
  }

  function drawTools(): void {
    const { kind } = body ?? {};
    const isText = kind !== 'binary' && kind !== 'image';
    const magic = isText || body === undefined ? undefined : magicOf(body.start);
    toolbar.update({
      modes: body === undefined ? [] : modesNow(body),
      mode: invalidJson && drawn === 'raw' ? 'raw' : (drawn ?? modeNow()),
      streaming: latest !== undefined && isRunning(latest.state),
      follow,
      pane: pane ?? 'code',
      filters: filterLanguage() !== undefined,
      folds: isJson() && drawn === 'pretty',
      about: isText ? body?.decoding.encoding : magic && t('magic', magic),
      aboutTitle: isText ? t('charset', body?.decoding.encoding ?? '') : t('magicTitle'),
    });
  }

  function drawNotes(): void {
    const lines = body === undefined ? [] : notesFor(body, texts);
    if (problem !== undefined) lines.unshift(t('loadFailed', problem));
    if (invalidJson) lines.push(t('notJson'));
    if (isNoTable) lines.push(t('notTable'));
    setShown(notes, lines.length > 0);
    setText(notes, lines.join(' '));
  }

  function drawEnd(snapshot: ExchangeSnapshot): void {
    setShown(end, isCut());
    if (!isCut()) return;
    const received = texts.size(snapshot.received);
    const { expected } = snapshot;
    setShown(savePartial, snapshot.received > 0);
    setText(
      endText,
      expected === undefined ? t('partialUnknown', received) : t('partial', received, texts.size(expected)),
    );
  }

  function perform(action: FindingAction): void {
    panes.perform(action);
  }

  return {
    element: view,
    search: (progress) => panes.search(progress),
    perform,
    update: (snapshot) => {
      latest = snapshot;
      if (body?.exchangeId !== snapshot.exchangeId) {
        body?.close();
        body = open(snapshot);
      }
      body.advance(snapshot);
      if (body.kind === undefined) drawTools();
      else draw();
      drawNotes();
      drawEnd(snapshot);
    },
  };
}

function notesFor({ decoding, kind }: ReceivedBody, { t }: Texts): string[] {
  const isText = kind !== undefined && kind !== 'binary' && kind !== 'image';
  return [
    ...(isText && decoding.unknown !== undefined ? [t('unknownEncoding', decoding.unknown)] : []),
    ...(isText && decoding.malformed ? [t('notText', decoding.encoding)] : []),
  ];
}
