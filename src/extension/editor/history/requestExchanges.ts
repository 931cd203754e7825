/**
 * The exchanges of one request in order, those of this window and those of the history together, so that the panel can go
 * from one to the next. It only looks; `Histories.entry` opens one.
 */
import type { ExchangeEntry, Exchanges } from '../sending/exchanges.ts';
import type { Histories } from './histories.ts';

/** Where an exchange stands among all of its request. */
export interface ExchangePlace {
  /** 1-based. */
  readonly index: number;
  readonly count: number;
}

type Around = Pick<ExchangeEntry, 'file' | 'key' | 'exchange'>;

/** Ids, oldest first; a draft stands behind all that were sent. */
export function exchangesOfRequest(
  { file, key, exchange }: Around,
  { exchanges, histories }: { readonly exchanges: Exchanges; readonly histories: Histories },
): readonly string[] {
  const started = new Map<string, number>();
  for (const row of histories.ofRequest(file, key)) started.set(row.id, row.at);
  for (const entry of exchanges.ofFile(file)) {
    const { id, startedAt } = entry.exchange;
    if (entry.key === key && startedAt !== undefined) started.set(id, startedAt);
  }
  if (!started.has(exchange.id)) started.set(exchange.id, exchange.startedAt ?? Infinity);
  return [...started].sort(([, one], [, other]) => one - other).map(([id]) => id);
}

/** Undefined when the exchange is the only one of its request. */
export function placeAmong(id: string, ids: readonly string[]): ExchangePlace | undefined {
  const index = ids.indexOf(id);
  return index === -1 || ids.length < 2 ? undefined : { index: index + 1, count: ids.length };
}

/** The id before (-1) or behind (1) another; undefined at the ends. */
export function neighbourOf(id: string, ids: readonly string[], step: -1 | 1): string | undefined {
  const index = ids.indexOf(id);
  return index === -1 ? undefined : ids[index + step];
}
