/** Runs scripts in the thread they run in for users, with a request and an answer around them. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll } from 'vitest';
import { createScriptRunner } from '../../../../src/extension/scripts/index.ts';
import type {
  Script,
  ScriptJob,
  ScriptOutcome,
  ScriptRunner,
} from '../../../../src/extension/scripts/index.ts';

let building: Promise<string> | undefined;
const runners = new Set<ScriptRunner>();

/** The thread's bundle, made once for each test file. */
export function builtThread(): Promise<string> {
  building ??= bundle();
  return building;
}

async function bundle(): Promise<string> {
  const outdir = await mkdtemp(path.join(os.tmpdir(), 'scripts-bundle-'));
  const build = path.resolve(import.meta.dirname, '../../../../esbuild.mjs');
  await promisify(execFile)(process.execPath, [build, '--only', 'scripts', '--outdir', outdir]);
  return path.join(outdir, 'scripts.cjs');
}

afterAll(async () => {
  await Promise.all([...runners].map((runner) => runner.dispose()));
  if (building !== undefined) await rm(path.dirname(await building), { recursive: true });
});

/** Ended after the tests of the file. */
export async function createTestRunner(patience?: number): Promise<ScriptRunner> {
  const worker = await builtThread();
  const runner = createScriptRunner({ worker, ...(patience === undefined ? {} : { patience }) });
  runners.add(runner);
  return runner;
}

/** A POST with a JSON answer, and variables of each kind. */
export const plainJob: Omit<ScriptJob, 'scripts' | 'moment'> = {
  modules: [],
  request: {
    method: 'POST',
    url: 'https://{{host}}/a?id={{id}}',
    headers: [
      ['Content-Type', 'application/json'],
      ['X-Trace', '{{trace}}'],
    ],
    body: '{"id": {{id}}, "other": "{{nope}}"}',
    iteration: 0,
    holes: [
      ['host', 'a.test'],
      ['id', '7'],
    ],
  },
  sent: undefined,
  response: undefined,
  variables: {
    request: [['id', 7]],
    global: [['token', 'abc']],
    environment: [['host', 'a.test']],
    file: [['page', '2']],
    machine: [['HOME', '/home/ada']],
  },
  globalHeaders: [],
};

export const sentRequest: NonNullable<ScriptJob['sent']> = {
  url: 'https://a.test/a?id=7',
  headers: [
    ['Content-Type', 'application/json'],
    ['X-Trace', 't1'],
  ],
  body: '{"id": 7}',
};

export const jsonResponse: NonNullable<ScriptJob['response']> = {
  status: 201,
  headers: [
    ['Content-Type', 'application/json; charset=utf-8'],
    ['Set-Cookie', 'a=1; Path=/; HttpOnly; Max-Age=60'],
    ['Set-Cookie', 'b=2'],
  ],
  body: '{"token":"secret","items":[{"id":1},{"id":2}]}',
};

export function handlerJob(source: string, response: Partial<typeof jsonResponse> = {}): ScriptJob {
  const answer = { ...jsonResponse, ...response };
  return { ...plainJob, moment: 'after', scripts: [inline(source)], sent: sentRequest, response: answer };
}

export function preRequestJob(source: string): ScriptJob {
  return { ...plainJob, moment: 'before', scripts: [inline(source)] };
}

/** In line 10 of a.http. */
export function inline(source: string): Script {
  return { file: 'a.http', path: '/folder/a.http', firstLine: 10, line: 10, source, isFile: false };
}

export function runJob(runner: ScriptRunner, job: ScriptJob): Promise<ScriptOutcome> {
  return runner.run(job, new AbortController().signal);
}
