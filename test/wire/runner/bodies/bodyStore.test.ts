import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createBodyStore } from '../../../../src/extension/runner/bodies/bodyStore.ts';

let folder: string;
beforeEach(async () => {
  folder = path.join(await mkdtemp(path.join(os.tmpdir(), 'bodies-')), 'spool');
});
afterEach(() => rm(path.dirname(folder), { recursive: true }));

const filesIn = async (place: string): Promise<string[]> => readdir(place).catch(() => []);
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();
const bytes = (value: string): Uint8Array => Buffer.from(value);

describe('body store', () => {
  it('keeps a small body in memory and gives any range of it', async () => {
    const { reader, append, end } = unbound(createBodyStore({ folder }).createSpool());
    await append(bytes('hello '));
    await append(bytes('world'));
    expect([reader.length, reader.complete, reader.sha256]).toEqual([11, false, undefined]);
    expect(text(await reader.read(4, 4))).toBe('o wo');
    expect(text(await reader.read(9, 100))).toBe('ld');
    expect((await reader.read(11, 1)).length).toBe(0);
    await end(true);
    expect([reader.complete, reader.sha256]).toEqual([true, sha256(bytes('hello world'))]);
    expect(await filesIn(folder)).toEqual([]);
  });

  it('moves to one private file past the limit and takes it away on dispose', async () => {
    const store = createBodyStore({ folder, memoryLimit: 10 });
    const { reader, append } = unbound(store.createSpool());
    await append(bytes('0123456789'));
    expect(await filesIn(folder)).toEqual([]);
    await append(bytes('abc'));
    const [file, ...others] = await filesIn(folder);
    expect(others).toEqual([]);
    expect(file).toMatch(/^body-[0-9a-f]{32}\.tmp$/);
    expect((await stat(path.join(folder, file!))).mode & 0o777).toBe(0o600);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect(text(await reader.read(8, 4))).toBe('89ab');
    await store.dispose();
    expect(await filesIn(folder)).toEqual([]);
    expect((await reader.read(0, 4)).length).toBe(0);
    await reader.dispose();
  });

  it('lets readers read while more is written', async () => {
    const store = createBodyStore({ folder, memoryLimit: 5000 });
    const { reader, append, end } = unbound(store.createSpool());
    const whole = randomBytes(100_000);
    const writing = (async () => {
      for (let at = 0; at < whole.length; at += 777) await append(whole.subarray(at, at + 777));
      await end(true);
    })();
    let seen = Buffer.alloc(0);
    while (!reader.complete || seen.length < reader.length) {
      seen = Buffer.concat([seen, await reader.read(seen.length, 1000)]);
      await setImmediate();
    }
    await writing;
    expect(sha256(seen)).toBe(sha256(whole));
    expect(reader.sha256).toBe(sha256(whole));
    await store.dispose();
  });

  it('marks a body that was cut off as not complete but hashes what there is', async () => {
    const { reader, append, end } = unbound(createBodyStore({ folder }).createSpool());
    await append(bytes('par'));
    await end(false);
    await append(bytes('late'));
    expect([reader.length, reader.complete, reader.sha256]).toEqual([3, false, sha256(bytes('par'))]);
  });

  it('does not keep the buffer it was given', async () => {
    const { reader, append } = unbound(createBodyStore({ folder }).createSpool());
    const chunk = Buffer.from('abc');
    await append(chunk);
    chunk.fill(0);
    expect(text(await reader.read(0, 3))).toBe('abc');
  });
});

function sha256(value: Uint8Array): string {
  return createHash('sha256').update(value).digest('hex');
}

function unbound(spool: ReturnType<ReturnType<typeof createBodyStore>['createSpool']>) {
  return {
    reader: spool.reader,
    append: (chunk: Uint8Array) => spool.append(chunk),
    end: (complete: boolean) => spool.end(complete),
  };
}
