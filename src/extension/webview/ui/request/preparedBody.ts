/**
 * The body in the Request tab: text to edit, the parts of a form, files by reference, or bytes as hex. A long text is
 * pulled from the host the way a response is. Formatting moves white space between tokens and nothing else.
 */
import type { PreparedView } from '../../protocol.ts';
import type { FindingAction } from '../keyboard.ts';
import type { ViewContext } from '../actions.ts';
import { createBodyLoader } from '../bodyLoader.ts';
import { languageOfContentType } from '../bodyViews/bodyKind.ts';
import { createHexPages } from '../bodyPages/hexPages.ts';
import { createBodyParts } from './bodyParts.ts';
import { createCodeHost } from '../codeHost.ts';
import { button, element, icon, setShown, setText } from '../dom.ts';
import { formatterFor, type Formatter } from '../formatting/formatBody.ts';
import { setBody, type Draft } from './draft.ts';
import { createReveal } from './reveal.ts';

export interface PreparedBodyView {
  readonly element: HTMLElement;
  update(exchangeId: string, prepared: PreparedView, draft: Draft | undefined): void;
  find(action: FindingAction): void;
}

export function createPreparedBody(context: ViewContext): PreparedBodyView {
  const { texts, actions } = context;
  const { t } = texts;
  const code = createCodeHost(context, {
    label: t('requestBody'),
    testId: 'prepared-body',
    readOnly: false,
    onChange: (text) => {
      setText(says, '');
      actions.change((draft) => setBody(draft, text));
    },
  });
  let hidden: readonly string[] = [];
  let isRevealed = true;
  const reveal = createReveal(texts, (revealed) => {
    isRevealed = revealed;
    code.hide(revealed ? [] : hidden);
  });
  let formatter: Formatter | undefined;
  const says = element('span', { class: 'muted', role: 'status', 'data-testid': 'format-says' });
  const meta = element('span', { class: 'muted' });
  const format = button({
    label: t('format'),
    icon: 'json',
    class: 'quiet',
    testId: 'format',
    onClick: () => {
      const formatted = formatter?.(code.text());
      setText(says, formatted === undefined ? t('cannotFormat') : '');
      if (formatted !== undefined && formatted !== code.text().replaceAll('\r\n', '\n'))
        code.rewrite(formatted);
    },
  });
  const add = button({
    label: t('addBody'),
    icon: 'add',
    class: 'quiet',
    testId: 'add-body',
    onClick: () => {
      added = true;
      redraw();
      code.focus();
    },
  });
  const inFile = button({
    label: t('editInFile'),
    icon: 'edit',
    class: 'quiet',
    testId: 'edit-in-file',
    onClick: () => actions.request({ type: 'editBodyInFile' }),
  });
  const parts = createBodyParts(context);
  const hex = createHexPages(context, {
    part: 'request',
    label: t('requestBodyHex'),
    onError: (error) => setText(meta, t('loadFailed', error instanceof Error ? error.message : '')),
    onMove: () => undefined,
  });
  const pages = element('div', { class: 'prepared-pages' }, hex.element);
  const opaque = element('p', { class: 'opaque', 'data-testid': 'opaque-body' });
  const none = element('p', { class: 'muted' }, t('noRequestBody'));

  let added = false;
  let shownId: string | undefined;
  /** The text the host gave, to tell a change by the host from one by the user. */
  let given: string | undefined;
  let redraw = (): void => undefined;

  function showText(text: string, contentType: string): void {
    if (given === text && code.text() === text) return;
    given = text;
    code.setText(text, languageOfContentType(contentType));
  }

  async function pull(exchangeId: string, length: number, contentType: string): Promise<void> {
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
    let text = '';
    const loader = createBodyLoader({
      read: (offset, wanted) => actions.readBody(exchangeId, 'request', offset, wanted),
      limit: () => length,
      onBytes: (bytes) => (text += decoder.decode(bytes, { stream: true })),
      onError: (error) => setText(meta, t('loadFailed', error instanceof Error ? error.message : '')),
    });
    await loader.advance(length);
    if (shownId === exchangeId && loader.length === length) showText(text, contentType);
  }

  const view = element(
    'div',
    { class: 'prepared-body' },
    element(
      'div',
      { class: 'heading-row' },
      element('h2', { class: 'heading' }, t('body')),
      meta,
      format,
      says,
      add,
      inFile,
      reveal.element,
    ),
    opaque,
    none,
    parts.element,
    pages,
    code.element,
  );

  function update(exchangeId: string, prepared: PreparedView, draft: Draft | undefined): void {
    const { body } = prepared;
    if (shownId !== exchangeId) {
      shownId = exchangeId;
      given = undefined;
      added = false;
      setText(says, '');
    }
    redraw = () => update(exchangeId, prepared, draft);
    const editable = draft !== undefined;
    const isText = body.kind === 'text' || draft?.body !== undefined || (added && body.kind === 'none');
    setShown(code.element, isText);
    setShown(opaque, body.kind === 'opaque' && !isText);
    setShown(pages, body.kind === 'pages' && !isText);
    setShown(inFile, editable && body.kind === 'pages' && !isText);
    const partsNow = body.kind === 'parts' || body.kind === 'text' ? body.parts : [];
    setShown(parts.element, partsNow.length > 0);
    parts.update(exchangeId, partsNow);
    setShown(none, body.kind === 'none' && !isText);
    setShown(add, editable && body.kind === 'none' && !isText);
    formatter = body.kind === 'text' ? formatterFor(body.contentType) : undefined;
    setShown(format, editable && isText && formatter !== undefined);
    code.setReadOnly(!editable);
    hidden = (body.kind === 'text' ? body.hidden : undefined) ?? [];
    reveal.setSecret(hidden.length > 0);
    if (!isRevealed) code.hide(hidden);

    switch (body.kind) {
      case 'none':
        setText(meta, '');
        if (draft?.body === undefined) showText('', '');
        break;
      case 'opaque':
        setText(meta, body.length === undefined ? '' : texts.size(body.length));
        opaque.replaceChildren(icon('file-binary'), element('span', { dir: 'auto' }, body.description));
        break;
      case 'pages':
        setText(
          meta,
          join(texts.size(body.length), body.contentType, t(body.why === 'long' ? 'bodyLong' : 'bodyBinary')),
        );
        hex.update({ exchangeId, received: body.length, complete: true }, false);
        break;
      case 'parts':
        setText(meta, join(texts.size(body.length), body.contentType));
        break;
      case 'text':
        setText(meta, join(texts.size(body.length), body.contentType));
        // The editor already has what the user wrote; the host's echo may be older.
        if (draft?.body !== undefined) break;
        if (body.text !== undefined) showText(body.text, body.contentType);
        else if (given === undefined) void pull(exchangeId, body.length, body.contentType);
        else showText(given, body.contentType);
        break;
    }
  }

  function find(action: FindingAction): void {
    if (action === 'find') code.find();
    else if (action !== 'goTo') code.findStep(action === 'findPrevious');
  }

  return { element: view, update, find };
}

function join(...facts: readonly string[]): string {
  return facts.filter((fact) => fact !== '').join(' · ');
}
