#!/usr/bin/env node
/**
 * Stands in for the desktop's `code` executable, so that `runTests` of @vscode/test-electron works where no
 * desktop VS Code can be had: it reads the same arguments, opens VS Code's web workbench in a headless browser
 * with the extension and the test suite loaded, and exits with the suite's code.
 */
import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { startCodeServer } from './codeServer.ts';
import { temporaryFolder } from './folders.ts';
import { openWindow, type CodeWindow } from './window.ts';

const option = (name: string) =>
  process.argv.find((argument) => argument.startsWith(`--${name}=`))?.slice(name.length + 3);
const folder = process.argv.slice(2).find((argument) => !argument.startsWith('--'));

const temporary = await temporaryFolder('host');
const server = await startCodeServer({ folder: temporary, smokeTestDriver: true });
let code = 1;
let window: CodeWindow | undefined;
try {
  const remote = (path: string) => `vscode-remote://127.0.0.1:${server.port}${resolve(path)}`;
  const development = option('extensionDevelopmentPath');
  const tests = option('extensionTestsPath');
  if (development === undefined || tests === undefined) throw new Error('Nothing to test was named.');
  const ended = Promise.withResolvers<number>();
  const limit = setTimeout(
    () => ended.reject(new Error('The suite did not end within 10 minutes.')),
    600_000,
  );
  window = await openWindow({
    url: server.url,
    folder: resolve(folder ?? '.'),
    payload: [
      ['extensionDevelopmentPath', remote(development)],
      ['extensionTestsPath', remote(tests)],
      ['skipWelcome', 'true'],
    ],
    onLog: (line) => console.log(line),
    onExit: ended.resolve,
  });
  code = await ended.promise;
  clearTimeout(limit);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
} finally {
  await window?.close();
  await server.stop();
  await rm(temporary, { recursive: true, force: true });
}
process.exit(code);
