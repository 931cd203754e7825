/**
 * Fetches which cookies a request will carry that has not been sent: again after each edit, which may have changed its
 * Cookie header or its address. It draws nothing.
 */
import type { RequestCookies } from '../../hops.ts';
import type { ExchangeSnapshot } from '../../protocol.ts';
import type { Actions } from '../actions.ts';

export interface RequestCookiesLoader {
  /** Of the request that was asked for last; undefined until they are here. */
  readonly cookies: RequestCookies | undefined;
  show(snapshot: ExchangeSnapshot): void;
  /** What is in the jar has changed. */
  refresh(): void;
}

export function createRequestCookiesLoader(
  actions: Pick<Actions, 'readCookies'>,
  onChange: () => void,
): RequestCookiesLoader {
  let exchange: string | undefined;
  let wanted = '';
  let cookies: RequestCookies | undefined;

  function load(): void {
    const asked = wanted;
    if (exchange === undefined) return;
    actions.readCookies(exchange).then(
      (found) => {
        if (asked !== wanted) return;
        cookies = found;
        onChange();
      },
      // An exchange that is gone has none; the panel says so elsewhere.
      () => undefined,
    );
  }

  return {
    get cookies() {
      return cookies;
    },
    show: ({ exchangeId, prepared, notice }) => {
      const now = JSON.stringify([exchangeId, prepared.hash, notice]);
      if (now === wanted) return;
      wanted = now;
      if (exchangeId !== exchange) cookies = undefined;
      exchange = exchangeId;
      load();
    },
    refresh: load,
  };
}
