/**
 * How the code view looks: VS Code's variables only, so that every theme fits. VS Code gives web pages no token colours;
 * the ones its debugger uses for names, strings and numbers are the nearest that every theme defines.
 */
import { HighlightStyle } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

export const codeColours = HighlightStyle.define([
  { tag: [tags.propertyName, tags.tagName], color: 'var(--vscode-debugTokenExpression-name)' },
  { tag: [tags.string, tags.attributeValue], color: 'var(--vscode-debugTokenExpression-string)' },
  { tag: tags.number, color: 'var(--vscode-debugTokenExpression-number)' },
  { tag: [tags.bool, tags.null, tags.keyword], color: 'var(--vscode-debugTokenExpression-boolean)' },
  { tag: [tags.attributeName, tags.typeName], color: 'var(--vscode-debugTokenExpression-type)' },
  {
    tag: [tags.comment, tags.processingInstruction, tags.documentMeta],
    color: 'var(--vscode-descriptionForeground)',
  },
]);

const monospace = 'var(--vscode-editor-font-family, monospace)';

export const codeTheme = EditorView.theme({
  '&': {
    color: 'var(--vscode-editor-foreground)',
    backgroundColor: 'transparent',
    height: '100%',
    fontSize: 'var(--vscode-editor-font-size, 0.8125rem)',
  },
  // The ring is drawn around the place of the editor, over its gutter.
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: monospace, lineHeight: '1.45', overflow: 'auto' },
  '.cm-content': { padding: '0.375rem 0', caretColor: 'var(--vscode-editorCursor-foreground)' },
  '.cm-line': { padding: '0 0.75rem 0 0.25rem', unicodeBidi: 'plaintext' },
  '.cm-cursor, .cm-dropCursor': { borderLeftColor: 'var(--vscode-editorCursor-foreground)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    background: 'var(--vscode-editor-selectionBackground)',
  },
  '.cm-gutters': {
    // Themes give line numbers too little contrast for text that is read on its own.
    color: 'var(--http-muted)',
    backgroundColor: 'var(--http-surface)',
    border: 'none',
  },
  '.cm-lineNumbers .cm-gutterElement': { padding: '0 0.25rem 0 0.75rem', minWidth: '2.5ch' },
  '.cm-foldGutter .cm-gutterElement': { cursor: 'pointer', width: '1.1em', textAlign: 'center' },
  '.cm-foldPlaceholder': {
    color: 'var(--vscode-editor-foldPlaceholderForeground, inherit)',
    backgroundColor: 'transparent',
    border: '1px solid var(--vscode-editorWidget-border, currentColor)',
    borderRadius: '3px',
    padding: '0 0.25rem',
    margin: '0 0.125rem',
  },
  '&.cm-focused .cm-matchingBracket': {
    backgroundColor: 'var(--vscode-editorBracketMatch-background)',
    outline: '1px solid var(--vscode-editorBracketMatch-border)',
  },
  '.cm-specialChar': { color: 'var(--vscode-editorUnicodeHighlight-border, currentColor)' },
  '.cm-searchMatch': {
    backgroundColor: 'var(--vscode-editor-findMatchHighlightBackground)',
    outline: '1px solid var(--vscode-editor-findMatchHighlightBorder, transparent)',
  },
  // The colours of tokens are meant for the ground of the editor.
  '.cm-searchMatch, .cm-searchMatch span': { color: 'var(--vscode-editor-foreground)' },
  '.cm-searchMatch.cm-searchMatch-selected': {
    backgroundColor: 'var(--vscode-editor-findMatchBackground)',
    outline: '1px solid var(--vscode-editor-findMatchBorder, transparent)',
  },
  '.cm-panels': {
    color: 'var(--vscode-editorWidget-foreground, inherit)',
    backgroundColor: 'var(--vscode-editorWidget-background)',
    border: 'none',
    fontFamily: 'var(--vscode-font-family)',
  },
  '.cm-panels-top': { borderBottom: '1px solid var(--vscode-editorWidget-border, transparent)' },
  '.cm-panel.cm-search': { padding: '0.375rem 2rem 0.375rem 0.5rem', fontSize: 'var(--vscode-font-size)' },
  '.cm-panel.cm-search label': { fontSize: '0.75rem', marginRight: '0.5rem', whiteSpace: 'nowrap' },
  '.cm-panel.cm-search [name=close]': {
    color: 'inherit',
    fontSize: '1.125rem',
    right: '0.5rem',
    top: '0.25rem',
  },
  '.cm-textfield': {
    color: 'var(--vscode-input-foreground)',
    backgroundColor: 'var(--vscode-input-background)',
    border: '1px solid var(--vscode-input-border, transparent)',
    borderRadius: '2px',
    padding: '0.1875rem 0.375rem',
    fontSize: 'inherit',
  },
  '.cm-textfield:focus': { outline: '1px solid var(--vscode-focusBorder)', outlineOffset: '-1px' },
  '.cm-button': {
    color: 'var(--vscode-button-secondaryForeground)',
    backgroundImage: 'none',
    backgroundColor: 'var(--vscode-button-secondaryBackground)',
    border: '1px solid var(--vscode-button-border, transparent)',
    borderRadius: '2px',
    padding: '0.1875rem 0.5rem',
    fontSize: 'inherit',
  },
});
