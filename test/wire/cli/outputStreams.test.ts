/** What happens on the two outputs of the terminal's program when they are files: their order, and a disk that is full. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { here, program } from './runCli.ts';
import { sandbox } from './sandbox.ts';

async function sendTo(
  out: string,
  folder: string,
): Promise<{ readonly code: unknown; readonly err: string }> {
  const file = await open(out, 'w');
  const words = [await program(), 'send', path.join(folder, 'a.http')];
  const isFull = out === '/dev/full';
  const child = spawn(process.execPath, words, { stdio: ['ignore', file.fd, isFull ? 'pipe' : file.fd] });
  let err = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (err += text));
  const [code] = (await once(child, 'close')) as [unknown];
  await file.close();
  return { code, err };
}

it('keeps the order of answers and of what is said about them where both go to one file', async () => {
  const sizes = [10, 30_000, 20];
  const requests = sizes.map((size) => `### ${size}\nGET ${sandbox.url}/bytes/${size}?seed=1\n`);
  const { folder } = await here({ 'a.http': requests.join('\n') });
  const out = path.join(folder, 'out.txt');
  expect(await sendTo(out, folder)).toEqual({ code: 0, err: '' });
  const written = await readFile(out, 'latin1');
  const places = Array.from(
    written.matchAll(/GET \S+\/bytes\/(\d+)\?seed=1: 200 OK/g),
    ({ 1: size, index }) => [Number(size), index],
  );
  expect(places.map(([size]) => size)).toEqual(sizes);
  expect(places[0]?.[1]).toBe(10);
  expect((places[1]?.[1] ?? 0) - written.indexOf('\n', 10) - 1).toBe(30_000);
});

// Only Linux has a device that is always full.
it.runIf(existsSync('/dev/full'))('says that the disk is full, and fails without a stack', async () => {
  const { folder } = await here({ 'a.http': `GET ${sandbox.url}/bytes/10?seed=1\n` });
  const { code, err } = await sendTo('/dev/full', folder);
  expect(code).toBe(3);
  expect(err).toContain('The output could not be written: DiskFull: there is no space left.\n');
  expect(err).not.toContain('    at ');
});
