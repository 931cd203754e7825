/** Events as the bytes of a body tell them, however these were cut on their way. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createEventParser,
  guessEventFormat,
  maxData,
  type EventFormat,
  type ParsedEvent,
} from '../../../../src/extension/runner/events/eventParser.ts';
import { eventFormatOf } from '../../../../src/extension/webview/events.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

function parse(format: EventFormat, ...chunks: readonly Uint8Array[]): ParsedEvent[] {
  const events: ParsedEvent[] = [];
  const parser = createEventParser(format, (event) => events.push(event));
  for (const chunk of chunks) parser.push(chunk);
  parser.end();
  return events;
}

/** `type|id|data` of each event; other kinds with their kind first. */
const brief = (format: EventFormat, text: string): string[] =>
  parse(format, utf8(text)).map(({ kind, type, id, data }) =>
    kind === 'event' ? `${type}|${id}|${data}` : `${kind} ${data}`,
  );

describe('server-sent events', () => {
  it.each<[what: string, text: string, events: string[]]>([
    [
      'names the type and keeps the id',
      'id: 1\nevent: add\ndata: x\n\ndata: y\n\n',
      ['add|1|x', 'message|1|y'],
    ],
    ['joins lines of data', 'data: a\ndata: b\n\n', ['message||a\nb']],
    ['keeps empty data, even twice', 'data\n\ndata\ndata\n\n', ['message||', 'message||\n']],
    [
      'takes one space after the colon only',
      'data:  two\n\ndata:none\n\n',
      ['message|| two', 'message||none'],
    ],
    ['drops a type without data, and the type with it', 'event: gone\n\ndata: x\n\n', ['message||x']],
    ['keeps an id that came without data', 'id: 7\n\ndata: x\n\n', ['message|7|x']],
    ['empties the id', 'id: 7\nid\ndata: x\n\n', ['message||x']],
    ['ignores an id with a NUL', 'id: a\0b\ndata: x\n\n', ['message||x']],
    ['ignores fields it does not know, and their case', 'Data: no\nfoo: bar\ndata: x\n\n', ['message||x']],
    [
      'shows comments and retry',
      ': ping\nretry: 3000\nretry: soon\ndata: x\n\n',
      ['comment ping', 'retry 3000', 'message||x'],
    ],
    [
      'takes every line end',
      'data: a\r\rdata: b\r\n\r\ndata: c\n\n',
      ['message||a', 'message||b', 'message||c'],
    ],
    ['leaves the byte order mark out', '\uFEFFdata: x\n\n', ['message||x']],
    ['forgets an event that never ended', 'data: x\n\ndata: half\n', ['message||x']],
  ])('%s', (_what, text, events) => {
    expect(brief('stream', text)).toEqual(events);
  });

  it('are the same wherever the bytes were cut', () => {
    const text = '\uFEFF: é😀\r\nid: ü\r\ndata: {"a":"é😀"}\rdata: 2\n\r\nevent: é\ndata: x\r\n\r\n';
    const bytes = utf8(text);
    const whole = parse('stream', bytes);
    expect(whole).toHaveLength(3);
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length), { maxLength: 12 }), (cuts) => {
        const places = [0, ...cuts.sort((one, other) => one - other), bytes.length];
        const chunks = places.slice(1).map((end, index) => bytes.subarray(places[index], end));
        expect(parse('stream', ...chunks).map(content)).toEqual(whole.map(content));
      }),
      { numRuns: 60 },
    );
  });

  it('tell where in the body they stand', () => {
    const text = 'data: é\n\nid: 2\ndata: b\n\n';
    const [, second] = parse('stream', utf8(text));
    expect(new TextDecoder().decode(utf8(text).subarray(second?.start, second?.end))).toBe(
      'id: 2\ndata: b\n',
    );
  });

  it('are cut where they are long, and never inside of a character', () => {
    const [event] = parse('stream', utf8(`data: ${'😀'.repeat(40_000)}\n\n`));
    expect(event?.data).toBe('😀'.repeat(maxData / 2));
    expect(event?.length).toBe(160_000);
  });
});

describe('lines of JSON', () => {
  it.each<[what: string, text: string, events: string[]]>([
    ['are an event each', '{"a":1}\n{"b":2}\n', ['||{"a":1}', '||{"b":2}']],
    ['count at the end without a line end', '1\n2', ['||1', '||2']],
    ['may be empty, which is nothing', '1\n\n\r\n2\r\n', ['||1', '||2']],
    ['may begin with a record separator', '\u001e{"a":1}\n', ['||{"a":1}']],
    ['do not end at a return inside', '"a\\r\rb"\n', ['||"a\\r\rb"']],
  ])('%s', (_what, text, events) => {
    expect(brief('lines', text)).toEqual(events);
  });
});

describe('the format', () => {
  it.each([
    ['text/event-stream', 'stream'],
    ['application/x-ndjson', 'lines'],
    ['application/jsonl', 'lines'],
    ['application/json', undefined],
  ])('of %s is %s', (mediaType, format) => {
    expect(eventFormatOf(mediaType)).toBe(format);
  });

  it.each([
    ['event: a\ndata: 1\n\n', 'stream'],
    [': hello\n\n', 'stream'],
    ['{"data": 1}\n', 'lines'],
  ])('of %j is guessed as %s', (text, format) => {
    expect(guessEventFormat(utf8(text))).toBe(format);
  });
});

/** A pair of line ends that was cut apart ends one byte earlier. */
const content = ({ kind, type, id, data, length }: ParsedEvent) => ({ kind, type, id, data, length });
