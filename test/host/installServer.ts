/**
 * Installs VS Code's own server and web workbench from npm, for machines on which no desktop VS Code can be
 * downloaded. It is installed once, into a folder that git ignores; a marker file tells that it is whole.
 */
import { spawn } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { downloadsFolder } from './folders.ts';

const version = '4.139.1';

/** The folder that holds VS Code's `out/server-main.js`. Rejects with npm's words when it cannot be installed. */
export async function installServer(): Promise<string> {
  const folder = join(downloadsFolder, 'server');
  const vscode = join(folder, 'node_modules/code-server/lib/vscode');
  const marker = join(folder, 'installed');
  if ((await readFile(marker, 'utf8').catch(() => '')) === version) return vscode;
  console.log(`Installing VS Code's server ${version} for tests (once, about 600 MB) …`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
  await npm(['install', '--ignore-scripts', '--no-audit', '--no-fund', `code-server@${version}`], folder);
  // `npm ci` is not used here: that package's shrinkwrap is one package out of step.
  await npm(['install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund'], vscode);
  await writeFile(marker, version);
  return vscode;
}

function npm(args: readonly string[], cwd: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('npm', args, {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`npm ${args.join(' ')} ended with ${code}:\n${output.slice(-2000)}`));
    });
  });
}
