/** Reads `Name: value`, of the request and of a multipart part. */
import { endBefore } from './beforeLines.ts';
import type { BlockBuilder } from './blockBuilder.ts';
import { code, isTokenCharacter } from './characters.ts';
import { readContentType } from './contentType.ts';
import { flag, record } from './records.ts';

/** Takes `Name: value` of a multipart part when the current line is one. */
export function readPartHeader(block: BlockBuilder): boolean {
  const colon = tokenEnd(block);
  if (colon === -1) return false;
  takeHeader(block, 'partHeader', colon);
  return true;
}

/** Takes the current line as a header; `colon` is -1 when it has none. */
export function takeHeader(block: BlockBuilder, kind: 'header' | 'partHeader', colon: number): void {
  const { scanner } = block;
  const { first } = scanner;
  const nameEnd = colon === -1 ? scanner.trimmedEnd(first) : endBefore(block, first, colon);
  const valueStart = colon === -1 ? nameEnd : scanner.skipBlanks(colon + 1);
  const valueEnd = colon === -1 ? nameEnd : Math.max(valueStart, scanner.trimmedEnd(valueStart));
  block.collect(first, scanner.end);
  if (nameEnd - first === 12 && valueEnd > valueStart) {
    readContentType(block, kind, first, valueStart, valueEnd);
  }
  block.take(
    record[kind],
    colon === -1 ? flag.noColon : flag.none,
    first,
    nameEnd,
    Math.max(colon, 0),
    valueStart,
    valueEnd,
  );
}

/** The first colon outside `{{ }}`, or -1. */
export function colonOf({ scanner }: BlockBuilder): number {
  const { text, first, end } = scanner;
  const colon = scanner.colon.from(first);
  if (colon >= end) return -1;
  if (scanner.reference.from(first) > colon) return colon;
  let depth = 0;
  for (let at = first; at < end; at += 1) {
    const character = text.charCodeAt(at);
    if (character === code.colon && depth <= 0) return at;
    if (character === code.braceOpen) depth += 1;
    else if (character === code.braceClose) depth -= 1;
  }
  // Braces that do not match must not hide the colon.
  for (let at = first; depth > 0 && at < end; at += 1) {
    if (text.charCodeAt(at) === code.colon) return at;
  }
  return -1;
}

/** The colon behind a token (or `{{name}}`) at the line's start, or -1; `https://` is no header. */
export function tokenEnd(block: BlockBuilder): number {
  const { text, first, end } = block.scanner;
  let at = first;
  if (text.startsWith('{{', first)) {
    const colon = colonOf(block);
    at = colon === -1 ? end : endBefore(block, first, colon);
  }
  while (at < end && isTokenCharacter(text.charCodeAt(at))) at += 1;
  at = block.scanner.skipBlanks(at);
  const isToken = at > first && at < end && text.charCodeAt(at) === code.colon && !text.startsWith('://', at);
  return isToken ? at : -1;
}
