/** Stores of variables: those that scripts may change tell each change, the others can be read only. */
import type { Entry, Json, ScriptChange } from '../protocol.ts';
import { plain, record } from './records.ts';

export interface ReadableVariables {
  /** Null where there is none. */
  get(name: unknown): unknown;
  isEmpty(): boolean;
}

export interface Variables extends ReadableVariables {
  set(name: unknown, value: unknown): void;
  clear(name: unknown): void;
  clearAll(): void;
}

export function readable(entries: readonly Entry<Json>[]): ReadableVariables {
  const values = new Map(entries);
  return {
    get: (name) => values.get(String(name)) ?? null,
    isEmpty: () => values.size === 0,
  };
}

/** `values` is changed too, so that later scripts of the same request see it. */
export function changeable(of: 'request' | 'global', values: Map<string, Json>): Variables {
  return {
    get: (name) => values.get(String(name)) ?? null,
    isEmpty: () => values.size === 0,
    set(name, value) {
      const copy = plain(value);
      values.set(String(name), copy);
      tell({ of, kind: 'set', name: String(name), value: copy });
    },
    clear(name) {
      values.delete(String(name));
      tell({ of, kind: 'clear', name: String(name) });
    },
    clearAll() {
      values.clear();
      tell({ of, kind: 'clearAll' });
    },
  };
}

export interface GlobalHeaders {
  set(name: unknown, value: unknown): void;
  clear(name: unknown): void;
  clearAll(): void;
}

export function globalHeaders(): GlobalHeaders {
  const of = 'headers';
  return {
    set: (name, value) => tell({ of, kind: 'set', name: String(name), value: String(value) }),
    clear: (name) => tell({ of, kind: 'clear', name: String(name) }),
    clearAll: () => tell({ of, kind: 'clearAll' }),
  };
}

function tell(change: ScriptChange): void {
  record({ kind: 'change', change });
}
