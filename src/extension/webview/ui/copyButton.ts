/** A button that puts a text on the clipboard and says for a moment whether it did. */
import type { ViewContext } from './actions.ts';
import { button, icon, setText } from './dom.ts';
import type { IconName } from './icons.ts';

/** How long it says so, in milliseconds. */
const saidFor = 1500;

/** `label` is its name; `text` is asked when it is pressed. */
export function copyButton(context: ViewContext, label: string, text: () => string): HTMLElement {
  return copying(context, button({ label, icon: 'copy', iconOnly: true, onClick: () => undefined }), text);
}

/** The same with its name in words beside the icon. */
export function copyTextButton(context: ViewContext, label: string, text: () => string): HTMLElement {
  return copying(context, button({ label, icon: 'copy', class: 'quiet', onClick: () => undefined }), text);
}

function copying({ texts: { t } }: ViewContext, made: HTMLButtonElement, text: () => string): HTMLElement {
  const label = made.getAttribute('aria-label') ?? made.textContent;
  const words = made.querySelector('span:not(.codicon)');
  made.addEventListener('click', () => void copy());
  async function copy(): Promise<void> {
    const done = await navigator.clipboard.writeText(text()).then(
      () => true,
      () => false,
    );
    name(t(done ? 'copied' : 'couldNotCopy'), done ? 'check' : 'error');
    setTimeout(name, saidFor, label, 'copy');
  }
  function name(says: string, shape: IconName): void {
    if (words === null) {
      made.title = says;
      made.setAttribute('aria-label', says);
    } else setText(words, says);
    made.firstChild?.replaceWith(icon(shape));
  }
  return made;
}
