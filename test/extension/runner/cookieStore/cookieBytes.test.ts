import { describe, expect, it } from 'vitest';
import { CookieJar } from '../../../../src/extension/http/index.ts';
import {
  cookieSetOf,
  cookiesText,
  createCookieEncoder,
  noCookies,
} from '../../../../src/extension/runner/index.ts';

describe('the bytes of a jar that is written again and again', () => {
  const text = (pieces: readonly Uint8Array[]) => Buffer.concat(pieces).toString();

  it('are those of its text, whatever was written before', () => {
    const encode = createCookieEncoder();
    const jar = new CookieJar();
    const written = () => text(encode(cookieSetOf(jar.list())));
    const whole = () => cookiesText(cookieSetOf(jar.list()));
    const set = (number: number, value: string) => {
      jar.set({ name: `ä${number}`, value, domain: 'a.test' });
    };
    expect(written()).toBe('[]');
    for (let number = 0; number < 200; number++) set(number, 'first');
    expect(written()).toBe(whole());
    const steps = [
      () => {
        set(70, 'second');
      },
      () => {
        jar.delete({ name: 'ä0' });
      },
      () => {
        jar.delete({ name: 'ä199' });
      },
      () => {
        set(300, 'new');
      },
      () => {
        jar.clear();
      },
    ];
    for (const step of steps) {
      step();
      expect(written()).toBe(whole());
    }
    expect(text(encode(noCookies))).toBe('[]');
  });
});
