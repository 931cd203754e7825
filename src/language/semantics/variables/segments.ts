/** Nodes of a body to segments, and the cut at both ends of in-place text; files are never touched. */
import type { SyntaxNode } from '../../syntax/index.ts';
import type { Words } from '../definition/defineBlock.ts';
import type { BodySegment } from '../definition/definition.ts';

/** With `keepsIndent` the first line that is not blank keeps its indentation (YAML, CSV, Markdown). */
export function trimSegments(segments: readonly BodySegment[], keepsIndent: boolean): readonly BodySegment[] {
  const trimmed = [...segments];
  for (let first = trimmed[0]; first?.kind === 'text'; first = trimmed[0]) {
    const text = keepsIndent ? withoutBlankLines(first.text) : first.text.trimStart();
    trimmed[0] = { ...first, text };
    if (text !== '') break;
    trimmed.shift();
  }
  for (let last = trimmed.at(-1); last?.kind === 'text'; last = trimmed.at(-1)) {
    const text = last.text.trimEnd();
    trimmed[trimmed.length - 1] = { ...last, text };
    if (text !== '') break;
    trimmed.pop();
  }
  return trimmed;
}

function withoutBlankLines(text: string): string {
  const content = text.trimStart();
  return text.slice(text.lastIndexOf('\n', text.length - content.length - 1) + 1);
}

/** The lines of a text node with LF between them and none at the end; of an escape only the backslash goes. */
export function linesOf(node: SyntaxNode & { kind: 'text' | 'escapedText' }, words: Words): string {
  let text =
    node.kind === 'escapedText'
      ? words(node.start, node.contentStart - 1) + words(node.contentStart, node.end)
      : words(node.start, node.end);
  if (text.includes('\r')) text = text.replaceAll('\r\n', '\n').replaceAll('\r', '\n');
  return text.endsWith('\n') ? text.slice(0, -1) : text;
}

export function fileSegment(node: SyntaxNode & { kind: 'bodyFile' }, words: Words): BodySegment {
  const encoding = words(node.encodingStart, node.encodingEnd);
  return {
    kind: 'file',
    path: words(node.pathStart, node.pathEnd),
    substitute: node.substitute,
    encoding: encoding === '' ? undefined : encoding,
    line: node.line + 1,
    range: { start: node.start, end: node.end },
  };
}

/** The segment with CRLF line endings; a file stays as it is. */
export function withCrlf(segment: BodySegment): BodySegment {
  return segment.kind === 'file' ? segment : { ...segment, text: segment.text.replaceAll('\n', '\r\n') };
}
