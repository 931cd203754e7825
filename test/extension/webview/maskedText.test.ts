import { describe, expect, it } from 'vitest';
import { editShownText, realText, shownText } from '../../../src/extension/webview/ui/request/maskedText.ts';

const dots = '••••••';
const text = ['http://a.test/?t=', 's%20é1', '&u=', 'two', ''];

/** The text after an edit that takes `removed` units at a place of the shown form and puts others there. */
function edited(at: number, removed: number, typed = '', from: readonly string[] = text): readonly string[] {
  const shown = shownText(from);
  return editShownText(from, shown.slice(0, at) + typed + shown.slice(at + removed), at + typed.length);
}

const first = shownText(text).indexOf(dots);
const last = shownText(text).lastIndexOf(dots);

describe('a text with hidden stretches', () => {
  it('shows six dots for each of them', () => {
    expect(shownText(text)).toBe(`http://a.test/?t=${dots}&u=${dots}`);
  });

  it('keeps their bytes when something else is edited', () => {
    expect(realText(edited(7, 1, 'bb'))).toBe('http://bb.test/?t=s%20é1&u=two');
    expect(realText(edited(first + 7, 1, 'w'))).toBe('http://a.test/?t=s%20é1&w=two');
    expect(realText(edited(last + 6, 0, '&x=1'))).toBe('http://a.test/?t=s%20é1&u=two&x=1');
    expect(realText(edited(first, 0, 'x'))).toBe('http://a.test/?t=xs%20é1&u=two');
  });

  it('loses one as a whole, from either side and from its middle', () => {
    const without = 'http://a.test/?t=&u=two';
    for (const at of [first, first + 3, first + 5]) expect(realText(edited(at, 1))).toBe(without);
    expect(realText(edited(first, 6))).toBe(without);
    expect(realText(edited(first + 2, 0, 'new'))).toBe('http://a.test/?t=new&u=two');
  });

  it('knows which of two that look alike was taken out', () => {
    const alike = ['?', 'one', '', 'two', ''];
    expect(realText(edited(1, 6, '', alike))).toBe('?two');
    expect(realText(edited(7, 6, '', alike))).toBe('?one');
  });

  it('is what was typed when all of it was replaced', () => {
    expect(edited(0, shownText(text).length, 'http://b.test/')).toEqual(['http://b.test/']);
    expect(realText(edited(0, 0, '', ['plain']))).toBe('plain');
  });
});
