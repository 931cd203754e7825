/**
 * Text with line numbers, folding, colours and find, by CodeMirror 6. The only file that imports it, and loaded after
 * the page was drawn once. Read only for what was received or sent; editable for a prepared body, where every
 * character that the user does not touch stays what it was, line breaks included.
 */
import { defaultKeymap, history, historyKeymap, isolateHistory } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import {
  bracketMatching,
  codeFolding,
  foldEffect,
  foldGutter,
  foldKeymap,
  indentOnInput,
  syntaxHighlighting,
  unfoldAll,
} from '@codemirror/language';
import {
  closeSearchPanel,
  findNext,
  findPrevious,
  openSearchPanel,
  search,
  searchKeymap,
  searchPanelOpen,
} from '@codemirror/search';
import { Annotation, Compartment, EditorState, Text, type Extension } from '@codemirror/state';
import {
  EditorView,
  drawSelection,
  highlightSpecialChars,
  keymap,
  lineNumbers,
  type KeyBinding,
} from '@codemirror/view';
import type { CodeLanguage } from './bodyKind.ts';
import type { CodeFind } from './codeFind.ts';
import { codeColours, codeTheme } from './codeTheme.ts';
import { nameOfCharacter } from '../bodyPages/lineText.ts';
import { element } from '../dom.ts';
import { hideTexts } from './hiddenText.ts';
import { formLanguage, graphqlLanguage } from './lightLanguages.ts';
import { lineBreakOf, withLineBreak } from './lineBreaks.ts';
import { htmlLanguage, xmlLanguage } from './markupLanguages.ts';

export interface CodeViewOptions {
  readonly parent: HTMLElement;
  /** The page's CSP nonce: CodeMirror makes its own style sheet. */
  readonly nonce: string;
  /** The name that screen readers say. */
  readonly label: string;
  readonly readOnly: boolean;
  /** The whole text after each change by the user. */
  readonly onChange?: (text: string) => void;
  readonly onFindVisible?: (visible: boolean) => void;
  /** The user put the caret somewhere: an offset in the text. */
  readonly onCaret?: (offset: number) => void;
  /** The line at the top of the screen has changed, counted from 0. */
  readonly onScroll?: (line: number) => void;
  /** The box to find with, of text that nobody edits. */
  readonly find?: CodeFind;
  /** CodeMirror's own English texts and what to say instead. */
  readonly phrases: Readonly<Record<string, string>>;
}

export interface CodeView {
  /** Replaces everything and goes to the top. Long text that nobody edits is split into lines in slices first. */
  setText(text: string, language: CodeLanguage): void;
  /** Replaces everything as an edit that can be undone. */
  rewrite(text: string): void;
  /** Adds to the end; `follow` scrolls there. */
  append(text: string, follow: boolean): void;
  /** Every character as it would be sent. */
  text(): string;
  setWrap(wrap: boolean): void;
  setReadOnly(readOnly: boolean): void;
  /** Draws six dots in the place of these texts, wherever they stand. */
  hide(texts: readonly string[]): void;
  find(): void;
  /** To the next match or the one before; opens the box when nothing was looked for. */
  findStep(backwards: boolean): void;
  /** 0-based. */
  goToLine(line: number): void;
  /** Keeps that line (from 0) at the top of whatever text is set, until the reader moves; undefined for none. */
  keepAt(line: number | undefined): void;
  /** Folds these ranges and nothing else. */
  fold(ranges: readonly { readonly from: number; readonly to: number }[]): void;
  focus(): void;
  destroy(): void;
}

/** Characters that are split into lines at once: some milliseconds of work. */
const partLength = 128 * 1024;

/** Milliseconds after which a slice of that ends: less than a frame. */
const sliceTime = 10;

/** Marks changes that did not come from the user. */
const fromOutside = Annotation.define<boolean>();

export function createCodeView(options: CodeViewOptions): CodeView {
  const wrapping = new Compartment();
  const writing = new Compartment();
  const hiding = new Compartment();
  let hidden: readonly string[] = [];
  let wrap = true;
  let readOnly = options.readOnly;
  let findVisible = false;
  /** Text that is on its way, in slices. */
  let coming: { text: string; readonly stop: () => void } | undefined;
  let keptLine: number | undefined;

  const extensions = (text: string, language: CodeLanguage, isLong: boolean): Extension => [
    EditorView.cspNonce.of(options.nonce),
    EditorState.phrases.of(options.phrases),
    // Received text is split by any break; edited text must come back with the breaks it had.
    options.readOnly ? [] : EditorState.lineSeparator.of(lineBreakOf(text)),
    EditorView.clipboardInputFilter.of((pasted, state) =>
      withLineBreak(pasted, state.lineBreak === '\r\n' ? '\r\n' : '\n'),
    ),
    lineNumbers(),
    codeFolding({ placeholderText: '…' }),
    foldGutter({ openText: '⌄', closedText: '›' }),
    highlightSpecialChars({
      // What turns text around or hides in it; joiners stay, because scripts and pictures need them.
      addSpecialChars: /[\u202a-\u202c\u2060-\u206f]/g,
      render: (code, description) => {
        const name = element('span', { class: 'character cm-specialChar', title: description ?? undefined });
        name.textContent = nameOfCharacter(String.fromCodePoint(code));
        return name;
      },
    }),
    drawSelection(),
    // It looks for the other end through everything in between, each time that more has been understood.
    isLong ? [] : bracketMatching(),
    EditorView.perLineTextDirection.of(true),
    // Said in so many words, too, that the keyboard can scroll it.
    EditorView.contentAttributes.of({ 'aria-label': options.label, tabindex: '0' }),
    options.find?.extension ?? search({ top: true }),
    syntaxHighlighting(codeColours),
    codeTheme,
    languageSupport(language),
    options.readOnly ? [] : [history(), indentOnInput(), keymap.of(historyKeymap.map(stopping))],
    keymap.of([
      ...searchKeymap.filter(isOurs),
      ...foldKeymap,
      ...defaultKeymap.filter((one) => isOurs(one) && !leaves(one)),
    ]),
    wrapping.of(wrap ? EditorView.lineWrapping : []),
    writing.of(writingExtensions(readOnly)),
    hiding.of(hideTexts(hidden)),
    EditorView.updateListener.of((update) => {
      const visible = searchPanelOpen(update.state);
      if (visible !== findVisible) {
        findVisible = visible;
        options.onFindVisible?.(visible);
      }
      const byUser = update.transactions.some(
        (one) => one.docChanged && one.annotation(fromOutside) !== true,
      );
      if (update.selectionSet && update.transactions.some((one) => one.isUserEvent('select')))
        options.onCaret?.(update.state.selection.main.head);
      if (update.docChanged && byUser) options.onChange?.(update.state.sliceDoc());
    }),
  ];

  const view = new EditorView({
    parent: options.parent,
    state: EditorState.create({ extensions: extensions('', 'plain', false) }),
  });

  /** A selection that nobody edits is no reason to need Escape twice, which leads back to the request. */
  function leaves({ key }: KeyBinding): boolean {
    return options.readOnly && key === 'Escape';
  }

  for (const gesture of ['wheel', 'mousedown', 'touchstart', 'keydown'])
    view.scrollDOM.addEventListener(gesture, () => (keptLine = undefined), { passive: true });
  view.scrollDOM.addEventListener('scroll', () => {
    if (keptLine !== undefined || view.scrollDOM.clientHeight === 0) return;
    const { from } = view.lineBlockAtHeight(view.scrollDOM.scrollTop - view.documentPadding.top);
    options.onScroll?.(view.state.doc.lineAt(from).number - 1);
  });

  function goToKept(): void {
    if (keptLine === undefined || keptLine >= view.state.doc.lines) return;
    const { from } = view.state.doc.line(keptLine + 1);
    view.dispatch({ effects: EditorView.scrollIntoView(from, { y: 'start', yMargin: 0 }) });
  }

  function putAtEnd(text: string, follow: boolean): void {
    const end = view.state.doc.length;
    view.dispatch({
      changes: { from: end, insert: text },
      annotations: fromOutside.of(true),
      ...(follow && { effects: EditorView.scrollIntoView(end + text.length, { y: 'end' }) }),
    });
    if (!follow) goToKept();
  }

  function show(doc: string | Text, text: string, language: CodeLanguage): void {
    view.setState(
      EditorState.create({ doc, extensions: extensions(text, language, typeof doc !== 'string') }),
    );
    view.scrollDOM.scrollTop = 0;
    goToKept();
    if (findVisible) {
      findVisible = false;
      options.onFindVisible?.(false);
    }
  }

  return {
    setText: (text, language) => {
      coming?.stop();
      coming = undefined;
      if (!options.readOnly || text.length <= partLength) {
        show(text, text, language);
        return;
      }
      const stop = splitInSlices(text, (doc) => {
        const behind = coming?.text.slice(text.length) ?? '';
        coming = undefined;
        show(doc, '', language);
        if (behind !== '') putAtEnd(behind, false);
      });
      coming = { text, stop };
    },
    rewrite: (text) => {
      const insert = withLineBreak(text, view.state.lineBreak === '\r\n' ? '\r\n' : '\n');
      // A step of its own to undo, also right after typing.
      const annotations = isolateHistory.of('full');
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert }, annotations });
    },
    append: (text, follow) => {
      if (coming === undefined) putAtEnd(text, follow);
      else coming.text += text;
    },
    text: () => coming?.text ?? view.state.sliceDoc(),
    setWrap: (on) => {
      wrap = on;
      view.dispatch({ effects: wrapping.reconfigure(on ? EditorView.lineWrapping : []) });
    },
    setReadOnly: (on) => {
      if (on === readOnly) return;
      readOnly = on;
      view.dispatch({ effects: writing.reconfigure(writingExtensions(on)) });
    },
    hide: (texts) => {
      hidden = texts;
      view.dispatch({ effects: hiding.reconfigure(hideTexts(texts)) });
    },
    find: () => {
      if (options.find === undefined) openSearchPanel(view);
      else options.find.open(view);
    },
    findStep: (backwards) => {
      keptLine = undefined;
      if (options.find !== undefined) options.find.step(view, backwards);
      else (backwards ? findPrevious : findNext)(view);
    },
    keepAt: (line) => {
      keptLine = line;
      goToKept();
    },
    goToLine: (line) => {
      keptLine = undefined;
      const { doc } = view.state;
      const { from } = doc.line(Math.max(1, Math.min(doc.lines, line + 1)));
      view.dispatch({
        selection: { anchor: from },
        effects: EditorView.scrollIntoView(from, { y: 'center' }),
      });
      view.focus();
    },
    fold: (ranges) => {
      unfoldAll(view);
      if (ranges.length > 0) view.dispatch({ effects: ranges.map((range) => foldEffect.of(range)) });
    },
    focus: () => view.focus(),
    destroy: () => {
      coming?.stop();
      closeSearchPanel(view);
      view.destroy();
    },
  };
}

/** Splits text as the editor does, some lines at a time; `done` is called later, unless it was stopped. */
function splitInSlices(text: string, done: (doc: Text) => void): () => void {
  let doc = Text.empty;
  let at = 0;
  const slice = (): void => {
    const end = performance.now() + sliceTime;
    while (at < text.length && performance.now() < end) {
      const from = at;
      const lineEnd = text.indexOf('\n', from + partLength);
      at = lineEnd === -1 ? text.length : lineEnd + 1;
      // A part that ends with a break has an empty last line, which the next one goes on with.
      const part = Text.of(text.slice(from, at).split(/\r\n?|\n/));
      doc = from === 0 ? part : doc.append(part);
    }
    // What is done with it is a task of its own.
    timer = at < text.length ? setTimeout(slice) : setTimeout(done, 0, doc);
  };
  let timer = setTimeout(slice);
  return () => clearTimeout(timer);
}

function writingExtensions(readOnly: boolean): Extension {
  return [
    EditorState.readOnly.of(readOnly),
    // Still focusable and with a caret, so that the keyboard can select and copy.
    EditorView.contentAttributes.of({ 'aria-readonly': String(readOnly) }),
  ];
}

function languageSupport(language: CodeLanguage): Extension {
  switch (language) {
    case 'json':
      return json();
    case 'xml':
      return xmlLanguage;
    case 'html':
      return htmlLanguage;
    case 'form':
      return formLanguage;
    case 'graphql':
      return graphqlLanguage;
    case 'plain':
      return [];
  }
}

/** Ctrl+Enter sends, and keys to find and go are heard by the page as a whole, so nothing here may use them first. */
function isOurs({ key = '' }: KeyBinding): boolean {
  return !/^(?:Mod-Enter|F3|Mod-g|Mod-f|Mod-Alt-g)$/.test(key);
}

/** VS Code hears keys that bubble and would undo a second time. */
function stopping(binding: KeyBinding): KeyBinding {
  return { ...binding, stopPropagation: true };
}
