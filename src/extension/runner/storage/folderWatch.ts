/**
 * Tells when something in a folder changes, whichever process did it, so that windows follow each other. Costs nothing
 * while nothing changes. Where a folder cannot be watched nothing is told, and what was read stays as it is.
 */
import { watch } from 'node:fs';

/** Milliseconds in which changes are gathered. */
const gap = 100;

/** Calls back with the names that have changed, at most every `gap` milliseconds. Returns the way to stop it. */
export function watchFolder(folder: string, onChange: (names: ReadonlySet<string>) => void): () => void {
  let changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const tell = (): void => {
    timer = undefined;
    const names = changed;
    changed = new Set();
    onChange(names);
  };
  try {
    const watcher = watch(folder, { persistent: false }, (_event, name) => {
      // Temporary files come and go with every write.
      if (name === null || name.startsWith('.')) return;
      changed.add(name);
      timer ??= setTimeout(tell, gap);
    });
    watcher.on('error', () => {
      watcher.close();
    });
    return () => {
      clearTimeout(timer);
      watcher.close();
    };
  } catch {
    return () => undefined;
  }
}
