/**
 * Runs VS Code's server: one process that serves the workbench to a browser and starts the extension host.
 * Each run has its own data and extension folders, so that nothing of one run reaches the next.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { installServer } from './installServer.ts';

export interface CodeServerOptions {
  /** Holds VS Code's data and extensions; made when missing. */
  readonly folder: string;
  /** Undefined picks a free port. */
  readonly port?: number;
  /** User settings beside the quiet defaults. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Makes the workbench honour `extensionDevelopmentPath` in its address; hides notifications. */
  readonly smokeTestDriver?: boolean;
  /** VSIX files to install first. */
  readonly vsix?: readonly string[];
  readonly environment?: NodeJS.ProcessEnv;
}

export interface CodeServer {
  /** `http://127.0.0.1:<port>`. */
  readonly url: string;
  readonly port: number;
  /** All that the server printed, for failures. */
  readonly output: () => string;
  /** Resolves when the server has ended, whoever ended it. */
  readonly ended: Promise<void>;
  /** Ends the server and what it started. */
  stop(): Promise<void>;
}

const quietSettings = {
  'security.workspace.trust.enabled': false,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'git.openRepositoryInParentFolders': 'never',
  'extensions.autoCheckUpdates': false,
};

/** Starts VS Code's server and resolves when it answers. Rejects with its output when it ends before that. */
export async function startCodeServer(options: CodeServerOptions): Promise<CodeServer> {
  const main = join(await installServer(), 'out/server-main.js');
  const data = join(options.folder, 'data');
  const extensions = join(options.folder, 'extensions');
  const settings = { ...quietSettings, ...options.settings };
  for (const scope of ['User', 'Machine']) {
    await mkdir(join(data, 'data', scope), { recursive: true });
    await writeFile(join(data, 'data', scope, 'settings.json'), JSON.stringify(settings, null, 2));
  }
  await mkdir(extensions, { recursive: true });
  const places = ['--server-data-dir', data, '--extensions-dir', extensions];
  if (options.vsix !== undefined) await installVsix(main, places, options.vsix);

  const port = options.port ?? (await freePort());
  const child = spawn(
    process.execPath,
    [
      main,
      ...['--host', '127.0.0.1', '--port', String(port), '--without-connection-token'],
      ...['--accept-server-license-terms', '--telemetry-level', 'off'],
      ...places,
      ...(options.smokeTestDriver === true ? ['--enable-smoke-test-driver'] : []),
    ],
    {
      env: { ...process.env, ...options.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
    },
  );
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const output = await untilListening(child);
  return { url: `http://127.0.0.1:${port}`, port, output, ended, stop: () => end(child) };
}

async function installVsix(main: string, places: readonly string[], vsix: readonly string[]): Promise<void> {
  const wanted = vsix.flatMap((path) => ['--install-extension', path]);
  const child = spawn(process.execPath, [main, ...places, ...wanted, '--force'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (code !== 0) throw new Error(`VS Code could not install ${vsix.join(', ')}:\n${output}`);
}

function untilListening(child: ChildProcess): Promise<() => string> {
  return new Promise((resolve, reject) => {
    let output = '';
    const collect = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-100_000);
      if (output.includes('Extension host agent listening')) resolve(() => output);
    };
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);
    child.on('error', reject);
    child.on('exit', (code) => {
      reject(new Error(`VS Code's server ended with ${code} before it was ready:\n${output}`));
    });
  });
}

/** The server leads its own process group, so that its extension hosts end with it. */
async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.on('exit', resolve));
  const group = process.platform === 'win32' ? child.pid : -child.pid;
  process.kill(group, 'SIGTERM');
  const timer = setTimeout(() => process.kill(group, 'SIGKILL'), 5000);
  await ended;
  clearTimeout(timer);
}

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
