/**
 * The one key that everything on disk is sealed with: made once, kept by the system's key store, never on disk. A store
 * that has not heard of it yet is told by the windows that have it. A store that forgets (VS Code falls back to memory
 * where the system has none) is found out by what it forgot; then there is no key, and callers keep what they have in
 * memory only.
 */
import path from 'node:path';
import { readPrivateFile, writeAtomically } from './atomicFile.ts';
import { withFileLock } from './fileLock.ts';
import { idOf, type KeySharing } from './keySharing.ts';
import { createStorageKey, keyLength } from './seal.ts';

/** Keeps one short text. Implemented by VS Code's SecretStorage, and by memory in tests. */
export interface KeyStore {
  get(): PromiseLike<string | undefined>;
  set(text: string): PromiseLike<void>;
}

/** Losses after which a store is not trusted for `retryAfter` milliseconds. */
const maxLosses = 2;
const retryAfter = 24 * 60 * 60 * 1000;

interface Trace {
  /** Tells which key was there, and nothing about it. */
  readonly id: string;
  /** How often in a row the key was gone. */
  readonly losses: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export interface StorageKeyOptions {
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  /** Asks other windows for a key that the store does not have, and tells them of the one that is found. */
  readonly sharing?: KeySharing;
}

/**
 * The key; undefined when there is no store that keeps one. `folder` is private and holds a trace of the key, so that its
 * loss is noticed. Rejects when that folder cannot be written.
 */
export async function obtainStorageKey(
  store: KeyStore,
  folder: string,
  { now = Date.now, sharing }: StorageKeyOptions = {},
): Promise<Uint8Array | undefined> {
  const file = path.join(folder, 'key.json');
  // Two new windows must not make two keys.
  return withFileLock(path.join(folder, 'key.lock'), async () => {
    try {
      const key = await findKey(store, file, { now, sharing });
      // While the lock is held: the next window has to find whom to ask.
      if (key !== undefined) await sharing?.offer(key);
      return key;
    } catch (error) {
      if (error instanceof Error && 'code' in error && 'syscall' in error) throw error;
      // The store refused.
      return undefined;
    }
  });
}

async function findKey(
  store: KeyStore,
  file: string,
  { now, sharing }: { readonly now: () => number; readonly sharing: KeySharing | undefined },
): Promise<Uint8Array | undefined> {
  const known = keyFrom(await store.get());
  const trace = await readTrace(file);
  if (known !== undefined) {
    const id = idOf(known);
    if (trace?.id !== id || trace.losses > 0) await writeTrace(file, { id, losses: 0, at: now() });
    return known;
  }
  const told = trace && (await sharing?.ask(trace.id));
  if (told !== undefined) {
    await store.set(textOf(told));
    return told;
  }
  const losses = trace === undefined ? 0 : trace.losses + 1;
  if (trace !== undefined && losses > maxLosses && now() - trace.at < retryAfter) return undefined;
  const created = createStorageKey();
  await writeTrace(file, { id: idOf(created), losses, at: now() });
  await store.set(textOf(created));
  return keyFrom(await store.get());
}

function textOf(key: Uint8Array): string {
  return Buffer.from(key).toString('base64');
}

function keyFrom(text: string | undefined): Uint8Array | undefined {
  const key = text === undefined ? undefined : Buffer.from(text, 'base64');
  return key?.byteLength === keyLength ? key : undefined;
}

async function readTrace(file: string): Promise<Trace | undefined> {
  try {
    const text = (await readPrivateFile(file))?.toString() ?? '';
    const { id, losses, at } = JSON.parse(text) as Partial<Record<keyof Trace, unknown>>;
    return typeof id === 'string' && typeof losses === 'number' && typeof at === 'number'
      ? { id, losses, at }
      : undefined;
  } catch {
    return undefined;
  }
}

async function writeTrace(file: string, trace: Trace): Promise<void> {
  await writeAtomically(file, Buffer.from(JSON.stringify(trace)));
}
