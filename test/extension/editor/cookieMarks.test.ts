import { afterEach, describe, expect, it, vi } from 'vitest';
import { createCookieMarks, markTime } from '../../../src/extension/editor/views/cookieMarks.ts';
import { CookieJar } from '../../../src/extension/http/index.ts';

const sessionWith = (...names: readonly string[]) => {
  const cookies = new CookieJar();
  for (const name of names) cookies.set({ name, value: '1', domain: 'a.test' });
  return { id: 's', session: { cookies } };
};

describe('the mark of a cookie', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is on what is new or has another value, not on what was there', () => {
    const session = sessionWith('old', 'changed');
    const marks = createCookieMarks(() => undefined);
    marks.update([session]);
    session.session.cookies.set({ name: 'changed', value: '2', domain: 'a.test' });
    session.session.cookies.set({ name: 'new', value: '1', domain: 'a.test' });
    marks.update([session]);
    const marked = session.session.cookies.list().filter((cookie) => marks.isMarked(session, cookie));
    expect(marked.map(({ name }) => name)).toEqual(['changed', 'new']);
    marks.dispose();
  });

  it('is not on a cookie that was only switched off', () => {
    const session = sessionWith('a');
    const marks = createCookieMarks(() => undefined);
    marks.update([session]);
    session.session.cookies.set({ name: 'a', value: '1', domain: 'a.test', disabled: true });
    marks.update([session]);
    expect(session.session.cookies.list().some((cookie) => marks.isMarked(session, cookie))).toBe(false);
    marks.dispose();
  });

  it('ends after ten seconds, which is told once', () => {
    vi.useFakeTimers();
    const onEnd = vi.fn();
    const session = sessionWith();
    const marks = createCookieMarks(onEnd);
    marks.update([session]);
    session.session.cookies.set({ name: 'new', value: '1', domain: 'a.test' });
    marks.update([session]);
    vi.advanceTimersByTime(markTime - 1);
    expect(onEnd).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(onEnd).toHaveBeenCalledTimes(1);
    expect(session.session.cookies.list().some((cookie) => marks.isMarked(session, cookie))).toBe(false);
    expect(vi.getTimerCount()).toBe(0);
    marks.dispose();
  });
});
