/**
 * The runner: from a request in a file to an Exchange with its answer, the same for the editor and the terminal.
 * The only door into this folder; it names what others may use and contains nothing else.
 *
 * One request goes `findEnvironmentSources` → `prepareExchange` → `sendExchange` → `ExchangeLog.record`.
 */
export { withMemory } from './answers.ts';
export type { FileAccess } from './bodyFile.ts';
export { createBodyStore } from './bodyStore.ts';
export type { BodyReader, BodySpool, BodyStore, BodyStoreOptions } from './bodyStore.ts';
export { curlCommand } from './curl.ts';
export { findEnvironmentSources, projectTop } from './environmentFiles.ts';
export type { FindEnvironmentsOptions } from './environmentFiles.ts';
export type { Exchange, ExchangePhase, ExchangeSource, ExchangeState } from './exchange.ts';
export { createExchangeLog } from './exchangeLog.ts';
export type { ExchangeLog } from './exchangeLog.ts';
export { withLoopbackDirect } from './loopback.ts';
export { diskReader, memoryReader, systemClock } from './ports.ts';
export type { Clock, FileReader, Person } from './ports.ts';
export { prepareExchange } from './prepareExchange.ts';
export type { ImportAccess, OpenedSession, PrepareContext, PreparedExchange } from './prepareExchange.ts';
export { sendExchange } from './sendExchange.ts';
export type { RunningExchange, SendExchangeOptions } from './sendExchange.ts';
export { blockingVariables, unresolvedSentence } from './unresolved.ts';
