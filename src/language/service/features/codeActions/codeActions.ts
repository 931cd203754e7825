/**
 * The light bulb: fixes for findings, and rewritings of what stands at the selection. Each rewriting is a file of
 * its own and answers with nothing where it does not fit. None sends anything.
 */
import { CodeActionKind, type CodeAction, type Diagnostic, type Range } from 'vscode-languageserver-types';
import { nodeAt } from '../../../syntax/index.ts';
import type { ParsedDocument } from '../../documents.ts';
import { addContentType } from './contentType.ts';
import { convertCurl } from './convertCurl.ts';
import { extractVariable } from './extractVariable.ts';
import { layOutJson, stripJsonComments } from './jsonBodies.ts';
import { joinQuery, splitQuery } from './queryLines.ts';
import { quickFixes } from './quickFixes.ts';
import type { Rewriting, Selection } from './rewriting.ts';

/** Without a range, fixes only. */
export function codeActions(
  document: ParsedDocument,
  problems: readonly Diagnostic[],
  range: Range | undefined,
): CodeAction[] {
  const fixes = quickFixes(document, problems);
  const selection = range === undefined ? undefined : selectionOf(document, range);
  if (selection === undefined) return fixes;
  const rewritings = rewriters.flatMap((rewrite) => rewrite(selection) ?? []);
  return [...fixes, ...rewritings.map((rewriting) => actionOf(document, rewriting))];
}

const rewriters: readonly ((selection: Selection) => Rewriting | undefined)[] = [
  extractVariable,
  convertCurl,
  splitQuery,
  joinQuery,
  addContentType,
  layOutJson,
  stripJsonComments,
];

function selectionOf(document: ParsedDocument, range: Range): Selection | undefined {
  const start = document.offsetAt(range.start);
  const place = nodeAt(document.tree, start);
  if (place === undefined) return undefined;
  const { block, node } = place;
  const offset = block.start;
  const request = document.file.requests.find(
    ({ urlRange }) => offset <= urlRange.start && urlRange.start < block.end,
  );
  return { document, block, node, request, start, end: document.offsetAt(range.end) };
}

function actionOf(document: ParsedDocument, { title, kind, edits }: Rewriting): CodeAction {
  return {
    title,
    kind: kind === 'extract' ? CodeActionKind.RefactorExtract : CodeActionKind.RefactorRewrite,
    edit: {
      changes: {
        [document.uri]: edits.map(({ start, end, text }) => ({
          range: document.range(start, end),
          newText: text,
        })),
      },
    },
  };
}
