/** Builds completion items that replace an exact range. */
import {
  InsertTextFormat,
  type CompletionItem,
  type CompletionItemKind,
  type Range,
} from 'vscode-languageserver-types';

export interface ItemParts {
  readonly label: string;
  readonly kind: CompletionItemKind;
  readonly range: Range;
  /** What is compared with the text that is replaced; the label when left out. */
  readonly filter?: string;
  /** What is inserted; the label when left out. A snippet when it holds `$1` or `${1`. */
  readonly insert?: string;
  /** The text holds dollars that are no placeholders. */
  readonly isPlain?: true;
  readonly detail?: string;
  readonly documentation?: string;
  /** Place in the list; items of equal place are in the order of their labels. */
  readonly place?: number;
  /** Asks for the next list once the item is inserted. */
  readonly continues?: boolean;
}

export function item(parts: ItemParts): CompletionItem {
  const newText = parts.insert ?? parts.label;
  const isSnippet = parts.isPlain !== true && /\$\d|\$\{\d|\\\$/.test(newText);
  return {
    label: parts.label,
    kind: parts.kind,
    filterText: parts.filter ?? parts.label,
    insertTextFormat: isSnippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    textEdit: { range: parts.range, newText },
    ...(parts.detail === undefined ? {} : { detail: parts.detail }),
    ...(parts.documentation === undefined
      ? {}
      : { documentation: { kind: 'markdown', value: parts.documentation } }),
    ...(parts.place === undefined ? {} : { sortText: String(parts.place).padStart(4, '0') }),
    ...(parts.continues === true ? { command: suggestAgain } : {}),
  };
}

const suggestAgain = { title: 'Suggest', command: 'editor.action.triggerSuggest' };
