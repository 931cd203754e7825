/**
 * Formatting: one space where the grammar allows many, one blank line between requests, continuation lines
 * indented. Bytes that are sent stay as they are: a block whose meaning an edit would change is left alone. The
 * white space of a body is sent too, so JSON and GraphQL are laid out only when asked for: by a setting for whole
 * files, by formatting a selection, or by the light bulb.
 */
import type { FormattingOptions, Position, Range, TextEdit } from 'vscode-languageserver-types';
import { meaningOf } from '../../semantics/index.ts';
import type { BlockNode, SyntaxNode } from '../../syntax/index.ts';
import type { ParsedDocument } from '../documents.ts';
import { bodyLayout } from '../embedded/bodyLayout.ts';

export interface FormatRequest {
  readonly options: FormattingOptions;
  /** The whole file when left out. */
  readonly range?: Range | undefined;
  /** JSON and GraphQL bodies are laid out too. */
  readonly bodies: boolean;
}

export async function format(document: ParsedDocument, request: FormatRequest): Promise<TextEdit[]> {
  const { range, options, bodies } = request;
  const start = range === undefined ? 0 : document.offsetAt({ line: range.start.line, character: 0 });
  const end = range === undefined ? document.text.length : endOfLine(document, range.end);
  const formatted: TextEdit[] = [];
  for (const [index, block] of document.tree.blocks.entries()) {
    if (block.end < start || block.start > end) continue;
    const isLast = index === document.tree.blocks.length - 1;
    const within = { start: start - block.start, end: end - block.start };
    const body = bodies ? await bodyLayout(document, index, options) : [];
    const blanks = blankEdits(document, block, isLast);
    const edits: Edit[] = [
      ...withoutOverlap(headEdits(document, block), blanks),
      ...blanks,
      ...body.map((edit) => ({ ...edit, isBody: true as const })),
    ].filter((edit) => edit.start <= within.end && edit.end >= within.start);
    for (const edit of safeEdits(document, block, edits)) formatted.push(edit);
  }
  return formatted;
}

function endOfLine(document: ParsedDocument, position: Position): number {
  const lineBreak = /[\r\n]/g;
  lineBreak.lastIndex = document.offsetAt(position);
  return lineBreak.exec(document.text)?.index ?? document.text.length;
}

/** The line above the caret, once it is finished by a line break. */
export function formatOnType(document: ParsedDocument, position: Position): TextEdit[] {
  const line = position.line - 1;
  return document.tree.blocks.flatMap((block) => {
    const { nodes } = block.content;
    const node = nodes.find((candidate) => block.line + candidate.line === line);
    const edits = node === undefined ? [] : lineEdits(blockText(document, block), node);
    return safeEdits(document, block, edits);
  });
}

/** Offsets of the block. */
interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** An edit of the body that was asked for; its meaning may change. */
  readonly isBody?: true;
}

function blockText({ text }: ParsedDocument, { start, end }: BlockNode): string {
  return text.slice(start, end);
}

/** Drops the edits of a block when they would change what it means. */
function safeEdits(document: ParsedDocument, block: BlockNode, edits: readonly Edit[]): TextEdit[] {
  if (edits.length === 0) return [];
  const text = blockText(document, block);
  const withoutBody = edits.filter(({ isBody }) => isBody !== true);
  // In a Markdown body a heading is text, so the line behind the block is a part of the question.
  const next = /^[^\r\n]*/.exec(document.text.slice(block.end, block.end + 1000))?.[0] ?? '';
  const isSafe = meaningOf(apply(text, withoutBody) + next) === meaningOf(text + next);
  return toTextEdits(document, block, isSafe ? edits : edits.filter(({ isBody }) => isBody === true));
}

function toTextEdits(document: ParsedDocument, block: BlockNode, edits: readonly Edit[]): TextEdit[] {
  return edits.map(({ start, end, text }) => ({
    range: document.range(block.start + start, block.start + end),
    newText: text,
  }));
}

function apply(text: string, edits: readonly Edit[]): string {
  const sorted = [...edits].sort((one, other) => one.start - other.start);
  let out = '';
  let at = 0;
  for (const edit of sorted) {
    out += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return out + text.slice(at);
}

function headEdits(document: ParsedDocument, block: BlockNode): readonly Edit[] {
  const text = blockText(document, block);
  return block.content.nodes.flatMap((node) => lineEdits(text, node));
}

/** A line's trailing blanks may be a part of the blank lines below it, which are replaced together. */
function withoutOverlap(lines: readonly Edit[], blanks: readonly Edit[]): readonly Edit[] {
  const tail = blanks.at(-1)?.start ?? Infinity;
  return lines.map((edit) => (edit.start < tail && edit.end > tail ? { ...edit, end: tail } : edit));
}

/** A node of one line, written as it should be. */
function lineEdits(text: string, node: SyntaxNode): readonly Edit[] {
  const written = text.slice(node.start, node.end).replace(/(?:\r\n|\r|\n)$/, '');
  const wanted = writtenWell(text, node);
  if (wanted === undefined || wanted === written) return [];
  // A byte order mark stays where it is.
  const skipped = written.startsWith('\uFEFF') ? 1 : 0;
  if (written.slice(skipped) === wanted) return [];
  return [{ start: node.start + skipped, end: node.start + written.length, text: wanted }];
}

function writtenWell(text: string, node: SyntaxNode): string | undefined {
  switch (node.kind) {
    case 'separator': {
      const marks = /^\s*(#+)/.exec(text.slice(node.start, node.end))?.[1] ?? '###';
      return joined(marks, text.slice(node.titleStart, node.titleEnd));
    }
    case 'directive': {
      const mark = /^\s*(#+|\/\/+)/.exec(text.slice(node.start, node.end))?.[1];
      if (mark === undefined) return undefined;
      const name = text.slice(node.nameStart, node.nameEnd);
      const value = text.slice(node.valueStart, node.valueEnd);
      return joined(mark, `@${name}`, node.hasEquals ? '=' : '', value);
    }
    case 'fileVariable': {
      if (!node.hasEquals) return undefined;
      const sign = /:=\s*$/.test(text.slice(node.nameEnd, node.valueStart)) ? ':=' : '=';
      const name = text.slice(node.nameStart, node.nameEnd);
      return joined(`@${name}`, sign, text.slice(node.valueStart, node.valueEnd));
    }
    case 'requestLine':
      return joined(
        text.slice(node.methodStart, node.methodEnd).toUpperCase(),
        text.slice(node.urlStart, node.urlEnd),
        text.slice(node.versionStart, node.versionEnd),
      );
    case 'urlContinuation': {
      const line = joined(
        text.slice(node.urlStart, node.urlEnd),
        text.slice(node.versionStart, node.versionEnd),
      );
      return `    ${line}`;
    }
    case 'header':
    case 'partHeader': {
      if (node.colon === -1) return undefined;
      const name = text.slice(node.nameStart, node.nameEnd);
      return joined(`${name}:`, text.slice(node.valueStart, node.valueEnd));
    }
    default:
      return undefined;
  }
}

function joined(...words: readonly string[]): string {
  return words.filter((word) => word !== '').join(' ');
}

/** One blank line where there are more, one above the next request, none at the file's end. */
function blankEdits(document: ParsedDocument, block: BlockNode, isLast: boolean): readonly Edit[] {
  const text = blockText(document, block);
  const lineBreak = lineBreakOf(document.text);
  const { nodes } = block.content;
  const edits: Edit[] = [];
  for (const [index, node] of nodes.entries()) {
    if (node.kind !== 'blank' || index === nodes.length - 1) continue;
    const isAtTop = block.start === 0 && index === 0;
    const wanted = isAtTop ? '' : lineBreak;
    const { start, end } = node;
    if (countLines(text.slice(start, end)) > (isAtTop ? 0 : 1)) edits.push({ start, end, text: wanted });
  }
  edits.push(...aboveBody(text, block));
  const content = text.trimEnd();
  const tail = text.slice(content.length);
  if (content === '' || (isLast && countLines(tail) <= 1)) return edits;
  const wanted = isLast ? lineBreak : `${lineBreak}${lineBreak}`;
  if (countLines(tail) !== countLines(wanted)) {
    const tailEdit = { start: content.length, end: text.length, text: wanted };
    return [...edits.filter(({ end }) => end <= tailEdit.start), tailEdit];
  }
  return edits;
}

/** Blank lines above the body that are more than the one that ends the headers. */
function aboveBody(text: string, { content: { nodes, bodyMode } }: BlockNode): readonly Edit[] {
  const first = nodes.findIndex(({ kind }) => kind === 'text');
  const node = nodes[first];
  if (bodyMode === 'multipart' || node === undefined || nodes[first - 1]?.kind !== 'blank') return [];
  const blank = /^(?:[ \t]*(?:\r\n|\r|\n))+/.exec(text.slice(node.start, node.end))?.[0] ?? '';
  return blank === '' ? [] : [{ start: node.start, end: node.start + blank.length, text: '' }];
}

function countLines(text: string): number {
  return text.match(/\r\n|\r|\n/g)?.length ?? 0;
}

function lineBreakOf(text: string): string {
  return /\r\n|\r|\n/.exec(text)?.[0] ?? '\n';
}
