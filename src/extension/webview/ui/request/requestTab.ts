/**
 * The Request tab: before sending, everything that will go, free to change; afterwards exactly what was sent. It draws
 * the draft and reports changes; what follows from a change (lengths, order, origins) is computed by the host.
 */
import type { ExchangeSnapshot, PreparedView } from '../../protocol.ts';
import type { FindingAction } from '../keyboard.ts';
import type { ViewContext } from '../actions.ts';
import { button, element, setAttribute, setShown, setText } from '../dom.ts';
import { createCopyMenu } from './copyMenu.ts';
import { addRow, editShownUrl, setMethod, setUrl, type Draft } from './draft.ts';
import { createDraftNotice } from './draftNotice.ts';
import { createHeadersAsText } from './headersAsText.ts';
import { createHeaderRows } from './headerRows.ts';
import { createPreparedBody } from './preparedBody.ts';
import { shownText } from './maskedText.ts';
import { createReveal } from './reveal.ts';
import { createRouteList } from './routeList.ts';
import type { PageStringKey } from '../../strings.ts';

export interface RequestTabState {
  readonly snapshot: ExchangeSnapshot;
  /** Undefined once it was sent. */
  readonly draft: Draft | undefined;
  /** Send was pressed and the host has not answered yet. */
  readonly sending: boolean;
  /** Why the last edit or send was refused. */
  readonly problem: string | undefined;
}

export interface RequestTab {
  readonly element: HTMLElement;
  update(state: RequestTabState): void;
  find(action: FindingAction): void;
}

const editedWords: Readonly<Record<PreparedView['edited'][number], PageStringKey>> = {
  method: 'editedMethod',
  url: 'editedUrl',
  headers: 'editedHeaders',
  body: 'editedBody',
};

const commonMethods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];

export function createRequestTab(context: ViewContext): RequestTab {
  const { texts, actions } = context;
  const { t } = texts;

  const method = element('input', {
    class: 'input method-input',
    'data-testid': 'method',
    'aria-label': t('method'),
    list: 'methods',
    autocomplete: 'off',
    spellcheck: 'false',
  });
  const url = element('input', {
    class: 'input url-input',
    'data-testid': 'url',
    'aria-label': t('url'),
    inputmode: 'url',
    dir: 'ltr',
    autocomplete: 'off',
    spellcheck: 'false',
  });
  method.addEventListener('input', () => actions.change((draft) => setMethod(draft, method.value)));
  let isConcealed = false;
  let drawUrl = (): void => undefined;
  const revealUrl = createReveal(texts, (revealed) => {
    isConcealed = !revealed;
    drawUrl();
  });
  url.addEventListener('input', () => {
    const { value, selectionEnd } = url;
    actions.change((draft) =>
      isConcealed ? editShownUrl(draft, value, selectionEnd ?? value.length) : setUrl(draft, value),
    );
    // A stretch that went as a whole took the caret with it.
    if (url.value !== value && selectionEnd !== null) {
      const caret = Math.max(0, url.value.length - (value.length - selectionEnd));
      url.setSelectionRange(caret, caret);
    }
  });

  const notice = createDraftNotice(context);
  const headersTitle = element('h2', { class: 'heading' });
  const rows = createHeaderRows(context);
  const add = button({
    label: t('addHeader'),
    icon: 'add',
    class: 'quiet',
    testId: 'add-header',
    onClick: () => {
      actions.change(addRow);
      rows.focusNew();
    },
  });
  const asText = createHeadersAsText(context);
  let isText = false;
  const textSwitch = button({
    label: t('asText'),
    icon: 'list-flat',
    class: 'quiet',
    testId: 'headers-as-text',
    onClick: () => {
      isText = !isText;
      redraw();
      if (isText) asText.element.focus();
    },
  });
  let redraw = (): void => undefined;
  const escapes = element('p', { class: 'url-hint muted', 'data-testid': 'url-hint', dir: 'auto' });
  const route = createRouteList(context);
  const body = createPreparedBody(context);

  const send = button({
    label: t('send'),
    icon: 'play',
    class: 'primary',
    testId: 'send',
    onClick: () => actions.send(false),
  });
  const reset = button({ label: t('reset'), testId: 'reset', class: 'secondary', onClick: actions.reset });
  const toFile = button({
    label: t('copyToFile'),
    testId: 'copy-to-file',
    class: 'secondary',
    onClick: () => actions.request({ type: 'copyToFile' }),
  });
  const copyMenu = createCopyMenu(context);
  const edited = element('span', { class: 'edited', 'data-testid': 'edited' });
  const wasSent = element('span', { class: 'muted', 'data-testid': 'was-sent' }, t('wasSent'));

  const tab = element(
    'section',
    { class: 'panel request' },
    element(
      'div',
      { class: 'request-scroll' },
      element(
        'div',
        { class: 'request-line' },
        method,
        element('datalist', { id: 'methods' }, ...commonMethods.map((value) => element('option', { value }))),
        element('span', { class: 'url-field' }, url, revealUrl.element),
      ),
      escapes,
      notice.element,
      element('div', { class: 'heading-row' }, headersTitle, add, textSwitch),
      rows.element,
      asText.element,
      route.element,
      body.element,
    ),
    element(
      'div',
      { class: 'footer', 'data-group': 'footer' },
      send,
      reset,
      toFile,
      copyMenu,
      wasSent,
      edited,
    ),
  );

  return {
    element: tab,
    find: (action) => body.find(action),
    update,
  };

  function update({ snapshot, draft, sending, problem }: RequestTabState): void {
    redraw = () => update({ snapshot, draft, sending, problem });
    const prepared = draft?.prepared ?? snapshot.prepared;
    const editable = draft !== undefined;
    setAttribute(tab, 'data-editable', editable);
    setValue(method, draft?.method ?? prepared.method);
    const { maskedUrl, url: realUrl } = draft ?? prepared;
    drawUrl = () => setValue(url, isConcealed && maskedUrl !== undefined ? shownText(maskedUrl) : realUrl);
    revealUrl.setSecret(prepared.maskedUrl !== undefined);
    drawUrl();
    method.readOnly = !editable;
    url.readOnly = !editable || prepared.urlLocked !== undefined;
    url.title = prepared.urlLocked ?? '';
    const sentRows = prepared.headers.filter((row) => row.enabled);
    setText(headersTitle, t('headersCount', sentRows.length));
    if (draft === undefined) rows.show(sentRows);
    else rows.edit(draft.rows);
    route.update(prepared.route ?? []);
    body.update(snapshot.exchangeId, prepared, draft);
    notice.update({
      unresolved: editable ? prepared.unresolved : [],
      problem,
      changed: editable ? snapshot.notice : undefined,
    });

    for (const control of [add, textSwitch, send, reset]) setShown(control, editable);
    setShown(wasSent, !editable);
    send.disabled = prepared.unresolved.length > 0;
    // Not `disabled`, which would take the focus away; a second press does nothing.
    setAttribute(send, 'aria-disabled', sending ? 'true' : undefined);
    const parts = editedParts(prepared, draft);
    reset.disabled = toFile.disabled = sending || parts.length === 0;
    // What was sent can still be taken over into the file.
    setShown(toFile, editable || parts.length > 0);
    setShown(edited, parts.length > 0);
    const words = parts.map((part) => t(editedWords[part])).join(', ');
    setText(edited, t('edited', words));
    headersTitle.title = prepared.hash === '' ? '' : t('hash', prepared.hash);
    setShown(rows.element, !(isText && editable));
    setShown(asText.element, isText && editable);
    if (draft !== undefined) asText.update(draft);
    setAttribute(textSwitch, 'aria-pressed', String(isText));
    const changed = prepared.escaped.map(({ typed, sent }) => t('escapedAs', visible(typed), sent));
    setShown(escapes, changed.length > 0);
    setText(escapes, t('escaped', changed.join(', ')));
  }
}

/** A space could not be seen. */
function visible(text: string): string {
  return text.replaceAll(' ', '␣');
}

/** What the host says is edited, and what the user has touched since it said so. */
function editedParts(prepared: PreparedView, draft: Draft | undefined): PreparedView['edited'] {
  const parts = new Set([...prepared.edited, ...(draft?.touched ?? [])]);
  return (['method', 'url', 'headers', 'body'] as const).filter((part) => parts.has(part));
}

function setValue(input: HTMLInputElement, value: string): void {
  if (input.value !== value) input.value = value;
}
