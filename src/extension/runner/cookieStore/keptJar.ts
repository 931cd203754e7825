/**
 * A jar that is kept in a file together with other processes: what happens to the jar is written a moment later, and what
 * others have written comes into the jar. It knows neither sessions nor what the file looks like; a `JarFile` does.
 */
import type { CookieJar } from '../../http/index.ts';
import { isDiskFull, StorageError } from '../storage/index.ts';
import { changesBetween, changesOfOthers, cookieSetOf, isNothing, noCookies } from './cookieSet.ts';
import type { CookieSet } from './cookieSet.ts';

/** The file of one jar. Everything rejects as the file system does, reading also with StorageError (`key`). */
export interface JarFile {
  /** Runs `work` while nobody else writes. */
  exclusively<T>(work: () => Promise<T>): Promise<T>;
  /** Another text after each write, by whomever; undefined when there is no file. */
  stamp(): Promise<string | undefined>;
  /** Undefined when there is none, or none that can be read. */
  read(): Promise<CookieSet | undefined>;
  write(cookies: CookieSet): Promise<void>;
}

/**
 * Why the last changes are not in the file. They are written with the next ones. `otherKey`: the file is sealed with a
 * key that this window does not have, and stays as it is.
 */
export type CookieStoreProblem = 'diskFull' | 'unwritable' | 'otherKey';

export interface KeptJar {
  readonly problem: CookieStoreProblem | undefined;
  /** Takes into the jar what others have written; costs next to nothing when they have not. Never rejects. */
  refresh(): Promise<void>;
  /** Resolves when what is in the jar now is in the file, or could not be written. Never rejects. */
  settle(): Promise<void>;
  /** Stops listening to the jar; what has not been written stays unwritten. */
  dispose(): void;
}

/** Milliseconds in which changes are gathered: the cookies of one response come one by one. */
const gap = 20;

/** What a file held at a moment. */
export interface JarState {
  readonly stamp: string | undefined;
  readonly cookies: CookieSet;
}

export interface KeepJarOptions {
  /** Called when `problem` is another. */
  readonly onProblem: () => void;
  /** Spares reading the file when it still has this stamp. */
  readonly known?: JarState | undefined;
}

/** Resolves when the jar holds what the file does; what was in it before is kept and goes into the file. Never rejects. */
export async function keepJar(jar: CookieJar, file: JarFile, options: KeepJarOptions): Promise<KeptJar> {
  const kept = new FiledJar(jar, file, options);
  await kept.refresh();
  return kept;
}

class FiledJar implements KeptJar {
  readonly #jar: CookieJar;
  readonly #file: JarFile;
  readonly #onProblem: () => void;
  readonly #stopListening: () => void;
  /** What the file held when it was last seen. What differs from it in the jar is ours to write. */
  #base: CookieSet = noCookies;
  #stamp: string | undefined;
  #problem: CookieStoreProblem | undefined;
  #isMerging = false;
  #known: JarState | undefined;
  /** What the jar holds, until it changes. */
  #content: CookieSet | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** One thing after the other: a merge must not meet a write halfway. */
  #last: Promise<void> = Promise.resolve();

  constructor(jar: CookieJar, file: JarFile, { onProblem, known }: KeepJarOptions) {
    this.#jar = jar;
    this.#file = file;
    this.#onProblem = onProblem;
    this.#known = known;
    this.#stopListening = jar.onDidChange(() => {
      this.#content = undefined;
      if (!this.#isMerging) this.#writeSoon();
    });
  }

  get problem(): CookieStoreProblem | undefined {
    return this.#problem;
  }

  refresh(): Promise<void> {
    return this.#inOrder(async () => {
      await this.#merge();
      if (this.#problem === 'otherKey') this.#tell(undefined);
      // Also what could not be written before.
      if (this.#isAhead()) this.#writeSoon();
    });
  }

  settle(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    return this.#inWriting();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#stopListening();
  }

  #now(): CookieSet {
    return (this.#content ??= cookieSetOf(this.#jar.list()));
  }

  /** Whether something in the jar is not in the file yet. */
  #isAhead(): boolean {
    const content = this.#now();
    return content !== this.#base && !isNothing(changesBetween(this.#base, content));
  }

  #writeSoon(): void {
    // Not put off by further changes, so that it happens within the gap however many there are.
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.#inWriting();
    }, gap);
  }

  async #write(): Promise<void> {
    if (!this.#isAhead()) return;
    await this.#file.exclusively(async () => {
      // Also when others have done the same meanwhile, it is written once more and nothing is lost.
      await this.#merge();
      const content = this.#now();
      await this.#file.write(content);
      this.#base = content;
      this.#stamp = await this.#file.stamp();
    });
  }

  async #merge(): Promise<void> {
    // Read before the content: should the file change in between, it is read once more the next time.
    const stamp = await this.#file.stamp();
    if (stamp !== undefined && stamp === this.#stamp) return;
    const known = this.#known;
    this.#known = undefined;
    const theirs =
      stamp === undefined ? undefined : stamp === known?.stamp ? known.cookies : await this.#file.read();
    this.#stamp = theirs === undefined ? undefined : stamp;
    if (theirs === undefined) {
      // Gone or set aside, which is not a deletion of every cookie: what is here is written anew.
      this.#base = noCookies;
      return;
    }
    const changes = changesOfOthers(this.#base, theirs, this.#now());
    this.#base = theirs;
    this.#isMerging = true;
    try {
      this.#jar.merge(changes);
    } finally {
      this.#isMerging = false;
    }
  }

  #inWriting(): Promise<void> {
    return this.#inOrder(async () => {
      await this.#write();
      this.#tell(undefined);
    });
  }

  #inOrder(step: () => Promise<void>): Promise<void> {
    this.#last = this.#last.then(step).catch((error: unknown) => {
      this.#tell(problemOf(error));
    });
    return this.#last;
  }

  #tell(problem: CookieStoreProblem | undefined): void {
    if (problem === this.#problem) return;
    this.#problem = problem;
    this.#onProblem();
  }
}

function problemOf(error: unknown): CookieStoreProblem {
  if (isDiskFull(error)) return 'diskFull';
  return error instanceof StorageError && error.fault === 'key' ? 'otherKey' : 'unwritable';
}
