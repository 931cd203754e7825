/**
 * The few lines that make elements. Text goes in as text nodes and attributes by name, so nothing that came from a
 * server can become markup; there is no way here to set a style or a handler from a string, which the CSP forbids.
 */
import type { IconName } from './icons.ts';

type AttributeValue = string | number | boolean | undefined;

/** A new element; `true` sets an attribute without a value, `false` and `undefined` leave it out. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, AttributeValue>> = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) setAttribute(made, name, value);
  made.append(...children);
  return made;
}

export function setAttribute(target: Element, name: string, value: AttributeValue): void {
  if (value === undefined || value === false) target.removeAttribute(name);
  else target.setAttribute(name, value === true ? '' : String(value));
}

/** A decorative codicon; the name beside it or the button around it carries the meaning. */
export function icon(name: IconName): HTMLElement {
  return element('span', { class: `codicon codicon-${name}`, 'aria-hidden': 'true' });
}

export interface ButtonOptions {
  readonly label: string;
  readonly icon?: IconName;
  /** Only the icon is seen; the label is its name and tooltip. */
  readonly iconOnly?: boolean;
  readonly class?: string;
  readonly testId?: string;
  readonly onClick: () => void;
}

export function button(options: ButtonOptions): HTMLButtonElement {
  const made = element('button', {
    type: 'button',
    class: [options.iconOnly ? 'icon-button' : 'button', options.class ?? ''].join(' ').trim(),
    'data-testid': options.testId,
    'aria-label': options.iconOnly ? options.label : undefined,
    title: options.iconOnly ? options.label : undefined,
  });
  if (options.icon !== undefined) made.append(icon(options.icon));
  if (!options.iconOnly) made.append(element('span', {}, options.label));
  made.addEventListener('click', options.onClick);
  return made;
}

/** Changes text only when it differs, so that a selection in it and a screen reader's place survive. */
export function setText(target: Node, text: string): void {
  if (target.textContent !== text) target.textContent = text;
}

/** Shows or hides without leaving the layout's order. */
export function setShown(target: HTMLElement, shown: boolean): void {
  if (target.hidden === shown) target.hidden = !shown;
}

/** A stop for the keyboard that arrows move inside of (WAI-ARIA toolbar and tabs): one element of a group is in the tab order. */
export function rove(group: HTMLElement, selector: string, onMove?: (target: HTMLElement) => void): void {
  group.addEventListener('keydown', (event) => {
    const stops = [...group.querySelectorAll<HTMLElement>(selector)].filter(
      (stop) => stop.offsetParent !== null,
    );
    const at = stops.findIndex((stop) => stop === document.activeElement);
    if (at === -1) return;
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: stops.length - 1 }[event.key];
    if (to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const target = stops[(to + stops.length) % stops.length];
    if (target === undefined) return;
    for (const stop of stops) stop.tabIndex = stop === target ? 0 : -1;
    target.focus();
    onMove?.(target);
  });
}
