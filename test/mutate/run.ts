/**
 * `npm run mutate [-- --minutes N --file PART]`: changes the rules that protect people, one small change at a time, and
 * runs the tests that belong to each. A change that no test notices has survived; at least 85 % must not. Works on a copy
 * of the project, prints the score of each file and every survivor, and ends with 1 when the score is too low.
 */
import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectFolder, temporaryFolder } from '../host/folders.ts';
import { mutate, type Mutant } from './mutants.ts';
import { targets, type Target } from './targets.ts';

const wanted = 85;
const { values } = parseArgs({ options: { minutes: { type: 'string' }, file: { type: 'string' } } });
const deadline = performance.now() + Number(values.minutes ?? 30) * 60_000;
const folder = await temporaryFolder('mutants');
let [killed, all, left] = [0, 0, 0];

try {
  await copyProject();
  for (const target of targets.filter(({ file }) => file.includes(values.file ?? ''))) await score(target);
  const percent = Math.round((killed / Math.max(1, all)) * 1000) / 10;
  console.log(
    `\n${killed} of ${all} changes were noticed: ${percent} %${left > 0 ? `; ${left} were not tried` : ''}`,
  );
  process.exitCode = percent < wanted ? 1 : 0;
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function copyProject(): Promise<void> {
  const others = new Set(['node_modules', 'dist', '.git', '.cache', '.vscode-test', 'media', 'docs']);
  for (const name of await readdir(projectFolder)) {
    if (!others.has(name)) await cp(join(projectFolder, name), join(folder, name), { recursive: true });
  }
  await symlink(join(projectFolder, 'node_modules'), join(folder, 'node_modules'));
  await mkdir(join(folder, '.cache'), { recursive: true });
}

async function score({ rule, file, functions, tests }: Target): Promise<void> {
  const path = join(folder, file);
  const before = await readFile(path, 'utf8');
  const { text, mutants } = mutate(path, before, functions);
  await writeFile(path, text);
  if (!(await passes(tests, 0))) throw new Error(`The tests of ${file} fail without any change.`);
  const survivors: Mutant[] = [];
  let tried = 0;
  const queue = [...mutants];
  await Promise.all(
    Array.from({ length: Math.max(2, Math.floor(availableParallelism() / 2)) }, async () => {
      for (let mutant = queue.shift(); mutant !== undefined; mutant = queue.shift()) {
        if (performance.now() > deadline) {
          left++;
          continue;
        }
        tried++;
        if (await passes(tests, mutant.number)) survivors.push(mutant);
      }
    }),
  );
  await writeFile(path, before);
  all += tried;
  killed += tried - survivors.length;
  const percent = tried === 0 ? 100 : ((tried - survivors.length) / tried) * 100;
  console.log(
    `${percent.toFixed(0).padStart(4)} %  ${tried - survivors.length} of ${tried}  ${rule}: ${file}`,
  );
  for (const { line, before: was, after } of survivors.toSorted((one, other) => one.line - other.line))
    console.log(`         line ${line}: ${oneLine(was)}  →  ${oneLine(after)}`);
}

/** Whether nothing was noticed. A run that hangs has noticed. */
function passes(tests: readonly string[], mutant: number): Promise<boolean> {
  const vitest = join(folder, 'node_modules/vitest/vitest.mjs');
  const projects = ['--project', 'unit', '--project', 'wire'];
  const words = [vitest, 'run', ...projects, '--bail', '1', '--reporter', 'dot', ...tests];
  const env = { ...process.env, MUTANT: String(mutant) };
  return new Promise((resolve) => {
    execFile(process.execPath, words, { cwd: folder, env, timeout: 60_000 }, (error) =>
      resolve(error === null),
    );
  });
}

function oneLine(text: string): string {
  const flat = text.replace(/\s+/g, ' ');
  return flat.length > 70 ? `${flat.slice(0, 70)}…` : flat;
}
