/**
 * Multipart bodies as people write them, made exact: boundaries and part headers end with CRLF, the content of
 * a part keeps its own line breaks (LF), a missing blank line or closing boundary is added.
 */
import type { HeaderNode, SyntaxNode } from '../../syntax/index.ts';
import type { BodySegment } from '../definition/definition.ts';
import type { Words } from '../definition/defineBlock.ts';
import { fileSegment, linesOf } from '../variables/segments.ts';

/** The segments in wire order; empty when there is no boundary line. */
export function defineMultipart(nodes: readonly SyntaxNode[], words: Words): readonly BodySegment[] {
  const out = new Out();
  const now: Progress = { state: 'before', isMessage: false, hasContent: false };
  let boundary: string | undefined;

  const startContent = (): void => {
    if (now.state === 'headers') {
      out.text('\r\n');
      now.state = 'content';
    }
    if (now.hasContent) out.text(now.state === 'content' && !now.isMessage ? '\n' : '\r\n');
    now.hasContent = true;
  };

  for (const node of nodes) {
    out.at(node);
    switch (node.kind) {
      case 'boundary':
        if (now.state === 'headers') out.text('\r\n');
        if (now.state !== 'before' || now.hasContent) out.text('\r\n');
        boundary = words(node.contentStart, node.contentEnd);
        out.text(`--${boundary}${node.closing ? '--' : ''}\r\n`);
        now.state = node.closing ? 'after' : 'headers';
        now.hasContent = false;
        now.isMessage = false;
        break;
      case 'partHeader':
        out.text(`${words(node.nameStart, Math.max(node.colon + 1, node.valueEnd))}\r\n`);
        now.isMessage ||= isHttpMessage(node, words);
        break;
      case 'blank':
        if (now.state === 'headers') {
          out.text('\r\n');
          now.state = 'content';
        }
        break;
      case 'text':
      case 'escapedText': {
        const text = linesOf(node, words);
        // Blank lines around the parts mean nothing.
        if ((now.state === 'before' || now.state === 'after') && text.trim() === '') break;
        startContent();
        out.text(now.isMessage ? text.replaceAll('\n', '\r\n') : text);
        break;
      }
      case 'bodyFile':
        startContent();
        out.file(fileSegment(node, words));
        break;
      default:
        break;
    }
  }
  if (boundary === undefined) return [];
  if (now.state === 'headers') out.text('\r\n');
  if (now.state === 'headers' || now.state === 'content') {
    out.trimEnd();
    out.text(`\r\n--${boundary}--\r\n`);
  }
  return out.segments;
}

function isHttpMessage(node: HeaderNode, words: Words): boolean {
  return (
    words(node.nameStart, node.nameEnd).toLowerCase() === 'content-type' &&
    words(node.valueStart, node.valueEnd).toLowerCase().startsWith('application/http')
  );
}

interface Progress {
  state: 'before' | 'headers' | 'content' | 'after';
  /** The part is an HTTP message, whose own lines end with CRLF. */
  isMessage: boolean;
  /** Something was put into the current part, or in front of the first one. */
  hasContent: boolean;
}

class Out {
  readonly segments: BodySegment[] = [];
  #start = 0;
  #end = 0;

  at(node: SyntaxNode): void {
    this.#start = node.start;
    this.#end = node.end;
  }

  text(text: string): void {
    const last = this.segments.at(-1);
    if (last?.kind === 'text') {
      const range = { start: last.range.start, end: this.#end };
      this.segments[this.segments.length - 1] = { kind: 'text', text: last.text + text, range };
    } else this.segments.push({ kind: 'text', text, range: { start: this.#start, end: this.#end } });
  }

  file(segment: BodySegment): void {
    this.segments.push(segment);
  }

  /** An unclosed last part must not keep the blank lines at the file's end. */
  trimEnd(): void {
    const last = this.segments.at(-1);
    if (last?.kind !== 'text') return;
    let end = last.text.length;
    while (last.text.charAt(end - 1) === '\n' && last.text.charAt(end - 2) !== '\r') end -= 1;
    this.segments[this.segments.length - 1] = { ...last, text: last.text.slice(0, end) };
  }
}
