/**
 * Loads what sends requests (runner and core) when it is first needed, so that opening a file costs neither
 * the time nor the memory of it. The engine is a bundle of its own beside this one; its types come from
 * `engine.ts`, its code never enters the activation bundle.
 */
import type * as engineModule from './engine.ts';

export type Engine = typeof engineModule;

let loading: Promise<Engine> | undefined;

/** Gives the engine, loaded once. */
export function loadEngine(): Promise<Engine> {
  // Reading it holds the thread up, and what was just shown should be on its way to the window before.
  loading ??= new Promise((resolve) => setTimeout(resolve)).then(
    () => importBundle('./engine.cjs') as Promise<Engine>,
  );
  return loading;
}

/** The path counts from dist/extension.cjs, so it is no literal of an import: no such file is among the sources. */
function importBundle(path: string): Promise<unknown> {
  return import(path);
}
