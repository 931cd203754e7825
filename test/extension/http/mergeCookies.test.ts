import { describe, expect, it } from 'vitest';
import { CookieJar } from '../../../src/extension/http/index.ts';

const later = new Date('2100-01-01');

function jarWith(...names: readonly string[]): CookieJar {
  const jar = new CookieJar();
  for (const name of names) jar.set({ name, value: '1', domain: 'a.test', expires: later });
  return jar;
}

describe('merging into a jar', () => {
  it('takes exactly what it is given, and tells of it once', () => {
    const jar = jarWith('a', 'b');
    const [a] = jar.list();
    const [c] = jarWith('c').list();
    let told = 0;
    jar.onDidChange(() => (told += 1));
    jar.merge({ put: [{ ...a!, value: '2', created: new Date(5) }, c!], removed: [jar.list()[1]!] });
    expect(jar.list().map(({ name, value }) => `${name}=${value}`)).toEqual(['a=2', 'c=1']);
    expect(jar.list()[0]?.created).toEqual(new Date(5));
    expect(told).toBe(1);
  });

  it('says nothing when there is nothing to take', () => {
    const jar = jarWith('a');
    jar.onDidChange(() => {
      throw new Error('told');
    });
    jar.merge({ put: [], removed: [] });
    expect(jar.list()).toHaveLength(1);
  });

  it('keeps to the limit of cookies for one host, also after some were removed', () => {
    const names = Array.from({ length: 200 }, (_, index) => `n${index}`);
    const jar = new CookieJar();
    jar.merge({ put: jarWith(...names).list(), removed: [] });
    expect(jar.list()).toHaveLength(180);
    jar.merge({ put: [], removed: jar.list().slice(0, 100) });
    jar.merge({ put: jarWith(...names.slice(0, 50)).list(), removed: [] });
    expect(jar.list().length).toBeLessThanOrEqual(130);
    expect(jar.list().length).toBeGreaterThanOrEqual(80);
  });
});
