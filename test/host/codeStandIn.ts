#!/usr/bin/env node
/**
 * Stands in for the desktop's `code` executable, so that `runTests` of @vscode/test-electron works where no
 * desktop VS Code can be had: it reads the same arguments, opens VS Code's web workbench in a headless browser
 * with the extension and the test suite loaded, and exits with the suite's code. A browser or a server that dies,
 * and a suite that falls silent, end it with 1.
 */
import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { startCodeServer, type CodeServer } from './codeServer.ts';
import { temporaryFolder } from './folders.ts';
import { openWindow, type CodeWindow } from './window.ts';

/** Lines of the suite begin with this; all others are the workbench talking to itself. */
const testMark = '[test] ';
const others: string[] = [];

/** Longer than any one test may take: the suite says a line for each. */
const silenceLimit = 180_000;

const option = (name: string) =>
  process.argv.find((argument) => argument.startsWith(`--${name}=`))?.slice(name.length + 3);
const folder = process.argv.slice(2).find((argument) => !argument.startsWith('--'));

const ended = Promise.withResolvers<number>();
const fail = (reason: string) => ended.reject(new Error(reason));
// A signal may come before anybody waits.
ended.promise.catch(() => undefined);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => fail(`Ended by ${signal}.`));

const temporary = await temporaryFolder('host');
let server: CodeServer | undefined;
let window: CodeWindow | undefined;
let code = 1;
try {
  const development = option('extensionDevelopmentPath');
  const tests = option('extensionTestsPath');
  if (development === undefined || tests === undefined) throw new Error('Nothing to test was named.');
  server = await startCodeServer({ folder: temporary, smokeTestDriver: true });
  void server.ended.then(() => fail("VS Code's server ended before the suite did."));
  const { port } = server;
  const remote = (path: string) => `vscode-remote://127.0.0.1:${port}${resolve(path)}`;
  const silence = setTimeout(() => fail('The suite said nothing for three minutes.'), silenceLimit);
  window = await openWindow({
    url: server.url,
    folder: resolve(folder ?? '.'),
    payload: [
      ['extensionDevelopmentPath', remote(development)],
      ['extensionTestsPath', remote(tests)],
      ['skipWelcome', 'true'],
    ],
    onLog: (line) => {
      silence.refresh();
      if (line.startsWith(testMark)) console.log(line.slice(testMark.length));
      else others.push(line);
    },
    onExit: ended.resolve,
  });
  window.page.once('crash', () => fail('The browser page crashed.'));
  window.browser.once('disconnected', () => fail('The browser ended before the suite did.'));
  code = await ended.promise;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  for (const line of others.slice(-50)) console.error(line);
  if (server !== undefined) console.error(server.output().slice(-4000));
} finally {
  await window?.close().catch(() => undefined);
  await server?.stop();
  await rm(temporary, { recursive: true, force: true, maxRetries: 3 });
}
process.exit(code);
