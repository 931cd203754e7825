/**
 * A place for the code view before it is there: text set or added meanwhile is kept and shown as soon as CodeMirror has
 * loaded, which begins after the page was drawn once. Both body editors use it.
 */
import type { ViewContext } from './actions.ts';
import type { CodeLanguage } from './bodyViews/bodyKind.ts';
import { createFindBar, type FindBar } from './bodyPages/findBar.ts';
import type { FindCount } from './bodyViews/codeFind.ts';
import type { CodeView } from './bodyViews/codeView.ts';
import { element } from './dom.ts';

export interface CodeHost {
  readonly element: HTMLElement;
  setText(text: string, language: CodeLanguage): void;
  rewrite: CodeView['rewrite'];
  append(text: string, follow: boolean): void;
  text(): string;
  setWrap(wrap: boolean): void;
  setReadOnly(readOnly: boolean): void;
  hide: CodeView['hide'];
  find(): void;
  fold: CodeView['fold'];
  findStep: CodeView['findStep'];
  goToLine: CodeView['goToLine'];
  keepAt: CodeView['keepAt'];
  focus(): void;
}

export interface CodeHostOptions {
  readonly label: string;
  readonly testId: string;
  /** Never editable: line breaks may then be of any kind. */
  readonly readOnly: boolean;
  readonly onChange?: (text: string) => void;
  readonly onCaret?: (offset: number) => void;
  readonly onScroll?: (line: number) => void;
}

export function createCodeHost(context: ViewContext, options: CodeHostOptions): CodeHost {
  const parent = element('div', { class: 'code', 'data-testid': options.testId });
  let view: CodeView | undefined;
  let waiting: { text: string; language: CodeLanguage } = { text: '', language: 'plain' };
  let wrap = true;
  let readOnly = options.readOnly;
  let hidden: readonly string[] = [];
  let focusWhenReady = false;
  let keptLine: number | undefined;

  void firstPaint()
    .then(() => Promise.all([import('./bodyViews/codeView.ts'), import('./bodyViews/codeFind.ts')]))
    .then(([{ createCodeView }, { createCodeFind }]) => {
      view = createCodeView({
        parent,
        nonce: context.nonce,
        label: options.label,
        readOnly: options.readOnly,
        ...(options.readOnly && {
          find: createCodeFind(
            (events) => createFindBar(context, { ...events, name: 'code-find' }),
            (bar, count) => sayCount(context, bar, count),
          ),
        }),
        phrases: phrases(context),
        onFindVisible: (visible) => context.actions.findVisible(visible),
        ...(options.onChange !== undefined && { onChange: options.onChange }),
        ...(options.onCaret !== undefined && { onCaret: options.onCaret }),
        ...(options.onScroll !== undefined && { onScroll: options.onScroll }),
      });
      view.setWrap(wrap);
      view.setReadOnly(readOnly);
      view.hide(hidden);
      view.keepAt(keptLine);
      view.setText(waiting.text, waiting.language);
      waiting = { text: '', language: 'plain' };
      if (focusWhenReady) view.focus();
    });

  return {
    element: parent,
    setText: (text, language) => {
      if (view === undefined) waiting = { text, language };
      else view.setText(text, language);
    },
    rewrite: (text) => view?.rewrite(text),
    append: (text, follow) => {
      if (view === undefined) waiting.text += text;
      else view.append(text, follow);
    },
    text: () => view?.text() ?? waiting.text,
    setWrap: (on) => {
      wrap = on;
      view?.setWrap(on);
    },
    setReadOnly: (on) => {
      readOnly = on;
      view?.setReadOnly(on);
    },
    hide: (texts) => {
      if (texts.length === hidden.length && texts.every((text, at) => text === hidden[at])) return;
      hidden = texts;
      view?.hide(texts);
    },
    find: () => view?.find(),
    fold: (ranges) => view?.fold(ranges),
    findStep: (backwards) => view?.findStep(backwards),
    goToLine: (line) => view?.goToLine(line),
    keepAt: (line) => {
      keptLine = line;
      view?.keepAt(line);
    },
    focus: () => {
      focusWhenReady = true;
      view?.focus();
    },
  };
}

/** After one frame; a page that is not visible draws none, so a moment is enough then. */
function firstPaint(): Promise<void> {
  return new Promise((resolve) => {
    const later = setTimeout(resolve, 250);
    requestAnimationFrame(() => {
      clearTimeout(later);
      setTimeout(resolve);
    });
  });
}

function sayCount({ texts }: ViewContext, bar: FindBar, count: FindCount): void {
  const { t, number } = texts;
  if (count.state === 'none') bar.say('', false);
  else if (count.state === 'broken') bar.say(t('findBroken'), true);
  else if (count.total === 0)
    bar.say(count.state === 'counting' ? t('finding') : t('findNone'), count.state === 'counted');
  else if (count.current === 0) bar.say(number(count.total), false);
  else
    bar.say(
      t(count.state === 'counting' ? 'findSoFar' : 'findCount', number(count.current), number(count.total)),
      false,
    );
}

function phrases({ texts: { t } }: ViewContext): Record<string, string> {
  return {
    Find: t('find'),
    next: t('findNext'),
    previous: t('findPrevious'),
    all: t('findAll'),
    'match case': t('findMatchCase'),
    regexp: t('findRegexp'),
    'by word': t('findByWord'),
    Replace: t('findReplace'),
    replace: t('findReplace'),
    'replace all': t('findReplaceAll'),
    close: t('close'),
    'Fold line': t('fold'),
    'Unfold line': t('unfold'),
  };
}
