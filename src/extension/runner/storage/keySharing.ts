/**
 * Windows that hand each other the key of what is on disk. VS Code's key store tells a window of what another one has put
 * there late (on the desktop) or only when it is loaded again (in a browser), and two keys would lock the windows out of
 * each other's cookies. The key crosses in a file of a folder that only the user may enter, sealed for the one window
 * that asked (X25519, then AES-256-GCM); nothing listens on a port, and nothing runs while nobody asks.
 */
import { createPublicKey, diffieHellman, generateKeyPairSync, hkdfSync, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { readPrivateFile, writeAtomically } from './atomicFile.ts';
import { watchFolder } from './folderWatch.ts';
import { createPresence } from './openWindows.ts';
import { createSealer, keyLength, type Sealer } from './seal.ts';

export interface KeySharing {
  /** Answers windows that ask for this key, until `close`. Never rejects: without it, others have to do without. */
  offer(key: Uint8Array): Promise<void>;
  /**
   * The key of that id (hex) from a window that offers it; undefined at once when no other window is open, and after
   * `patience` milliseconds when none has answered. Never rejects.
   */
  ask(id: string): Promise<Uint8Array | undefined>;
  close(): Promise<void>;
}

const endings = { question: '.ask', answer: '.answer' } as const;
const options = { durable: false } as const;
const purpose = 'storage key';

/** `folder` is private and holds nothing else. */
export function createKeySharing(folder: string, patience = 5000): KeySharing {
  const presence = createPresence(folder);
  let stopWatching: (() => void) | undefined;

  async function answer(key: Uint8Array, names: Iterable<string>): Promise<void> {
    for (const name of names) {
      if (!name.endsWith(endings.question)) continue;
      const question = parsed(await readPrivateFile(path.join(folder, name), 4096));
      if (question?.['id'] !== idOf(key)) continue;
      const own = generateKeyPairSync('x25519');
      const sealer = sealerBetween(own.privateKey, keyFrom(question['from']));
      const text = JSON.stringify({
        from: textOf(own.publicKey),
        key: Buffer.from(sealer.seal(key, purpose)).toString('base64'),
      });
      const file = path.join(folder, `${name.slice(0, -endings.question.length)}${endings.answer}`);
      await writeAtomically(file, Buffer.from(text), options);
    }
  }

  return {
    async offer(key) {
      if (stopWatching !== undefined) return;
      // What is no question to us, or was asked by a window that is gone, needs no answer.
      const tell = (names: Iterable<string>): void => {
        void answer(key, names).catch(() => undefined);
      };
      stopWatching = watchFolder(folder, tell);
      try {
        if (await presence.isAlone()) await removeLetters(folder);
        await presence.enter();
        tell(await readdir(folder));
      } catch {
        // As said above.
      }
    },
    async ask(id) {
      const letter = path.join(folder, randomBytes(8).toString('hex'));
      try {
        if (await presence.isAlone()) return undefined;
        const own = generateKeyPairSync('x25519');
        const question = Buffer.from(JSON.stringify({ id, from: textOf(own.publicKey) }));
        await writeAtomically(`${letter}${endings.question}`, question, options);
        const given = await readAnswer(`${letter}${endings.answer}`, patience);
        if (given === undefined) return undefined;
        const sealed = Buffer.from(String(given['key']), 'base64');
        const { content } = sealerBetween(own.privateKey, keyFrom(given['from'])).open(sealed, purpose);
        return content?.byteLength === keyLength && idOf(content) === id ? content : undefined;
      } catch {
        return undefined;
      } finally {
        for (const ending of Object.values(endings)) {
          await rm(`${letter}${ending}`, { force: true }).catch(() => undefined);
        }
      }
    },
    async close() {
      stopWatching?.();
      await presence.leave().catch(() => undefined);
    },
  };
}

type Letter = Partial<Record<string, unknown>>;

async function readAnswer(file: string, patience: number): Promise<Letter | undefined> {
  const end = Date.now() + patience;
  while (Date.now() < end) {
    const answer = parsed(await readPrivateFile(file, 4096));
    if (answer !== undefined) return answer;
    await pause(25);
  }
  return undefined;
}

/** Tells which key it is, and nothing about it. */
export function idOf(key: Uint8Array): string {
  return Buffer.from(createSealer(key).keyId).toString('hex');
}

function sealerBetween(privateKey: KeyObject, publicKey: KeyObject): Sealer {
  const shared = diffieHellman({ privateKey, publicKey });
  return createSealer(new Uint8Array(hkdfSync('sha256', shared, '', purpose, keyLength)));
}

function textOf(publicKey: KeyObject): string {
  return publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
}

function keyFrom(text: unknown): KeyObject {
  return createPublicKey({ key: Buffer.from(String(text), 'base64'), type: 'spki', format: 'der' });
}

function parsed(bytes: Uint8Array | undefined): Letter | undefined {
  return bytes && (JSON.parse(Buffer.from(bytes).toString()) as Letter);
}

/** What windows that were killed have left. */
async function removeLetters(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (Object.values(endings).some((ending) => name.endsWith(ending))) {
      await rm(path.join(folder, name), { force: true });
    }
  }
}
