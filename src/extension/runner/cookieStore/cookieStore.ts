/**
 * The cookies of a workspace folder's sessions on disk, shared by its windows: a file for each session. Cookies without
 * an expiry end with the last window of the folder, as they end with a browser, unless the user wants them kept. It
 * makes no jars; whoever has one attaches it.
 */
import path from 'node:path';
import type { CookieJar } from '../../http/index.ts';
import {
  createPresence,
  openSealedFiles,
  StorageError,
  watchFolder,
  withFileLock,
} from '../storage/index.ts';
import type { BrokenFile, SealedFiles, Sealer, WindowPresence } from '../storage/index.ts';
import { cookieSetOf } from './cookieSet.ts';
import { keepJar } from './keptJar.ts';
import type { CookieStoreProblem, JarState, KeptJar } from './keptJar.ts';
import {
  jarEnding,
  jarFileName,
  readJar,
  removeJar,
  sealedJarFile,
  sieveJar,
  stampOf,
} from './sealedJarFile.ts';

export interface CookieStoreOptions {
  /** Made by `makePrivateFolder`, for cookies alone. */
  readonly folder: string;
  readonly sealer: Sealer;
  /** Told once for each file that could not be read; it was set aside unless another key has sealed it. */
  readonly onBroken: (broken: BrokenFile) => void;
  /** Whether cookies without an expiry stay when the last window is closed; asked when that matters. */
  readonly keepsSessionCookies: () => boolean;
}

export interface CookieStore {
  /** Why the last changes are not on disk; undefined when they are. */
  readonly problem: CookieStoreProblem | undefined;
  /** The sessions that have a file. */
  names(): readonly string[];
  /** Calls back when `names` or `problem` is another; returns the way to stop it. */
  onDidChange(listener: () => void): () => void;
  /**
   * Keeps a jar as the cookies of that session, for as long as the store is open. Resolves when the jar holds what is on
   * disk; what it held before is kept, too. Never rejects.
   */
  attach(session: string, jar: CookieJar): Promise<void>;
  /** Takes what others have written to that session; costs next to nothing when they have not. Never rejects. */
  refresh(session: string): Promise<void>;
  /** Lets go of the session's jar as it is and removes its file. Never rejects. */
  forget(session: string): Promise<void>;
  /** Resolves when what has happened until now is on disk, or could not be written. Never rejects. */
  settle(): Promise<void>;
  /** Settles, and forgets what ends with the last window when this is it. */
  close(): Promise<void>;
}

/** Reads the names of what is there. Rejects as the file system does. */
export async function openCookieStore(options: CookieStoreOptions): Promise<CookieStore> {
  const { folder, sealer, onBroken } = options;
  const files = await openSealedFiles({ folder, sealer, onBroken });
  const presence = createPresence(folder);
  try {
    await alone(folder, async () => {
      if (await presence.isAlone()) await forgetSessionCookies(files, options);
      await presence.enter();
    });
  } catch {
    // What is there can be read all the same; that nothing can be written shows with the first cookie.
  }
  const store = new FolderStore(files, presence, options);
  await store.readNames(await jarNames(files));
  return store;
}

class FolderStore implements CookieStore {
  readonly #files: SealedFiles;
  readonly #presence: WindowPresence;
  readonly #options: CookieStoreOptions;
  readonly #stopWatching: () => void;
  readonly #listeners = new Set<() => void>();
  /** Sessions by the name of their file. */
  readonly #names = new Map<string, string>();
  /** What was found when the name was read, until a jar wants it; by session. */
  readonly #read = new Map<string, JarState>();
  /** By session. */
  readonly #kept = new Map<string, Promise<KeptJar>>();
  readonly #opened = new Set<KeptJar>();

  constructor(files: SealedFiles, presence: WindowPresence, options: CookieStoreOptions) {
    this.#files = files;
    this.#presence = presence;
    this.#options = options;
    this.#stopWatching = watchFolder(files.folder, (changed) => void this.#follow(changed));
  }

  get problem(): CookieStoreProblem | undefined {
    return [...this.#opened].find(({ problem }) => problem !== undefined)?.problem;
  }

  names(): readonly string[] {
    return [...this.#names.values()].sort();
  }

  onDidChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async attach(session: string, jar: CookieJar): Promise<void> {
    const present = this.#kept.get(session);
    const kept = present ?? this.#keep(session, jar);
    this.#kept.set(session, kept);
    this.#opened.add(await kept);
  }

  #keep(session: string, jar: CookieJar): Promise<KeptJar> {
    const known = this.#read.get(session);
    this.#read.delete(session);
    const onProblem = (): void => {
      this.#tell();
    };
    return keepJar(jar, sealedJarFile(this.#files, session), { onProblem, known });
  }

  async refresh(session: string): Promise<void> {
    await (await this.#kept.get(session))?.refresh();
  }

  async forget(session: string): Promise<void> {
    const kept = await this.#kept.get(session);
    this.#kept.delete(session);
    if (kept !== undefined) {
      // Other windows hear of what was deleted from the file, while there is one.
      await kept.settle();
      kept.dispose();
      this.#opened.delete(kept);
    }
    const name = jarFileName(session);
    this.#names.delete(name);
    await removeJar(this.#files, name).catch(() => undefined);
    this.#tell();
  }

  async settle(): Promise<void> {
    await Promise.all([...this.#kept.values()].map(async (kept) => (await kept).settle()));
  }

  async close(): Promise<void> {
    this.#stopWatching();
    this.#listeners.clear();
    await this.settle();
    for (const kept of this.#opened) kept.dispose();
    await alone(this.#files.folder, async () => {
      if (await this.#presence.isAlone()) await forgetSessionCookies(this.#files, this.#options);
      await this.#presence.leave();
    }).catch(() => undefined);
  }

  /** Learns the sessions of files that are new. */
  async readNames(names: Iterable<string>): Promise<void> {
    let isNew = false;
    for (const name of names) {
      if (!name.endsWith(jarEnding) || this.#names.has(name)) continue;
      // One that cannot be read now is read when its session is used.
      const stamp = await stampOf(this.#files, name);
      const content = await readJar(this.#files, name).catch(() => undefined);
      if (content === undefined) continue;
      this.#names.set(name, content.session);
      if (!this.#kept.has(content.session)) {
        this.#read.set(content.session, { stamp, cookies: content.cookies });
      }
      isNew = true;
    }
    if (isNew) this.#tell();
  }

  async #follow(changed: ReadonlySet<string>): Promise<void> {
    for (const session of this.#kept.keys()) {
      if (changed.has(jarFileName(session))) await this.refresh(session);
    }
    await this.readNames(changed);
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

/** One window at a time comes or goes. */
async function alone(folder: string, work: () => Promise<void>): Promise<void> {
  await withFileLock(path.join(folder, '.windows.lock'), work);
}

async function jarNames(files: SealedFiles): Promise<readonly string[]> {
  return (await files.list()).filter((name) => name.endsWith(jarEnding));
}

async function forgetSessionCookies(
  files: SealedFiles,
  { keepsSessionCookies }: CookieStoreOptions,
): Promise<void> {
  if (keepsSessionCookies()) return;
  for (const name of await jarNames(files)) {
    try {
      await sieveJar(files, name, (cookies) =>
        cookieSetOf([...cookies.values()].filter(({ expires }) => expires !== undefined)),
      );
    } catch (error) {
      // What another key has sealed is looked after by who has that key.
      if (!(error instanceof StorageError)) throw error;
    }
  }
}
