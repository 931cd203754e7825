/**
 * Worlds for scripts inside QuickJS. Making one takes longer than most scripts do, so it is made once, before any script
 * has run, and its memory is copied; each job begins with that memory put back, byte for byte, and nothing of the job
 * before. The libraries that a job has asked for are there from the beginning for the next one.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { QuickJSContext, QuickJSHandle, QuickJSRuntime } from 'quickjs-emscripten-core';
import { guestSource } from './guestSource.ts';
import { createHostFunction, type HostWork, type LibraryName } from './hostFunction.ts';
import { setModules } from './modules.ts';
import type { PackedJob } from './protocol.ts';
import { createQuickJs } from './quickjs.ts';

export interface World {
  readonly runtime: QuickJSRuntime;
  readonly context: QuickJSContext;
  readonly control: Control;
  /** Whether the scripts have taken all the memory that they may, now or before: QuickJS drops promises without a word then. */
  isFull(): boolean;
}

/** The functions that `guest/main.ts` gives to the thread. */
export type Control = Readonly<Record<(typeof controlNames)[number], QuickJSHandle>>;

const controlNames = ['beginBefore', 'fire', 'runTests', 'failureOf', 'load', 'take'] as const;

export interface Worlds {
  /** A fresh one, the only one until `end`. Throws when QuickJS does. */
  begin(work: HostWork): World;
  end(): void;
  /** Makes ready for the next job, which could be done there too. */
  renew(): void;
}

/** Bytes of QuickJS's own stack. */
const stack = 256 * 1024;

/** Bytes that the scripts of a job may use: those of reliability T15, and what it takes to look into the body. */
export function memoryOf({ body }: PackedJob): number {
  return 32 * 1024 * 1024 + 8 * body.length;
}

export async function createWorlds(): Promise<Worlds> {
  const quickjs = await createQuickJs();
  const memory = quickjs.getWasmMemory();
  const runtime = quickjs.newRuntime();
  runtime.setMaxStackSize(stack);
  const context = runtime.newContext();
  const loaded = new Set<LibraryName>();
  const wanted = new Set<LibraryName>();
  let current: HostWork | undefined;
  let isFresh = true;
  runtime.setInterruptHandler(() => {
    return current !== undefined && (current.isExiting || Date.now() > current.deadline);
  });
  setModules(runtime, () => current?.job);
  const evaluate = (source: string): void => {
    context.unwrapResult(context.evalCode(source, 'api', { type: 'global' })).dispose();
  };
  const host = createHostFunction(
    context,
    () => current,
    (name) => {
      wanted.add(name);
      const text = readFileSync(join(import.meta.dirname, `${name}.cjs`), 'utf8');
      const source = `(() => { const module = { exports: {} };\n${text}\nreturn module.exports; })()`;
      const library = context.unwrapResult(context.evalCode(source, 'library', { type: 'global' }));
      callControl('take', context.newString(name), library);
    },
  );
  context.setProp(context.global, 'host', host);
  evaluate(guestSource);
  const control = takeControl(context);
  evaluate('delete globalThis.control');
  let kept = keep(memory.buffer);

  /** Calls a function of `control` and takes its arguments over; what it gives is not looked at. */
  function callControl(name: keyof Control, ...values: readonly QuickJSHandle[]): void {
    context.unwrapResult(context.callFunction(control[name], context.undefined, ...values)).dispose();
    for (const handle of values) handle.dispose();
  }

  const renew = (): void => {
    if (isFresh) return;
    restore(memory.buffer, kept);
    isFresh = true;
    const missing = [...wanted].filter((name) => !loaded.has(name));
    if (missing.length === 0) return;
    for (const name of missing) {
      callControl('load', context.newString(name));
      loaded.add(name);
    }
    kept = keep(memory.buffer);
  };

  return {
    begin(work) {
      renew();
      isFresh = false;
      current = work;
      runtime.setMemoryLimit(memoryOf(work.job));
      if (work.job.response === undefined) callControl('beginBefore');
      const before = memory.buffer.byteLength;
      // It grows by more than it needs, and never shrinks.
      const isFull = (): boolean =>
        memory.buffer.byteLength > before && memory.buffer.byteLength >= memoryOf(work.job);
      return { runtime, context, control, isFull };
    },
    end() {
      current?.timers.clear();
      current = undefined;
    },
    renew,
  };
}

/** Handles to them stay good: they are made before the memory is kept. */
function takeControl(context: QuickJSContext): Control {
  const object = context.getProp(context.global, 'control');
  const functions = controlNames.map((name) => [name, context.getProp(object, name)] as const);
  object.dispose();
  return Object.fromEntries(functions) as Control;
}

/** The parts of a memory that hold anything. */
type KeptMemory = readonly { readonly offset: number; readonly bytes: Uint8Array }[];

const pageSize = 16 * 1024;
const empty = new Uint8Array(pageSize);

function keep(buffer: ArrayBuffer): KeptMemory {
  const pages: { offset: number; bytes: Uint8Array }[] = [];
  for (let offset = 0; offset < buffer.byteLength; offset += pageSize) {
    const page = new Uint8Array(buffer, offset, pageSize);
    if (Buffer.compare(page, empty) !== 0) pages.push({ offset, bytes: page.slice() });
  }
  return pages;
}

/**
 * Also memory that was empty when it was kept may hold something now. Nothing reads that before it writes it: QuickJS
 * clears what it gives to scripts.
 */
function restore(buffer: ArrayBuffer, kept: KeptMemory): void {
  const all = new Uint8Array(buffer);
  for (const { offset, bytes } of kept) all.set(bytes, offset);
}
