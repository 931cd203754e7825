/**
 * Keys that belong to the page as a whole: F6 goes round its groups, Escape goes back to the editor, Ctrl+F, F3 and Ctrl+G find
 * and go in the body. Keys for the text that has the focus stay in the page. Everything else that has a key is a command of the host,
 * which VS Code hears from the page by itself.
 */
import type { PageAction } from '../protocol.ts';
import { isTextKey } from './textKeys.ts';

/**
 * Listens on the document. F6 after the last group (Shift+F6 before the first) is left to VS Code, so that the keyboard
 * can leave the panel; `onEscape` says whether it used the key.
 */
export function listenToKeys(onEscape: () => boolean, onFind: (action: FindingAction) => void): void {
  const use = (event: KeyboardEvent): void => {
    if (event.key === 'F6' && focusGroup(event.shiftKey ? -1 : 1)) event.preventDefault();
    const action = findingAction(event);
    if (action !== undefined) {
      event.preventDefault();
      onFind(action);
    }
    if (event.key === 'Escape' && onEscape()) event.preventDefault();
  };
  document.addEventListener('keydown', (event) => {
    if (!event.defaultPrevented) use(event);
    // Escape may also cancel a request: the host knows whether it does.
    const isUsed = event.defaultPrevented && event.key !== 'Escape';
    if (isUsed || isTextKey(event)) event.stopPropagation();
  });
}

/** What finds and goes in a body, with the focus anywhere in the page. */
export type FindingAction = Extract<PageAction, 'find' | 'findNext' | 'findPrevious' | 'goTo'>;

function findingAction({
  key,
  ctrlKey,
  metaKey,
  shiftKey,
  altKey,
}: KeyboardEvent): FindingAction | undefined {
  if (altKey) return undefined;
  if (key === 'F3') return shiftKey ? 'findPrevious' : 'findNext';
  if (!(ctrlKey || metaKey) || shiftKey) return undefined;
  return ({ f: 'find', g: 'goTo' } as const)[key.toLowerCase()];
}

/** In the order of the page: status, actions, tabs, tools, content, footer. */
const groupSelector = '[data-group], .tabs-row, .code .cm-content, .header-rows';

function focusGroup(step: -1 | 1): boolean {
  const groups = [...document.querySelectorAll<HTMLElement>(groupSelector)]
    .map((group) => ({ group, stop: firstStop(group) }))
    .filter(({ stop }) => stop !== undefined);
  const now = groups.findIndex(({ group }) => group.contains(document.activeElement));
  const next = groups[now === -1 && step === -1 ? groups.length - 1 : now + step];
  next?.stop?.focus();
  return next !== undefined;
}

function firstStop(group: HTMLElement): HTMLElement | undefined {
  const inside = group.querySelectorAll<HTMLElement>('button, input, [tabindex]');
  return [group, ...inside].find(
    (one) =>
      (one.tabIndex >= 0 || one.isContentEditable) && one.offsetParent !== null && !one.matches(':disabled'),
  );
}
