import { describe, expect, it } from 'vitest';
import { isLarge, modesFor, paneOf } from '../../../src/extension/webview/ui/bodyLook.ts';
import { readPlace } from '../../../src/extension/webview/ui/bodyPages/goToBox.ts';
import { createLinePages, blockRows } from '../../../src/extension/webview/ui/bodyPages/linePages.ts';
import { createScrollMapping, tallest } from '../../../src/extension/webview/ui/bodyPages/scrollMapping.ts';
import { magicOf } from '../../../src/extension/webview/ui/bodyViews/magic.ts';
import { done as snapshot } from './snapshots.ts';

describe('the scroll mapping', () => {
  it('is exact as long as a browser can draw the list, and reaches both ends of any other', () => {
    const small = createScrollMapping(10_000, 500);
    expect([small.isScaled, small.toScroll(1234), small.toTop(1234), small.lastTop]).toEqual([
      false,
      1234,
      1234,
      9500,
    ]);
    const huge = createScrollMapping(1e10, 500);
    expect([huge.isScaled, huge.height, huge.toTop(0), huge.toTop(tallest - 500)]).toEqual([
      true,
      tallest,
      0,
      1e10 - 500,
    ]);
    expect(huge.toTop(huge.toScroll(123_456_789))).toBeCloseTo(123_456_789, 3);
    expect(createScrollMapping(0, 500)).toMatchObject({ lastTop: 0, height: 0 });
  });
});

describe('what somebody typed to go to', () => {
  it.each([
    ['1,234', { line: 1233 }],
    [' 12 ', { line: 11 }],
    ['@1024', { offset: 1024 }],
    ['@0x400', { offset: 1024 }],
    ['50%', { offset: 500 }],
    ['0', undefined],
    ['abc', undefined],
    ['', undefined],
  ])('%j is %j', (typed, place) => {
    expect(readPlace(typed, { lines: true, length: 1000 })).toEqual(place);
  });

  it('is an offset where there are no lines', () => {
    expect(readPlace('0x10', { lines: false, length: 1000 })).toEqual({ offset: 16 });
  });
});

describe('the look of a body', () => {
  const limits = { editor: 100, pretty: 50 };
  it('is large from what was promised or received on, but not when less came than was promised', () => {
    expect(isLarge({ ...snapshot, state: 'streaming', received: 5, expected: 101, limits }, 'text')).toBe(
      true,
    );
    expect(isLarge({ ...snapshot, state: 'failed', received: 5, expected: 101, limits }, 'text')).toBe(false);
    expect(isLarge({ ...snapshot, state: 'done', received: 101, expected: 101, limits }, 'text')).toBe(true);
    expect(isLarge({ ...snapshot, state: 'done', received: 101, expected: 101, limits }, 'image')).toBe(
      false,
    );
  });

  it('has pages in place of an editor when it is large, and never more than it has', () => {
    expect(modesFor('json', true)).toEqual(['raw', 'hex']);
    expect(modesFor('image', true)).toEqual(['hex']);
    expect([
      paneOf('raw', 'json', true),
      paneOf('pretty', 'json', false),
      paneOf('preview', 'html', false),
    ]).toEqual(['pages', 'code', 'frame']);
  });
});

describe('pulled lines', () => {
  it('are asked for where somebody looks, then two blocks ahead, and again where an answer was short', async () => {
    const asked: [number, number][] = [];
    const pages = createLinePages({
      read: (first, count) => {
        asked.push([first, count]);
        const numbers = Array.from({ length: Math.min(count, 100) }, (_, index) => first + index);
        return Promise.resolve({
          numbers,
          starts: numbers,
          ends: numbers,
          lengths: numbers.map(() => 0),
          bytes: new ArrayBuffer(0),
          lines: 10_000,
        });
      },
      onRows: () => undefined,
      onError: () => undefined,
    });
    pages.setCount(10_000);
    pages.show(5 * blockRows, 5 * blockRows + 40, true);
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
    expect(asked.slice(0, 3).map(([first]) => first / blockRows)).toEqual([5, 6, 7]);
    expect(asked).toContainEqual([5 * blockRows + 100, 28]);
    expect(pages.line(5 * blockRows + 110)?.number).toBe(5 * blockRows + 110);
    expect(pages.line(0)).toBeUndefined();
  });
});

describe('the magic of first bytes', () => {
  it('names what they are, or nothing', () => {
    const bytes = (text: string): Uint8Array => Uint8Array.from(text, (one) => one.charCodeAt(0));
    expect(magicOf(bytes('%PDF-1.7'))).toBe('PDF');
    expect(magicOf(bytes('RIFF1234WEBP'))).toBe('WebP');
    expect(magicOf(bytes('hello'))).toBeUndefined();
    expect(magicOf(new Uint8Array())).toBeUndefined();
  });
});
