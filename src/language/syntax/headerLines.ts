/** Readers of the lines between the request line and the blank line: the rest of the URL, and headers. */
import { endBefore, versionStart } from './beforeLines.ts';
import type { BlockBuilder } from './blockBuilder.ts';
import { readBodyLine } from './bodyLines.ts';
import { code, isBlank } from './characters.ts';
import { readAfterLine, readComment, readFileVariable } from './commonLines.ts';
import { colonOf, takeHeader, tokenEnd } from './headerFields.ts';
import { flag, record } from './records.ts';

/** Takes the current line of a block whose headers have not ended yet. */
export function readHeaderLine(block: BlockBuilder): void {
  const { scanner } = block;
  const { text, first } = scanner;
  const second = first + 1 < scanner.end ? text.charCodeAt(first + 1) : code.none;
  const isTarget = block.state === 'target';
  switch (scanner.firstCode) {
    case code.hash:
      if (isTarget && isFragment(block)) readContinuation(block);
      else readComment(block);
      return;
    case code.slash:
      if (second === code.slash) readComment(block);
      else if (isTarget) readContinuation(block);
      else readHeader(block);
      return;
    case code.question:
      if (readAfterLine(block)) return;
      if (isTarget) readContinuation(block);
      else readHeader(block);
      return;
    case code.ampersand:
      if (isTarget) readContinuation(block);
      else readHeader(block);
      return;
    case code.at:
      readFileVariable(block);
      return;
    case code.dot:
      if (!readSpread(block)) readHeader(block);
      return;
    case code.less:
      if (isBlank(second) || second === code.at || second === code.greater) readBodyEarly(block);
      else readHeaderOrBody(block);
      return;
    case code.bracketOpen:
      readHeaderOrBody(block);
      return;
    case code.braceOpen:
      if (readAfterLine(block)) return;
      if (second === code.braceOpen) readHeader(block);
      else readHeaderOrBody(block);
      return;
    case code.greater:
      if (!readAfterLine(block)) readHeader(block);
      return;
    default:
      if (first === scanner.end) {
        block.state = 'body';
        block.take(record.blank);
      } else readHeader(block);
  }
}

/** JSON and XML at the line's start are no header: the blank line is missing. Indented, they may be a path. */
function readHeaderOrBody(block: BlockBuilder): void {
  if (block.scanner.first === block.scanner.start) readBodyEarly(block);
  else readHeader(block);
}

function readBodyEarly(block: BlockBuilder): void {
  block.state = 'body';
  readBodyLine(block);
}

function readHeader(block: BlockBuilder): void {
  const { scanner } = block;
  const isIndented = scanner.first > scanner.start;
  if (isIndented && tokenEnd(block) === -1) {
    if (block.state === 'target') readContinuation(block);
    else readFold(block);
    return;
  }
  block.state = 'headers';
  takeHeader(block, 'header', colonOf(block));
}

function readContinuation(block: BlockBuilder): void {
  const { scanner } = block;
  const { first } = scanner;
  const end = scanner.trimmedEnd(first);
  const version = versionStart(block, first, end);
  const urlEnd = version === end ? end : endBefore(block, first, version);
  block.collect(first, urlEnd);
  block.take(record.urlContinuation, flag.none, first, urlEnd, version, end);
}

function readFold(block: BlockBuilder): void {
  const { scanner } = block;
  const valueEnd = scanner.trimmedEnd(scanner.first);
  block.collect(scanner.first, valueEnd);
  block.take(record.headerFold, flag.none, scanner.first, valueEnd);
}

/** `#fragment`, indented and one word; `# text`, `#@name` and `#Name: value` are comments. */
function isFragment({ scanner }: BlockBuilder): boolean {
  const { text, first, start, end } = scanner;
  if (first === start) return false;
  const second = first + 1 < end ? text.charCodeAt(first + 1) : code.space;
  const marks: readonly number[] = [code.space, code.tab, code.hash, code.at, code.question, code.ampersand];
  if (marks.includes(second)) return false;
  for (let at = first; at < scanner.trimmedEnd(first); at += 1) {
    const character = text.charCodeAt(at);
    if (isBlank(character) || character === code.colon) return false;
  }
  return true;
}

function readSpread(block: BlockBuilder): boolean {
  const { scanner } = block;
  const { first } = scanner;
  if (!scanner.text.startsWith('...', first)) return false;
  block.state = 'headers';
  block.take(record.headerSpread, flag.none, first + 3, scanner.trimmedEnd(first + 3));
  return true;
}
