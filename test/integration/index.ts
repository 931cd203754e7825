/**
 * Runs inside the extension host: loads every suite beside it, one after the other by name, and writes down how
 * many tests passed and failed. VS Code takes a rejection for a failed run.
 */
import { globSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Mocha from 'mocha';
import { Reporter } from './reporter.ts';

/** Called by VS Code. Rejects when a test failed, was left out, or when there was none. */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', timeout: 60_000, reporter: Reporter, forbidOnly: true });
  for (const file of globSync('suite/**/*.test.cjs', { cwd: __dirname }).sort())
    mocha.addFile(join(__dirname, file));
  const { stats } = await new Promise<Mocha.Runner>((resolve) => {
    const runner: Mocha.Runner = mocha.run(() => resolve(runner));
  });
  const numPassedTests = stats?.passes ?? 0;
  const numFailedTests = (stats?.failures ?? 1) + (stats?.pending ?? 0);
  const report = process.env['HTTP_SESSIONS_REPORT'];
  if (report !== undefined) {
    mkdirSync(dirname(report), { recursive: true });
    writeFileSync(report, JSON.stringify({ numPassedTests, numFailedTests }));
  }
  if (numFailedTests > 0) throw new Error(`${numFailedTests} tests failed.`);
  if (numPassedTests === 0) throw new Error('There was no test.');
}
