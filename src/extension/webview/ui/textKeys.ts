/**
 * Which keys are for the text or the list that has the focus in the page. VS Code hears every key that leaves the page
 * and may still believe that the focus is in the editor beside it: then Ctrl+A here selects the file there, and what is
 * typed next replaces it.
 */

/** As much of a KeyboardEvent as is looked at. */
export interface PressedKey {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

const moving: ReadonlySet<string> = new Set([
  'ArrowUp',
  'ArrowDown',
  'ArrowLeft',
  'ArrowRight',
  'Home',
  'End',
  'PageUp',
  'PageDown',
  'Backspace',
  'Delete',
]);

/** With Ctrl or Cmd: select all, undo and redo. */
const editing: ReadonlySet<string> = new Set(['a', 'z', 'y']);

/** True for keys that no command of the host may hear. Keys with Alt and all shortcuts of VS Code go on. */
export function isTextKey({ key, ctrlKey, metaKey, altKey }: PressedKey): boolean {
  if (altKey) return false;
  if (ctrlKey || metaKey) return editing.has(key.toLowerCase()) || moving.has(key);
  return moving.has(key) || key === 'Enter' || key === 'Tab' || key.length === 1;
}
