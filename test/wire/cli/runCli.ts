/** Runs the terminal's program as a process of its own in a folder made for one test. */
import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach } from 'vitest';
import type { ExchangeJson, PreparedJson } from '../../../src/extension/cli/json.ts';

let building: Promise<string> | undefined;

/** The program as one bundle, made once for each test file: from its sources each start would take five times as long. */
export function program(): Promise<string> {
  building ??= bundle();
  return building;
}

afterAll(async () => {
  if (building !== undefined) await rm(path.dirname(await building), { recursive: true });
});

async function bundle(): Promise<string> {
  const outdir = await mkdtemp(path.join(os.tmpdir(), 'cli-bundle-'));
  const build = path.resolve(import.meta.dirname, '../../../esbuild.mjs');
  await promisify(execFile)(process.execPath, [build, '--only', 'cli', '--outdir', outdir]);
  return path.join(outdir, 'cli.mjs');
}

export interface CliResult {
  readonly code: number | null;
  readonly out: string;
  readonly bytes: Buffer;
  readonly err: string;
}

export interface Place {
  readonly folder: string;
  /** Runs to the end. */
  readonly run: (...words: string[]) => Promise<CliResult>;
  /** Starts; the caller waits for `ended`. */
  readonly start: (...words: string[]) => {
    readonly process: ChildProcess;
    readonly ended: Promise<CliResult>;
  };
  readonly remove: () => Promise<void>;
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
  const main = await program();
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

let places: readonly Place[] = [];
afterEach(async () => {
  const ended = places;
  places = [];
  for (const place of ended) await place.remove();
});

/** Like `createPlace`; it is removed when the test has ended. */
export async function here(...given: Parameters<typeof createPlace>): Promise<Place> {
  const place = await createPlace(...given);
  places = [...places, place];
  return place;
}

/** What `prepare --json` printed, a value for each line. */
export function preparedIn({ out }: CliResult): readonly PreparedJson[] {
  return linesOf(out) as readonly PreparedJson[];
}

/** What `send --json` printed, a value for each line. */
export function exchangesIn({ out }: CliResult): readonly ExchangeJson[] {
  return linesOf(out) as readonly ExchangeJson[];
}

function linesOf(text: string): readonly unknown[] {
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line): unknown => JSON.parse(line));
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
