/** Runs the terminal's program as a process of its own, from its sources, in a folder made for one test. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

const main = path.resolve(import.meta.dirname, '../../../src/extension/cli/main.ts');

export interface CliResult {
  readonly code: number | null;
  readonly out: string;
  readonly bytes: Buffer;
  readonly err: string;
}

export interface Place {
  readonly folder: string;
  /** Runs to the end. */
  run(...words: string[]): Promise<CliResult>;
  /** Starts; the caller waits for `ended`. */
  start(...words: string[]): { readonly process: ChildProcess; readonly ended: Promise<CliResult> };
  remove(): Promise<void>;
}

/** A folder with these files in it, which is the working folder of what runs. */
export async function createPlace(
  files: Readonly<Record<string, string | Uint8Array>>,
  environment: Readonly<Record<string, string>> = {},
): Promise<Place> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'cli-test-'));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), content);
  }
  const start: Place['start'] = (...words) => {
    const child = spawn(process.execPath, [main, ...words], {
      cwd: folder,
      env: { PATH: process.env['PATH'], TMPDIR: folder, ...environment },
    });
    return { process: child, ended: collect(child) };
  };
  return {
    folder,
    start,
    run: (...words) => start(...words).ended,
    remove: () => rm(folder, { recursive: true }),
  };
}

function collect(child: ReturnType<typeof spawn>): Promise<CliResult> {
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => err.push(chunk));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      const bytes = Buffer.concat(out);
      resolve({ code, bytes, out: bytes.toString(), err: Buffer.concat(err).toString() });
    });
  });
}
