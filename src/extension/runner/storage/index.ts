/**
 * What is kept on disk, safely: private folders, sealed files and streams, atomic writes, locks between windows. It knows
 * neither cookies nor exchanges. The only door into this folder.
 */
export { readPrivateFile, removeLeftovers, writeAtomically } from './atomicFile.ts';
export { watchFolder } from './folderWatch.ts';
export { LockTimeout, withFileLock } from './fileLock.ts';
export type { LockOptions } from './fileLock.ts';
export { createKeySharing } from './keySharing.ts';
export type { KeySharing } from './keySharing.ts';
export { createPresence } from './openWindows.ts';
export type { WindowPresence } from './openWindows.ts';
export { makePrivateFolder } from './privateFolder.ts';
export { isAlive } from './processes.ts';
export { createSealer, createStorageKey, keyLength } from './seal.ts';
export type { OpenResult, Sealer } from './seal.ts';
export { moveAside, openSealedFiles } from './sealedFiles.ts';
export type { BrokenFile, SealedFiles, SealedFilesOptions } from './sealedFiles.ts';
export { openSealedStream, writeSealedStream } from './sealedStream.ts';
export type { SealedStream } from './sealedStream.ts';
export { obtainStorageKey } from './storageKey.ts';
export type { KeyStore } from './storageKey.ts';
export { isDiskFull, StorageError } from './storageError.ts';
export type { StorageFault } from './storageError.ts';
