/** Quick fixes for the findings that have one right answer, and light-bulb entries that send nothing. */
import {
  CodeActionKind,
  type CodeAction,
  type Diagnostic,
  type Position,
  type TextEdit,
} from 'vscode-languageserver-types';
import type { ParsedDocument } from '../documents.ts';

export function codeActions(document: ParsedDocument, problems: readonly Diagnostic[]): CodeAction[] {
  return problems.flatMap((problem) => {
    const fix = fixes[String(problem.code)]?.(document, problem);
    if (fix === undefined) return [];
    return {
      title: fix.title,
      kind: CodeActionKind.QuickFix,
      diagnostics: [problem],
      isPreferred: true,
      edit: { changes: { [document.uri]: [...fix.edits] } },
    };
  });
}

interface Fix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

type Fixer = (document: ParsedDocument, problem: Diagnostic) => Fix;

const fixes: Readonly<Record<string, Fixer>> = {
  'looks-like-new-request': (_document, { range }) => ({
    title: 'Insert ### above this line',
    edits: [insertion({ line: range.start.line, character: 0 }, '###\n')],
  }),
  'unresolved-variable': (document, { range }) => {
    const name = document.text.slice(document.offsetAt(range.start), document.offsetAt(range.end));
    return {
      title: `Define @${name} in this file`,
      edits: [insertion({ line: 0, character: 0 }, `@${name} = \n`)],
    };
  },
  'variable-in-body': (document, { range }) => {
    const line = {
      start: { line: range.start.line, character: 0 },
      end: { line: range.start.line + 1, character: 0 },
    };
    const text = document.text.slice(document.offsetAt(line.start), document.offsetAt(line.end)).trim();
    const request = document.file.requests.findLast(
      ({ range: { start } }) => start <= document.offsetAt(range.start),
    );
    const target = { line: (request?.line ?? 1) - 1, character: 0 };
    return {
      title: 'Move the variable above the request',
      edits: [insertion(target, `${text}\n`), { range: line, newText: '' }],
    };
  },
};

function insertion(position: Position, newText: string): TextEdit {
  return { range: { start: position, end: position }, newText };
}
