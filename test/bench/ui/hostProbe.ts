/**
 * Looks into the extension host of a window, through Node's inspector: its memory, and how long its event loop was held up
 * since it was asked last. On Linux only, because the process is found in /proc by a variable that it was started with.
 */
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';

export interface HostState {
  /** Bytes that are resident. */
  readonly rss: number;
  /** Delays of the event loop, in milliseconds. */
  readonly loop: { readonly p99: number; readonly max: number };
}

export interface HostProbe {
  /** `collect`: after a garbage collection. */
  ask(options?: { readonly collect?: boolean }): Promise<HostState>;
  /** How often functions of scripts with such an address were called in so many milliseconds. */
  calls(script: RegExp, milliseconds: number): Promise<number>;
  close(): void;
}

/** Node's, for a process that is asked to be looked into by a signal. */
const inspectorPort = 9229;

/** Milliseconds between two looks at the event loop; they are part of each delay that it tells. */
const resolution = 5;

/** `marker` is `NAME=value` of the environment that VS Code's server was started with. */
export async function attachToHost(marker: string): Promise<HostProbe> {
  const pid = await findHost(marker);
  process.kill(pid, 'SIGUSR1');
  const socket = new WebSocket(await inspectorUrl());
  await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }));
  const evaluate = async (expression: string): Promise<unknown> => {
    const answer = (await call('Runtime.evaluate', { expression, returnByValue: true })) as {
      readonly result: { readonly value: unknown };
    };
    return answer.result.value;
  };
  let lastId = 0;
  function call(method: string, params: object = {}): Promise<unknown> {
    const id = ++lastId;
    return new Promise((resolve) => {
      const listen = ({ data }: MessageEvent): void => {
        const message = JSON.parse(String(data)) as { readonly id?: number; readonly result?: unknown };
        if (message.id !== id) return;
        socket.removeEventListener('message', listen);
        resolve(message.result);
      };
      socket.addEventListener('message', listen);
      socket.send(JSON.stringify({ id, method, params }));
    });
  }
  if ((await evaluate('process.pid')) !== pid) throw new Error('Another process is being looked into.');
  await evaluate(`
    globalThis.benchDelay = process.getBuiltinModule('perf_hooks').monitorEventLoopDelay({ resolution: ${String(resolution)} });
    benchDelay.enable();
  `);
  return {
    async ask({ collect = false } = {}) {
      const loop = (await evaluate(
        '({ p99: benchDelay.percentile(99) / 1e6, max: benchDelay.max / 1e6, _: benchDelay.reset() })',
      )) as HostState['loop'];
      if (collect) await call('HeapProfiler.collectGarbage');
      const rss = (await evaluate('process.memoryUsage().rss')) as number;
      const passed = (measured: number): number => Math.max(0, measured - resolution);
      return { rss, loop: { p99: passed(loop.p99), max: passed(loop.max) } };
    },
    calls: async (script, milliseconds) => countCalls(call, script, milliseconds),
    close: () => socket.close(),
  };
}

/** Speaks the protocol of an inspector. */
export type InspectorCall = (method: string, params?: object) => Promise<unknown>;

/** Exact counts, of an extension host as of a page. */
export async function countCalls(call: InspectorCall, script: RegExp, milliseconds: number): Promise<number> {
  await call('Profiler.enable');
  await call('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
  // What was called while that began is not part of it.
  await call('Profiler.takePreciseCoverage');
  await wait(milliseconds);
  const { result } = (await call('Profiler.takePreciseCoverage')) as {
    readonly result: readonly {
      readonly url: string;
      readonly functions: readonly { readonly ranges: readonly { readonly count: number }[] }[];
    }[];
  };
  await call('Profiler.stopPreciseCoverage');
  await call('Profiler.disable');
  return result
    .filter(({ url }) => script.test(url))
    .flatMap(({ functions }) => functions.map(({ ranges }) => ranges[0]?.count ?? 0))
    .reduce((sum, count) => sum + count, 0);
}

/** Milliseconds of processor time of the process in whose command line a text stands; it was started like the host. */
export async function processTime(marker: string, command: string): Promise<number> {
  const pid = await findProcess(marker, command);
  // Behind the name, which may hold anything: the 14th and 15th field, in ticks of 10 ms.
  const [, rest = ''] = (await readFile(`/proc/${String(pid)}/stat`, 'utf8')).split(/\) (?=[^)]*$)/);
  const fields = rest.split(' ');
  return 10 * (Number(fields[11]) + Number(fields[12]));
}

function findHost(marker: string): Promise<number> {
  return findProcess(marker, '--type=extensionHost');
}

async function findProcess(marker: string, command: string): Promise<number> {
  for (const name of await readdir('/proc')) {
    const read = (file: string): Promise<string> => readFile(`/proc/${name}/${file}`, 'utf8').catch(() => '');
    if (!/^\d+$/.test(name) || !(await read('cmdline')).includes(command)) continue;
    if ((await read('environ')).split('\0').includes(marker)) return Number(name);
  }
  throw new Error(`No process of this window has ${command} in its command line.`);
}

async function inspectorUrl(): Promise<string> {
  for (let round = 0; round < 100; round++) {
    const listed = await fetch(`http://127.0.0.1:${String(inspectorPort)}/json/list`)
      .then((response) => response.json())
      .catch(() => []);
    const all = listed as readonly { readonly webSocketDebuggerUrl: string }[];
    const [first] = all;
    if (first !== undefined) return first.webSocketDebuggerUrl;
    await wait(50);
  }
  throw new Error('The extension host cannot be looked into.');
}
