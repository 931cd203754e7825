/**
 * What shapes of messages are made of: a check says whether a value has a shape, and never throws. Objects with fields
 * that are not in the shape are refused, strings and lists have a largest size. `schema.ts` and the message types of
 * single features are written with it; it knows none of them.
 */

/** Says whether a value has the shape; never throws. */
export type Check<T> = (value: unknown) => value is T;

/** Longest header name or value, URL or sentence; generous, because servers and people do write long ones. */
export const maxText = 1024 * 1024;
export const maxRows = 10_000;

export const text: Check<string> = string(maxText);
export const label: Check<string> = string(2000);
export const id: Check<string> = string(200);
export const size: Check<number> = (value): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0;
export const milliseconds: Check<number> = (value): value is number =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0;
export const flag: Check<boolean> = (value): value is boolean => typeof value === 'boolean';

export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function string(max: number): Check<string> {
  return (value): value is string => typeof value === 'string' && value.length <= max;
}

export function literal<const T extends readonly string[]>(...allowed: T): Check<T[number]> {
  return (value): value is T[number] => typeof value === 'string' && allowed.includes(value);
}

/** Absent and `undefined` are the same, because the way to the page drops undefined fields. */
export function optional<T>(check: Check<T>): Check<T | undefined> {
  return (value): value is T | undefined => value === undefined || check(value);
}

export function list<T>(check: Check<T>, max: number): Check<readonly T[]> {
  return (value): value is readonly T[] =>
    Array.isArray(value) && value.length <= max && value.every((one) => check(one));
}

export function pair<A, B>(first: Check<A>, second: Check<B>): Check<readonly [A, B]> {
  return (value): value is readonly [A, B] =>
    Array.isArray(value) && value.length === 2 && first(value[0]) && second(value[1]);
}

export function object<T extends object>(shape: { readonly [K in keyof T]-?: Check<T[K]> }): Check<T> {
  const checks = Object.entries<Check<unknown>>(shape);
  return (value): value is T =>
    isPlainObject(value) &&
    Object.keys(value).every((key) => Object.hasOwn(shape, key)) &&
    checks.every(([key, check]) => check(value[key]));
}

export function oneOf<T>(...checks: readonly Check<T>[]): Check<T> {
  return (value): value is T => checks.some((check) => check(value));
}
