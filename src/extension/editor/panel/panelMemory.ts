/**
 * Remembers in the workspace which exchanges a file's panel has shown, so that a panel finds its file again after
 * the window was reloaded: its page knows the id of an exchange and no path. Holds ids and places, no content.
 */

/** What it needs of VS Code's store for a workspace. */
export interface MemoryStore {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

export interface PanelMemory {
  /** The panel of that file shows that exchange now. */
  remember(file: string, exchangeId: string): void;
  /** The file has no panel any more. */
  forget(file: string): void;
  /** What the file's panel showed last. */
  lastOf(file: string): string | undefined;
  /**
   * The file that a page's saved state belongs to. A state that nobody knows, because the window went before all
   * was written, belongs to the only file whose panel is missing, if there is only one.
   */
  fileOf(pageState: unknown, hasPanel: (file: string) => boolean): string | undefined;
}

/** The page may have saved its state a few exchanges ago. */
const keptIds = 20;
const shownKey = 'shownExchanges';

/** Ids by file, the newest last. */
type Shown = Readonly<Record<string, readonly string[]>>;

export function createPanelMemory(state: MemoryStore): PanelMemory {
  // Only this module writes it.
  const shown = (): Shown => (state.get(shownKey) as Shown | undefined) ?? {};

  return {
    remember(file, exchangeId) {
      const before = shown()[file] ?? [];
      if (before.at(-1) === exchangeId) return;
      const ids = [...before.filter((id) => id !== exchangeId), exchangeId].slice(-keptIds);
      void state.update(shownKey, { ...shown(), [file]: ids });
    },
    forget(file) {
      const rest = Object.entries(shown()).filter(([one]) => one !== file);
      void state.update(shownKey, rest.length === 0 ? undefined : Object.fromEntries(rest));
    },
    lastOf: (file) => shown()[file]?.at(-1),
    fileOf(pageState, hasPanel) {
      const id = exchangeIdOf(pageState);
      const missing = Object.entries(shown()).filter(([file]) => !hasPanel(file));
      const found = missing.find(([, ids]) => ids.some((one) => one === id));
      return (found ?? (missing.length === 1 ? missing[0] : undefined))?.[0];
    },
  };
}

/** The page wrote it, maybe another version of it. */
export function exchangeIdOf(pageState: unknown): unknown {
  return typeof pageState === 'object' && pageState !== null && 'exchangeId' in pageState
    ? pageState.exchangeId
    : undefined;
}
