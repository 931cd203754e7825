/** Where `>>` may write: inside the folders that were named, wherever a link leads, and never where programs look. */
import { mkdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Bench } from '../support.ts';
import { createBench } from '../support.ts';

let bench: Bench;
let root: string;
beforeEach(async () => {
  bench = await createBench();
  root = path.join(bench.folder, 'root');
  await mkdir(path.join(root, 'inside'), { recursive: true });
  await mkdir(path.join(bench.folder, 'elsewhere'));
  await symlink(path.join(bench.folder, 'elsewhere'), path.join(root, 'out'));
  await symlink(path.join(root, 'inside'), path.join(root, 'in'));
});
afterEach(() => bench.close());

const wish = async (line: string, writable: readonly string[] = [root]) => {
  const text = `@name = x\nGET http://a.test/\n\n${line}\n`;
  const { outputs } = await bench.prepare(text, { path: path.join(root, 'a.http'), writable });
  return outputs.map((output) => [path.relative(root, output.path), output.overwrite]);
};

describe('an output', () => {
  it.each([
    ['>> b.json', 'b.json', false],
    ['>>! b.json', 'b.json', true],
    ['>> new/folder/b.json', 'new/folder/b.json', false],
    ['>> {{name}}.json', 'x.json', false],
    ['>> in/b.json', 'in/b.json', false],
    ['>> inside/../b.json', 'b.json', false],
    ['>> ..b.json', '', false],
  ])('%s is taken where it lies inside', async (line, file, overwrite) => {
    // Two dots at the start of a name are a name that begins with a dot.
    if (file === '') await expect(wish(line)).rejects.toMatchObject({ name: 'FileNotAllowed' });
    else expect(await wish(line)).toEqual([[file, overwrite]]);
  });

  it.each([
    ['>> ../b.json', 'lies outside'],
    ['>> /b.json', 'lies outside'],
    ['>> out/b.json', 'lies outside'],
    ['>> out/new/b.json', 'lies outside'],
    ['>> ../root', 'lies outside'],
    ['>> .env', 'begins with a dot'],
    ['>> .git/hooks/post-commit', 'begins with a dot'],
    ['>> inside/.b', 'begins with a dot'],
    ['>>! a.http', 'is the .http file itself'],
    ['>> inside/', 'is no name of a file'],
    ['>> a\x01b.json', 'is no name of a file'],
  ])('%s is refused before anything is sent', async (line, why) => {
    await expect(wish(line)).rejects.toMatchObject({
      name: 'FileNotAllowed',
      phase: 'queue',
      message: expect.stringContaining(why) as string,
    });
  });

  it('whose name needs a variable without a value is refused', async () => {
    await expect(wish('>> {{nobody}}.json')).rejects.toMatchObject({ name: 'InvalidRequest' });
  });

  it('may lie in any of the folders, links to them resolved, and nowhere without one', async () => {
    const link = path.join(bench.folder, 'link');
    await symlink(root, link);
    expect(await wish('>> ../elsewhere/b.json', [root, path.join(bench.folder, 'elsewhere')])).toHaveLength(
      1,
    );
    expect(await wish('>> b.json', [link])).toEqual([['b.json', false]]);
    expect(await wish('>> b.json', [])).toEqual([]);
    expect(await wish('>> b.json', [path.join(bench.folder, 'gone'), root])).toHaveLength(1);
  });
});
