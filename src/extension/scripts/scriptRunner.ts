/**
 * Runs scripts in threads of their own: a thread is started for the first one, kept for the next, and ended when a script
 * does not end by itself. It knows neither requests nor files; a job is data, and so is what comes of it.
 */
import { Worker } from 'node:worker_threads';
import type { PackedJob, ScriptJob, ScriptOutcome } from './protocol.ts';

export interface ScriptRunnerOptions {
  /** The thread's file, `dist/scripts.cjs`. */
  readonly worker: string | URL;
  /** Milliseconds that the scripts of one moment may take together; 5,000 by default. */
  readonly patience?: number;
}

export interface ScriptRunner {
  /**
   * Runs the scripts of a job one after the other. Rejects with the signal's reason when that is aborted, and with an Error
   * when there is no thread to run them in; what a script does wrong is part of the outcome.
   */
  run(job: ScriptJob, signal: AbortSignal): Promise<ScriptOutcome>;
  /** A job is to come: starts a thread, if there is none, that makes itself ready meanwhile. */
  expect(): void;
  /** Ends every thread. */
  dispose(): Promise<void>;
}

/** From the thread: `ready` when it has made itself ready for jobs, which does not count as a script's time. */
export type ThreadMessage =
  { readonly kind: 'ready' } | { readonly kind: 'ended'; readonly outcome: ScriptOutcome };

/** More jobs than this at one time wait for their turn. */
const mostThreads = 4;

/** Milliseconds after which a thread without work is ended. */
const idleTime = 30_000;

/** Milliseconds that a thread has to stop by itself, which tells in which line the script was. */
const grace = 250;

/** Starts no thread before a job is there or to come. */
export function startScriptRunner({ worker, patience = 5000 }: ScriptRunnerOptions): ScriptRunner {
  const idle: Thread[] = [];
  const all = new Set<Thread>();
  const waiting: ((thread: Thread) => void)[] = [];

  const open = (): Thread => {
    const thread = new Thread(worker, patience);
    all.add(thread);
    return thread;
  };

  async function acquire(signal: AbortSignal): Promise<Thread> {
    for (;;) {
      const kept = idle.pop();
      if (kept === undefined) break;
      if (!kept.hasEnded) return kept;
      all.delete(kept);
    }
    if (all.size < mostThreads) return open();
    return new Promise((resolve, reject) => {
      const take = (thread: Thread): void => {
        signal.removeEventListener('abort', leave);
        resolve(thread);
      };
      const leave = (): void => {
        waiting.splice(waiting.indexOf(take), 1);
        reject(reasonOf(signal));
      };
      waiting.push(take);
      signal.addEventListener('abort', leave, { once: true });
    });
  }

  function release(thread: Thread): void {
    if (thread.hasEnded) all.delete(thread);
    const next = waiting.shift();
    if (next !== undefined) {
      next(thread.hasEnded ? open() : thread);
      return;
    }
    if (!thread.hasEnded) rest(thread);
  }

  function rest(thread: Thread): void {
    idle.push(thread);
    thread.rest(() => {
      idle.splice(idle.indexOf(thread), 1);
      all.delete(thread);
    });
  }

  return {
    async run(job, signal) {
      if (signal.aborted) throw reasonOf(signal);
      const thread = await acquire(signal);
      try {
        return await thread.run(job, signal);
      } finally {
        release(thread);
      }
    },
    expect() {
      if (all.size === 0) rest(open());
    },
    async dispose() {
      const threads = [...all];
      all.clear();
      idle.length = 0;
      await Promise.all(threads.map((thread) => thread.end()));
    },
  };
}

class Thread {
  readonly #worker: Worker;
  readonly #patience: number;
  #resting: NodeJS.Timeout | undefined;
  #ended = false;
  #isReady = false;
  #heard: (message: ThreadMessage | Error) => void = () => undefined;

  constructor(file: string | URL, patience: number) {
    this.#patience = patience;
    this.#worker = new Worker(file, {
      workerData: { patience },
      env: {},
      execArgv: [],
      stdin: false,
      resourceLimits: { maxOldGenerationSizeMb: 192, maxYoungGenerationSizeMb: 16 },
    });
    this.#worker.unref();
    this.#worker.on('message', (message: ThreadMessage) => {
      if (message.kind === 'ready') this.#isReady = true;
      this.#heard(message);
    });
    this.#worker.on('error', (error: unknown) => this.#lost(error));
    this.#worker.on('exit', () => this.#lost(new Error('The thread of the scripts has ended.')));
  }

  get hasEnded(): boolean {
    return this.#ended;
  }

  async run(job: ScriptJob, signal: AbortSignal): Promise<ScriptOutcome> {
    // It may have been aborted while the thread was waited for.
    if (signal.aborted) throw reasonOf(signal);
    clearTimeout(this.#resting);
    this.#worker.ref();
    let timer: NodeJS.Timeout | undefined;
    let abort = (): void => undefined;
    try {
      return await new Promise<ScriptOutcome>((resolve, reject) => {
        abort = () => {
          reject(reasonOf(signal));
          void this.end();
        };
        signal.addEventListener('abort', abort, { once: true });
        this.#heard = (message) => {
          if (message instanceof Error) {
            if (isOutOfMemory(message))
              resolve(failed(job, 'Limit', 'The script used more memory than it may.'));
            else reject(message);
          } else if (message.kind === 'ended') resolve(message.outcome);
          else watch();
        };
        const watch = (): void => {
          clearTimeout(timer);
          timer = setTimeout(() => {
            resolve(endedLate(job, this.#patience));
            void this.end();
          }, this.#patience + grace);
        };
        if (this.#isReady) watch();
        this.#worker.postMessage(packed(job));
      });
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      this.#heard = () => undefined;
      this.#worker.unref();
    }
  }

  /** Ends it after a while without work; `ended` is called when that happens. */
  rest(ended: () => void): void {
    this.#resting = setTimeout(() => {
      ended();
      void this.end();
    }, idleTime);
    this.#resting.unref();
  }

  async end(): Promise<void> {
    this.#ended = true;
    clearTimeout(this.#resting);
    await this.#worker.terminate();
  }

  #lost(error: unknown): void {
    this.#ended = true;
    clearTimeout(this.#resting);
    this.#heard(error instanceof Error ? error : new Error(String(error)));
  }
}

function packed({ moment, scripts, modules, onlyParses = false, ...job }: ScriptJob): PackedJob {
  const { request, sent, response, variables } = job;
  return {
    ...{ moment, scripts, modules, onlyParses },
    variables: JSON.stringify(variables),
    request: JSON.stringify({ request, sent }),
    response: response && JSON.stringify({ ...response, body: '' }),
    body: response?.body ?? '',
  };
}

/** What is known where the thread could not say it itself. */
function failed(job: ScriptJob, kind: 'Timeout' | 'Limit', message: string): ScriptOutcome {
  const [script] = job.scripts;
  const line = script?.line ?? 0;
  const place = script === undefined ? '' : `${script.file}:${script.firstLine}`;
  return { tests: [], lines: [], changes: [], failures: [{ kind, message, place, line }] };
}

function endedLate(job: ScriptJob, patience: number): ScriptOutcome {
  return failed(job, 'Timeout', `The script ran longer than ${patience / 1000} s and was ended.`);
}

function isOutOfMemory(error: Error): boolean {
  return 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
}

function reasonOf(signal: AbortSignal): Error {
  const reason: unknown = signal.reason;
  return reason instanceof Error ? reason : new Error('The run was ended.');
}
