/**
 * The cookies of one hop in four groups, each with the sentence that says why it is there; of a request that has not been
 * sent, in two. Values are masked until they
 * are shown; editing and deleting ask the host, which knows the jar.
 */
import type { CookieName, CookieRow, HopCookies, RequestCookies } from '../../hops.ts';
import type { PageStringKey } from '../../strings.ts';
import type { ViewContext } from '../actions.ts';
import { copyButton } from '../copyButton.ts';
import { button, element } from '../dom.ts';
import { createSecretText } from '../secretText.ts';

export interface CookiesView {
  readonly element: HTMLElement;
  update(cookies: HopCookies | undefined): void;
  /** Those of a request that has no answer; `sent`: it is on its way. */
  prepare(cookies: RequestCookies | undefined, sent: boolean): void;
}

const preparedGroups: readonly (readonly [keyof RequestCookies, PageStringKey])[] = [
  ['sent', 'cookiesToSend'],
  ['notSent', 'cookiesToKeep'],
];

const groups: readonly (readonly [keyof HopCookies, PageStringKey])[] = [
  ['sent', 'cookiesSent'],
  ['notSent', 'cookiesNotSent'],
  ['received', 'cookiesReceived'],
  ['refused', 'cookiesRefused'],
];

export function createCookiesView(context: ViewContext, onDelete: (cookie: CookieName) => void): CookiesView {
  const { t } = context.texts;
  const view = element('div', { class: 'panel scroll', 'data-testid': 'cookies' });
  view.dataset['group'] = 'content';
  let shown: string | undefined;

  function row(cookie: CookieRow): HTMLElement {
    const { name, value, note, facts, secret, stored } = cookie;
    const actions = element('span', { class: 'cookie-actions' });
    actions.append(copyButton(context, t('copyValueOf', name), () => value));
    if (stored !== undefined) {
      actions.append(
        button({
          label: t('editCookie', name),
          icon: 'edit',
          iconOnly: true,
          testId: 'edit-cookie',
          onClick: () => context.actions.editCookie(stored),
        }),
        button({
          label: t('deleteCookie', name),
          icon: 'trash',
          iconOnly: true,
          testId: 'delete-cookie',
          onClick: () => onDelete(stored),
        }),
      );
    }
    return element(
      'li',
      { class: 'cookie', 'data-testid': 'cookie' },
      element('span', { class: 'cookie-name', dir: 'auto' }, name === '' ? t('noName') : name),
      element(
        'span',
        { class: 'cookie-value' },
        secret ? createSecretText(context, name, value) : element('span', { dir: 'auto' }, value),
        actions,
      ),
      element('span', { class: 'cookie-note', 'data-testid': 'cookie-note' }, note),
      element('span', { class: 'cookie-facts muted', dir: 'auto' }, facts.join(' · ')),
    );
  }

  function group(title: PageStringKey, kind: string, rows: readonly CookieRow[]): HTMLElement[] {
    return [
      element('h2', { class: 'group-title' }, t(title, rows.length)),
      rows.length === 0
        ? element('p', { class: 'muted none' }, t('none'))
        : element('ul', { class: 'cookie-rows', 'data-testid': `cookies-${kind}` }, ...rows.map(row)),
    ];
  }

  const inSidebar = button({
    label: t('showCookies'),
    class: 'secondary cookies-more',
    testId: 'show-cookies',
    onClick: () => context.actions.request({ type: 'showCookies' }),
  });

  /** Draws only what is not on the screen already. */
  function show(key: string | undefined, parts: () => readonly HTMLElement[]): void {
    if (key === shown) return;
    shown = key;
    view.replaceChildren(...(key === undefined ? [] : parts()));
  }

  return {
    element: view,
    update: (cookies) => {
      show(cookies && JSON.stringify(cookies), () =>
        groups
          .filter(([kind]) => kind === 'sent' || kind === 'received' || (cookies?.[kind].length ?? 0) > 0)
          .flatMap(([kind, title]) => group(title, kind, cookies?.[kind] ?? [])),
      );
    },
    prepare: (cookies, sent) => {
      show(cookies && JSON.stringify(['prepared', sent, cookies]), () => [
        ...(sent ? groups : preparedGroups).flatMap(([kind, title]) =>
          kind === 'sent' || kind === 'notSent' ? group(title, kind, cookies?.[kind] ?? []) : [],
        ),
        inSidebar,
      ]);
    },
  };
}
