/**
 * The file of one session's cookies: sealed JSON with the session's name in it, since a name is not always fit for a
 * file's. What cannot be read is set aside by `SealedFiles`; what opens and is yet no jar is set aside here.
 */
import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { withFileLock } from '../storage/index.ts';
import type { SealedFiles } from '../storage/index.ts';
import { createCookieEncoder } from './cookieBytes.ts';
import { readCookieSet } from './cookieSet.ts';
import type { CookieSet } from './cookieSet.ts';
import type { JarFile } from './keptJar.ts';

/** What ends the name of every file with cookies. */
export const jarEnding = '.jar';

/** Milliseconds to wait for another window that writes. */
const patience = 3000;

export interface JarContent {
  /** The name of the session. */
  readonly session: string;
  readonly cookies: CookieSet;
}

export function jarFileName(session: string): string {
  return `${createHash('sha256').update(session).digest('hex').slice(0, 32)}${jarEnding}`;
}

export function sealedJarFile(files: SealedFiles, session: string): JarFile {
  const name = jarFileName(session);
  const encodeCookies = createCookieEncoder();
  return {
    exclusively: (work) => withFileLock(lockOf(files, name), work, { patience }),
    stamp: () => stampOf(files, name),
    read: async () => (await readJar(files, name))?.cookies,
    write: (cookies) => files.write(name, encode(session, encodeCookies(cookies))),
  };
}

/** Another text for each content; undefined when there is no such file. */
export async function stampOf(files: SealedFiles, name: string): Promise<string | undefined> {
  const facts = await stat(path.join(files.folder, name), { bigint: true }).catch(() => undefined);
  // Every write makes a new file, so these are never all the same.
  return facts && `${facts.ino} ${facts.mtimeNs} ${facts.ctimeNs} ${facts.size}`;
}

/** Undefined when there is no such file, or it had to be set aside. Rejects with StorageError (`key`). */
export async function readJar(files: SealedFiles, name: string): Promise<JarContent | undefined> {
  const bytes = await files.read(name);
  if (bytes === undefined) return undefined;
  try {
    const content = JSON.parse(Buffer.from(bytes).toString()) as Partial<Record<string, unknown>>;
    const { version, session, cookies } = content;
    if (version === 1 && typeof session === 'string' && jarFileName(session) === name) {
      return { session, cookies: readCookieSet(cookies) };
    }
    await files.setAside(name, typeof version === 'number' && version > 1 ? 'version' : 'foreign');
  } catch {
    await files.setAside(name, 'foreign');
  }
  return undefined;
}

/** Puts other cookies into a jar's file: those that `keep` says. Does nothing when it says all of them. */
export async function sieveJar(
  files: SealedFiles,
  name: string,
  keep: (cookies: CookieSet) => CookieSet,
): Promise<void> {
  await withFileLock(
    lockOf(files, name),
    async () => {
      const content = await readJar(files, name);
      if (content === undefined) return;
      const kept = keep(content.cookies);
      if (kept.size < content.cookies.size)
        await files.write(name, encode(content.session, createCookieEncoder()(kept)));
    },
    { patience },
  );
}

/** Waits for a window that writes it. */
export async function removeJar(files: SealedFiles, name: string): Promise<void> {
  await withFileLock(lockOf(files, name), () => files.remove(name), { patience });
}

/** A name that nobody watches. */
function lockOf(files: SealedFiles, name: string): string {
  return path.join(files.folder, `.${name}.lock`);
}

/** `cookies` are the pieces of a JSON array. */
function encode(session: string, cookies: readonly Uint8Array[]): readonly Uint8Array[] {
  const head = `{"version":1,"session":${JSON.stringify(session)},"cookies":`;
  return [Buffer.from(head), ...cookies, Buffer.from('}')];
}
