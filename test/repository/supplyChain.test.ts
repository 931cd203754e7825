/** Where the shipped bytes come from: known packages with known licences, no script of a package, the same bytes again. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readdir, readFile, rm, utimes } from 'node:fs/promises';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectFolder, temporaryFolder } from '../host/folders.ts';

interface Lockfile {
  readonly packages: Readonly<
    Record<string, { integrity?: string; hasInstallScript?: boolean; dev?: boolean }>
  >;
}

interface Bill {
  readonly bomFormat: string;
  readonly specVersion: string;
  readonly components: readonly {
    name: string;
    version: string;
    purl: string;
    licenses: readonly { license: { id: string } }[];
  }[];
}

const read = (path: string) => readFileSync(join(projectFolder, path), 'utf8');
const lockfile = JSON.parse(read('package-lock.json')) as Lockfile;
const installed = Object.entries(lockfile.packages).filter(([path]) => path !== '');
const run = promisify(execFile);
const hash = async (path: string) =>
  createHash('sha256')
    .update(await readFile(path))
    .digest('hex');

async function hashes(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((one) => one.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const pairs = paths.sort().map(async (path) => [path.slice(folder.length), await hash(path)] as const);
  return new Map(await Promise.all(pairs));
}

let scratch: string;
beforeAll(async () => {
  scratch = await temporaryFolder('supply-chain');
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

describe('the lockfile', () => {
  it('has the hash of every package', () => {
    expect(installed.filter(([, { integrity }]) => integrity === undefined)).toEqual([]);
  });

  it('names no package that must run a script to be installed, but for tools that do without', () => {
    const scripted = installed.filter(([, { hasInstallScript }]) => hasInstallScript === true);
    expect(scripted.map(([path]) => path)).toEqual([
      'node_modules/@vscode/vsce-sign',
      'node_modules/esbuild',
      'node_modules/node',
    ]);
    expect(scripted.every(([, { dev }]) => dev === true)).toBe(true);
  });
});

describe('the bill of materials', () => {
  const bill = JSON.parse(read('dist/sbom.cdx.json')) as Bill;
  const names = bill.components.map(({ name }) => name);

  it('is CycloneDX and names each package that is bundled, by its version', () => {
    expect([bill.bomFormat, bill.specVersion]).toEqual(['CycloneDX', '1.6']);
    const rows = read('CONTRIBUTING.md').matchAll(/^\| `([^`]+)` +\| [\w.-]+ +\|/gm);
    expect(Array.from(rows, ([, name]) => name).filter((name) => !names.includes(name ?? ''))).toEqual([]);
    for (const { name, version, purl } of bill.components)
      expect(purl).toBe(`pkg:npm/${name.replace('@', '%40')}@${version}`);
    const known = new Set(
      installed.map(([path, one]) => `${path.split('node_modules/').at(-1)} ${JSON.stringify(one)}`),
    );
    const versions = bill.components.filter(
      ({ name, version }) =>
        ![...known].some((one) => one.startsWith(`${name} `) && one.includes(`"${version}"`)),
    );
    expect(versions).toEqual([]);
  });

  it('names only licences that fit ours, and their texts go with it', () => {
    const ids = new Set(bill.components.map(({ licenses }) => licenses[0]?.license.id));
    expect([...ids].sort()).toEqual(['BSD-3-Clause', 'BlueOak-1.0.0', 'CC-BY-4.0', 'ISC', 'MIT']);
    const text = read('dist/licenses.txt');
    expect(names.filter((name) => !text.includes(`\n${name} `))).toEqual([]);
  });

  it('and the texts take less than 10 KB of the package', () => {
    const packed = [read('dist/sbom.cdx.json'), read('dist/licenses.txt')].map(
      (text) => deflateRawSync(text).length,
    );
    expect(packed.reduce((sum, length) => sum + length)).toBeLessThan(10_240);
  });
});

describe('made again', { timeout: 300_000 }, () => {
  it('every bundle has the same bytes', async () => {
    const folders = ['one', 'two'].map((name) => join(scratch, name));
    const build = (outdir: string) =>
      run(process.execPath, ['esbuild.mjs', '--production', '--outdir', outdir], { cwd: projectFolder });
    await Promise.all(folders.map(build));
    const [one, two] = await Promise.all(folders.map(hashes));
    expect(one?.size).toBeGreaterThan(10);
    expect(two).toEqual(one);
  });

  it('the package has the same bytes, whenever its files were written', async () => {
    const make = async (name: string): Promise<string> => {
      const path = join(scratch, name);
      await run(process.execPath, ['test/host/package.ts', path], { cwd: projectFolder });
      return hash(path);
    };
    const first = await make('first.vsix');
    const now = new Date();
    await utimes(join(projectFolder, 'dist/server.cjs'), now, new Date(now.getTime() - 86_400_000));
    expect(await make('second.vsix')).toBe(first);
  });
});
