import { lstat, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Place } from './runCli.ts';
import { exchangesIn, here } from './runCli.ts';
import { sandbox } from './sandbox.ts';

function placeWith(line: string, more: Readonly<Record<string, string>> = {}): Promise<Place> {
  return here({ 'work/a.http': `GET ${sandbox.url}/bytes/3000?seed=1\n\n${line}\n`, ...more });
}

describe('>> and >>!', () => {
  it('write the body to a file, the first to a new name where there is one', async () => {
    const { run, folder } = await placeWith('>> out/{{name}}.bin');
    const result = await run('send', 'work/a.http', '--var', 'name=b');
    expect([result.code, result.err]).toEqual([0, expect.stringContaining('Saved to ')]);
    await run('send', 'work/a.http', '--var', 'name=b');
    const out = path.join(folder, 'work/out');
    expect((await readdir(out)).sort()).toEqual(['b-1.bin', 'b.bin']);
    expect(await readFile(path.join(out, 'b.bin'))).toEqual(result.bytes);
    expect(await readFile(path.join(out, 'b-1.bin'))).toEqual(result.bytes);
  });

  it('replace the file where the mark says so, and never what a link leads to (Q09)', async () => {
    const { run, folder } = await placeWith('>>! b.bin', { 'work/b.bin': 'old' });
    const { bytes } = await run('send', 'work/a.http');
    expect(await readFile(path.join(folder, 'work/b.bin'))).toEqual(bytes);
    expect((await readdir(path.join(folder, 'work'))).sort()).toEqual(['a.http', 'b.bin']);
    await symlink(path.join(folder, 'precious'), path.join(folder, 'work/c.bin'));
    await writeFile(path.join(folder, 'precious'), 'kept');
    await writeFile(path.join(folder, 'work/c.http'), `GET ${sandbox.url}/bytes/10\n\n>>! c.bin\n`);
    await run('send', 'work/c.http');
    expect(await readFile(path.join(folder, 'precious'), 'utf8')).toBe('kept');
    expect((await lstat(path.join(folder, 'work/c.bin'))).isFile()).toBe(true);
  });

  it.each([
    ['>> ../b.bin', 'lies outside'],
    ['>>! out/../../b.bin', 'lies outside'],
    ['>> link/b.bin', 'lies outside'],
    ['>>! .vscode/tasks.json', 'begins with a dot'],
    ['>>! a.http', 'is the .http file itself'],
    ['>> {{nothing}}.bin', 'has no value'],
  ])('send nothing where they may not write: %s (Q09)', async (line, reason) => {
    const { run, folder } = await placeWith(line, { 'elsewhere/x': '' });
    await symlink(path.join(folder, 'elsewhere'), path.join(folder, 'work/link'));
    const result = await run('send', 'work/a.http', '--json');
    expect(result.code).toBe(3);
    expect(exchangesIn(result)[0]).toMatchObject({ request: null, error: { phase: 'queue' } });
    expect(result.err).toContain(reason);
    expect(await readdir(path.join(folder, 'elsewhere'))).toEqual(['x']);
  });
});
