/**
 * `npm test` (everything) and `npm run check` (the fast part). Runs every suite, even after one has failed, and
 * ends with one line `N passed, N failed` summed over all of them. A suite that could not be run counts as failed.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, projectFolder } from './host/folders.ts';

interface Counts {
  readonly passed: number;
  readonly failed: number;
}

interface Suite {
  readonly name: string;
  readonly run: () => Counts;
}

const results = join(cacheFolder, 'results');
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

const fast: readonly Suite[] = [
  { name: 'types', run: () => command('tsc', ['-b']) },
  { name: 'lint', run: () => command('eslint', ['--max-warnings=0', '.']) },
  { name: 'format', run: () => command('prettier', ['--check', '--log-level=warn', '.']) },
  { name: 'unit', run: () => vitest('unit') },
];
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
for (const suite of process.argv.includes('--check') ? fast : [...fast, ...slow]) {
  const started = performance.now();
  console.log(`\n── ${suite.name}`);
  const counts = suite.run();
  passed += counts.passed;
  failed += counts.failed;
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${suite.name}: ${counts.passed} passed, ${counts.failed} failed (${seconds} s)`);
}
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);

/** A command that is right or wrong as a whole. */
function command(name: string, args: readonly string[]): Counts {
  return spawn(name, args) ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

function vitest(project: string): Counts {
  const file = join(results, `${project}.json`);
  const ended = spawn('vitest', [
    ...['run', '--project', project, '--reporter=default', '--reporter=json'],
    `--outputFile.json=${file}`,
  ]);
  return counted(file, ended);
}

function mocha(): Counts {
  const file = join(results, 'integration.json');
  const ended = spawn('node', [join(projectFolder, 'test/integration/runTests.ts'), file]);
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

function spawn(name: string, args: readonly string[]): boolean {
  const { status } = spawnSync(name, args, {
    cwd: projectFolder,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  return status === 0;
}
