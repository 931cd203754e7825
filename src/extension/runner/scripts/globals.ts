/**
 * What scripts keep in `client.global`: values and headers that later requests of the same session use. They live as
 * long as the session and are never written to disk. Whoever shows a session asks `globalsOf`.
 */
import type { Json, ScriptChange } from '../../scripts/index.ts';
import type { Session } from '../../http/index.ts';

export interface Globals {
  /** In the order they were first set. */
  readonly values: ReadonlyMap<string, Json>;
  /** Added to each request that does not have one of that name. */
  readonly headers: ReadonlyMap<string, string>;
  /** Takes in what a script did; changes of a request's own variables are not meant for it. */
  apply(changes: readonly ScriptChange[]): void;
  clear(): void;
  /** Called after each change; gives what stops it. */
  onDidChange(listener: () => void): () => void;
}

const known = new WeakMap<Session, Globals>();

/** Those of a session; empty until a script sets one. */
export function globalsOf(session: Session): Globals {
  const globals = known.get(session) ?? createGlobals();
  known.set(session, globals);
  return globals;
}

/** What stands for a value in a text: strings as they are, anything else as JSON. */
export function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function createGlobals(): Globals {
  const values = new Map<string, Json>();
  const headers = new Map<string, string>();
  const listeners = new Set<() => void>();
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  return {
    values,
    headers,
    apply(changes) {
      const own = changes.filter(({ of }) => of !== 'request');
      for (const change of own) {
        const { of, kind } = change;
        if (kind === 'clearAll') (of === 'headers' ? headers : values).clear();
        else if (kind === 'clear') (of === 'headers' ? headers : values).delete(change.name);
        else if (of === 'headers') headers.set(change.name, change.value);
        else values.set(change.name, change.value);
      }
      if (own.length > 0) tell();
    },
    clear() {
      if (values.size + headers.size === 0) return;
      values.clear();
      headers.clear();
      tell();
    },
    onDidChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
