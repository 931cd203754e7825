/**
 * The histories of this window's folders as one: opened when something is first kept or shown, newest first. What is
 * opened again becomes an entry of `Exchanges` like any other. It decides nothing about what is kept; the recorder does.
 */
import * as vscode from 'vscode';
import type { History, HistoryRow } from '../../runner/index.ts';
import type { Disposable } from '../disposable.ts';
import type { ExchangeEntry, Exchanges } from '../sending/exchanges.ts';
import { loadEngine } from '../sending/loadEngine.ts';
import { historyLimits } from '../settings/settings.ts';
import type { WorkspaceStorage } from '../storage/workspaceStorage.ts';
import { pastEntry } from './pastEntry.ts';

/** `memory`: nothing lasts, because there is no key store. `unwritable`, `diskFull`: the last one could not be kept. */
export type HistoriesProblem = 'memory' | 'unwritable' | 'diskFull';

export interface Histories extends Disposable {
  readonly onDidChange: vscode.Event<void>;
  /** Undefined while all is well. */
  readonly problem: HistoriesProblem | undefined;
  /** The history of a file's folder. Loads the engine. */
  of(file: vscode.Uri): Promise<History>;
  /** Reads the histories of all folders. */
  openAll(): Promise<void>;
  /** All that has been read, newest first. */
  list(): readonly HistoryRow[];
  /** Those of one request that were sent, oldest first. */
  ofRequest(file: vscode.Uri, key: string): readonly HistoryRow[];
  /** The exchange, from this window or from the history; undefined when it is gone. */
  entry(id: string): Promise<ExchangeEntry | undefined>;
  pin(id: string, pinned: boolean): Promise<void>;
  remove(ids: readonly string[]): Promise<void>;
  /** Resolves when everything is written. */
  settle(): Promise<void>;
}

export interface HistoriesOptions {
  readonly storage: WorkspaceStorage;
  readonly exchanges: Exchanges;
}

export function createHistories({ storage, exchanges }: HistoriesOptions): Histories {
  const opening = new Map<string, Promise<History>>();
  const opened = new Set<History>();
  const changes = new vscode.EventEmitter<void>();
  let failed = false;

  async function open(folder: vscode.Uri | undefined): Promise<History> {
    const { createMemoryShelf, openDiskShelf, openHistory } = await loadEngine();
    const limits = historyLimits;
    let history: History | undefined;
    try {
      const place = await storage.place(folder, 'history');
      if (place !== undefined) {
        const shelf = await openDiskShelf(place.folder, place.sealer, (broken) => {
          storage.reportBroken(broken);
        });
        history = await openHistory({ shelf, limits });
      }
    } catch {
      // A folder that cannot be used must not stop anybody from sending.
      failed = true;
    }
    history ??= await openHistory({ shelf: createMemoryShelf(), limits });
    opened.add(history);
    history.onDidChange(() => {
      changes.fire();
    });
    changes.fire();
    return history;
  }

  function historyOf(folder: vscode.Uri | undefined): Promise<History> {
    const key = folder?.toString() ?? '';
    const present = opening.get(key) ?? open(folder);
    opening.set(key, present);
    return present;
  }

  async function openAll(): Promise<void> {
    const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri);
    await Promise.all([...folders, undefined].map(historyOf));
  }

  function holding(id: string): History | undefined {
    return [...opened].find((history) => history.list().some((row) => row.id === id));
  }

  const list = (): readonly HistoryRow[] =>
    [...opened].flatMap((history) => history.list()).sort((one, other) => other.at - one.at);

  return {
    onDidChange: changes.event,
    get problem() {
      const all = [...opened];
      if (failed) return 'unwritable';
      const problem = all.find((history) => history.problem !== undefined)?.problem;
      return problem ?? (all.some(({ lasting }) => !lasting) ? 'memory' : undefined);
    },
    of: (file) => historyOf(vscode.workspace.getWorkspaceFolder(file)?.uri),
    openAll,
    list,
    ofRequest: (file, key) =>
      list()
        .filter((row) => row.file === file.toString() && row.key === key && row.state !== 'idle')
        .toReversed(),
    async entry(id) {
      const present = exchanges.get(id);
      if (present !== undefined) return present;
      await openAll();
      const kept = await holding(id)?.open(id);
      if (kept === undefined) return undefined;
      const entry = pastEntry(kept);
      exchanges.put(entry);
      return entry;
    },
    async pin(id, pinned) {
      await holding(id)?.pin(id, pinned);
    },
    async remove(ids) {
      await Promise.all([...opened].map((history) => history.remove(ids)));
    },
    async settle() {
      const all = await Promise.all(opening.values());
      await Promise.all(all.map((history) => history.settle()));
    },
    dispose() {
      for (const history of opened) history.dispose();
      changes.dispose();
    },
  };
}
