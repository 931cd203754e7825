/**
 * Fetches what the host knows about one hop, when a part of the page shows it: again after the exchange has changed its
 * state, because times and notices are complete only then. It draws nothing.
 */
import type { HopDetail } from '../../hops.ts';
import type { ExchangeSnapshot } from '../../protocol.ts';
import type { Actions } from '../actions.ts';

export interface HopLoader {
  /** Undefined while it is fetched for the first time. */
  readonly detail: HopDetail | undefined;
  /** Why there is none. */
  readonly problem: string | undefined;
  /** Has the answer of that place fetched, unless it is here. */
  show(snapshot: ExchangeSnapshot, hop: number): void;
  /** What is in the jar has changed. */
  refresh(): void;
}

export function createHopLoader(actions: Actions, onChange: () => void): HopLoader {
  let wanted = '';
  let place = '';
  let detail: HopDetail | undefined;
  let problem: string | undefined;
  let again: (() => void) | undefined;

  function load(exchangeId: string, hop: number): void {
    const asked = wanted;
    const take = (found: HopDetail | undefined, why: string | undefined): void => {
      if (asked !== wanted) return;
      detail = found ?? detail;
      problem = why;
      onChange();
    };
    actions.readHop(exchangeId, hop).then(
      (found) => take(found, undefined),
      (error: unknown) => take(undefined, error instanceof Error ? error.message : String(error)),
    );
  }

  return {
    get detail() {
      return detail;
    },
    get problem() {
      return problem;
    },
    show: ({ exchangeId, state }, hop) => {
      const now = JSON.stringify([exchangeId, hop, state]);
      if (now === wanted) return;
      wanted = now;
      const other = JSON.stringify([exchangeId, hop]);
      if (other !== place) detail = undefined;
      place = other;
      again = () => load(exchangeId, hop);
      again();
    },
    refresh: () => again?.(),
  };
}
