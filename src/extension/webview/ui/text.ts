/**
 * The page's words and numbers in the user's language. Built once from what the host sends with `start`; a key the
 * host did not send falls back to English, so a page is never without text.
 */
import { pageStrings, type PageStringKey } from '../strings.ts';
import type { Strings } from '../protocol.ts';

export interface Texts {
  /** The text of a key with its places filled. */
  readonly t: (key: PageStringKey, ...values: readonly (string | number)[]) => string;
  /** Bytes for people, powers of 1,000: `312 B`, `1.2 kB`, `12.4 MB`. */
  readonly size: (bytes: number) => string;
  /** Milliseconds for people, with the symbols every language shares: `0.2 ms`, `84 ms`, `3.4 s`, `2 min 5 s`. */
  readonly duration: (milliseconds: number) => string;
  readonly number: (value: number) => string;
  /** The same with whole words, for ears: `1.2 kilobytes`, `84 milliseconds`, `3.4 seconds`. */
  readonly spokenSize: (bytes: number) => string;
  readonly spokenDuration: (milliseconds: number) => string;
}

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

export function createTexts(strings: Strings, locale: string): Texts {
  const language = supportedLocale(locale);
  const plain = new Intl.NumberFormat(language);
  const oneDigit = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  // Always one digit, so that a running clock does not jump.
  const seconds = new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const unit = (
    value: number,
    name: string,
    { digits = 0, unitDisplay = 'long' as 'short' | 'long' },
  ): string =>
    new Intl.NumberFormat(language, {
      style: 'unit',
      unit: name,
      unitDisplay,
      maximumFractionDigits: digits,
    }).format(value);
  return {
    t: (key, ...values) => fill(strings[key] ?? pageStrings[key], values),
    size: (bytes) => {
      const { value, name, digits } = scaled(bytes);
      if (name === 'byte') return `${plain.format(Math.round(bytes))} B`;
      return unit(value, name, { digits, unitDisplay: 'short' });
    },
    spokenSize: (bytes) => {
      const { value, name, digits } = scaled(bytes);
      return unit(value, name, { digits });
    },
    spokenDuration: (milliseconds) => {
      if (milliseconds < 999.5) return unit(Math.max(1, milliseconds), 'millisecond', {});
      if (milliseconds < 59_950) return unit(milliseconds / 1000, 'second', { digits: 1 });
      const whole = Math.round(milliseconds / 1000);
      return `${unit(Math.floor(whole / 60), 'minute', {})} ${unit(whole % 60, 'second', {})}`;
    },
    duration: (milliseconds) => {
      if (milliseconds < 9.95) return `${oneDigit.format(milliseconds)} ms`;
      if (milliseconds < 999.5) return `${plain.format(Math.round(milliseconds))} ms`;
      if (milliseconds < 59_950) return `${seconds.format(milliseconds / 1000)} s`;
      const whole = Math.round(milliseconds / 1000);
      return `${plain.format(Math.floor(whole / 60))} min ${plain.format(whole % 60)} s`;
    },
    number: (value) => plain.format(value),
  };
}

/** A number of bytes in the unit that people would choose. */
function scaled(bytes: number): { readonly value: number; readonly name: string; readonly digits: number } {
  let step = 0;
  let value = bytes;
  while (value >= 999.5 && step < units.length - 1) {
    value /= 1000;
    step++;
  }
  return { value, name: units[step] ?? 'byte', digits: step > 0 && value < 100 ? 1 : 0 };
}

/** Places that have no value stay as they are, so a wrong translation is seen and breaks nothing. */
function fill(text: string, values: readonly (string | number)[]): string {
  return text.replace(/\{(\d)\}/g, (place, index: string) => {
    const value = values[Number(index)];
    return value === undefined ? place : String(value);
  });
}

/** VS Code's language ids are BCP 47 tags but for a few pseudo ones (`qps-ploc`), which Intl refuses. */
function supportedLocale(locale: string): string {
  try {
    return Intl.NumberFormat.supportedLocalesOf(locale)[0] ?? 'en';
  } catch {
    return 'en';
  }
}
