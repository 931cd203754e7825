/** A button that puts a text on the clipboard and says for a moment whether it did. */
import type { ViewContext } from './actions.ts';
import { button, icon } from './dom.ts';
import type { IconName } from './icons.ts';

/** How long it says so, in milliseconds. */
const saidFor = 1500;

/** `label` is its name; `text` is asked when it is pressed. */
export function copyButton({ texts: { t } }: ViewContext, label: string, text: () => string): HTMLElement {
  const made = button({ label, icon: 'copy', iconOnly: true, onClick: () => void copy() });
  async function copy(): Promise<void> {
    const done = await navigator.clipboard.writeText(text()).then(
      () => true,
      () => false,
    );
    name(t(done ? 'copied' : 'couldNotCopy'), done ? 'check' : 'error');
    setTimeout(name, saidFor, label, 'copy');
  }
  function name(says: string, shape: IconName): void {
    made.title = says;
    made.setAttribute('aria-label', says);
    made.replaceChildren(icon(shape));
  }
  return made;
}
