/**
 * A process with a session's cookies: it sets a number of them, one save after the other (`many`), or goes on until it is
 * killed (`forever`), or meets a disk that is full (`full`), or a folder that it may only read (`readOnly`).
 */
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { CookieJar } from '../../../../src/extension/http/index.ts';
import { createSealer, openCookieStore } from '../../../../src/extension/runner/index.ts';

const [, , work = '', folder = '', key = '', name = '', count = '0'] = process.argv;
const uid = Number(process.env['TEST_UID'] ?? -1);
if (uid >= 0) process.setuid?.(uid);
const open = () =>
  openCookieStore({
    folder,
    sealer: createSealer(Buffer.from(key, 'hex')),
    onBroken: ({ path: file, fault }) => process.stderr.write(`${file}: ${fault}\n`),
    keepsSessionCookies: () => true,
  });
const store = await open();
const jar = new CookieJar();
await store.attach('default', jar);

function set(number: number, value = 'x'.repeat(40)): void {
  const domain = `host${Math.floor(number / 100)}.${name}.test`;
  jar.set({ name: `c${number}`, value, domain, expires: new Date('2100-01-01') });
}

/** How many cookies another window finds. */
async function inFile(): Promise<number> {
  const other = new CookieJar();
  await (await open()).attach('default', other);
  return other.list().length;
}

switch (work) {
  case 'many':
    for (let number = 0; number < Number(count); number++) {
      set(number);
      if (number % 20 === 19) await store.settle();
    }
    await store.close();
    break;
  case 'forever':
    for (let round = 1; ; round++) {
      for (let number = 0; number < Number(count); number++) set(number, String(round));
      await store.settle();
      if (round === 1) process.stdout.write('begun\n');
    }
  case 'full': {
    const filler = path.join(folder, 'filler');
    for (let number = 0; number < 10; number++) set(number);
    await store.settle();
    // All that is left of the disk.
    await writeFile(filler, Buffer.alloc(4 * 1024 * 1024)).catch(() => undefined);
    for (let number = 10; number < 1000; number++) set(number);
    await store.settle();
    const { problem } = store;
    const kept = await inFile();
    await rm(filler);
    await store.settle();
    const after = store.problem ?? null;
    process.stdout.write(JSON.stringify({ problem, kept, after, later: await inFile() }));
    break;
  }
  default: {
    const before = jar.list().length;
    set(9999);
    await store.settle();
    process.stdout.write(JSON.stringify({ before, problem: store.problem, now: jar.list().length }));
  }
}
process.exit(0);
