/**
 * The twelve states of the panel by their names, as they stand in `data-state` and in the context key
 * `httpSessions.exchangeState`. How a body turned out to be shown is known to the page alone, so it tells the host.
 */
import { id, literal, object, type Check } from './checks.ts';

/** Those that the host knows by itself. */
export const panelStates = [
  'idle',
  'pending',
  'streaming',
  'done',
  'cancelled',
  'failed',
  'empty',
  'offline',
  'interrupted',
  'evicted',
] as const;
export type PanelState = (typeof panelStates)[number];

/** With those of a body that is done: shown in pages, or as hex. */
export const shownStates = [...panelStates, 'huge', 'binary'] as const;
export type ShownState = (typeof shownStates)[number];

/** Page → host. */
export interface StateShown {
  readonly type: 'stateShown';
  readonly exchangeId: string;
  readonly state: ShownState;
}

export const stateShown: Check<StateShown> = object({
  type: literal('stateShown'),
  exchangeId: id,
  state: literal(...shownStates),
});
