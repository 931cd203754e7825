/**
 * The way of a request in words for the page: proxy, certificates, redirects, each with who says so. Pure; what the way
 * is the runner has found out.
 */
import type { RouteLine } from '../../runner/index.ts';
import type { RouteRow } from '../../webview/protocol.ts';
import type { Localize } from '../labels.ts';

export function routeRows(route: readonly RouteLine[] | undefined, t: Localize): readonly RouteRow[] {
  return (route ?? []).map((line) => ({ ...wordsOf(line, t), origin: originOf(line.origin, t) }));
}

function wordsOf({ kind, value }: RouteLine, t: Localize): Omit<RouteRow, 'origin'> {
  switch (kind) {
    case 'proxy':
      return { name: t('Proxy'), value, warning: false };
    case 'direct':
      return { name: t('Proxy'), value: t('none, the host is reached directly'), warning: false };
    case 'unverified':
      return { name: t('Certificates'), value: t('not checked'), warning: true };
    case 'authority':
      return { name: t('Authorities'), value, warning: false };
    case 'certificate':
      return { name: t('Client certificate'), value, warning: false };
    case 'redirects':
      return { name: t('Redirects'), value: t('not followed'), warning: false };
  }
}

function originOf(origin: string, t: Localize): string {
  switch (origin) {
    case 'request':
      return t('from the request');
    case 'no_proxy':
      return t('from the list of hosts without a proxy');
    default:
      return t('from {0}', origin);
  }
}
