/**
 * The routing table's shape and how a path finds its route. Patterns are literal segments, `:name` for one
 * segment and a last `*` for the rest. When nothing fits, the nearest patterns are offered, since most wrong
 * paths are typing errors.
 */

import type { Call } from './call.ts';

export interface Route {
  /** Upper case; `any` accepts every method. */
  readonly methods: readonly string[] | 'any';
  readonly path: string;
  /** True when the route reads the body itself, piece by piece; others get it read before they are called. */
  readonly streamsBody?: boolean;
  readonly answer: (call: Call) => void | Promise<void>;
}

type Answer = Route['answer'];

/** A route for GET and HEAD. */
export function get(path: string, answer: Answer): Route {
  return { methods: ['GET', 'HEAD'], path, answer };
}

export function on(methods: readonly string[], path: string, answer: Answer): Route {
  return { methods, path, answer };
}

export function any(path: string, answer: Answer): Route {
  return { methods: 'any', path, answer };
}

export type Match =
  | { readonly kind: 'found'; readonly route: Route; readonly params: Readonly<Record<string, string>> }
  | { readonly kind: 'wrongMethod'; readonly allowed: readonly string[] }
  | { readonly kind: 'unknown'; readonly nearby: readonly string[] };

/** Finds the first route for a raw (still percent-encoded) path. */
export function findRoute(routes: readonly Route[], method: string, path: string): Match {
  const segments = split(path);
  const allowed = new Set<string>();
  for (const route of routes) {
    const params = matchPath(route.path, segments);
    if (params === undefined) continue;
    if (route.methods === 'any' || route.methods.includes(method)) return { kind: 'found', route, params };
    for (const name of route.methods) allowed.add(name);
  }
  if (allowed.size > 0) return { kind: 'wrongMethod', allowed: [...allowed] };
  return { kind: 'unknown', nearby: nearbyPaths(routes, segments) };
}

function split(path: string): readonly string[] {
  return path.replace(/^\//, '').split('/').map(decode);
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function matchPath(pattern: string, segments: readonly string[]): Record<string, string> | undefined {
  const wanted = pattern.slice(1).split('/');
  const open = wanted.at(-1) === '*';
  if (open ? segments.length < wanted.length : segments.length !== wanted.length) return undefined;
  const params: Record<string, string> = {};
  for (const [at, want] of wanted.entries()) {
    const segment = segments[at] ?? '';
    if (want.startsWith(':')) params[want.slice(1)] = segment;
    else if (want !== '*' && want !== segment) return undefined;
  }
  return params;
}

/** At most six patterns, the most similar first. */
function nearbyPaths(routes: readonly Route[], segments: readonly string[]): readonly string[] {
  const first = (segments[0] ?? '').toLowerCase();
  const scored = new Map<string, number>();
  for (const { path } of routes) {
    const word = path.slice(1).split('/')[0] ?? '';
    const prefix = first !== '' && (word.startsWith(first) || first.startsWith(word)) && word !== '';
    const distance = prefix ? 0.5 : editDistance(first.slice(0, 40), word);
    if (distance <= Math.max(2, word.length / 2)) scored.set(path, distance);
  }
  const ranked = [...scored].sort(([, a], [, b]) => a - b).map(([path]) => path);
  return ranked.slice(0, 6);
}

/** Levenshtein's distance: how many letters to insert, delete or replace. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (let fromAt = 0; fromAt < from.length; fromAt += 1) {
    const next = [fromAt + 1];
    for (let toAt = 0; toAt < to.length; toAt += 1) {
      const replace = (row[toAt] ?? 0) + (from.charAt(fromAt) === to.charAt(toAt) ? 0 : 1);
      next.push(Math.min(replace, (row[toAt + 1] ?? 0) + 1, (next[toAt] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
