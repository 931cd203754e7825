/** Runs every file of a folder with its scripts, and tells what came of each request, by file. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

export interface HandledRequest {
  readonly name: string;
  readonly file: string;
  readonly outcome: string;
  readonly tests: readonly {
    readonly name: string;
    readonly outcome: string;
    readonly message: string | null;
  }[];
}

/** By the name of the file. */
export type HandlerReport = ReadonlyMap<string, readonly HandledRequest[]>;

export async function readHandlerReport(
  program: string,
  folder: string,
  options: readonly string[],
): Promise<HandlerReport> {
  const report = path.join(folder, 'report.json');
  const words = ['send', '.', '--allow-scripts', '--report', `json=${report}`, ...options];
  const run = spawn(process.execPath, [program, ...words], { cwd: folder, stdio: 'ignore' });
  await once(run, 'exit');
  const { iterations } = JSON.parse(await readFile(report, 'utf8')) as {
    readonly iterations: readonly { readonly requests: readonly HandledRequest[] }[];
  };
  const requests = iterations.flatMap((iteration) => iteration.requests);
  const files = new Set(requests.map(({ file }) => file));
  return new Map([...files].map((file) => [file, requests.filter((request) => request.file === file)]));
}
