/**
 * What only some answers need, loaded with the first of them and kept: to ask the loader again for each of a thousand
 * answers takes a tenth of their time. Used by `sendExchange.ts`.
 */

/** Runs the scripts after a request. */
export const loadHandlers = kept(() => import('../scripts/runHandlers.ts'));

/** Holds assertions against an answer. */
export const loadChecks = kept(() => import('../tests/runChecks.ts'));

function kept<Part>(load: () => Promise<Part>): () => Promise<Part> {
  let loading: Promise<Part> | undefined;
  return () => (loading ??= load());
}
