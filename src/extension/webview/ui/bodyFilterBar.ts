/**
 * The box that filters a JSON body by JSONPath and an XML body by XPath while it is typed. The host finds; this asks, one
 * question at a time, and gives the answer to the body view, which shows it in place of the body.
 */
import type { FilterAnswer } from '../bodyFilter.ts';
import type { ViewContext } from './actions.ts';
import { button, element, setAttribute, setShown, setText } from './dom.ts';

export type FilterLanguage = 'json' | 'xml';

export interface BodyFilterBar {
  readonly element: HTMLElement;
  readonly isOpen: boolean;
  /** With a path, filters by it and leaves the focus where it is. */
  open(language: FilterLanguage, path?: string): void;
  /** Gives the body itself back. */
  close(): void;
  /** Without a word, because another body is coming. */
  hide(): void;
}

export interface BodyFilterBarOptions {
  readonly exchangeId: () => string | undefined;
  /** What to show in place of the body; undefined for the body itself. */
  readonly onResult: (result: FilterAnswer | undefined) => void;
  /** The person filters by another path; empty for none. */
  readonly onPath: (path: string) => void;
}

/** Milliseconds after the last key before the host is asked. */
const askAfter = 150;

export function createBodyFilterBar(context: ViewContext, options: BodyFilterBarOptions): BodyFilterBar {
  const { texts, actions } = context;
  const { t } = texts;
  const input = element('input', {
    type: 'text',
    class: 'input',
    spellcheck: 'false',
    autocomplete: 'off',
    'data-testid': 'body-filter',
    'aria-describedby': 'body-filter-says',
  });
  const says = element('span', { id: 'body-filter-says', class: 'muted', role: 'status' });
  const close = button({ label: t('close'), icon: 'close', iconOnly: true, onClick: closeBar });
  const bar = element('div', { class: 'find-bar body-filter', role: 'search' }, input, says, close);
  bar.hidden = true;
  let language: FilterLanguage = 'json';
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked = 0;

  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => void ask(), askAfter);
  });
  bar.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    closeBar();
  });

  async function ask(): Promise<void> {
    const exchangeId = options.exchangeId();
    const path = input.value.trim();
    const number = ++asked;
    options.onPath(path);
    if (exchangeId === undefined || path === '') {
      show(undefined, '');
      return;
    }
    try {
      const answer = await actions.filterBody({ exchangeId, language, path });
      if (number !== asked) return;
      const { count, shown } = answer;
      show(answer, count === shown ? t('filterCount', count) : t('filterCut', shown, count));
    } catch (error) {
      // Half a path is no path; what it found before stays until it is one again.
      if (number !== asked) return;
      setAttribute(input, 'aria-invalid', 'true');
      setText(says, error instanceof Error ? error.message : String(error));
    }
  }

  function show(answer: FilterAnswer | undefined, text: string): void {
    setAttribute(input, 'aria-invalid', undefined);
    setText(says, text);
    options.onResult(answer);
  }

  function closeBar(): void {
    if (bar.hidden) return;
    hide();
    options.onPath('');
    options.onResult(undefined);
  }

  function hide(): void {
    clearTimeout(timer);
    asked++;
    if (bar.hidden) return;
    input.value = '';
    setText(says, '');
    setAttribute(input, 'aria-invalid', undefined);
    setShown(bar, false);
    actions.findVisible(false);
  }

  return {
    element: bar,
    get isOpen() {
      return !bar.hidden;
    },
    open: (next, path) => {
      language = next;
      const isJson = next === 'json';
      setAttribute(input, 'aria-label', t(isJson ? 'filterJson' : 'filterXml'));
      setAttribute(input, 'placeholder', isJson ? '$.items[?@.price < 10].name' : '//item[price < 10]/name');
      setShown(bar, true);
      actions.findVisible(true);
      if (path === undefined) {
        input.focus();
        return;
      }
      input.value = path;
      void ask();
    },
    close: closeBar,
    hide,
  };
}
