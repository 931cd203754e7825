/** What `import` finds in a script: the files that were read for the job beforehand, and nothing else. */
import path from 'node:path';
import type { QuickJSRuntime } from 'quickjs-emscripten-core';
import type { PackedJob } from './protocol.ts';

/** `current` gives the job that runs now. */
export function setModules(runtime: QuickJSRuntime, current: () => PackedJob | undefined): void {
  runtime.setModuleLoader(
    (name) => current()?.modules.find(([file]) => file === name)?.[1] ?? { error: notFound(name) },
    (base, wanted) => {
      const index = /^script:(\d+)$/.exec(base)?.[1];
      const from = index === undefined ? base : (current()?.scripts[Number(index)]?.path ?? '');
      return /^\.{1,2}\//.test(wanted) ? path.resolve(path.dirname(from), wanted) : wanted;
    },
  );
}

function notFound(name: string): Error {
  const file = path.basename(name);
  return new Error(`${file} cannot be imported: only files are, by a path that begins with ./ or ../`);
}
