/**
 * `npm test` (everything) and `npm run check` (the fast part). Runs every suite, even after one has failed, and
 * ends with one line `N passed, N failed` summed over all of them. A suite that could not be run counts as failed.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, projectFolder } from './host/folders.ts';

interface Counts {
  readonly passed: number;
  readonly failed: number;
}

interface Suite {
  readonly name: string;
  readonly run: () => Promise<Counts>;
}

const results = join(cacheFolder, 'results');
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

const isCheck = process.argv.includes('--check');
/** Of what has not changed since, `npm run check` knows the findings; `npm test` looks at everything. */
const known = isCheck ? ['--cache', '--cache-location', join(cacheFolder, 'eslint')] : [];

/** They only read, so they run side by side. */
const checks: readonly Suite[] = [
  { name: 'types', run: () => command('tsc', ['-b']) },
  { name: 'lint', run: () => command('eslint', ['--max-warnings=0', '--concurrency=2', ...known, '.']) },
  { name: 'format', run: () => command('prettier', ['--check', '--log-level=warn', '.']) },
];
const unit: Suite = { name: 'unit', run: () => vitest('unit') };
const slow: readonly Suite[] = [
  { name: 'build', run: () => command('npm', ['run', '--silent', 'package']) },
  { name: 'properties', run: () => vitest('properties') },
  { name: 'repository', run: () => vitest('repository') },
  { name: 'wire', run: () => vitest('wire') },
  { name: 'integration', run: () => mocha() },
  { name: 'scenarios', run: () => vitest('scenarios') },
];

let passed = 0;
let failed = 0;
console.log(`\n── ${checks.map(({ name }) => name).join(', ')}`);
await Promise.all(checks.map(measured));
for (const suite of isCheck ? [unit] : [unit, ...slow]) {
  console.log(`\n── ${suite.name}`);
  await measured(suite);
}
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);

async function measured({ name, run }: Suite): Promise<void> {
  const started = performance.now();
  const counts = await run();
  passed += counts.passed;
  failed += counts.failed;
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${name}: ${counts.passed} passed, ${counts.failed} failed (${seconds} s)`);
}

/** A command that is right or wrong as a whole. */
async function command(name: string, args: readonly string[]): Promise<Counts> {
  return (await endsWell(name, args)) ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

async function vitest(project: string): Promise<Counts> {
  const file = join(results, `${project}.json`);
  const ended = await endsWell('vitest', [
    ...['run', '--project', project, '--reporter=default', '--reporter=json'],
    `--outputFile.json=${file}`,
  ]);
  return counted(file, ended);
}

async function mocha(): Promise<Counts> {
  const file = join(results, 'integration.json');
  const ended = await endsWell('node', [join(projectFolder, 'test/integration/runTests.ts'), file]);
  return counted(file, ended);
}

/** What a suite wrote down; when it ended badly with no failed test, that itself is one failure. */
function counted(file: string, endedWell: boolean): Counts {
  try {
    const report = JSON.parse(readFileSync(file, 'utf8')) as {
      numPassedTests: number;
      numFailedTests: number;
    };
    const failures = report.numFailedTests;
    return { passed: report.numPassedTests, failed: failures === 0 && !endedWell ? 1 : failures };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

function endsWell(name: string, args: readonly string[]): Promise<boolean> {
  const child = spawn(name, args, {
    cwd: projectFolder,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  return new Promise((resolve) => {
    child.once('error', (error) => {
      console.error(error.message);
      resolve(false);
    });
    child.once('exit', (code) => {
      resolve(code === 0);
    });
  });
}
