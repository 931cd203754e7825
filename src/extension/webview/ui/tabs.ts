/**
 * A row of tabs with their panels (WAI-ARIA tabs, automatic activation): arrows, Home and End move, only the chosen
 * tab is in the tab order. Where there is no room for labels a list to choose from stands in for them; the style sheet
 * says which. Choosing is told to the owner, who says what is chosen; this keeps no state of its own.
 */
import { element, rove, setAttribute, setShown } from './dom.ts';

export interface TabOptions<K extends string> {
  readonly id: K;
  readonly label: string;
  readonly testId: string;
  readonly panel: HTMLElement;
}

export interface Tabs<K extends string> {
  readonly list: HTMLElement;
  /** Shows one panel, or all of them as regions beside each other when there is room. */
  choose(id: K, allShown?: boolean): void;
  /** A count or mark after the label; empty for none. */
  setBadge(id: K, badge: string): void;
  /** Takes a tab away, or puts it back; a hidden one is never chosen. */
  setHidden(id: K, hidden: boolean): void;
}

export function createTabs<K extends string>(
  label: string,
  tabs: readonly TabOptions<K>[],
  onChoose: (id: K) => void,
): Tabs<K> {
  const list = element('div', { class: 'tabs', role: 'tablist', 'aria-label': label });
  const select = element('select', { class: 'tabs-select', 'aria-label': label });
  const row = element('div', { class: 'tabs-row' }, list, select);
  const made = tabs.map((tab) => {
    const badge = element('span', { class: 'tab-badge' });
    const one = element(
      'button',
      {
        type: 'button',
        role: 'tab',
        class: 'tab',
        id: `tab-${tab.id}`,
        'data-testid': tab.testId,
        'aria-controls': `panel-${tab.id}`,
      },
      element('span', {}, tab.label),
      badge,
    );
    one.addEventListener('click', () => onChoose(tab.id));
    const option = element('option', { value: tab.id }, tab.label);
    tab.panel.id = `panel-${tab.id}`;
    list.append(one);
    select.append(option);
    return { ...tab, one, badge, option };
  });
  const find = (id: string): (typeof made)[number] | undefined => made.find((tab) => tab.id === id);
  rove(list, '[role=tab]', (target) => {
    const found = made.find(({ one }) => one === target);
    if (found !== undefined) onChoose(found.id);
  });
  select.addEventListener('change', () => {
    const found = find(select.value);
    if (found !== undefined) onChoose(found.id);
  });
  return {
    list: row,
    choose: (id, allShown = false) => {
      setShown(row, !allShown);
      select.value = id;
      for (const { one, panel, ...tab } of made) {
        const chosen = tab.id === id;
        setAttribute(one, 'aria-selected', chosen ? 'true' : 'false');
        one.tabIndex = chosen ? 0 : -1;
        setShown(panel, chosen || allShown);
        setAttribute(panel, 'role', allShown ? 'region' : 'tabpanel');
        setAttribute(panel, 'aria-label', allShown ? tab.label : undefined);
        setAttribute(panel, 'aria-labelledby', allShown ? undefined : `tab-${tab.id}`);
      }
    },
    setBadge: (id, badge) => {
      const found = find(id);
      if (found === undefined || found.badge.textContent === badge) return;
      found.badge.textContent = badge;
      found.option.textContent = badge === '' ? found.label : `${found.label} (${badge})`;
    },
    setHidden: (id, hidden) => {
      const found = find(id);
      if (found === undefined) return;
      setShown(found.one, !hidden);
      found.option.hidden = hidden;
      found.option.disabled = hidden;
    },
  };
}
