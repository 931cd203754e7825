/**
 * Folders that only the user may enter. Below a root that somebody else chose (it may be reached through symbolic
 * links), each folder of ours must be a real one: a link put there could lead what we write to another place.
 */
import { chmod, lstat, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { codeOf, StorageError } from './storageError.ts';

/**
 * Makes `root/name/name…` where it is missing and gives its path; the folders below the root have mode 0700. Rejects
 * with StorageError (`link`, `irregular`), or as the file system does.
 */
export async function makePrivateFolder(root: string, ...names: readonly string[]): Promise<string> {
  await mkdir(root, { recursive: true, mode: 0o700 });
  let folder = root;
  for (const name of names) {
    folder = path.join(folder, name);
    await makeOne(folder);
  }
  return folder;
}

async function makeOne(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 });
    return;
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
  const present = await lstat(folder);
  if (present.isSymbolicLink()) throw new StorageError('link', folder);
  if (!present.isDirectory()) throw new StorageError('irregular', folder);
  if (process.platform !== 'win32' && (present.mode & 0o077) !== 0) await chmod(folder, 0o700);
}
