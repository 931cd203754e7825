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
}

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

export function createTexts(strings: Strings, locale: string): Texts {
  const language = supportedLocale(locale);
  const plain = new Intl.NumberFormat(language);
  const oneDigit = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  // Always one digit, so that a running clock does not jump.
  const seconds = new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const unit = (value: number, name: string, digits: number): string =>
    new Intl.NumberFormat(language, {
      style: 'unit',
      unit: name,
      unitDisplay: 'short',
      maximumFractionDigits: digits,
    }).format(value);
  return {
    t: (key, ...values) => fill(strings[key] ?? pageStrings[key], values),
    size: (bytes) => {
      let step = 0;
      let value = bytes;
      while (value >= 999.5 && step < units.length - 1) {
        value /= 1000;
        step++;
      }
      if (step === 0) return `${plain.format(Math.round(bytes))} B`;
      return unit(value, units[step] ?? 'byte', value < 100 ? 1 : 0);
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
