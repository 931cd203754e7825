/**
 * Reads the events of a body while its bytes arrive: server-sent events by the rules of the WHATWG (HTML 9.2.6), or one
 * event for each line of JSON. It understands no JSON and keeps no event; `eventLog.ts` does. What is long is cut, and
 * can be read whole from the body again by the place that each event carries.
 */
import { createLineCutter, type ByteLine } from './byteLines.ts';

/** `stream`: text/event-stream. `lines`: an event a line, as in JSON lines. */
export type EventFormat = 'stream' | 'lines';

export interface ParsedEvent {
  /** Only an `event` counts; a comment (also the browser's keep-alive) and a `retry` are shown beside the others. */
  readonly kind: 'event' | 'comment' | 'retry';
  /** `message` when the stream names none; empty for lines. */
  readonly type: string;
  /** The last id the stream has set, also by an event before this one. */
  readonly id: string;
  /** At most `maxData` UTF-16 units of the data, of the comment or of the milliseconds. */
  readonly data: string;
  /** Bytes of all the data. */
  readonly length: number;
  /** Where it begins and ends in the body, in bytes. */
  readonly start: number;
  readonly end: number;
}

export interface EventParser {
  push(chunk: Uint8Array): void;
  /** The body has ended: a last line without an end counts, an event without its empty line does not. */
  end(): void;
}

/** Enough of an event to show and to filter it. */
export const maxData = 1000;

export function createEventParser(format: EventFormat, onEvent: (event: ParsedEvent) => void): EventParser {
  return format === 'stream' ? createStreamParser(onEvent) : createLinesParser(onEvent);
}

/** What the first bytes of a body look like, for somebody who wants to see it as events whatever its type is. */
export function guessEventFormat(first: Uint8Array): EventFormat {
  const text = new TextDecoder().decode(first.subarray(0, 4096));
  return /^(?:(?:data|event|id|retry):|:)/m.test(text) ? 'stream' : 'lines';
}

function createStreamParser(onEvent: (event: ParsedEvent) => void): EventParser {
  let type = '';
  let id = '';
  let data: string[] = [];
  let dataUnits = 0;
  let dataBytes = 0;
  let fields = 0;
  let begin: number | undefined;
  let isFirst = true;

  const row = (kind: 'comment' | 'retry', text: Field, line: ByteLine): void =>
    onEvent({
      kind,
      type: '',
      id,
      data: text.value,
      length: text.length,
      start: line.start,
      end: line.start + line.length,
    });

  function dispatch(line: ByteLine): void {
    if (fields > 0) {
      onEvent({
        kind: 'event',
        type: type === '' ? 'message' : type,
        id,
        data: data.join('\n').slice(0, maxData),
        length: dataBytes,
        start: begin ?? line.start,
        end: line.start,
      });
    }
    type = '';
    data = [];
    dataUnits = 0;
    dataBytes = 0;
    fields = 0;
    begin = undefined;
  }

  function take(line: ByteLine): void {
    if (line.length === 0) {
      dispatch(line);
      return;
    }
    const field = fieldOf(line);
    if (field.name === '') {
      row('comment', field, line);
      return;
    }
    begin ??= line.start;
    switch (field.name) {
      case 'data':
        // A line of data that cannot be seen any more still counts.
        if (dataUnits <= maxData) data.push(field.value);
        dataUnits += field.value.length + 1;
        dataBytes += field.length + (fields > 0 ? 1 : 0);
        fields += 1;
        break;
      case 'event':
        type = field.value;
        break;
      case 'id':
        if (!field.value.includes('\0')) id = field.value;
        break;
      case 'retry':
        if (/^\d+$/.test(field.value)) row('retry', field, line);
        break;
    }
  }

  const cutter = createLineCutter(true, (line) => {
    const whole = isFirst ? withoutMark(line) : line;
    isFirst = false;
    take(whole);
  });
  return { push: (chunk) => cutter.push(chunk), end: () => cutter.end() };
}

function createLinesParser(onEvent: (event: ParsedEvent) => void): EventParser {
  let isFirst = true;
  const cutter = createLineCutter(false, (given) => {
    const line = isFirst ? withoutMark(given) : given;
    isFirst = false;
    const { from, to } = trimmed(line);
    if (to <= from) return;
    const length = line.length - from - (line.bytes.length - to);
    const start = line.start + from;
    const data = textOf(line.bytes.subarray(from, to));
    onEvent({ kind: 'event', type: '', id: '', data, length, start, end: start + length });
  });
  return { push: (chunk) => cutter.push(chunk), end: () => cutter.end() };
}

interface Field {
  readonly name: string;
  readonly value: string;
  /** Bytes of the value. */
  readonly length: number;
}

const colon = 0x3a;
const space = 0x20;

/** The fields that mean something, as text and as bytes; anything else is ignored. */
const fieldNames = ['data', 'event', 'id', 'retry'].map((name) => ({
  name,
  bytes: new TextEncoder().encode(name),
}));

/** One space after the colon belongs to it; a line without a colon is a name (WHATWG HTML 9.2.6). */
function fieldOf(line: ByteLine): Field {
  const { bytes } = line;
  const colonAt = bytes.indexOf(colon);
  if (colonAt === 0) return fieldFrom('', line, 0);
  const end = colonAt === -1 ? bytes.length : colonAt;
  // Compared as bytes, because a million lines would be a million short texts.
  const known = fieldNames.find((one) => one.bytes.length === end && startsWith(bytes, one.bytes));
  if (known === undefined) return { name: 'unknown', value: '', length: 0 };
  return colonAt === -1 ? { name: known.name, value: '', length: 0 } : fieldFrom(known.name, line, colonAt);
}

function fieldFrom(name: string, { bytes, length }: ByteLine, colonAt: number): Field {
  const from = bytes[colonAt + 1] === space ? colonAt + 2 : colonAt + 1;
  return { name, value: textOf(bytes.subarray(from)), length: length - from };
}

function startsWith(bytes: Uint8Array, start: Uint8Array): boolean {
  for (let at = 0; at < start.length; at += 1) if (bytes[at] !== start[at]) return false;
  return true;
}

/** Spaces around a line of JSON, and the record separator of RFC 7464, are not part of it. */
function trimmed({ bytes }: ByteLine): { readonly from: number; readonly to: number } {
  let from = 0;
  let to = bytes.length;
  while (from < to && isBlank(bytes[from])) from += 1;
  while (to > from && isBlank(bytes[to - 1])) to -= 1;
  return { from, to };
}

function isBlank(byte: number | undefined): boolean {
  return byte === space || byte === 9 || byte === 13 || byte === 0x1e;
}

function withoutMark(line: ByteLine): ByteLine {
  const { bytes, length, start } = line;
  const isMarked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return isMarked ? { bytes: bytes.subarray(3), length: length - 3, start: start + 3 } : line;
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The first `maxData` units; a character is never cut in two. */
function textOf(bytes: Uint8Array): string {
  // One unit more tells the caller nothing, but costs nothing either; a unit has at most three bytes.
  let end = Math.min(bytes.length, maxData * 3);
  if (end < bytes.length) while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  const text = decoder.decode(bytes.subarray(0, end));
  if (text.length <= maxData) return text;
  const isHalf = /[\ud800-\udbff]/.test(text.charAt(maxData - 1));
  return text.slice(0, isHalf ? maxData - 1 : maxData);
}
