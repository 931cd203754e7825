/**
 * Files with handlers, run as a person runs them: our own, written in the manner of those that people have for JetBrains'
 * client, and those of a corpus where there is one. Each script must come to its end.
 */
import { cp, glob, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectFolder } from '../../host/folders.ts';
import { readHandlerReport, type HandlerReport } from './handlerReport.ts';
import { program } from '../cli/runCli.ts';
import { sandbox } from '../cli/sandbox.ts';
import { buildScriptThread } from '../cli/scriptThread.ts';

const own = path.join(projectFolder, 'test/fixtures/handlers');
const files = (await readdir(own)).filter((name) => name.endsWith('.http'));

let folder: string;
let report: HandlerReport;
beforeAll(async () => {
  await buildScriptThread();
  folder = await mkdtemp(path.join(os.tmpdir(), 'handlers-'));
  await cp(own, folder, { recursive: true });
  const options = ['-e', 'test', '--var', `host=${sandbox.url}`];
  report = await readHandlerReport(await program(), folder, options);
}, 60_000);
afterAll(() => rm(folder, { recursive: true }));

describe('a file with handlers', () => {
  it('is one of more than twenty', () => {
    expect(files.length).toBeGreaterThan(20);
    expect([...report.keys()].sort()).toEqual(files);
  });

  it.each(files)('%s runs to its end, and its tests hold', (name) => {
    const requests = report.get(name) ?? [];
    expect(requests.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
    const tests = requests.flatMap((request) => request.tests);
    // It ends before it makes one.
    expect(tests.length > 0).toBe(name !== '17-exit.http');
  });
});

const given = process.env['CORPUS_DIR'];
const corpus = path.resolve(projectFolder, given ?? '../shared/corpus');

describe(existsSync(corpus) ? 'a corpus' : 'a corpus, which is not here,', () => {
  if (!existsSync(corpus)) {
    it('was not found, and nothing of it was run', () => {
      // A corpus that somebody asked for by name must be there.
      expect(given).toBeUndefined();
      console.log('corpus: not found, no handler run');
    });
    return;
  }

  it('has no script that names what is not there, or does not parse', { timeout: 600_000 }, async () => {
    const copy = await copyWithHandlers();
    const all = await readHandlerReport(await program(), copy, ['--var', `host=${sandbox.url}`]);
    const tests = [...all.values()].flat().flatMap((request) => request.tests);
    const scripts = tests.filter(({ name }) => name.startsWith('script '));
    console.log(
      `corpus: ${all.size} files with handlers, ${tests.length} tests, ${scripts.length} scripts that threw`,
    );
    // What throws because this answer is not that of their server would throw in every tool.
    const ours = /ReferenceError|SyntaxError|not a function/;
    expect(scripts.filter(({ message }) => ours.test(message ?? ''))).toEqual([]);
    await rm(copy, { recursive: true });
  });
});

/** The files that have scripts, where every server is the sandbox, which says back what it gets. */
async function copyWithHandlers(): Promise<string> {
  const copy = await mkdtemp(path.join(os.tmpdir(), 'corpus-'));
  await cp(corpus, copy, { recursive: true });
  for await (const name of glob('**/*.{http,rest,json}', { cwd: copy })) {
    const file = path.join(copy, name);
    const text = await readFile(file, 'utf8');
    if (!name.endsWith('.json') && !/\{%|^> *\S+\.js/m.test(text)) await rm(file);
    else await writeFile(file, text.replaceAll(/https?:\/\/[\w.-]+(?::\d+)?/g, `${sandbox.url}/anything`));
  }
  return copy;
}
