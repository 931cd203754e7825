/**
 * The parts of a prepared body that is read from files or is a form: what each is called, its type and its size, and for
 * files their paths. A file is not loaded; its SHA-256 comes by itself when it is small, else when it is asked for.
 */
import { maxHashedUnasked, type PreparedFile, type PreparedPart } from '../../preparedBodies.ts';
import type { ViewContext } from '../actions.ts';
import { button, element, icon, setText } from '../dom.ts';

export interface BodyParts {
  readonly element: HTMLElement;
  update(exchangeId: string, parts: readonly PreparedPart[]): void;
}

export function createBodyParts(context: ViewContext): BodyParts {
  const { t } = context.texts;
  const list = element('ul', {
    class: 'body-parts',
    'aria-label': t('bodyParts'),
    'data-testid': 'body-parts',
  });
  let shown = '';
  return {
    element: list,
    update: (exchangeId, parts) => {
      // Drawn again only when they differ, because a hash that was asked for stands in them.
      const key = JSON.stringify([exchangeId, parts]);
      if (key === shown) return;
      shown = key;
      list.replaceChildren(...parts.map((part) => partRow(exchangeId, part, context)));
    },
  };
}

function partRow(exchangeId: string, part: PreparedPart, context: ViewContext): HTMLElement {
  const { texts } = context;
  const facts = [part.filename, part.contentType, texts.size(part.length)].filter(
    (fact) => fact !== undefined && fact !== '',
  );
  return element(
    'li',
    { class: 'body-part', 'data-testid': 'body-part' },
    ...(part.name === undefined ? [] : [element('span', { class: 'part-name', dir: 'auto' }, part.name)]),
    ...(part.name === undefined && part.files.length > 0
      ? []
      : [element('span', { class: 'part-facts muted', dir: 'auto' }, facts.join(' · '))]),
    ...(part.text === undefined ? [] : [element('span', { class: 'part-text', dir: 'auto' }, part.text)]),
    ...part.files.map((file) => fileRow(exchangeId, file, context)),
  );
}

function fileRow(exchangeId: string, file: PreparedFile, { texts, actions }: ViewContext): HTMLElement {
  const { t } = texts;
  const hash = element('span', { class: 'file-hash', 'data-testid': 'file-hash' });
  const ask = button({
    label: t('hashFile'),
    class: 'quiet',
    testId: 'hash-file',
    onClick: () => void show(),
  });
  async function show(): Promise<void> {
    ask.remove();
    setText(hash, t('hashing'));
    try {
      setText(hash, `SHA-256 ${await actions.hashFile(exchangeId, file.index)}`);
    } catch (error) {
      setText(hash, t('loadFailed', error instanceof Error ? error.message : ''));
    }
  }
  if (file.length <= maxHashedUnasked) void show();
  else hash.append(ask);
  return element(
    'span',
    { class: 'file-row' },
    icon('file'),
    element('span', { class: 'file-path', dir: 'ltr' }, `< ${file.path}`),
    element('span', { class: 'muted' }, texts.size(file.length)),
    hash,
  );
}
