/** `$random` and its neighbours, with the ranges and the letters that they have between `{{` and `}}`. */
import { host } from './host.ts';

const lower = 'abcdefghijklmnopqrstuvwxyz';
const letters = lower + lower.toUpperCase();
const digits = '0123456789';

export function createRandom(): object {
  return {
    get uuid() {
      return host('uuid');
    },
    get email() {
      return `${letter(lower, 5)}@${letter(lower, 5)}.com`;
    },
    integer: (...bounds: readonly number[]) => {
      const [from, to] = between(bounds);
      return Math.floor(from + random() * (to - from));
    },
    float: (...bounds: readonly number[]) => {
      const [from, to] = between(bounds);
      return from + random() * (to - from);
    },
    alphabetic: (length: unknown) => letter(letters, length),
    alphanumeric: (length: unknown) => letter(`${letters}${digits}_`, length),
    hexadecimal: (length: unknown) => letter('0123456789ABCDEF', length),
  };
}

/** The variables that JetBrains has outside of `$random`. */
export function dynamicVariables(): Readonly<Record<string, () => unknown>> {
  return {
    $uuid: () => host('uuid'),
    $timestamp: () => Math.floor(Date.now() / 1000),
    $isoTimestamp: () => new Date().toISOString(),
    $randomInt: () => Math.floor(random() * 1000),
  };
}

/** From 0 up to, not including, 1. */
export function random(): number {
  return Number(host('random'));
}

function between(bounds: readonly number[]): readonly [number, number] {
  const [first = 1000, second] = bounds.map(Number);
  const [from, to] = second === undefined ? [0, first] : [first, second];
  if (!(from < to)) throw new RangeError(`Nothing lies between ${from} and ${to}.`);
  return [from, to];
}

function letter(from: string, length: unknown): string {
  const count = Number(length);
  if (!(count > 0 && count <= 10_000)) throw new RangeError('The length must be between 1 and 10,000.');
  return Array.from({ length: Math.floor(count) }, () =>
    from.charAt(Math.floor(random() * from.length)),
  ).join('');
}
