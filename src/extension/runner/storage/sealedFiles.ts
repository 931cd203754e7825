/**
 * Small files of one private folder, sealed: read, replaced and removed whole. A file that cannot be opened is set aside
 * under another name, told once, and never overwritten. What another key has sealed is whole and may be in use by who
 * has that key: it stays where it is. Cookie jars and the history keep their values with it.
 */
import { link, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { readPrivateFile, removeLeftovers, writeAtomically, type WriteOptions } from './atomicFile.ts';
import type { Sealer } from './seal.ts';
import { codeOf, StorageError, type StorageFault } from './storageError.ts';

/** A file that could not be opened. */
export interface BrokenFile {
  /** Where it was. */
  readonly path: string;
  readonly fault: StorageFault;
  /** Where it is now; undefined when it was not moved, and then it is where it was. */
  readonly keptAt: string | undefined;
}

export interface SealedFilesOptions {
  /** Made by `makePrivateFolder`. */
  readonly folder: string;
  readonly sealer: Sealer;
  /** Told once for each file that was set aside, or is sealed with another key. */
  readonly onBroken: (broken: BrokenFile) => void;
}

export interface SealedFiles {
  readonly folder: string;
  /**
   * The content; undefined when there is no such file or it had to be set aside. Rejects with StorageError (`key`) when
   * it is sealed with another key; it must not be written then.
   */
  read(name: string): Promise<Uint8Array | undefined>;
  /** Replaces the file. Rejects as the file system does, and then the old one is as it was. */
  write(name: string, content: Uint8Array | readonly Uint8Array[], options?: WriteOptions): Promise<void>;
  /** Takes the file away if it is there. */
  remove(name: string): Promise<void>;
  /** Names of the files in the folder that are nobody's temporary ones; sorted. */
  list(): Promise<readonly string[]>;
  /** Puts a file aside that cannot be used for what it is meant for. */
  setAside(name: string, fault: StorageFault): Promise<void>;
}

/** Also takes away what dead processes have left half-written. */
export async function openSealedFiles(options: SealedFilesOptions): Promise<SealedFiles> {
  const { folder, sealer, onBroken } = options;
  const place = (name: string): string => path.join(folder, name);
  await removeLeftovers(folder);
  const told = new Set<string>();

  async function setAside(name: string, fault: StorageFault): Promise<void> {
    const from = place(name);
    try {
      onBroken({ path: from, fault, keptAt: await moveAside(from) });
    } catch (error) {
      // Another window was quicker, and tells its user.
      if (codeOf(error) !== 'ENOENT') onBroken({ path: from, fault, keptAt: undefined });
    }
  }

  function refuseOtherKey(name: string): never {
    const file = place(name);
    if (!told.has(name)) onBroken({ path: file, fault: 'key', keptAt: undefined });
    told.add(name);
    throw new StorageError('key', file);
  }

  return {
    folder,
    async read(name) {
      try {
        const sealed = await readPrivateFile(place(name));
        if (sealed === undefined) return undefined;
        // The name is part of what is sealed: a file put in another's place does not open.
        const { content, fault } = sealer.open(sealed, name);
        if (fault === undefined) return content;
        if (fault === 'key') return refuseOtherKey(name);
        await setAside(name, fault);
      } catch (error) {
        if (!(error instanceof StorageError) || error.fault === 'key') throw error;
        await setAside(name, error.fault);
      }
      return undefined;
    },
    async write(name, content, writeOptions) {
      const pieces = content instanceof Uint8Array ? [content] : content;
      try {
        await writeAtomically(place(name), sealer.sealPieces(pieces, name), writeOptions);
      } catch (error) {
        if (!(error instanceof StorageError)) throw error;
        await setAside(name, error.fault);
        await writeAtomically(place(name), sealer.sealPieces(pieces, name), writeOptions);
      }
    },
    remove: (name) => rm(place(name), { force: true }),
    list: async () => (await readdir(folder)).filter((name) => !name.startsWith('.')).sort(),
    setAside,
  };
}

/** Renames a file to a name that is still free, so that nothing that was set aside before is lost. Gives the new path. */
export async function moveAside(from: string): Promise<string> {
  const time = new Date().toISOString().replace(/[:.]/g, '-');
  for (let count = 0; ; count++) {
    const to = `${from}.corrupt-${time}${count === 0 ? '' : `-${count}`}`;
    try {
      // A link fails where a rename would overwrite.
      await link(from, to);
      await rm(from);
      return to;
    } catch (error) {
      const code = codeOf(error);
      if (code === 'EEXIST') continue;
      if (code === 'ENOENT') throw error;
      // Folders and symbolic links, and file systems without links.
      await rename(from, to);
      return to;
    }
  }
}
