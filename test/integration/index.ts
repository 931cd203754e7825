/** Runs inside the extension host: loads every suite beside it and writes down how many tests passed and failed. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { globSync } from 'node:fs';
import Mocha from 'mocha';

/** Called by VS Code. Rejects when a test failed or there was none. */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', timeout: 60_000, color: false });
  for (const file of globSync('suite/**/*.test.cjs', { cwd: __dirname }))
    mocha.addFile(join(__dirname, file));
  const { stats } = await new Promise<Mocha.Runner>((resolve) => {
    const runner: Mocha.Runner = mocha.run(() => resolve(runner));
  });
  const numPassedTests = stats?.passes ?? 0;
  const numFailedTests = stats?.failures ?? 1;
  const report = process.env['HTTP_SESSIONS_REPORT'];
  if (report !== undefined) {
    mkdirSync(dirname(report), { recursive: true });
    writeFileSync(report, JSON.stringify({ numPassedTests, numFailedTests }));
  }
  if (numFailedTests > 0 || numPassedTests === 0) throw new Error(`${numFailedTests} tests failed.`);
}
