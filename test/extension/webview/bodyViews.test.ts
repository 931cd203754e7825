import { EditorState } from '@codemirror/state';
import { assert, constantFrom, property, string, array } from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bodyKind,
  isOpenEnded,
  languageOfContentType,
  modesOf,
} from '../../../src/extension/webview/ui/bodyViews/bodyKind.ts';
import { bytesPerLine, hexCells, hexPlaces } from '../../../src/extension/webview/ui/bodyViews/hexDump.ts';
import { lineBreakOf, withLineBreak } from '../../../src/extension/webview/ui/bodyViews/lineBreaks.ts';
import { createTextDecoding } from '../../../src/extension/webview/ui/bodyViews/textDecoding.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('the kind of a body', () => {
  it.each([
    ['application/json', '{}', 'json'],
    ['application/problem+json', '{}', 'json'],
    ['text/html', '<p>', 'html'],
    ['application/xhtml+xml', '<p>', 'html'],
    ['application/atom+xml', '<a/>', 'xml'],
    ['image/svg+xml', '<svg/>', 'svg'],
    ['image/png', '\u0089PNG', 'image'],
    ['text/csv', 'a,b', 'text'],
    ['application/x-ndjson', '{}\n{}', 'text'],
    ['application/pdf', '%PDF-1.7', 'binary'],
    ['', '  {"a":1}', 'json'],
    ['', 'hello', 'text'],
    ['application/octet-stream', 'hello', 'text'],
    ['text/plain', 'a\0b', 'binary'],
    ['', '', 'text'],
  ])('%j that begins with %j is %s', (type, start, kind) => {
    expect(bodyKind(type, utf8(start))).toBe(kind);
  });

  it('is binary for bytes that are no UTF-8 and say nothing', () => {
    expect(bodyKind('', new Uint8Array([0xff, 0xd8, 0xff]))).toBe('binary');
  });

  it('is text when the first bytes end inside a character', () => {
    expect(bodyKind('', utf8('é').subarray(0, 1))).toBe('text');
  });

  it('is text for UTF-16 with its mark, although it is full of zero bytes', () => {
    expect(bodyKind('text/plain', new Uint8Array([0xff, 0xfe, 0x61, 0x00]))).toBe('text');
  });

  it('decides how it can be looked at', () => {
    expect([modesOf('json')[0], modesOf('image')[0], modesOf('html'), modesOf('binary')]).toEqual([
      'pretty',
      'preview',
      ['raw', 'preview', 'hex'],
      ['hex'],
    ]);
  });

  it('decides the colouring of a prepared body, parameters or not', () => {
    expect(languageOfContentType('application/json; charset=utf-8')).toBe('json');
    expect(languageOfContentType('')).toBe('plain');
    expect(languageOfContentType('application/x-www-form-urlencoded')).toBe('form');
    expect(languageOfContentType('application/graphql; charset=utf-8')).toBe('graphql');
  });

  it('knows bodies that are read from their end', () => {
    expect([isOpenEnded('text/event-stream'), isOpenEnded('text/plain')]).toEqual([true, false]);
  });
});

describe('a line of hex', () => {
  it('shows pairs and printable characters, in columns that stand still', () => {
    expect(hexCells(utf8('GET / HTTP/1.1\r\n'))).toBe(
      '47 45 54 20 2f 20 48 54  54 50 2f 31 2e 31 0d 0a  GET / HTTP/1.1..',
    );
    for (const [from, length, parts] of [
      [4, 5, ['2f 20 48 54  54', '/ HTT']],
      [-2, 3, ['47', 'G']],
      [15, 9, ['0a', '.']],
      [16, 1, []],
    ] as const) {
      const line = hexCells(utf8('GET / HTTP/1.1\r\n'));
      expect(hexPlaces(from, length).map((one) => line.slice(one.from, one.to))).toEqual(parts);
    }
    expect(hexCells(utf8('X: é'))).toBe('58 3a 20 c3 a9                                    X: ..');
  });

  it('has half as many pairs where there is no room for all', () => {
    expect([40, 76, 77, 200].map(bytesPerLine)).toEqual([8, 8, 16, 16]);
    const line = hexCells(utf8('GET / HT'), 8);
    expect(line).toBe('47 45 54 20  2f 20 48 54  GET / HT');
    expect(hexPlaces(3, 2, 8).map((one) => line.slice(one.from, one.to))).toEqual(['20  2f', ' /']);
    expect(hexCells(utf8('X:'), 8)).toBe('58 3a                     X:');
  });
});

describe('line breaks of an edited body', () => {
  const text = array(constantFrom('a', '\n', '\r\n', '\r', '\u2028', 'é', '😀', '"')).map((parts) =>
    parts.join(''),
  );

  it('come back as they were, whatever they were', () => {
    assert(
      property(text, (body) => {
        const state = EditorState.create({
          doc: body,
          extensions: EditorState.lineSeparator.of(lineBreakOf(body)),
        });
        expect(state.sliceDoc()).toBe(body);
      }),
      { numRuns: 500 },
    );
  });

  it('are given to pasted text', () => {
    expect(withLineBreak('a\r\nb\nc\rd', '\r\n')).toBe('a\r\nb\r\nc\r\nd');
    expect(withLineBreak('a\r\nb', '\n')).toBe('a\nb');
  });
});

describe('text that arrives in pieces', () => {
  it('is the same text however it was cut', () => {
    assert(
      property(array(string({ unit: 'grapheme' })), (parts) => {
        const bytes = utf8(parts.join('\r\n'));
        const decoding = createTextDecoding('utf-8');
        let text = '';
        for (const byte of bytes) text += decoding.next(Uint8Array.of(byte));
        text += decoding.end();
        expect(text).toBe(new TextDecoder().decode(bytes));
        expect(decoding.malformed).toBe(false);
      }),
      { numRuns: 100 },
    );
  });

  it('never ends a piece between \\r and \\n', () => {
    const decoding = createTextDecoding('utf-8');
    expect([decoding.next(utf8('a\r')), decoding.next(utf8('\nb\r')), decoding.end()]).toEqual([
      'a',
      '\r\nb',
      '\r',
    ]);
  });

  it('notices what is not valid', () => {
    const decoding = createTextDecoding('utf-8');
    expect(decoding.next(Uint8Array.of(0x61, 0xff))).toBe('a\ufffd');
    expect(decoding.malformed).toBe(true);
  });

  it('notices a character that never ends', () => {
    const decoding = createTextDecoding('utf-8');
    decoding.next(Uint8Array.of(0xc3));
    decoding.end();
    expect(decoding.malformed).toBe(true);
  });

  it('is read as UTF-8 when the charset is unknown, and says so', () => {
    const decoding = createTextDecoding('x-klingon');
    expect([decoding.encoding, decoding.unknown]).toEqual(['utf-8', 'x-klingon']);
  });

  it('follows the charset that was named', () => {
    expect(createTextDecoding('iso-8859-1').next(Uint8Array.of(0xe9))).toBe('é');
  });
});
