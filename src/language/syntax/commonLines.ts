/**
 * Readers of the lines that may stand in more than one place: comments and directives, file variables,
 * scripts, outputs, response references and asserts. Each reader either takes the current line (and those
 * that belong to it) and returns true, or leaves it and returns false.
 */
import { type BlockBuilder, skipLinesTo } from './blockBuilder.ts';
import { code, isBlank, isDigit, isDirectiveName } from './characters.ts';
import { flag, record } from './records.ts';

/** `# text`, `// text`, `# @name value`. The current line starts with its mark. */
export function readComment(block: BlockBuilder): true {
  const { scanner } = block;
  const { text } = scanner;
  let at = scanner.first;
  const mark = text.charCodeAt(at);
  while (at < scanner.end && text.charCodeAt(at) === mark) at += 1;
  at = scanner.skipBlanks(at);
  if (text.charCodeAt(at) === code.at && isDirectiveName(text.charCodeAt(at + 1))) {
    const nameStart = at + 1;
    let nameEnd = nameStart;
    while (nameEnd < scanner.end && isDirectiveName(text.charCodeAt(nameEnd))) nameEnd += 1;
    let valueStart = scanner.skipBlanks(nameEnd);
    const hasEquals = text.charCodeAt(valueStart) === code.equals && valueStart < scanner.end;
    if (hasEquals) valueStart = scanner.skipBlanks(valueStart + 1);
    const valueEnd = scanner.trimmedEnd(valueStart);
    block.collect(valueStart, valueEnd);
    block.take(
      record.directive,
      hasEquals ? flag.hasEquals : flag.none,
      nameStart,
      nameEnd,
      valueStart,
      valueEnd,
    );
    if (isWord(text, nameStart, nameEnd, 'body') && isWord(text, valueStart, valueEnd, 'raw')) {
      block.mode = 'raw';
    }
    return true;
  }
  const contentEnd = scanner.trimmedEnd(at);
  block.take(record.comment, flag.none, at, contentEnd);
  return true;
}

/** `@name = value`; the current line starts with `@`. */
export function readFileVariable(block: BlockBuilder): true {
  const { scanner } = block;
  const { text } = scanner;
  const nameStart = scanner.first + 1;
  let nameEnd = nameStart;
  while (nameEnd < scanner.end) {
    const character = text.charCodeAt(nameEnd);
    if (isBlank(character) || character === code.equals) break;
    if (character === code.colon && text.charCodeAt(nameEnd + 1) === code.equals) break;
    nameEnd += 1;
  }
  let valueStart = scanner.skipBlanks(nameEnd);
  if (text.charCodeAt(valueStart) === code.colon) valueStart += 1;
  const hasEquals = valueStart < scanner.end && text.charCodeAt(valueStart) === code.equals;
  valueStart = hasEquals ? scanner.skipBlanks(valueStart + 1) : scanner.skipBlanks(nameEnd);
  const valueEnd = scanner.trimmedEnd(valueStart);
  block.collect(valueStart, valueEnd);
  block.take(
    record.fileVariable,
    hasEquals ? flag.hasEquals : flag.none,
    nameStart,
    nameEnd,
    valueStart,
    valueEnd,
  );
  return true;
}

/** `< {%` or `> {%`, down to the line of `%}`; `mark` is where the `{%` stands. */
export function readScript(
  block: BlockBuilder,
  moment: typeof flag.none | typeof flag.after,
  mark: number,
): true {
  const { scanner } = block;
  const contentStart = mark + 2;
  const close = scanner.scriptEnd.from(contentStart);
  skipLinesTo(scanner, close);
  const end = scanner.start;
  const isClosed = close < end;
  block.add(
    record.script,
    moment | (isClosed ? flag.isClosed : flag.none),
    contentStart,
    isClosed ? close : end,
  );
  return true;
}

/** The offset of `{%` behind the mark that ends at the given offset, or -1. */
export function scriptMark(block: BlockBuilder, offset: number): number {
  const { scanner } = block;
  const at = scanner.skipBlanks(offset);
  return at + 1 < scanner.end && scanner.text.startsWith('{%', at) ? at : -1;
}

/** `> {% %}`, `> ./handler.js`, `>> file`, `>>! file`, `<> file`, `?? assertion`, `{{` … `}}`. */
export function readAfterLine(block: BlockBuilder): boolean {
  const { scanner } = block;
  const { text, first } = scanner;
  const second = first + 1 < scanner.end ? text.charCodeAt(first + 1) : code.none;
  switch (text.charCodeAt(first)) {
    case code.greater:
      return second === code.greater ? readOutput(block) : readHandler(block);
    case code.less:
      return second === code.greater && readResponseReference(block);
    case code.question:
      return second === code.question && readAssert(block);
    case code.braceOpen:
      return second === code.braceOpen && readForeignScript(block);
    default:
      return false;
  }
}

function readHandler(block: BlockBuilder): boolean {
  const { scanner } = block;
  const mark = scriptMark(block, scanner.first + 1);
  if (mark !== -1) return readScript(block, flag.after, mark);
  const pathStart = scanner.skipBlanks(scanner.first + 1);
  const pathEnd = scanner.trimmedEnd(pathStart);
  const isPath =
    pathStart > scanner.first + 1 &&
    scanner.skipWord(pathStart) >= pathEnd &&
    /\.(?:m?js|lua)$/i.test(scanner.text.slice(Math.max(pathStart, pathEnd - 5), pathEnd));
  if (!isPath) return false;
  block.collect(pathStart, pathEnd);
  block.take(record.scriptFile, flag.after, pathStart, pathEnd);
  return true;
}

function readOutput(block: BlockBuilder): boolean {
  const { scanner } = block;
  let pathStart = scanner.first + 2;
  const overwrite = scanner.text.charCodeAt(pathStart) === code.exclamation && pathStart < scanner.end;
  if (overwrite) pathStart += 1;
  if (scanner.text.charCodeAt(pathStart) === code.greater) return false;
  pathStart = scanner.skipBlanks(pathStart);
  const pathEnd = scanner.trimmedEnd(pathStart);
  if (pathStart === pathEnd) return false;
  // A quoted quote in Markdown: only one word can be a file.
  if (block.mode === 'markdown' && scanner.skipWord(pathStart) < pathEnd) return false;
  block.collect(pathStart, pathEnd);
  block.take(record.output, overwrite ? flag.overwrite : flag.none, pathStart, pathEnd);
  return true;
}

function readResponseReference(block: BlockBuilder): boolean {
  const { scanner } = block;
  const pathStart = scanner.skipBlanks(scanner.first + 2);
  const pathEnd = scanner.trimmedEnd(pathStart);
  if (pathStart === scanner.first + 2 || pathStart === pathEnd) return false;
  block.take(record.responseReference, flag.none, pathStart, pathEnd);
  return true;
}

function readAssert(block: BlockBuilder): boolean {
  const { scanner } = block;
  const contentStart = scanner.skipBlanks(scanner.first + 2);
  const contentEnd = scanner.trimmedEnd(contentStart);
  if (contentStart === scanner.first + 2 || contentStart === contentEnd) return false;
  block.collect(contentStart, contentEnd);
  block.take(record.assert, flag.none, contentStart, contentEnd);
  return true;
}

/** A line `{{`, `{{@event` or `{{+event`, down to a line `}}`. Without the latter it is ordinary text. */
function readForeignScript(block: BlockBuilder): boolean {
  const { scanner } = block;
  const { text } = scanner;
  const contentStart = scanner.first + 2;
  const third = text.charCodeAt(contentStart);
  const contentEnd = scanner.trimmedEnd(contentStart);
  const isAlone = contentEnd === contentStart;
  if (!isAlone && third !== code.at && third !== 0x2b) return false;
  if (text.charCodeAt(contentEnd - 1) === code.braceClose) return false;
  if (!block.mayHaveForeignEnd) return false;
  block.mayHaveForeignEnd = takeForeign(block, contentStart, '}}');
  return block.mayHaveForeignEnd;
}

/** Down to the first line that is just the mark; false when there is none. */
export function takeForeign(block: BlockBuilder, contentStart: number, mark: '}' | '}}'): boolean {
  const { scanner } = block;
  const close = scanner.lineBelow(mark);
  if (close === -1) return false;
  skipLinesTo(scanner, close);
  block.add(record.foreignScript, flag.none, contentStart, close);
  return true;
}

/** `HTTP/1.1 200`, which keeps everything to the end of the block. */
export function readRecordedResponse(block: BlockBuilder): boolean {
  const { scanner } = block;
  const { text, first } = scanner;
  if (!text.startsWith('HTTP/', first) || !isDigit(text.charCodeAt(first + 5))) return false;
  const status = scanner.skipBlanks(scanner.skipWord(first));
  const isStatus =
    status + 3 <= scanner.end && [0, 1, 2].every((at) => isDigit(text.charCodeAt(status + at)));
  if (!isStatus) return false;
  do scanner.advance();
  while (!scanner.isDone && !scanner.isSeparator);
  block.add(record.recordedResponse);
  return true;
}

function isWord(text: string, start: number, end: number, word: string): boolean {
  return end - start === word.length && text.startsWith(word, start);
}
