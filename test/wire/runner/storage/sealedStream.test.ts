import { createHash, randomBytes } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  createSealer,
  createStorageKey,
  openSealedStream,
  writeSealedStream,
} from '../../../../src/extension/runner/storage/index.ts';
import { namesIn, testFolder } from './folder.ts';

const folder = testFolder();
const sealer = createSealer(createStorageKey());
const file = (): string => path.join(folder.path, 'body');

async function* cut(content: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < content.byteLength; at += size) {
    yield await Promise.resolve(content.subarray(at, at + size));
  }
}

const sha256 = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');

describe('sealed streams', () => {
  const piece = 64 * 1024;
  for (const length of [0, 1, piece - 1, piece, piece + 1, 3 * piece + 17]) {
    it(`give back ${length} bytes at any place`, async () => {
      const content = randomBytes(length);
      for (const sealed of [sealer, createSealer(undefined)]) {
        const size = await writeSealedStream(file(), cut(content, 10_007), sealed);
        expect((await stat(file())).size).toBe(size);
        const stream = await openSealedStream(file(), sealed);
        expect(stream?.length).toBe(length);
        expect(sha256(await stream!.read(0, length + 10))).toBe(sha256(content));
        expect(Buffer.from(await stream!.read(length - 5, 100))).toEqual(
          content.subarray(Math.max(0, length - 5)),
        );
        expect(Buffer.from(await stream!.read(piece - 3, 6))).toEqual(content.subarray(piece - 3, piece + 3));
        stream!.close();
        expect((await stream!.read(0, 1)).byteLength).toBe(0);
      }
    });
  }

  it('are private and show nothing on disk', async () => {
    await writeSealedStream(file(), cut(Buffer.from('secret '.repeat(20_000)), 999), sealer);
    expect((await readFile(file())).includes('secret')).toBe(false);
    expect((await stat(file())).mode & 0o777).toBe(0o600);
  });

  it('leave nothing behind when the source fails', async () => {
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(randomBytes(200_000));
      throw new Error('gone');
    }
    await expect(writeSealedStream(file(), failing(), sealer)).rejects.toThrow('gone');
    expect(await namesIn(folder.path)).toEqual([]);
  });

  it('do not open when a piece is missing, changed or under another key', async () => {
    await writeSealedStream(file(), cut(randomBytes(3 * piece), 50_000), sealer);
    const whole = await readFile(file());
    const readAll = async () => {
      const stream = await openSealedStream(file(), sealer);
      return stream!.read(0, stream!.length);
    };
    // The last piece, which is whole: what is left looks like a shorter body.
    await writeFile(file(), whole.subarray(0, -(piece + 16)));
    await expect(readAll()).rejects.toMatchObject({ fault: 'damaged' });
    const changed = Buffer.from(whole);
    changed[100_000]! ^= 1;
    await writeFile(file(), changed);
    await expect(readAll()).rejects.toMatchObject({ fault: 'damaged' });
    await writeFile(file(), whole);
    await expect(openSealedStream(file(), createSealer(createStorageKey()))).rejects.toMatchObject({
      fault: 'key',
    });
    await expect(openSealedStream(path.join(folder.path, 'none'), sealer)).resolves.toBeUndefined();
  });
});
