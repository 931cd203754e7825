/**
 * How one setting of a request meets the session's (rule R45): a value that is given wins, `false` and `""` are
 * values, two mappings are merged key by key, and `null` inside a mapping deletes. Headers, params and cookies have
 * rules of their own.
 */

/** The setting that holds: the request's when given, merged into the session's when both are mappings. */
export function mergeSetting<T>(request: T | null | undefined, session: T): T;
export function mergeSetting<T>(request: T | null | undefined, session: T | null | undefined): T | undefined;
export function mergeSetting<T>(request: T | null | undefined, session: T | null | undefined): T | undefined {
  if (request === null || request === undefined) return session ?? undefined;
  if (!isMapping(request) || !isMapping(session)) return request;
  const both: Readonly<Record<string, unknown>> = { ...session, ...request };
  // Each send asks, and nearly always nothing is to be left out.
  if (!Object.values(both).includes(null)) return both as T;
  // The merge of two mappings of a type is of that type: its values are those of its parts.
  return Object.fromEntries(Object.entries(both).filter(([, value]) => value !== null)) as T;
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
