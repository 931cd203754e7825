import { describe, expect, it } from 'vitest';
import { gutterIcon, gutterMark, gutterMarks } from '../../../src/extension/editor/lenses/gutterMarks.ts';
import { exchangeOf, responseOf } from './exchangeExamples.ts';

describe('the mark in the gutter', () => {
  it.each([
    [{ state: 'idle' }, undefined],
    [{ state: 'pending' }, 'running'],
    [{ state: 'done', response: responseOf({ status: 204 }) }, 'passed'],
    [{ state: 'done', response: responseOf({ status: 302 }) }, 'redirect'],
    [{ state: 'done', response: responseOf({ status: 404 }) }, 'clientError'],
    [{ state: 'done', response: responseOf({ status: 503 }) }, 'failed'],
    [{ state: 'failed' }, 'failed'],
    [{ state: 'cancelled' }, 'cancelled'],
  ] as const)('of %j is told by state and status', (changes, mark) => {
    expect(gutterMark(exchangeOf(changes))).toBe(mark);
  });

  it('has a shape of its own for each result, on light and dark ground', () => {
    const shapes = gutterMarks.map((mark) => atob(gutterIcon(mark, 'light').split(',')[1] ?? ''));
    const paths = shapes.map((svg) => / d="([^"]+)"/.exec(svg)?.[1]);
    expect(new Set(paths).size).toBe(6);
    expect(gutterIcon('failed', 'light')).not.toBe(gutterIcon('failed', 'dark'));
  });
});
