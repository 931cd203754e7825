/** Fixes for findings, the likeliest first, by the codes of the findings. */
import {
  CodeActionKind,
  type CodeAction,
  type Diagnostic,
  type Position,
  type TextEdit,
} from 'vscode-languageserver-types';
import type { ParsedDocument } from '../../documents.ts';
import { directives } from '../../vocabulary/directives.ts';
import { nearest } from './nearest.ts';
import { dialectFixes, type Fix } from './dialectFixes.ts';
import { lineBreakOf } from './rewriting.ts';

export function quickFixes(document: ParsedDocument, problems: readonly Diagnostic[]): CodeAction[] {
  return problems.flatMap((problem) => {
    const found = fixes[String(problem.code)]?.(document, problem) ?? [];
    return (Array.isArray(found) ? found : [found]).map(({ title, edits }: Fix, index) => ({
      title,
      kind: CodeActionKind.QuickFix,
      diagnostics: [problem],
      isPreferred: index === 0,
      edit: { changes: { [document.uri]: [...edits] } },
    }));
  });
}

type Fixer = (document: ParsedDocument, problem: Diagnostic) => Fix | readonly Fix[] | undefined;

const fixes: Readonly<Record<string, Fixer>> = {
  'looks-like-new-request': (_document, { range }) => ({
    title: 'Insert ### above this line',
    edits: [insertion({ line: range.start.line, character: 0 }, '###\n')],
  }),
  'unresolved-variable': (document, { range }) => {
    const name = document.text.slice(document.offsetAt(range.start), document.offsetAt(range.end));
    // Beside the variables that stand above the use already.
    const [first] = document.file.variables;
    const line = first !== undefined && first.line - 1 < range.start.line ? first.line - 1 : 0;
    return {
      title: `Define @${name} in this file`,
      edits: [insertion({ line, character: 0 }, `@${name} = \n`)],
    };
  },
  'variable-in-body': (document, { range }) => {
    const line = wholeLine(range.start);
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
  'duplicate-name': (document, { range }) => {
    const start = document.offsetAt(range.start);
    const written = document.text.slice(start, document.offsetAt(range.end));
    const value = /^@[\w.-]+\s*=?\s*/.exec(written)?.[0].length ?? 0;
    const name = freeName(document, written.slice(value));
    return {
      title: `Name the request "${name}"`,
      edits: [{ range: document.range(start + value, start + written.length), newText: name }],
    };
  },
  'unknown-directive': (document, { range }) => {
    const start = document.offsetAt(range.start) + 1;
    const end = document.offsetAt(range.end);
    const known = directives.map(({ name }) => name);
    const name = nearest(document.text.slice(start, end), known);
    if (name === undefined) return undefined;
    return { title: `Write @${name}`, edits: [{ range: document.range(start, end), newText: name }] };
  },
  'missing-host': (document, { range }) => {
    const lineBreak = lineBreakOf(document.text);
    const end = { line: range.end.line + 1, character: 0 };
    const isLast = document.offsetAt(end) === document.text.length && !/[\r\n]$/.test(document.text);
    const header = 'Host: example.com';
    return {
      title: 'Add a Host header',
      edits: [insertion(end, isLast ? `${lineBreak}${header}` : `${header}${lineBreak}`)],
    };
  },
  'dialect-dependent': dialectFixes,
  'shadowed-variable': dialectFixes,
  'json-comment': (document, { range }) => {
    const start = document.offsetAt(range.start);
    const blanks = /[ \t]*$/.exec(document.text.slice(0, start))?.[0].length ?? 0;
    return {
      title: 'Remove the comment',
      edits: [{ range: document.range(start - blanks, document.offsetAt(range.end)), newText: '' }],
    };
  },
  'part-without-name': (document, { range }) => {
    const lineBreak = lineBreakOf(document.text);
    const text = 'Content-Disposition: form-data; name="field"';
    return {
      title: 'Give the part a name',
      edits: [insertion(range.end, `${lineBreak}${text}`)],
    };
  },
  'unused-variable': (_document, { range }) => ({
    title: 'Remove the variable',
    edits: [{ range: wholeLine(range.start), newText: '' }],
  }),
};

/** The name with the first number that no request has. */
function freeName({ file }: ParsedDocument, wanted: string): string {
  const taken = new Set(file.requests.map(({ name }) => name));
  let name = wanted;
  for (let number = 2; taken.has(name); number += 1) name = `${wanted}-${number}`;
  return name;
}

function wholeLine({ line }: Position): Diagnostic['range'] {
  return { start: { line, character: 0 }, end: { line: line + 1, character: 0 } };
}

function insertion(position: Position, newText: string): TextEdit {
  return { range: { start: position, end: position }, newText };
}
