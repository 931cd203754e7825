/** The npm package as a stranger gets it: what is in it, installed without a network, and run from the terminal. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectFolder, temporaryFolder } from '../host/folders.ts';

interface Packed {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

const run = promisify(execFile);
const npm = (folder: string, ...words: string[]) =>
  run('npm', words, { cwd: folder, shell: process.platform === 'win32' });
const manifest = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')) as { version: string };

let scratch: string;
let packed: Packed;
beforeAll(async () => {
  scratch = await temporaryFolder('npm-package');
  const { stdout } = await npm(
    projectFolder,
    'pack',
    '--ignore-scripts',
    '--json',
    '--pack-destination',
    scratch,
  );
  packed = (JSON.parse(stdout) as readonly [Packed])[0];
  await writeFile(join(scratch, 'package.json'), JSON.stringify({ name: 'scratch', private: true }));
  await npm(scratch, 'install', '--offline', '--no-audit', '--no-fund', `./${packed.filename}`);
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

describe('the npm package', () => {
  it('holds the terminal program, the library with its types, and nothing else', () => {
    const kinds = packed.files.map(({ path }) =>
      path
        .replace(/^(dist\/chunks\/)[\w-]+(\.mjs)$/, '$1*$2')
        .replace(/^(dist\/types\/)[\w/]+(\.d\.ts)$/, '$1*$2'),
    );
    expect([...new Set(kinds)].sort()).toEqual([
      'LICENSE',
      'README.md',
      'dist/chunks/*.mjs',
      'dist/cli.mjs',
      'dist/http.mjs',
      'dist/jsonPathLibrary.cjs',
      'dist/licenses.txt',
      'dist/quickjs.wasm.br',
      'dist/sbom.cdx.json',
      'dist/scripts.cjs',
      'dist/types/*.d.ts',
      'dist/xmlPathLibrary.cjs',
      'package.json',
    ]);
  });

  it('is a program when it is installed, with no other package beside it', async () => {
    const program = join(scratch, 'node_modules/.bin/http-sessions');
    const shell = process.platform === 'win32';
    expect((await run(program, ['--version'], { shell })).stdout).toBe(`${manifest.version}\n`);
    await writeFile(join(scratch, 'a.http'), 'GET https://a.test/\n');
    const { stdout } = await run(program, ['list', 'a.http', '--json'], { cwd: scratch, shell });
    expect(JSON.parse(stdout)).toMatchObject([{ requests: [{ method: 'GET', url: 'https://a.test/' }] }]);
    const prepared = await run(program, ['prepare', 'a.http'], { cwd: scratch, shell });
    expect(prepared.stdout).toContain('host: a.test');
    const installed = await npm(scratch, 'ls', '--all', '--parseable');
    expect(installed.stdout.trim().split('\n').length).toBe(2);
  });

  it('is a library when it is imported', async () => {
    const text =
      "import { Request } from 'http-sessions'; console.log(new Request('GET', 'http://a.test').prepare().url)";
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', text], { cwd: scratch });
    expect(stdout).toBe('http://a.test/\n');
  });
});
