/**
 * The exchanges of this window, by file and request: what is prepared, what runs and what has ended. It keeps
 * values and says when they change; it sends nothing and draws nothing. Lenses, panel and status bar read it.
 * Bodies of old exchanges are given back, so that a long day of sends does not fill the disk.
 */
import * as vscode from 'vscode';
import type { Disposable } from '../disposable.ts';
import type { SendOptions } from '../../http/index.ts';
import type { Exchange } from '../../runner/index.ts';
import type { Draft, UnresolvedUse } from './draft.ts';
import { isRunning } from '../labels.ts';
import type { PhaseLimits } from '../panel/snapshot.ts';

/** An exchange with what the editor knows about it. A value: each change makes a new one with the same id. */
export interface ExchangeEntry {
  readonly file: vscode.Uri;
  /** Finds the request in the file again after edits; see `requestKey`. */
  readonly key: string;
  readonly exchange: Exchange;
  /** The name of the environment it was prepared with; undefined for none. */
  readonly environment: string | undefined;
  /** What the user made of it before it was sent. */
  readonly draft: Draft;
  /** Uses of variables that block sending. */
  readonly unresolved: readonly UnresolvedUse[];
  /** Values that are masked wherever they stand. */
  readonly secrets: readonly string[];
  readonly limits: PhaseLimits;
  /** Milliseconds that were added to the limits while it ran. */
  readonly extended?: number;
  /** It failed where there was no network to go out by. */
  readonly isOffline?: boolean;
  /** How it is sent, besides what is in the request itself. */
  readonly options: SendOptions;
  /** False: the history may not have it (`# @no-log`). */
  readonly isLogged: boolean;
  /** True for one that was opened from the history. */
  readonly isPast?: boolean;
  /** A sentence when the file has changed since it was prepared. */
  readonly notice: string | undefined;
  /** Ends it while it runs. */
  readonly cancel: () => void;
  /** Gives it more time while it runs. */
  readonly extend?: () => void;
}

export interface Exchanges extends Disposable {
  /** A new entry, or a new value of one. */
  readonly onDidChange: vscode.Event<ExchangeEntry>;
  /** Undefined when it never was, or is so old that it was given up. */
  get(id: string): ExchangeEntry | undefined;
  put(entry: ExchangeEntry): void;
  /** Changes one entry if it is still there. */
  update(id: string, change: (entry: ExchangeEntry) => ExchangeEntry): void;
  /** The newest entry of a request that has begun to be sent in this window. */
  lastSent(file: vscode.Uri, key: string): ExchangeEntry | undefined;
  /** Every kept entry of a file, oldest first. */
  ofFile(file: vscode.Uri): readonly ExchangeEntry[];
  /** In the order they began. */
  running(): readonly ExchangeEntry[];
}

/** Entries kept for each file beside the newest of each request, which lenses and tests show. */
const keptPerFile = 50;
/** Requests of a file whose newest entry is kept. */
const keptRequests = 500;

export function createExchanges(): Exchanges {
  const entries = new Map<string, ExchangeEntry>();
  /** By file and request: the id of the newest that was sent. */
  const newest = new Map<string, string>();
  /** By id: the place in the order in which they came. */
  const order = new Map<string, number>();
  let count = 0;
  const changes = new vscode.EventEmitter<ExchangeEntry>();

  const ofFile = (file: vscode.Uri): readonly ExchangeEntry[] => {
    const uri = file.toString();
    return [...entries.values()].filter((entry) => entry.file.toString() === uri);
  };

  const requestOf = ({ file, key }: Pick<ExchangeEntry, 'file' | 'key'>): string =>
    `${file.toString()} ${key}`;

  const remember = (entry: ExchangeEntry): void => {
    const { id, state } = entry.exchange;
    if (state === 'idle' || entry.isPast === true) return;
    const request = requestOf(entry);
    const before = order.get(newest.get(request) ?? '') ?? -1;
    if ((order.get(id) ?? 0) >= before) newest.set(request, id);
  };

  const isNewest = (entry: ExchangeEntry): boolean => newest.get(requestOf(entry)) === entry.exchange.id;

  const evict = (file: vscode.Uri): void => {
    const ended = ofFile(file).filter((entry) => !isRunning(entry.exchange));
    if (ended.length <= keptPerFile) return;
    const shown = ended.filter(isNewest);
    const others = ended.filter((entry) => !isNewest(entry));
    for (const entry of [...others.slice(0, -keptPerFile), ...shown.slice(0, -keptRequests)]) {
      const { id, body } = entry.exchange;
      entries.delete(id);
      order.delete(id);
      if (isNewest(entry)) newest.delete(requestOf(entry));
      void body?.dispose();
    }
  };

  const put = (entry: ExchangeEntry): void => {
    const isNew = !entries.has(entry.exchange.id);
    entries.set(entry.exchange.id, entry);
    if (isNew) order.set(entry.exchange.id, (count += 1));
    remember(entry);
    if (isNew) evict(entry.file);
    changes.fire(entry);
  };

  return {
    onDidChange: changes.event,
    get: (id) => entries.get(id),
    put,
    update(id, change) {
      const entry = entries.get(id);
      if (entry !== undefined) put(change(entry));
    },
    lastSent: (file, key) => entries.get(newest.get(requestOf({ file, key })) ?? ''),
    ofFile,
    running: () => [...entries.values()].filter((entry) => isRunning(entry.exchange)),
    dispose() {
      for (const entry of entries.values()) {
        if (isRunning(entry.exchange)) entry.cancel();
      }
      changes.dispose();
    },
  };
}
