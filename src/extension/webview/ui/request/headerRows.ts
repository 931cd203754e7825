/**
 * The header rows of the Request tab. While the request can be edited each row has a check box, name, value and
 * buttons; after it was sent the same rows are text. Rows are kept by id, so that focus stays while the host answers.
 */
import type { HeaderRow } from '../../protocol.ts';
import type { Actions, ViewContext } from '../actions.ts';
import { button, element, icon, setAttribute, setShown, setText } from '../dom.ts';
import { moveRow, placeRow, removeRow, setLock, setRow, type DraftRow } from './draft.ts';
import { secretMask } from './maskedText.ts';
import { createReveal } from './reveal.ts';
import { dragRow } from './rowDragging.ts';
import { createUnlocking, type Unlocking } from './unlocking.ts';
import type { Texts } from '../text.ts';

export interface HeaderRows {
  readonly element: HTMLElement;
  edit(rows: readonly DraftRow[]): void;
  show(rows: readonly HeaderRow[]): void;
  /** Focus into the row that has no name yet. */
  focusNew(): void;
}

export function createHeaderRows(context: ViewContext): HeaderRows {
  const { texts, actions } = context;
  const unlocking = createUnlocking(context);
  const list = element('ul', { class: 'header-rows', 'aria-label': texts.t('requestHeaders') });
  const rows = new Map<number, EditableRow>();
  /** What `show` drew, because the same rows come again with each step of the response. */
  let shown: string | undefined;

  function place(elements: readonly HTMLElement[]): void {
    const same =
      list.childElementCount === elements.length &&
      elements.every((one, index) => list.children[index] === one);
    if (same) return;
    const focused = document.activeElement;
    list.replaceChildren(...elements);
    // Taking an element out of the page takes its focus, too.
    if (focused instanceof HTMLElement && list.contains(focused)) focused.focus();
  }

  return {
    element: element('div', {}, list, unlocking.element),
    edit: (draftRows) => {
      shown = undefined;
      const wanted = new Set(draftRows.map((row) => row.id));
      for (const id of rows.keys()) if (!wanted.has(id)) rows.delete(id);
      place(
        draftRows.map((row) => {
          const view = rows.get(row.id) ?? createEditableRow(row.id, context, unlocking);
          rows.set(row.id, view);
          view.update(row);
          return view.element;
        }),
      );
    },
    show: (sent) => {
      const key = JSON.stringify(sent);
      if (key === shown) return;
      shown = key;
      rows.clear();
      list.replaceChildren(...sent.map((row) => createTextRow(row, texts, actions)));
    },
    focusNew: () => {
      list.querySelector<HTMLElement>('[data-blank] [data-testid=header-name]')?.focus();
    },
  };
}

interface EditableRow {
  readonly element: HTMLElement;
  update(row: DraftRow): void;
}

function createEditableRow(id: number, { texts, actions }: ViewContext, unlocking: Unlocking): EditableRow {
  const enabled = element('input', { type: 'checkbox', class: 'check' });
  const lock = element('span', { class: 'lock' }, icon('lock'));
  const unlock = button({
    label: texts.t('unlock'),
    icon: 'lock',
    iconOnly: true,
    testId: 'unlock',
    onClick: () => {
      if (current === undefined) return;
      const reason = current.name === 'host' ? 'lockAgain' : 'lockAgainFraming';
      if (current.locked === undefined) actions.change((draft) => setLock(draft, id, false, texts.t(reason)));
      else unlocking.ask(current.name, () => actions.change((draft) => setLock(draft, id, true, '')));
    },
  });
  const handle = element('span', { class: 'drag-handle', 'aria-hidden': 'true' }, icon('gripper'));
  const name = textInput('header-name', texts.t('headerName'));
  const value = textInput('header-value', texts.t('headerValue'));
  value.dir = 'auto';
  const reveal = createReveal(texts, (revealed) => (value.type = revealed ? 'text' : 'password'));
  const origin = element('span', { class: 'origin' });
  const step = (by: -1 | 1): void => actions.change((draft) => moveRow(draft, id, by));
  const up = button({ label: texts.t('moveUp'), icon: 'arrow-up', iconOnly: true, onClick: () => step(-1) });
  const down = button({
    label: texts.t('moveDown'),
    icon: 'arrow-down',
    iconOnly: true,
    onClick: () => step(1),
  });
  // The keyboard has Alt and an arrow for these, so they need no stops of their own.
  up.tabIndex = down.tabIndex = -1;
  const remove = button({
    label: texts.t('removeHeader'),
    icon: 'close',
    iconOnly: true,
    onClick: () => {
      const next = row.nextElementSibling ?? row.previousElementSibling;
      actions.change((draft) => removeRow(draft, id));
      next?.querySelector<HTMLElement>('input:not([type=checkbox])')?.focus();
    },
  });
  const row = element(
    'li',
    { class: 'header-row', 'data-testid': 'header-row' },
    element('span', { class: 'header-switch' }, handle, enabled, lock, unlock),
    name,
    element('span', { class: 'header-value' }, value, reveal.element),
    origin,
    element('span', { class: 'row-actions' }, up, down, remove),
  );

  let current: DraftRow | undefined;
  dragRow(handle, row, (index) => actions.change((draft) => placeRow(draft, id, index)));
  enabled.addEventListener('change', () =>
    actions.change((draft) => setRow(draft, id, { enabled: enabled.checked })),
  );
  name.addEventListener('input', () => actions.change((draft) => setRow(draft, id, { name: name.value })));
  value.addEventListener('input', () => actions.change((draft) => setRow(draft, id, { value: value.value })));
  row.addEventListener('keydown', (event) => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    event.stopPropagation();
    step(event.key === 'ArrowUp' ? -1 : 1);
  });

  return {
    element: row,
    update: (next) => {
      current = next;
      const locked = next.locked !== undefined;
      const unlocked = next.unlocked === true;
      const lockable = next.lockable === true;
      setAttribute(row, 'data-blank', next.name === '');
      setAttribute(row, 'data-off', !next.enabled);
      setAttribute(row, 'data-locked', locked);
      setShown(enabled, !locked && !unlocked);
      setShown(lock, locked && !lockable);
      setShown(unlock, lockable);
      setShown(handle, !locked && !unlocked);
      lock.title = next.locked ?? '';
      enabled.checked = next.enabled;
      const called = next.name === '' ? texts.t('newHeader') : next.name;
      enabled.setAttribute('aria-label', texts.t('headerEnabled', called));
      name.setAttribute('aria-label', `${texts.t('headerName')}, ${called}`);
      value.setAttribute('aria-label', `${texts.t('headerValue')}, ${called}`);
      remove.setAttribute('aria-label', `${texts.t('removeHeader')}, ${called}`);
      if (name.value !== next.name) name.value = next.name;
      if (value.value !== next.value) value.value = next.value;
      name.readOnly = locked || unlocked;
      value.readOnly = locked;
      name.title = next.locked ?? '';
      for (const one of [up, down, remove]) setShown(one, !locked && !unlocked);
      drawLock(unlock, texts.t(unlocked ? 'lock' : 'unlock'), { called, unlocked, reason: next.locked });
      reveal.setSecret(next.secret);
      drawOrigin(origin, next, texts, actions);
    },
  };
}

/** The button says what pressing it does, and why the row is as it is. */
function drawLock(
  target: HTMLElement,
  label: string,
  { called, unlocked, reason }: { called: string; unlocked: boolean; reason: string | undefined },
): void {
  target.setAttribute('aria-label', `${label}, ${called}`);
  target.title = reason === undefined ? label : `${label}. ${reason}`;
  if (target.dataset['unlocked'] === String(unlocked)) return;
  target.dataset['unlocked'] = String(unlocked);
  target.replaceChildren(icon(unlocked ? 'unlock' : 'lock'));
}

function createTextRow(header: HeaderRow, texts: Texts, actions: Actions): HTMLElement {
  const value = element('span', { class: 'value-text', dir: 'auto', 'data-testid': 'header-value' });
  const reveal = createReveal(texts, (revealed) =>
    setText(value, header.secret && !revealed ? secretMask : header.value),
  );
  setText(value, header.value);
  reveal.setSecret(header.secret);
  const origin = element('span', { class: 'origin' });
  drawOrigin(origin, header, texts, actions);
  return element(
    'li',
    { class: 'header-row', 'data-testid': 'header-row', 'data-off': !header.enabled },
    element('span', { class: 'name-text', 'data-testid': 'header-name' }, header.name),
    element('span', { class: 'header-value' }, value, reveal.element),
    origin,
  );
}

/** Where the value came from, as a link when that is a line of the file or the session's cookies. */
function drawOrigin(target: HTMLElement, row: HeaderRow, texts: Texts, actions: Actions): void {
  const words = row.enabled ? row.origin : `${row.origin}, ${texts.t('off')}`;
  const { line } = row;
  const key = `${String(line)} ${words}`;
  if (target.dataset['key'] === key) return;
  target.dataset['key'] = key;
  const link = (title: string, onClick: () => void): HTMLElement => {
    const made = element(
      'button',
      { type: 'button', class: 'link', title, 'data-testid': 'origin-link' },
      words,
    );
    made.addEventListener('click', onClick);
    return made;
  };
  if (line !== undefined)
    target.replaceChildren(link(texts.t('goToLine', line), () => actions.goToLine(line)));
  else if (row.origin.startsWith('cookie jar'))
    target.replaceChildren(link(texts.t('showRequestCookies'), actions.showCookies));
  else if (/^session \S+, .+:\d+$/.test(row.origin))
    target.replaceChildren(
      link(texts.t('showDefault'), () => actions.request({ type: 'showDefault', header: row.name })),
    );
  else target.replaceChildren(words);
}

function textInput(testId: string, placeholder: string): HTMLInputElement {
  return element('input', {
    type: 'text',
    class: 'input',
    'data-testid': testId,
    placeholder,
    autocomplete: 'off',
    autocapitalize: 'off',
    spellcheck: 'false',
  });
}
