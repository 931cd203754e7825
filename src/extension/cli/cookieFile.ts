/**
 * The cookies of a terminal's sessions in a file (`--cookie-jar`): JSON by session name, for its owner's eyes only and
 * replaced in one step, so that a crash leaves the old file. Runs may share a file: each takes in what the others have
 * written. Without the option cookies end with the process. Loaded only when the option is there.
 */
import path from 'node:path';
import { CookieJar } from '../http/index.ts';
import {
  changesBetween,
  changesOfOthers,
  cookieSetOf,
  cookiesText,
  isNothing,
  noCookies,
  readCookieSet,
  readPrivateFile,
  StorageError,
  withFileLock,
  writeAtomically,
  type CookieSet,
} from '../runner/index.ts';
import { CommandError, exitCodes, type ExitCode } from './exitCodes.ts';

/** Jars by session name. */
export type CookieJars = Map<string, CookieJar>;

export interface CookieFile {
  /** What is in the file; a jar that is put here is kept, too. */
  readonly jars: CookieJars;
  /**
   * Brings file and jars together: what was changed in each since they were last the same. Rejects with CommandError
   * (failed) when the file cannot be written or is no cookie file any more, and then it is as it was.
   */
  readonly save: () => Promise<void>;
}

type Contents = ReadonlyMap<string, CookieSet>;

const nothing: Contents = new Map();

/** No jars when the file does not exist or is empty. Rejects with CommandError (usage) when it is something else. */
export async function openCookieFile(file: string): Promise<CookieFile> {
  let seen = (await read(file, exitCodes.usage)) ?? nothing;
  const jars: CookieJars = new Map();
  takeIn(jars, nothing, seen);

  async function bringTogether(): Promise<void> {
    const present = await read(file, exitCodes.failed);
    takeIn(jars, seen, present ?? nothing);
    seen = present ?? nothing;
    const wanted = contentsOf(jars);
    if (present === undefined || !isSame(present, wanted)) await writeAtomically(file, encode(wanted));
    seen = wanted;
  }

  return {
    jars,
    async save() {
      const lock = path.join(path.dirname(file), `.${path.basename(file)}.lock`);
      try {
        await withFileLock(lock, bringTogether);
      } catch (error) {
        if (error instanceof CommandError) throw error;
        throw new CommandError(`Cannot write the cookies to ${file}${reasonOf(error)}.`, exitCodes.failed);
      }
    },
  };
}

/** Puts into the jars what others have done since the file was last seen. */
function takeIn(jars: CookieJars, before: Contents, now: Contents): void {
  // A session that is gone from the file was not emptied by anybody: runs empty jars and keep them.
  for (const [name, theirs] of now) {
    const jar = jars.get(name) ?? new CookieJar();
    jars.set(name, jar);
    jar.merge(changesOfOthers(before.get(name) ?? noCookies, theirs, cookieSetOf(jar.list())));
  }
}

function contentsOf(jars: CookieJars): Contents {
  return new Map([...jars].map(([name, jar]) => [name, cookieSetOf(jar.list())]));
}

function isSame(one: Contents, other: Contents): boolean {
  if (one.size !== other.size) return false;
  return [...other].every(([name, set]) => {
    const present = one.get(name);
    return present !== undefined && isNothing(changesBetween(present, set));
  });
}

/** One cookie on a line, so that files can be compared. */
function encode(contents: Contents): Uint8Array {
  const sessions = [...contents].map(([name, set]) => {
    return `${JSON.stringify(name)}: {"version": 1, "cookies": ${cookiesText(set, ',\n')}}`;
  });
  return Buffer.from(`{"version": 1, "sessions": {\n${sessions.join(',\n')}\n}}\n`);
}

/** Undefined when there is no file, or nothing in it. */
async function read(file: string, code: ExitCode): Promise<Contents | undefined> {
  const text = await readText(file, code);
  if (text === undefined || text.trim() === '') return undefined;
  try {
    const content: unknown = JSON.parse(text);
    if (versionOf(content) > 1) {
      throw new CommandError(`${file} was written by a later version of http-sessions.`, code);
    }
    return new Map(sessionsOf(content).map(([name, cookies]) => [name, readCookieSet(cookies)]));
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(`${file} is not a cookie file of http-sessions.`, code);
  }
}

/** A link could make somebody else's file the jar, so none is followed. */
async function readText(file: string, code: ExitCode): Promise<string | undefined> {
  try {
    return (await readPrivateFile(file))?.toString('utf8');
  } catch (error) {
    if (error instanceof StorageError) {
      throw new CommandError(`${error.message} It cannot hold cookies.`, code);
    }
    throw new CommandError(`Cannot read the cookies in ${file}${reasonOf(error)}.`, code);
  }
}

function versionOf(content: unknown): number {
  if (typeof content !== 'object' || content === null || !('version' in content)) return 0;
  return typeof content.version === 'number' ? content.version : 0;
}

function sessionsOf(content: unknown): readonly (readonly [string, unknown])[] {
  if (typeof content !== 'object' || content === null || !('sessions' in content)) throw new TypeError();
  const { sessions } = content;
  if (typeof sessions !== 'object' || sessions === null) throw new TypeError();
  return Object.entries(sessions).map(([name, jar]: [string, unknown]) => {
    if (typeof jar !== 'object' || jar === null || !('cookies' in jar)) throw new TypeError();
    return [name, jar.cookies] as const;
  });
}

function reasonOf(error: unknown): string {
  if (error instanceof Error && error.name === 'LockTimeout') return ': another process keeps it locked';
  return error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
}
