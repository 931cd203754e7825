/** Readers of the lines above and of the request line itself. */
import { type BlockBuilder, skipLinesTo } from './blockBuilder.ts';
import { code, isBlank, isDigit, isUpper } from './characters.ts';
import {
  readAfterLine,
  readComment,
  readFileVariable,
  readRecordedResponse,
  readScript,
  scriptMark,
  takeForeign,
} from './commonLines.ts';
import { isKnownMethod } from './methods.ts';
import { flag, record } from './records.ts';

/** Takes the current line of a block whose request line has not come yet. */
export function readBeforeLine(block: BlockBuilder): void {
  const { scanner } = block;
  const { text, first } = scanner;
  const second = first + 1 < scanner.end ? text.charCodeAt(first + 1) : code.none;
  let isTaken = false;
  switch (scanner.firstCode) {
    case code.hash:
      isTaken = readComment(block);
      break;
    case code.slash:
      if (second === code.slash) isTaken = readComment(block);
      else if (second === code.asterisk) isTaken = readBlockComment(block);
      break;
    case code.at:
      isTaken = readFileVariable(block);
      break;
    case code.less:
      isTaken = second === code.greater ? readAfterLine(block) : readScriptBefore(block);
      break;
    case code.greater:
    case code.question:
    case code.braceOpen:
      isTaken = readAfterLine(block);
      break;
    case 0x63: // c
      isTaken = startsWithWord(block, 'curl') && readCurl(block);
      break;
    case 0x69: // i
      isTaken = startsWithWord(block, 'import') && readImport(block);
      break;
    case 0x66: // f
      isTaken = startsWithWord(block, 'fragment') && readFragment(block);
      break;
    case 0x67: // g
      isTaken = startsWithWord(block, 'gql') && readForeignFile(block, 3);
      break;
    case 0x70: // p
      isTaken = startsWithWord(block, 'proto') && readForeignFile(block, 5);
      break;
    case 0x72: // r
      isTaken = startsWithWord(block, 'run') && readRun(block);
      break;
    case 0x48: // H
      isTaken = readRecordedResponse(block);
      break;
    default:
      if (first === scanner.end) {
        block.takeBlank();
        isTaken = true;
      }
  }
  if (!isTaken) readRequestLine(block);
}

/** Where the HTTP version starts that ends at the given offset, or that offset when there is none. */
export function versionStart(block: BlockBuilder, from: number, end: number): number {
  const { text } = block.scanner;
  // `HTTP/2`, `HTTP/1.` while it is typed, `HTTP/1.1`.
  for (let length = 6; length <= 8; length += 1) {
    const at = end - length;
    if ((text.charCodeAt(at) | 0x20) !== 0x68 || at <= from) continue;
    const isVersion =
      isBlank(text.charCodeAt(at - 1)) &&
      text.slice(at, at + 5).toUpperCase() === 'HTTP/' &&
      isDigit(text.charCodeAt(at + 5)) &&
      (length === 6 || text.charCodeAt(at + 6) === code.dot) &&
      (length < 8 || isDigit(text.charCodeAt(at + 7)));
    if (isVersion) return at;
  }
  return end;
}

/** The end of the word or words in front of an offset, without the blanks between. */
export function endBefore(block: BlockBuilder, from: number, offset: number): number {
  let end = offset;
  while (end > from && isBlank(block.scanner.text.charCodeAt(end - 1))) end -= 1;
  return end;
}

function readRequestLine(block: BlockBuilder): void {
  const { scanner } = block;
  const { first } = scanner;
  const end = scanner.trimmedEnd(first);
  const wordEnd = scanner.skipWord(first);
  const isMethod = wordEnd < end ? isMethodWord(scanner.text, first, wordEnd) : isLoneMethod(block, wordEnd);
  const methodEnd = isMethod ? wordEnd : first;
  const urlStart = scanner.skipBlanks(methodEnd);
  const version = versionStart(block, urlStart, end);
  const urlEnd = version === end ? Math.max(urlStart, end) : endBefore(block, urlStart, version);
  block.collect(urlStart, urlEnd);
  block.state = 'target';
  block.take(record.requestLine, flag.none, first, methodEnd, urlStart, urlEnd, version, end);
}

/** Any word of capitals and dashes, or a method everybody knows in any case. */
function isMethodWord(text: string, start: number, end: number): boolean {
  if (end - start > 32) return false;
  let at = start;
  if (isUpper(text.charCodeAt(at))) {
    while (at < end && (isUpper(text.charCodeAt(at)) || text.charCodeAt(at) === code.dash)) at += 1;
    if (at === end) return true;
  }
  return isKnownMethod(text.slice(start, end).toUpperCase());
}

function isLoneMethod(block: BlockBuilder, end: number): boolean {
  const { text, first } = block.scanner;
  return end - first <= 32 && isKnownMethod(text.slice(first, end));
}

/** A comment without an end goes on to the end of the block. */
function readBlockComment(block: BlockBuilder): true {
  const { scanner } = block;
  const contentStart = scanner.first + 2;
  const close = scanner.commentEnd.from(contentStart);
  skipLinesTo(scanner, close);
  const end = scanner.start;
  block.add(record.comment, flag.none, contentStart, Math.min(close, end));
  return true;
}

function readScriptBefore(block: BlockBuilder): boolean {
  const { scanner } = block;
  const mark = scriptMark(block, scanner.first + 1);
  if (mark !== -1) return readScript(block, flag.none, mark);
  const pathStart = scanner.skipBlanks(scanner.first + 1);
  const pathEnd = scanner.trimmedEnd(pathStart);
  if (pathStart === scanner.first + 1 || pathStart === pathEnd) return false;
  block.collect(pathStart, pathEnd);
  block.take(record.scriptFile, flag.none, pathStart, pathEnd);
  return true;
}

function startsWithWord({ scanner }: BlockBuilder, word: string): boolean {
  const end = scanner.first + word.length;
  return (
    end < scanner.end &&
    scanner.text.startsWith(word, scanner.first) &&
    isBlank(scanner.text.charCodeAt(end)) &&
    scanner.skipBlanks(end) < scanner.end
  );
}

function readImport(block: BlockBuilder): boolean {
  const { scanner } = block;
  const pathStart = scanner.skipBlanks(scanner.first + 6);
  const pathEnd = scanner.trimmedEnd(pathStart);
  block.collect(pathStart, pathEnd);
  block.take(record.import, flag.none, pathStart, pathEnd);
  return true;
}

/** httpYac's `proto < file` and `gql name < file`, which stand above a request. */
function readForeignFile(block: BlockBuilder, wordLength: number): boolean {
  const { scanner } = block;
  const { text, first } = scanner;
  const end = scanner.trimmedEnd(first);
  let mark = scanner.skipBlanks(first + wordLength);
  if (text.charCodeAt(mark) !== code.less) mark = scanner.skipBlanks(scanner.skipWord(mark));
  if (mark + 1 >= end || text.charCodeAt(mark) !== code.less || !isBlank(text.charCodeAt(mark + 1))) {
    return false;
  }
  block.take(record.foreignScript, flag.none, first, end);
  return true;
}

/** A GraphQL fragment above a request (httpYac), down to its closing brace. */
function readFragment(block: BlockBuilder): boolean {
  const { scanner } = block;
  const end = scanner.trimmedEnd(scanner.first);
  return (
    scanner.text.charCodeAt(end - 1) === code.braceOpen &&
    scanner.text.slice(scanner.first, Math.min(end, scanner.first + 200)).includes(' on ') &&
    takeForeign(block, scanner.first, '}')
  );
}

function readRun(block: BlockBuilder): boolean {
  const { scanner } = block;
  const { text } = scanner;
  const targetStart = scanner.skipBlanks(scanner.first + 3);
  const end = scanner.trimmedEnd(targetStart);
  let argumentsStart = end;
  if (text.charCodeAt(end - 1) === 0x29) {
    // The argument list is the last thing in parentheses.
    argumentsStart = targetStart;
    while (argumentsStart < end && text.charCodeAt(argumentsStart) !== 0x28) argumentsStart += 1;
  }
  const targetEnd = endBefore(block, targetStart, argumentsStart);
  block.collect(targetStart, end);
  block.take(record.run, flag.none, targetStart, targetEnd, argumentsStart, end);
  return true;
}

/** A command goes on below while a quote is open or a line ends with the shell's continuation character. */
function readCurl(block: BlockBuilder): boolean {
  const { scanner } = block;
  const contentStart = scanner.first;
  let contentEnd = contentStart;
  let quote = 0;
  let goesOn = true;
  while (goesOn) {
    const { text } = scanner;
    let last: number = code.none;
    for (let at = scanner.first; at < scanner.end; at += 1) {
      last = text.charCodeAt(at);
      if (last === code.backslash && quote !== code.singleQuote && at + 1 < scanner.end) {
        at += 1;
        last = code.none;
      } else if (quote === 0 && (last === code.singleQuote || last === code.doubleQuote)) quote = last;
      else if (last === quote) quote = 0;
    }
    const continues = last === code.backslash || last === code.caret || last === code.backtick;
    contentEnd = scanner.end;
    block.collect(scanner.start, scanner.end);
    scanner.advance();
    goesOn = (quote !== 0 || continues) && !scanner.isDone && !scanner.isSeparator;
  }
  block.state = 'body';
  block.add(record.curl, flag.none, contentStart, contentEnd);
  return true;
}
