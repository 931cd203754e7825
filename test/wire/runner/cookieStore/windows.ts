/** Windows that share the cookies of one folder, in one process. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createHash } from 'node:crypto';
import { afterEach, beforeEach } from 'vitest';
import { CookieJar } from '../../../../src/extension/http/index.ts';
import {
  createSealer,
  createStorageKey,
  openCookieStore,
  type BrokenFile,
  type CookieStore,
  type Sealer,
} from '../../../../src/extension/runner/index.ts';

const secret = createStorageKey();
export const keyText = Buffer.from(secret).toString('hex');
export const key = createSealer(secret);
export const later = new Date('2100-01-01');

const opened: CookieStore[] = [];

/** A new folder before each test of a file; afterwards its windows are closed and it is removed. */
export function storeFolder(): { readonly path: string } {
  const folder = { path: '' };
  beforeEach(async () => {
    folder.path = await mkdtemp(path.join(os.tmpdir(), 'cookies-'));
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((store) => store.close()));
    await rm(folder.path, { recursive: true, force: true });
  });
  return folder;
}

export interface TestWindow {
  readonly store: CookieStore;
  readonly jar: CookieJar;
  readonly broken: BrokenFile[];
}

interface WindowWish {
  readonly session?: string;
  readonly jar?: CookieJar;
  readonly keeps?: boolean;
  readonly sealer?: Sealer;
}

export async function openWindow(
  folder: string,
  { session = 'default', jar = new CookieJar(), keeps = false, sealer = key }: WindowWish = {},
): Promise<TestWindow> {
  const broken: BrokenFile[] = [];
  const store = await openCookieStore({
    folder,
    sealer,
    onBroken: (one) => broken.push(one),
    keepsSessionCookies: () => keeps,
  });
  opened.push(store);
  await store.attach(session, jar);
  return { store, jar, broken };
}

export function namesOf(jar: CookieJar): readonly string[] {
  return jar
    .list()
    .map(({ name }) => name)
    .sort();
}

export function jarFile(folder: string, session: string): string {
  return path.join(folder, `${createHash('sha256').update(session).digest('hex').slice(0, 32)}.jar`);
}
