/** What scripts cost: one handler after the first, and a long file with a test in each request. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createScriptRunner } from '../../src/extension/scripts/index.ts';
import type { ScriptJob, ScriptRunner } from '../../src/extension/scripts/index.ts';
import { projectFolder } from '../host/folders.ts';
import type { Comparison } from './compare.ts';

const count = 1000;
const handlers = 200;

/** Builds the CLI and the thread as they are shipped. */
export function scriptComparisons(server: string, folder: string): readonly Comparison[] {
  const outdir = join(folder, 'scripts');
  for (const only of ['cli', 'scripts']) {
    const build = ['esbuild.mjs', '--only', only, '--production', '--outdir', outdir];
    execFileSync(process.execPath, build, { cwd: projectFolder, stdio: 'inherit' });
  }
  const cli = join(outdir, 'cli.mjs');
  const plain = writeRequests(folder, 'plain', `GET ${server}/`);
  const tested = writeRequests(folder, 'tested', `GET ${server}/\n\n> {% ${source} %}`);
  const asserted = writeRequests(folder, 'asserted', `GET ${server}/\n\n?? status == 200`);
  const send = (file: string): void => {
    execFileSync(process.execPath, [cli, 'send', file, '--allow-scripts'], { stdio: 'ignore' });
  };
  return [
    {
      name: 'scripts: a handler after the first',
      baseline: 'nothing',
      unit: 'later',
      target: 3,
      subject: () => eachHandler(createScriptRunner({ worker: join(outdir, 'scripts.cjs') })),
      against: () => 0,
    },
    {
      name: 'scripts: 1,000 requests with one client.test each, sent by the CLI',
      baseline: 'the same without',
      target: 2,
      subject: () => send(tested),
      against: () => send(plain),
    },
    {
      name: 'scripts: 1,000 requests with one line of ?? each, sent by the CLI',
      baseline: 'the same without',
      target: 2,
      subject: () => send(asserted),
      against: () => send(plain),
    },
  ];
}

const source = 'client.test("it is there", () => client.assert(response.status === 200));';

const job: ScriptJob = {
  moment: 'after',
  scripts: [{ file: 'a.http', path: '/a.http', firstLine: 3, line: 3, source, isFile: false }],
  modules: [],
  request: { method: 'GET', url: '/', headers: [], body: '', iteration: 0, holes: [] },
  sent: { url: '/', headers: [], body: '' },
  response: { status: 200, headers: [['Content-Type', 'application/json']], body: '{}' },
  variables: { request: [], global: [], environment: [], file: [], machine: [] },
  globalHeaders: [],
};

/** Milliseconds for each. */
async function eachHandler(runner: ScriptRunner): Promise<number> {
  const { signal } = new AbortController();
  await runner.run(job, signal);
  const started = performance.now();
  for (let at = 0; at < handlers; at++) {
    const { tests } = await runner.run(job, signal);
    if (tests.length !== 1) throw new Error('A handler gave no result.');
  }
  const time = (performance.now() - started) / handlers;
  await runner.dispose();
  return time;
}

function writeRequests(folder: string, name: string, request: string): string {
  const file = join(folder, `${name}-scripts.http`);
  writeFileSync(file, Array.from({ length: count }, () => request).join('\n\n###\n'));
  return file;
}
