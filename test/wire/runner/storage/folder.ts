/** A folder for one test, and the files in it. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach } from 'vitest';

/** A new folder before each test of a file, removed after it. */
export function testFolder(): { readonly path: string } {
  const folder = { path: '' };
  beforeEach(async () => {
    folder.path = await mkdtemp(path.join(os.tmpdir(), 'storage-'));
  });
  afterEach(() => rm(folder.path, { recursive: true, force: true }));
  return folder;
}

export async function namesIn(folder: string): Promise<string[]> {
  return (await readdir(folder)).sort();
}
