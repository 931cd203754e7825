/** A value that is masked until somebody wants to see it, with the button that shows and hides it. */
import type { ViewContext } from './actions.ts';
import { element, icon } from './dom.ts';

/** Six dots whatever the length, because the length of a secret is a hint, too. */
const mask = '••••••';

/** `name` says on the button whose value it is. */
export function createSecretText({ texts: { t } }: ViewContext, name: string, value: string): HTMLElement {
  const text = element('span', { class: 'secret-text', dir: 'auto' }, mask);
  const eye = element('button', { type: 'button', class: 'icon-button', 'data-testid': 'reveal' });
  let revealed = false;
  const draw = (): void => {
    text.textContent = revealed ? value : mask;
    const label = t(revealed ? 'concealValueOf' : 'revealValueOf', name);
    eye.title = label;
    eye.setAttribute('aria-label', label);
    eye.setAttribute('aria-pressed', String(revealed));
    eye.replaceChildren(icon(revealed ? 'eye-closed' : 'eye'));
  };
  eye.addEventListener('click', () => {
    revealed = !revealed;
    draw();
  });
  draw();
  return element('span', { class: 'secret' }, text, eye);
}
