/**
 * Going from one exchange of a request to the next: what the page is told of its place, and what it asks for. Joined to
 * the protocol and the schema by one line each.
 */
import { id, literal, object, size, type Check } from './checks.ts';

/** Where an exchange stands among all of its request, the oldest first. */
export interface ExchangePlace {
  /** 1-based. */
  readonly index: number;
  readonly count: number;
}

/** Show the exchange before or behind. */
export interface ShowNeighbour {
  readonly type: 'showNeighbour';
  readonly exchangeId: string;
  readonly to: 'previous' | 'next';
}

/** Put the response beside the one before it. */
export interface CompareResponses {
  readonly type: 'compare';
  readonly exchangeId: string;
}

export const exchangePlace: Check<ExchangePlace> = object({ index: size, count: size });

export const showNeighbour: Check<ShowNeighbour> = object({
  type: literal('showNeighbour'),
  exchangeId: id,
  to: literal('previous', 'next'),
});
