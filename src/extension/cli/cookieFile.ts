/**
 * The cookies of a terminal's sessions in a file (`--cookie-jar`): JSON by session name, for its owner's eyes only
 * and replaced in one step, so that a crash leaves the old file. Without the option cookies end with the process.
 */
import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import type { CookieJarJSON } from '../http/index.ts';
import { CookieJar } from '../http/index.ts';
import { CommandError, exitCodes } from './exitCodes.ts';

/** Jars by session name. */
export type CookieJars = Map<string, CookieJar>;

/** No jars when the file does not exist. Rejects with CommandError (usage) when it is something else. */
export async function readCookieFile(file: string): Promise<CookieJars> {
  const text = await readPlainFile(file);
  if (text === undefined || text.trim() === '') return new Map();
  try {
    const content: unknown = JSON.parse(text);
    return new Map(sessionsOf(content).map(([name, json]) => [name, CookieJar.fromJSON(json)]));
  } catch {
    throw new CommandError(`${file} is not a cookie file of http-sessions.`, exitCodes.usage);
  }
}

/** Replaces the file. Rejects with CommandError (failed) when that is not possible. */
export async function writeCookieFile(file: string, jars: CookieJars): Promise<void> {
  const sessions = Object.fromEntries([...jars].map(([name, jar]) => [name, jar.toJSON()]));
  const text = `${JSON.stringify({ version: 1, sessions }, undefined, 2)}\n`;
  const temporary = `${file}.${randomBytes(8).toString('hex')}.tmp`;
  try {
    const handle = await open(temporary, 'wx', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw new CommandError(`Cannot write the cookies to ${file}${codeOf(error)}.`, exitCodes.failed);
  }
}

/** A link could make somebody else's file the jar. */
async function readPlainFile(file: string): Promise<string | undefined> {
  try {
    const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      if (!(await handle.stat()).isFile()) {
        throw new CommandError(`${file} is not a regular file.`, exitCodes.usage);
      }
      return await handle.readFile('utf8');
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof CommandError) throw error;
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new CommandError(`Cannot read the cookies in ${file}${codeOf(error)}.`, exitCodes.usage);
  }
}

function sessionsOf(content: unknown): readonly (readonly [string, CookieJarJSON])[] {
  if (typeof content !== 'object' || content === null || !('sessions' in content)) throw new TypeError();
  const { sessions } = content;
  if (typeof sessions !== 'object' || sessions === null) throw new TypeError();
  return Object.entries(sessions).map(([name, jar]: [string, unknown]) => {
    if (!isJar(jar)) throw new TypeError();
    return [name, jar] as const;
  });
}

function isJar(value: unknown): value is CookieJarJSON {
  return typeof value === 'object' && value !== null && 'cookies' in value && Array.isArray(value.cookies);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
}
