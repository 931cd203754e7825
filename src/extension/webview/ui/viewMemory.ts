/**
 * How a person has set the view of one exchange: what a hidden page forgets and finds again when it is shown (ux §3.6). It
 * holds places and settings, never a part of a body. Views read it when they show an exchange and write what changes;
 * where it is kept between two pages is `main.ts`.
 */
import type { BodyMode } from './bodyViews/bodyKind.ts';

/** Each part is absent until somebody has chosen it. */
export interface RememberedView {
  readonly mode?: BodyMode | undefined;
  readonly wrap?: boolean | undefined;
  /** The first row on the screen, from 0. */
  readonly line?: number | undefined;
  /** The path that filters the body. */
  readonly path?: string | undefined;
  /** The filter of events. */
  readonly filter?: string | undefined;
  readonly follow?: boolean | undefined;
}

export interface ViewMemory {
  readonly exchangeId: string | undefined;
  readonly view: RememberedView;
  /** Empty for every exchange but the last one. */
  of(exchangeId: string): RememberedView;
  /** Adds to what is known of that exchange, and forgets every other one. */
  keep(exchangeId: string, part: RememberedView): void;
}

/** Longer filters are not worth it: the state of a page is small. */
const maxText = 1000;

const modes: readonly BodyMode[] = ['pretty', 'table', 'preview', 'raw', 'hex'];

/** `saved` is what an earlier page left behind, maybe one of another version. */
export function createViewMemory(saved: unknown, onChange: () => void): ViewMemory {
  let { exchangeId, view } = readSaved(saved);
  return {
    get exchangeId() {
      return exchangeId;
    },
    get view() {
      return view;
    },
    of: (id) => (id === exchangeId ? view : {}),
    keep: (id, part) => {
      const before = id === exchangeId ? view : {};
      const next = { ...before, ...part };
      if (id === exchangeId && JSON.stringify(next) === JSON.stringify(before)) return;
      exchangeId = id;
      view = next;
      onChange();
    },
  };
}

function readSaved(saved: unknown): { exchangeId: string | undefined; view: RememberedView } {
  if (typeof saved !== 'object' || saved === null) return { exchangeId: undefined, view: {} };
  const { exchangeId, view } = saved as { readonly exchangeId?: unknown; readonly view?: unknown };
  if (typeof exchangeId !== 'string' || typeof view !== 'object' || view === null)
    return { exchangeId: undefined, view: {} };
  const { mode, wrap, line, path, filter, follow } = view as Partial<Record<keyof RememberedView, unknown>>;
  return {
    exchangeId,
    view: {
      mode: modes.find((one) => one === mode),
      wrap: typeof wrap === 'boolean' ? wrap : undefined,
      line: typeof line === 'number' && Number.isSafeInteger(line) && line >= 0 ? line : undefined,
      path: shortText(path),
      filter: shortText(filter),
      follow: typeof follow === 'boolean' ? follow : undefined,
    },
  };
}

function shortText(value: unknown): string | undefined {
  return typeof value === 'string' && value.length <= maxText ? value : undefined;
}
