/**
 * Loaded into VS Code's server before anything else, and by that into the extension host (`--import`), which then finds the
 * network that a test wants, whatever this computer has. Names under `.invalid` are unknown while the network is up and
 * cannot be looked up while it is down; then only the loopback is there. The test also learns which process it is.
 */
import childProcess from 'node:child_process';
import dns from 'node:dns';
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import os from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export interface MadeUpNetwork {
  /** For VS Code's process. */
  readonly environment: NodeJS.ProcessEnv;
  setUp(isUp: boolean): Promise<void>;
  /** The process that runs the extension. */
  extensionHost(): Promise<number>;
  remove(): Promise<void>;
}

const folderVariable = 'MADE_UP_NETWORK';
const self = pathToFileURL(import.meta.filename).href;

/** A network that is up. */
export async function makeUpNetwork(): Promise<MadeUpNetwork> {
  const folder = await mkdtemp(join(os.tmpdir(), 'made-up-network-'));
  const setUp = (isUp: boolean) => writeFile(join(folder, 'network'), isUp ? 'up' : 'down');
  await setUp(true);
  return {
    environment: {
      [folderVariable]: folder,
      NODE_OPTIONS: `--import ${self}`,
    },
    setUp,
    extensionHost: async () => Number(await readFile(join(folder, 'pid'), 'utf8')),
    remove: () => rm(folder, { recursive: true }),
  };
}

const folder = process.env[folderVariable];
const hostArgument = '--type=extensionHost';
if (folder !== undefined && process.argv.includes(hostArgument)) pretend(folder);
else if (folder !== undefined) handOn();

/** VS Code takes `NODE_OPTIONS` away from what it starts. */
function handOn(): void {
  const { fork } = childProcess;
  const withPretence = (path: string, words: readonly string[], options: childProcess.ForkOptions) => {
    const execArgv = words.includes(hostArgument) ? ['--import', self] : [];
    return fork(path, words, { ...options, execArgv: [...(options.execArgv ?? []), ...execArgv] });
  };
  replace(childProcess, 'fork', withPretence);
  syncBuiltinESMExports();
}

function pretend(place: string): void {
  writeFileSync(join(place, 'pid'), String(process.pid));
  const isUp = (): boolean => readFileSync(join(place, 'network'), 'utf8') === 'up';
  const { lookup } = dns;
  replace(dns, 'lookup', (host: string, ...rest: readonly unknown[]) => {
    if (!host.endsWith('.invalid')) return Reflect.apply(lookup, dns, [host, ...rest]) as unknown;
    const code = isUp() ? 'ENOTFOUND' : 'EAI_AGAIN';
    const error = Object.assign(new Error(`getaddrinfo ${code} ${host}`), {
      ...{ code, errno: -3008, syscall: 'getaddrinfo', hostname: host },
    });
    const done = rest.at(-1) as (error: Error) => void;
    return setImmediate(done, error);
  });
  const address = { address: '192.0.2.7', netmask: '255.255.255.0', family: 'IPv4', internal: false };
  const loopback = { ...address, address: '127.0.0.1', netmask: '255.0.0.0', internal: true };
  replace(os, 'networkInterfaces', () => ({ lo: [loopback], ...(isUp() ? { eth0: [address] } : {}) }));
}

function replace(owner: object, name: string, value: unknown): void {
  Object.defineProperty(owner, name, { configurable: true, writable: true, value });
}
