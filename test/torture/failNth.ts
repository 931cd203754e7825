/**
 * Makes one call fail, the Nth, of those that this program makes to the file system, to sockets or to compression, and
 * runs the same work for every N until none is left to fail: each way in which the work can be left half done is gone
 * through. What is called is counted in the order in which it happens; a test says what must hold after each failure.
 */
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import zlib from 'node:zlib';

export interface FailedCall {
  /** For example `rename` or `FileHandle.write`. */
  readonly name: string;
  readonly number: number;
}

type Call = (...values: unknown[]) => unknown;
type Owner = Record<string, Call>;

/** What a call is, and how it fails instead of being made. */
interface Fallible {
  readonly owner: Owner;
  readonly name: string;
  readonly label: string;
  readonly fail: (self: unknown, call: Call, values: unknown[]) => unknown;
}

const fileCalls = [
  'open',
  'rename',
  'rm',
  'link',
  'copyFile',
  'mkdir',
  'mkdtemp',
  'readdir',
  'lstat',
  'stat',
];
const handleCalls = ['write', 'writeFile', 'appendFile', 'read', 'readFile', 'sync', 'stat'];

/** The calls of node:fs/promises and of its file handles. */
export async function fileSystem(): Promise<readonly Fallible[]> {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'torture-'));
  const handle = await fs.open(path.join(folder, 'a'), 'w');
  const prototype = Object.getPrototypeOf(handle) as Owner;
  await handle.close();
  await fs.rm(folder, { recursive: true });
  const rejecting = (_self: unknown, call: Call, values: unknown[]): unknown =>
    Promise.reject(diskError(call, values));
  return [
    ...fileCalls.map((name) => ({ owner: fs as unknown as Owner, name, label: name, fail: rejecting })),
    ...handleCalls.map((name) => ({ owner: prototype, name, label: `FileHandle.${name}`, fail: rejecting })),
  ];
}

/** Connecting and writing: the connection breaks instead. */
export function sockets(): readonly Fallible[] {
  const owner = net.Socket.prototype as unknown as Owner;
  return ['connect', 'write'].map((name) => ({
    owner,
    name,
    label: `Socket.${name}`,
    fail: (self: unknown) => {
      const socket = self as net.Socket;
      process.nextTick(() => socket.destroy(Object.assign(new Error('torture'), { code: 'ECONNRESET' })));
      return name === 'connect' ? socket : false;
    },
  }));
}

/** Each piece that is given to one of Node's decoders. */
export function compression(): readonly Fallible[] {
  const owner = Object.getPrototypeOf(Object.getPrototypeOf(zlib.createInflateRaw())) as Owner;
  return [
    {
      owner,
      name: '_transform',
      label: 'zlib',
      fail: (_self: unknown, _call: Call, values: unknown[]) =>
        (values[2] as (error: Error) => void)(Object.assign(new Error('torture'), { code: 'Z_DATA_ERROR' })),
    },
  ];
}

/**
 * Runs `work` again and again, with the first call failing, the second …, until it makes no more calls than that, `most`
 * times at most. `only` says which failures count (all by default), so that what is not under test can prepare itself.
 */
export async function failEach(
  calls: readonly Fallible[],
  work: (
    failing: <T>(run: () => Promise<T>) => Promise<T>,
  ) => Promise<(failed: FailedCall) => void | Promise<void>>,
  most = 200,
): Promise<readonly FailedCall[]> {
  const done: FailedCall[] = [];
  for (let number = 1; number <= most; number++) {
    let failed: FailedCall | undefined;
    const check = await work(async (run) => {
      let count = 0;
      const restore = replace(calls, (one, self, call, values) => {
        count++;
        if (count !== number) return call.apply(self, values);
        failed = { name: one.label, number };
        return one.fail(self, call, values);
      });
      try {
        return await run();
      } finally {
        restore();
      }
    });
    if (failed === undefined) return done;
    try {
      await check(failed);
    } catch (error) {
      if (error instanceof Error) error.message = `after ${failed.name} (call ${number}): ${error.message}`;
      throw error;
    }
    done.push(failed);
  }
  return done;
}

function replace(
  calls: readonly Fallible[],
  instead: (one: Fallible, self: unknown, call: Call, values: unknown[]) => unknown,
): () => void {
  const before = calls.map((one) => {
    const call = one.owner[one.name];
    if (call === undefined) throw new Error(`There is no ${one.label}.`);
    one.owner[one.name] = function (this: unknown, ...values: unknown[]): unknown {
      return instead(one, this, call, values);
    };
    return () => (one.owner[one.name] = call);
  });
  // Modules have imported the functions by name.
  syncBuiltinESMExports();
  return () => {
    for (const restore of before) restore();
    syncBuiltinESMExports();
  };
}

function diskError(call: Call, [first]: readonly unknown[]): Error {
  const where = typeof first === 'string' ? ` '${first}'` : '';
  return Object.assign(new Error(`ENOSPC: no space left on device, ${call.name}${where}`), {
    code: 'ENOSPC',
  });
}
