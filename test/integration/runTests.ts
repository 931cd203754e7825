/**
 * Runs the mocha suite inside a real VS Code: a desktop one when `VSCODE_EXECUTABLE` names it or
 * `VSCODE_VERSION` says which to download, else VS Code's server in a headless browser. Both go through the same
 * `runTests`. The counts are written to the file named on the command line; without counts the run has failed,
 * whatever VS Code says. `SUITE=story` runs only that file.
 */
import { cp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import { glob } from 'glob';
import { cacheFolder, projectFolder, temporaryFolder } from '../host/folders.ts';

const reportFile = process.argv[2] ?? join(cacheFolder, 'results/integration.json');
const built = join(cacheFolder, 'integration');

await rm(built, { recursive: true, force: true });
await rm(reportFile, { force: true });
const suites = await glob(`test/integration/suite/${process.env['SUITE'] ?? '*'}.test.ts`, {
  cwd: projectFolder,
});
await build({
  absWorkingDir: projectFolder,
  entryPoints: ['test/integration/index.ts', ...suites],
  outdir: built,
  outbase: 'test/integration',
  outExtension: { '.js': '.cjs' },
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node22',
  mainFields: ['module', 'main'],
  external: ['vscode', 'mocha'],
  define: { 'import.meta.dirname': '__dirname' },
  logLevel: 'warning',
});

const workspace = await temporaryFolder('workspace');
await cp(join(projectFolder, 'examples'), join(workspace, 'examples'), { recursive: true });
try {
  await runTests({
    vscodeExecutablePath: await executable(),
    extensionDevelopmentPath: projectFolder,
    extensionTestsPath: join(built, 'index.cjs'),
    launchArgs: [workspace, '--disable-extensions'],
    extensionTestsEnv: { HTTP_SESSIONS_REPORT: reportFile },
  });
  await readFile(reportFile).catch(() => {
    throw new Error('VS Code ended without running the tests.');
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await rm(workspace, { recursive: true, force: true });
}

async function executable(): Promise<string> {
  const chosen = process.env['VSCODE_EXECUTABLE'];
  if (chosen !== undefined) return chosen;
  const version = process.env['VSCODE_VERSION'];
  if (version !== undefined) return downloadAndUnzipVSCode(version);
  return join(projectFolder, 'test/host/codeStandIn.ts');
}
