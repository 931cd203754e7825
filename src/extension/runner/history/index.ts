/** The history of what was prepared and sent. The only door into this folder. */
export { comparableText } from './comparableText.ts';
export type { HistoryLimits } from './eviction.ts';
export { firstDifference } from './firstDifference.ts';
export { openHistory } from './history.ts';
export type { History, HistoryOptions, HistoryProblem } from './history.ts';
export type { HistoryRow, HistoryState, KeptExchange, OffHeader } from './historyRow.ts';
export { createMemoryShelf, openDiskShelf } from './historyShelf.ts';
export type { HistoryShelf, ShelfEntry } from './historyShelf.ts';
