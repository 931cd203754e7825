/** What a Content-Type line means for the reading of the body's lines. */
import type { BlockBuilder } from './blockBuilder.ts';
import type { BodyMode } from './nodes.ts';

/** Sets the mode of the block's body, or of the current part, from a header whose name has twelve characters. */
export function readContentType(
  block: BlockBuilder,
  kind: 'header' | 'partHeader',
  nameStart: number,
  valueStart: number,
  valueEnd: number,
): void {
  const type = contentTypeAt(block, nameStart, valueStart, valueEnd);
  if (type === undefined) return;
  const { mode, boundary } = type;
  if (kind === 'partHeader') {
    block.isPartRaw = mode === 'raw' || mode === 'markdown';
    return;
  }
  if (block.mode === 'raw') return;
  block.mode = mode;
  block.boundary = boundary;
}

/** What a Content-Type says, and the header as it was written. */
export interface ContentType {
  readonly written: string;
  readonly mode: BodyMode;
  readonly boundary: string | undefined;
}

/** A media type is short; a hostile value must not be copied. */
const longestValue = 512;

/** Undefined for another header. A file repeats its types, so the last one is kept and most are not read twice. */
function contentTypeAt(
  block: BlockBuilder,
  nameStart: number,
  valueStart: number,
  valueEnd: number,
): ContentType | undefined {
  const { text } = block.scanner;
  const last = block.lastContentType;
  const end = Math.min(valueEnd, valueStart + longestValue);
  if (last?.written.length === end - nameStart && text.startsWith(last.written, nameStart)) return last;
  if ((text.charCodeAt(nameStart) | 0x20) !== 0x63) return undefined; // c
  if (text.slice(nameStart, nameStart + 12).toLowerCase() !== 'content-type') return undefined;
  const value = text.slice(valueStart, end);
  const mode = bodyMode(value.toLowerCase());
  const boundary = mode === 'multipart' ? boundaryParameter(value) : undefined;
  return (block.lastContentType = { written: text.slice(nameStart, end), mode, boundary });
}

function bodyMode(value: string): BodyMode {
  if (value.startsWith('multipart/')) return 'multipart';
  if (value.includes('x-www-form-urlencoded')) return 'form';
  if (value.includes('markdown')) return 'markdown';
  if (value.includes('csv') || value.includes('yaml') || value.includes('/http')) return 'raw';
  return 'text';
}

/** The `boundary` parameter as it is written, without quotes; undefined when there is none. */
export function boundaryParameter(contentType: string): string | undefined {
  const at = contentType.toLowerCase().indexOf('boundary=');
  if (at === -1) return undefined;
  const rest = contentType.slice(at + 9);
  if (rest.startsWith('"')) {
    const close = rest.indexOf('"', 1);
    return nonEmpty(close === -1 ? rest.slice(1) : rest.slice(1, close));
  }
  const end = rest.indexOf(';');
  return nonEmpty((end === -1 ? rest : rest.slice(0, end)).trim());
}

function nonEmpty(text: string): string | undefined {
  return text === '' ? undefined : text;
}
