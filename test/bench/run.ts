/**
 * `npm run bench`: what we do, as ratios to named baselines measured in the same run. Needs `npm run build` for the
 * start-up figures. The servers run in this process's child, so that they do not share our event loop.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { request, Pool } from 'undici';
import { Session } from '../../src/extension/http/index.ts';
import { parse } from '../../src/language/syntax/index.ts';
import { projectFolder } from '../host/folders.ts';
import { compare, type Comparison, type Result } from './compare.ts';
import { startServerProcess } from './serverProcess.ts';

const file = Array.from({ length: 10_000 }, (_, index) => requestText(index)).join('');
const server = await startServerProcess();
const session = new Session();
const pool = new Pool(server.url, { connections: 1, pipelining: 1, allowH2: false });
const cli = join(projectFolder, 'dist/cli.mjs');
const example = join(projectFolder, 'examples/01-first-request.http');

const comparisons: readonly Comparison[] = [
  {
    name: 'parse a file of 10,000 requests',
    baseline: 'splitting it into lines',
    target: 20,
    rounds: 9,
    subject: () => parse(file),
    against: () => file.split('\n').length,
  },
  {
    name: '1,000 GETs one after the other in a session',
    baseline: 'bare undici',
    target: 3,
    rounds: 5,
    subject: async () => {
      for (let index = 0; index < 1000; index++) await (await session.get(`${server.url}/small`)).text();
    },
    against: async () => {
      for (let index = 0; index < 1000; index++) {
        await (await request(`${server.url}/small`, { dispatcher: pool })).body.text();
      }
    },
  },
  {
    name: 'read a body of 256 MiB as it streams',
    baseline: 'bare undici',
    target: 2,
    rounds: 3,
    subject: async () => {
      const response = await session.get(`${server.url}/large`, { stream: true });
      await countBytes(response.iterContent(null));
    },
    against: async () => {
      const { body } = await request(`${server.url}/large`, { dispatcher: pool });
      await countBytes(body);
    },
  },
  ...(existsSync(cli)
    ? [
        {
          name: 'start the CLI and list a file',
          baseline: 'an empty Node',
          target: 3,
          rounds: 7,
          subject: () => spawnSync('node', [cli, 'list', example]),
          against: () => spawnSync('node', ['-e', '0']),
        },
      ]
    : []),
];

const results: Result[] = [];
for (const comparison of comparisons) results.push(await compare(comparison));
await session.close();
await pool.close();
await server.stop();

console.log(`Node ${process.version}, ${process.platform}\n`);
for (const { name, baseline, ratio, target, subjectMs, baselineMs } of results) {
  const verdict = ratio <= target ? 'within' : 'OVER';
  const times = `${subjectMs.toFixed(1)} ms : ${baselineMs.toFixed(1)} ms`;
  console.log(
    `${ratio.toFixed(2).padStart(6)} x  ${name}, against ${baseline} (${times}; ${verdict} ${target} x)`,
  );
}
if (!existsSync(cli)) console.log('The CLI is not built, so its start was not measured: npm run build.');

function requestText(index: number): string {
  return `### ${index}\n# @name r${index}\nPOST {{host}}/x/${index}?a=1\n  &b=2\nContent-Type: application/json\n\n{"a": ${index}, "b": "{{c}}"}\n\n`;
}

async function countBytes(chunks: AsyncIterable<Uint8Array>): Promise<number> {
  let length = 0;
  for await (const chunk of chunks) length += chunk.length;
  return length;
}
