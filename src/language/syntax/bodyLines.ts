/** Readers of the lines below the headers: what is sent, and what stands there for another purpose. */
import type { BlockBuilder } from './blockBuilder.ts';
import { code, isBlank, isDirectiveName, isUpper } from './characters.ts';
import { readAfterLine, readRecordedResponse, readScript, scriptMark } from './commonLines.ts';
import { readPartHeader } from './headerFields.ts';
import { isKnownMethod } from './methods.ts';
import { flag, record } from './records.ts';

/** Takes the current line of a block whose headers have ended. */
export function readBodyLine(block: BlockBuilder): void {
  const { scanner } = block;
  if (block.mode === 'multipart' && readMultipartLine(block)) return;
  const { firstCode } = scanner;
  switch (firstCode) {
    case code.hash:
    case code.slash:
      if (isComment(block, scanner.first)) takeComment(block);
      else block.takeText();
      return;
    case code.less:
      if (!readAfterLine(block) && !readFile(block)) block.takeText();
      return;
    case code.greater:
    case code.question:
    case code.braceOpen:
      if (!readAfterLine(block)) block.takeText();
      return;
    case code.backslash:
      if (isSpecial(block, scanner.first + 1)) takeEscaped(block);
      else block.takeText();
      return;
    case code.at:
      block.takeText(looksLikeVariable(block) ? flag.suspectVariable : flag.none);
      return;
    case 0x48: // H
      if (block.mode === 'text' && readRecordedResponse(block)) return;
      block.takeText(looksLikeRequest(block, firstCode) ? flag.suspectRequest : flag.none);
      return;
    default:
      block.takeText(looksLikeRequest(block, firstCode) ? flag.suspectRequest : flag.none);
  }
}

function isComment(block: BlockBuilder, at: number): boolean {
  const { text } = block.scanner;
  if (block.mode === 'raw' || block.mode === 'markdown' || block.isPartRaw) return false;
  return text.charCodeAt(at) === code.hash || text.charCodeAt(at + 1) === code.slash;
}

function takeComment(block: BlockBuilder): void {
  const { scanner } = block;
  const mark = scanner.firstCode;
  let contentStart = scanner.first;
  while (contentStart < scanner.end && scanner.text.charCodeAt(contentStart) === mark) contentStart += 1;
  contentStart = scanner.skipBlanks(contentStart);
  block.take(
    record.bodyComment,
    flag.none,
    contentStart,
    Math.max(contentStart, scanner.trimmedEnd(contentStart)),
  );
}

/** `< path`, `<@ path`, `<@encoding path`; also `< {% %}`, which is never sent. */
function readFile(block: BlockBuilder): boolean {
  const { scanner } = block;
  const { text, first } = scanner;
  const mark = scriptMark(block, first + 1);
  if (mark !== -1) return readScript(block, flag.none, mark);
  const substitute = text.charCodeAt(first + 1) === code.at && first + 1 < scanner.end;
  const encodingStart = substitute ? first + 2 : first + 1;
  let encodingEnd = encodingStart;
  if (substitute) {
    while (encodingEnd < scanner.end && isDirectiveName(text.charCodeAt(encodingEnd))) encodingEnd += 1;
  }
  const pathStart = scanner.skipBlanks(encodingEnd);
  const pathEnd = scanner.trimmedEnd(pathStart);
  if (pathStart === encodingEnd || pathStart >= pathEnd) return false;
  block.part = block.part === 'headers' ? 'content' : block.part;
  block.collect(pathStart, pathEnd);
  block.take(
    record.bodyFile,
    substitute ? flag.substitute : flag.none,
    encodingStart,
    encodingEnd,
    pathStart,
    pathEnd,
  );
  return true;
}

/** Boundaries and part headers; false for the content of a part and for what surrounds the parts. */
function readMultipartLine(block: BlockBuilder): boolean {
  const { scanner } = block;
  const { text, first } = scanner;
  if (scanner.firstCode === code.dash && text.charCodeAt(first + 1) === code.dash) {
    const contentStart = first + 2;
    const end = scanner.trimmedEnd(first);
    deriveBoundary(block, contentStart, end);
    const contentEnd = contentStart + (block.boundary?.length ?? 0);
    if (block.boundary !== undefined && text.startsWith(block.boundary, contentStart) && contentEnd <= end) {
      const closing = end - contentEnd === 2 && text.startsWith('--', contentEnd);
      if (closing || contentEnd === end) {
        block.part = closing ? 'outside' : 'headers';
        block.isPartRaw = false;
        block.hasBoundary = true;
        block.collect(contentStart, contentEnd);
        block.take(record.boundary, closing ? flag.closing : flag.none, contentStart, contentEnd);
        return true;
      }
    }
  }
  if (block.part !== 'headers') return false;
  if (first === scanner.end) {
    block.part = 'content';
    block.take(record.blank);
    return true;
  }
  if (isComment(block, first) && (scanner.firstCode === code.hash || scanner.firstCode === code.slash)) {
    takeComment(block);
    return true;
  }
  if (readPartHeader(block)) return true;
  // The blank line between a part's headers and its content is missing.
  block.part = 'content';
  return false;
}

/** The first line of dashes names the boundary when the header does not, or names it by a variable. */
function deriveBoundary(block: BlockBuilder, contentStart: number, end: number): void {
  const { boundary } = block;
  const isOpen = boundary === undefined || (boundary.includes('{{') && block.part === 'outside');
  if (!isOpen || block.hasBoundary || contentStart >= end || end - contentStart > 200) return;
  block.boundary = block.scanner.text.slice(contentStart, end);
}

/** Would the line have a meaning if it started here, behind a backslash? */
function isSpecial(block: BlockBuilder, at: number): boolean {
  const { text, end } = block.scanner;
  if (at >= end) return false;
  const second = at + 1 < end ? text.charCodeAt(at + 1) : code.none;
  switch (text.charCodeAt(at)) {
    case code.hash:
      return text.startsWith('###', at) || isComment(block, at);
    case code.slash:
      return second === code.slash && isComment(block, at);
    case code.less:
      return isBlank(second) || second === code.at || second === code.greater;
    case code.greater:
      return true;
    case code.question:
      return second === code.question;
    default:
      return false;
  }
}

function takeEscaped(block: BlockBuilder): void {
  const { scanner } = block;
  block.collect(scanner.first, scanner.end);
  block.take(record.escapedText, flag.none, scanner.first + 1);
}

/** `@name =`, which only defines a variable anywhere else. */
function looksLikeVariable({ scanner, mode, isPartRaw }: BlockBuilder): boolean {
  if (isPartRaw || mode === 'raw' || mode === 'markdown') return false;
  const { text, first, end } = scanner;
  let at = first + 1;
  while (at < end && isDirectiveName(text.charCodeAt(at))) at += 1;
  if (at === first + 1) return false;
  at = scanner.skipBlanks(at);
  return at < end && text.charCodeAt(at) === code.equals;
}

/** `GET https://…`, `POST {{host}}…`, `PUT /…`: a request line whose separator is missing. */
function looksLikeRequest({ scanner, mode, isPartRaw }: BlockBuilder, firstCode: number): boolean {
  if (!isUpper(firstCode) || isPartRaw || mode === 'raw' || mode === 'markdown') return false;
  const { text, first } = scanner;
  if (!isBlank(text.charCodeAt(first + 3)) && !isBlank(text.charCodeAt(first + 4))) {
    const isLong = [5, 6, 7].some((length) => isBlank(text.charCodeAt(first + length)));
    if (!isLong) return false;
  }
  const wordEnd = Math.min(scanner.skipWord(first), first + 10);
  const target = scanner.skipBlanks(wordEnd);
  if (target >= scanner.end || target === wordEnd || !isKnownMethod(text.slice(first, wordEnd))) return false;
  return (
    text.startsWith('http://', target) ||
    text.startsWith('https://', target) ||
    text.startsWith('{{', target) ||
    text.charCodeAt(target) === code.slash
  );
}
