/**
 * The cookies that this window's folders keep on disk: a store for each folder, opened when a session of it is first used
 * or shown. Where nothing may or can be kept it says why, and the sessions go on in memory.
 */
import * as vscode from 'vscode';
import type { CookieStore, CookieStoreProblem } from '../../runner/index.ts';
import type { Disposable } from '../disposable.ts';
import { loadEngine } from '../sending/loadEngine.ts';
import { keepsSessionCookies } from '../settings/settings.ts';
import type { WorkspaceStorage } from '../storage/workspaceStorage.ts';
import { isAllowed } from '../trust/trust.ts';

/**
 * `memory`: nothing lasts, because there is no key store. `untrusted`: nothing is kept of a folder that is not trusted.
 * `unwritable`, `diskFull`: the last changes are not on disk. `otherKey`: what is on disk is sealed with a key that this
 * window does not have.
 */
export type CookiesProblem = 'memory' | 'untrusted' | CookieStoreProblem;

export interface KeptCookies extends Disposable {
  /** The problem or the names of a store are others. */
  readonly onDidChange: vscode.Event<void>;
  /** Undefined while all is well. */
  readonly problem: CookiesProblem | undefined;
  /** The store of a folder (undefined: of files outside every one); undefined when its cookies stay in memory. */
  of(folder: vscode.Uri | undefined): Promise<CookieStore | undefined>;
  /** Resolves when everything is written, or could not be. */
  settle(): Promise<void>;
  /** For the window's end: settles, and forgets what is not to last. */
  close(): Promise<void>;
}

export function createKeptCookies(storage: WorkspaceStorage): KeptCookies {
  const opening = new Map<string, Promise<CookieStore | undefined>>();
  const opened = new Set<CookieStore>();
  const changes = new vscode.EventEmitter<void>();
  let failed: 'memory' | 'unwritable' | undefined;

  async function open(folder: vscode.Uri | undefined): Promise<CookieStore | undefined> {
    try {
      const { openCookieStore } = await loadEngine();
      const place = await storage.place(folder, 'cookies');
      if (place === undefined) {
        failed = 'memory';
        return undefined;
      }
      const store = await openCookieStore({
        ...place,
        onBroken: (broken) => {
          storage.reportBroken(broken);
        },
        keepsSessionCookies: () => keepsSessionCookies(folder),
      });
      opened.add(store);
      store.onDidChange(() => {
        changes.fire();
      });
      return store;
    } catch {
      // A folder that cannot be used must not stop anybody from sending.
      failed = 'unwritable';
      return undefined;
    } finally {
      changes.fire();
    }
  }

  async function all(work: (store: CookieStore) => Promise<void>): Promise<void> {
    await Promise.all([...opened].map(work));
  }

  return {
    onDidChange: changes.event,
    get problem() {
      if (!isAllowed('keepCookies')) return 'untrusted';
      return failed ?? [...opened].find(({ problem }) => problem !== undefined)?.problem;
    },
    of(folder) {
      if (!isAllowed('keepCookies')) return Promise.resolve(undefined);
      const key = folder?.toString() ?? '';
      const present = opening.get(key) ?? open(folder);
      opening.set(key, present);
      return present;
    },
    settle: () => all((store) => store.settle()),
    close: () => all((store) => store.close()),
    dispose() {
      changes.dispose();
    },
  };
}
