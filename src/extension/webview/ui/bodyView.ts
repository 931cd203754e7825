/**
 * The received body: a toolbar and one of three views (text, picture, hex). Text is shown as it comes in; JSON is laid out
 * when all of it is there. Bytes come from `receivedBody.ts`; above its limit a note says so and offers Save.
 */
import type { ExchangeSnapshot } from '../protocol.ts';
import type { ViewContext } from './actions.ts';
import { createBodyToolbar } from './bodyToolbar.ts';
import { isOpenEnded, languageOf, modesOf, type BodyMode } from './bodyViews/bodyKind.ts';
import { hexDump } from './bodyViews/hexDump.ts';
import { createImageView } from './bodyViews/imageView.ts';
import { indentJson } from './bodyViews/indentJson.ts';
import { createCodeHost } from './codeHost.ts';
import { element, setShown, setText } from './dom.ts';
import { createReceivedBody, maxLoaded, type ReceivedBody } from './receivedBody.ts';
import { isRunning } from './state.ts';
import type { Texts } from './text.ts';

export interface BodyView {
  readonly element: HTMLElement;
  update(snapshot: ExchangeSnapshot): void;
  find(): void;
}

/** Longer JSON is laid out only when asked for, so that the page never stops for it. */
const prettyLimit = 2 * 1024 * 1024;

/** Milliseconds between two drawings of text that keeps coming. */
const drawEvery = 50;

/** Hex text is five times its bytes. */
const hexLimit = 256 * 1024;

export function createBodyView(context: ViewContext): BodyView {
  const { texts, actions } = context;
  const { t } = texts;
  const code = createCodeHost(context, { label: t('responseBody'), testId: 'body', readOnly: true });
  const picture = createImageView(texts);
  const notes = element('p', { class: 'note', 'data-testid': 'body-note' });
  const end = element('p', { class: 'note end-mark', 'data-testid': 'end-mark' });
  const toolbar = createBodyToolbar(context, {
    onMode: (mode) => {
      chosen = mode;
      draw();
    },
    onWrap: (wrap) => code.setWrap(wrap),
    onFollow: (on) => (follow = on),
    onFind: () => code.find(),
    text: () => (body?.complete === true && !isTruncated() ? code.text() : undefined),
  });
  const view = element(
    'div',
    { class: 'panel body-view' },
    toolbar.element,
    notes,
    code.element,
    picture.element,
    end,
  );

  let latest: ExchangeSnapshot | undefined;
  let body: ReceivedBody | undefined;
  /** The user's choice for this kind of body; the best one until then. */
  let chosen: BodyMode | undefined;
  let follow = false;
  let problem: string | undefined;
  /** What the code view shows, so that text is added only to raw text. */
  let drawn: BodyMode | undefined;
  let invalidJson = false;
  /** Raw text that came since the last drawing. */
  let waitingText = '';
  let flushing: ReturnType<typeof setTimeout> | undefined;

  function isTruncated(): boolean {
    return latest !== undefined && latest.received > maxLoaded;
  }

  function isCut(): boolean {
    return ['cancelled', 'failed', 'interrupted'].includes(latest?.state ?? '');
  }

  function open(snapshot: ExchangeSnapshot): ReceivedBody {
    drawn = undefined;
    problem = undefined;
    invalidJson = false;
    chosen = undefined;
    follow = isOpenEnded(snapshot.response?.mediaType ?? '');
    picture.clear();
    code.setText('', 'plain');
    return createReceivedBody(snapshot, actions, {
      onKind: draw,
      onText: (text) => {
        if (drawn === 'raw') addText(text);
      },
      onComplete: draw,
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
    if (waitingText !== '' && drawn === 'raw') code.append(waitingText, follow);
    waitingText = '';
  }

  /** It is all there but for the pull, and will be drawn another way than raw as soon as it is here. */
  function isWorthWaitingFor(received: ReceivedBody): boolean {
    if (latest === undefined || isRunning(latest.state) || isCut() || received.complete) return false;
    const [best] = received.kind === undefined ? [] : modesOf(received.kind);
    return (
      chosen === undefined && (best === 'preview' || (best === 'pretty' && latest.received <= prettyLimit))
    );
  }

  function modeNow(): BodyMode {
    if (body?.kind === undefined) return 'raw';
    const modes = modesOf(body.kind);
    const wanted = chosen !== undefined && modes.includes(chosen) ? chosen : (modes[0] ?? 'raw');
    if (wanted === 'raw' || wanted === 'hex') return wanted;
    const ready = body.complete && !isTruncated();
    if (wanted === 'preview') return ready || !modes.includes('raw') ? wanted : 'raw';
    if (!ready || invalidJson) return 'raw';
    // Half a JSON text is none, and too long a one only when asked for.
    return chosen === 'pretty' || (!isCut() && body.length <= prettyLimit) ? wanted : 'raw';
  }

  function draw(): void {
    if (body === undefined || (drawn === undefined && isWorthWaitingFor(body))) return;
    const mode = modeNow();
    setShown(picture.element, mode === 'preview');
    setShown(code.element, mode !== 'preview');
    if (mode !== drawn || mode === 'hex') drawAs(body, mode);
    drawTools();
    drawNotes();
  }

  function drawAs(received: ReceivedBody, mode: BodyMode): void {
    drawn = mode;
    waitingText = '';
    switch (mode) {
      case 'raw':
        code.setText(received.text, languageOf(received.kind ?? 'text'));
        break;
      case 'pretty': {
        const laidOut = indentJson(received.text);
        if (laidOut !== undefined) {
          code.setText(laidOut, 'json');
          break;
        }
        invalidJson = true;
        drawAs(received, 'raw');
        break;
      }
      case 'hex':
        code.setText(hexDump(received.bytes().subarray(0, hexLimit)), 'plain');
        break;
      case 'preview':
        if (received.complete) picture.show(received.bytes(), latest?.response?.mediaType ?? '');
        // Until the rest is here the picture is not tried.
        else drawn = undefined;
        break;
    }
  }

  function drawTools(): void {
    const { kind } = body ?? {};
    toolbar.update({
      modes: kind === undefined ? [] : modesOf(kind),
      mode: invalidJson && drawn === 'raw' ? 'raw' : (drawn ?? modeNow()),
      streaming: latest !== undefined && isRunning(latest.state),
      follow,
      isCode: drawn !== 'preview',
      charset: kind === 'binary' || kind === 'image' ? undefined : body?.decoding.encoding,
    });
  }

  function drawNotes(): void {
    const lines = body === undefined || latest === undefined ? [] : notesFor(body, latest, texts);
    if (problem !== undefined) lines.unshift(t('loadFailed', problem));
    if (invalidJson) lines.push(t('notJson'));
    if (drawn === 'hex' && body !== undefined && body.length > hexLimit) {
      lines.push(t('hexTruncated', texts.size(hexLimit)));
    }
    setShown(notes, lines.length > 0);
    setText(notes, lines.join(' '));
  }

  function drawEnd(snapshot: ExchangeSnapshot): void {
    setShown(end, isCut());
    if (!isCut()) return;
    const received = texts.size(snapshot.received);
    const { expected } = snapshot;
    setText(
      end,
      expected === undefined ? t('partialUnknown', received) : t('partial', received, texts.size(expected)),
    );
  }

  return {
    element: view,
    find: () => code.find(),
    update: (snapshot) => {
      latest = snapshot;
      if (body?.exchangeId !== snapshot.exchangeId) {
        body?.close();
        body = open(snapshot);
      }
      body.advance(snapshot);
      drawTools();
      drawNotes();
      drawEnd(snapshot);
    },
  };
}

function notesFor(body: ReceivedBody, snapshot: ExchangeSnapshot, { t, size }: Texts): string[] {
  const { decoding, kind } = body;
  const isText = kind !== undefined && kind !== 'binary' && kind !== 'image';
  return [
    ...(snapshot.received > maxLoaded ? [t('truncated', size(maxLoaded), size(snapshot.received))] : []),
    ...(isText && decoding.unknown !== undefined ? [t('unknownEncoding', decoding.unknown)] : []),
    ...(isText && decoding.malformed ? [t('notText', decoding.encoding)] : []),
  ];
}
