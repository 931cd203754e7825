/**
 * The part of `copyEdit` for headers. A header of the file is found again in the draft by its name and occurrence;
 * values are changed in place, new headers get lines of their own, and lines change places only among each other.
 */
import type { PreparedRequest } from '../../../http/index.ts';
import type { HeaderDefinition } from '../../../../language/semantics/index.ts';
import type { CopyEditOptions, TextChange } from './copyEdit.ts';
import { rewriteTemplate } from './rewriteTemplate.ts';
import { endOfHead, linesOf } from './textLines.ts';

/** Follows from the rest of the request, whatever the file says. */
const framing = /^(?:content-length|transfer-encoding|connection)$/i;
/** Left out of the file they would come back, so the file has to say that they are not sent. */
const sentByDefault = /^(?:user-agent|accept|accept-encoding)$/i;

/** A header of the draft; `key` is its name and which one of that name it is. */
interface DraftHeader {
  readonly key: string;
  readonly name: string;
  readonly value: string;
}

interface FileHeader extends DraftHeader {
  readonly definition: HeaderDefinition;
}

export function headerChanges(options: CopyEditOptions): TextChange[] {
  const { text, definition, draft } = options;
  const before = new Map(keyed(draft.original).map((header) => [header.key, header]));
  const now = keyed(draft.current);
  const after = new Map(now.map((header) => [header.key, header]));
  const inFile = fileHeaders(options, before);
  const changes: TextChange[] = [];
  const kept: FileHeader[] = [];
  for (const header of inFile) {
    const wanted = after.get(header.key);
    if (wanted === undefined) changes.push(removal(options, header));
    else kept.push(header);
  }
  changes.push(...reordered(text, kept, now));

  const known = new Set(inFile.map(({ key }) => key));
  const added = now.filter(
    ({ key, name, value }) => !known.has(key) && !framing.test(name) && before.get(key)?.value !== value,
  );
  const lines = added.map(({ name, value }) => `\n${name}: ${value}`);
  const off = [...before.values()].filter(
    ({ key, name }) => !after.has(key) && !known.has(key) && sentByDefault.test(name),
  );
  lines.push(...off.map(({ name }) => `\n-${name}:`));
  const end = endOfHead(text, definition);
  if (lines.length > 0) changes.push({ range: { start: end, end }, text: lines.join('') });
  return changes;
}

/** The lines of the headers that stay, in the draft's order, each with its new value. */
function reordered(text: string, kept: readonly FileHeader[], now: readonly DraftHeader[]): TextChange[] {
  const order = now.flatMap(({ key, value }) => {
    const header = kept.find((one) => one.key === key);
    return header === undefined ? [] : [lineWith(text, header, value)];
  });
  return kept.map(({ definition }, index) => ({
    range: linesOf(text, { start: definition.nameRange.start, end: definition.valueRange.end }),
    text: order[index] ?? '',
  }));
}

function lineWith(text: string, { definition, value }: FileHeader, next: string): string {
  const { nameRange, valueRange } = definition;
  const line = linesOf(text, { start: nameRange.start, end: valueRange.end });
  if (value === next) return text.slice(line.start, line.end);
  const source = text.slice(valueRange.start, valueRange.end);
  return (
    text.slice(line.start, valueRange.start) +
    rewriteTemplate(source, { value, next }) +
    text.slice(valueRange.end, line.end)
  );
}

function removal({ text }: CopyEditOptions, { name, definition }: FileHeader): TextChange {
  const { nameRange, valueRange } = definition;
  const line = linesOf(text, { start: nameRange.start, end: valueRange.end });
  if (sentByDefault.test(name)) return { range: line, text: `-${name}:` };
  // With the line break before it: there is one, because the request line comes first.
  const start = text[line.start - 2] === '\r' ? line.start - 2 : line.start - 1;
  return { range: { start, end: line.end }, text: '' };
}

/** The file's headers that went into the request, with the value each of them gave. */
function fileHeaders(
  { definition, headerNames }: CopyEditOptions,
  before: ReadonlyMap<string, DraftHeader>,
): readonly FileHeader[] {
  const counts = new Map<string, number>();
  return definition.headers.flatMap((header, index) => {
    if (header.remove === true) return [];
    const key = keyOf(headerNames[index] ?? header.name, counts);
    const given = before.get(key);
    return given === undefined ? [] : [{ ...given, definition: header }];
  });
}

function keyed({ headers }: PreparedRequest): readonly DraftHeader[] {
  const counts = new Map<string, number>();
  return [...headers].map(([name, value]) => ({ key: keyOf(name, counts), name, value }));
}

function keyOf(name: string, counts: Map<string, number>): string {
  const lower = name.toLowerCase();
  const nth = counts.get(lower) ?? 0;
  counts.set(lower, nth + 1);
  return `${lower} ${nth}`;
}
