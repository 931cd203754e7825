/**
 * `npm start`: builds, starts the sandbox, and opens `examples/` in VS Code with the extension loaded. Where no
 * desktop VS Code is found, VS Code is served to the browser and its address printed. Ends with Ctrl+C.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { startSandboxNear } from '../sandbox/index.ts';
import { startCodeServer } from './codeServer.ts';
import { downloadsFolder, projectFolder } from './folders.ts';

const examples = join(projectFolder, 'examples');

const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());

run('npm', ['run', '--silent', 'package']);
const sandbox = await startSandboxNear({ port: 8080, tlsPort: 8443 }, console.log);
console.log(`\nThe sandbox answers at ${sandbox.url} and ${sandbox.tlsUrl}.`);

const code = desktopCode();
const served = code === undefined ? await serve() : openDesktop(code);
console.log('Press Ctrl+C to end.');
if (!stopping.signal.aborted) await once(stopping.signal, 'abort');
console.log('\nEnding …');
await served.stop();
await sandbox.close();
process.exit(0);

function openDesktop(executable: string): { stop(): Promise<void> } {
  console.log(`Opening ${examples} in VS Code …`);
  spawn(executable, ['--new-window', `--extensionDevelopmentPath=${projectFolder}`, examples], {
    stdio: 'ignore',
    detached: true,
    shell: process.platform === 'win32',
  }).unref();
  return { stop: () => Promise.resolve() };
}

async function serve(): Promise<{ stop(): Promise<void> }> {
  const server = await startCodeServer({
    folder: join(downloadsFolder, 'start'),
    port: Number(process.env['CODE_PORT'] ?? 8090),
    vsix: [join(projectFolder, 'dist/http-sessions.vsix')],
  });
  console.log('No desktop VS Code was found, so VS Code is served to your browser. Open:');
  console.log(`\n  ${server.url}/?folder=${encodeURI(examples)}\n`);
  return server;
}

/** `code` on the PATH, unless this is a terminal without a screen. */
function desktopCode(): string | undefined {
  if (process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY'])
    return undefined;
  const mac = '/Applications/Visual Studio Code.app/Contents/Resources/app/bin/code';
  const finder = process.platform === 'win32' ? 'where' : 'which';
  if (spawnSync(finder, ['code'], { stdio: 'ignore' }).status === 0) return 'code';
  return existsSync(mac) ? mac : undefined;
}

function run(command: string, args: readonly string[]): void {
  const { status } = spawnSync(command, args, {
    cwd: projectFolder,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exit(status ?? 1);
}
