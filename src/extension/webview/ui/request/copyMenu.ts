/**
 * "Copy as": a button with a menu of the forms a request can be copied in. The host writes the text and asks about
 * secrets; here is only the menu (WAI-ARIA menu button: arrows, Home, End, first letters, Escape).
 */
import { copyFormats, type CopyFormat } from '../../requestMessages.ts';
import type { PageStringKey } from '../../strings.ts';
import type { ViewContext } from '../actions.ts';
import { button, element, icon, setShown } from '../dom.ts';

const labels: Readonly<Record<CopyFormat, PageStringKey>> = {
  curl: 'copyAsCurl',
  curlPowerShell: 'copyAsCurlPowerShell',
  curlCmd: 'copyAsCurlCmd',
  python: 'copyAsPython',
  fetch: 'copyAsFetch',
  http: 'copyAsHttp',
};

export function createCopyMenu({ texts: { t }, actions }: ViewContext): HTMLElement {
  const opener = button({
    label: t('copyAs'),
    class: 'secondary',
    testId: 'copy-as',
    onClick: () => {
      if (menu.hidden) open(0);
      else close();
    },
  });
  opener.append(icon('chevron-down'));
  opener.setAttribute('aria-haspopup', 'menu');
  opener.setAttribute('aria-expanded', 'false');
  const items = copyFormats.map((format) => {
    const item = element(
      'button',
      { type: 'button', role: 'menuitem', class: 'menu-item', tabindex: -1, 'data-testid': `copy-${format}` },
      t(labels[format]),
    );
    item.addEventListener('click', () => {
      close();
      actions.request({ type: 'copyAs', format });
    });
    return item;
  });
  const menu = element(
    'div',
    { class: 'menu', role: 'menu', 'aria-label': t('copyAs'), hidden: true },
    ...items,
  );
  const holder = element('div', { class: 'menu-holder' }, opener, menu);

  function open(index: number): void {
    setShown(menu, true);
    opener.setAttribute('aria-expanded', 'true');
    items.at(index)?.focus();
  }

  function close(): void {
    if (menu.hidden) return;
    const hadFocus = menu.contains(document.activeElement);
    setShown(menu, false);
    opener.setAttribute('aria-expanded', 'false');
    if (hadFocus) opener.focus();
  }

  holder.addEventListener('keydown', (event) => {
    const at = items.findIndex((item) => item === document.activeElement);
    const target = targetOf(event.key, at);
    if (target === undefined) {
      if (event.key === 'Tab') close();
      if (event.key !== 'Escape' || menu.hidden) return;
      close();
    } else {
      open(target);
    }
    // Escape would go on to the editor, arrows to the page.
    event.preventDefault();
    event.stopPropagation();
  });
  holder.addEventListener('focusout', (event) => {
    if (!(event.relatedTarget instanceof Node) || !holder.contains(event.relatedTarget)) close();
  });

  /** Which item a key goes to; `at` is -1 on the button. */
  function targetOf(key: string, at: number): number | undefined {
    switch (key) {
      case 'ArrowDown':
        return (at + 1) % items.length;
      case 'ArrowUp':
        return at === -1 ? -1 : (at - 1 + items.length) % items.length;
      case 'Home':
        return at === -1 ? undefined : 0;
      case 'End':
        return at === -1 ? undefined : -1;
    }
    if (at === -1 || key.length !== 1) return undefined;
    const startsSo = (item: HTMLElement): boolean =>
      item.textContent.toLowerCase().startsWith(key.toLowerCase());
    const next = items.findIndex((item, index) => index > at && startsSo(item));
    const found = next === -1 ? items.findIndex(startsSo) : next;
    return found === -1 ? undefined : found;
  }

  return holder;
}
