/** Puts the thread that runs scripts beside the program that the tests of a file run. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { program } from './runCli.ts';

export async function buildScriptThread(): Promise<void> {
  const outdir = path.dirname(await program());
  const build = path.resolve(import.meta.dirname, '../../../esbuild.mjs');
  await promisify(execFile)(process.execPath, [build, '--only', 'scripts', '--outdir', outdir]);
}
