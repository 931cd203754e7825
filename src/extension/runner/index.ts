/**
 * The runner: from a request in a file to an Exchange with its answer, the same for the editor and the terminal.
 * The only door into this folder; it names what others may use and contains nothing else.
 *
 * One request goes `findEnvironmentSources` → `prepareExchange` → `sendExchange` → `ExchangeLog.record`;
 * many go `planRun` → `runSteps`, which has a front end do that for each.
 */
export { withMemory, type KeptAnswers } from './send/answers.ts';
export type { FileAccess } from './bodies/bodyFile.ts';
export { createBodyFilter, type BodyFilter, type FilteredBody } from './bodyFilter/filterBody.ts';
export { searchBody } from './bodySearch/searchBody.ts';
export type { BodySearch, BodySearchState, FoundMatch } from './bodySearch/searchBody.ts';
export { createBodyStore } from './bodies/bodyStore.ts';
export type { BodyReader, BodySpool, BodyStore, BodyStoreOptions } from './bodies/bodyStore.ts';
export * from './cookieStore/index.ts';
export { copyBody } from './bodies/copyBody.ts';
export { copyAs } from './copyAs/copyAs.ts';
export type { CopyFormat } from './copyAs/copyAs.ts';
export { findEnvironmentSources, projectTop } from './files/environmentFiles.ts';
export type { FindEnvironmentsOptions } from './files/environmentFiles.ts';
export { createTokenSource, isFresh } from './oauth/tokenSource.ts';
export { createMemoryTokenStore } from './oauth/tokens.ts';
export type {
  ConsentingPerson,
  DeviceCode,
  KeptToken,
  TokenLabel,
  TokenSource,
  TokenStore,
  Waiting,
} from './oauth/tokens.ts';
export { createEventLog } from './events/eventLog.ts';
export type { EventLog, EventQuestion, EventRow, EventWindow } from './events/eventLog.ts';
export { guessEventFormat } from './events/eventParser.ts';
export type { EventFormat } from './events/eventParser.ts';
export { unsent } from './send/exchange.ts';
export type { Exchange, ExchangePhase, ExchangeSource, ExchangeState } from './send/exchange.ts';
export { createExchangeLog } from './send/exchangeLog.ts';
export type { ExchangeLog } from './send/exchangeLog.ts';
export type { LineIndex, LinePlace } from './bodies/lineIndex.ts';
export { indexLines, lineAtOffset, readLines, readLinesAt } from './bodies/lineReader.ts';
export type { LineRange, LineWish } from './bodies/lineReader.ts';
export * from './history/index.ts';
export { withLoopbackDirect } from './prepare/loopback.ts';
export { diskReader, memoryReader, systemClock } from './ports.ts';
export type { Clock, FileReader, Person } from './ports.ts';
export { prepareExchange, withoutRoute } from './prepare/prepareExchange.ts';
export type { RouteLine } from './prepare/route.ts';
export type {
  ImportAccess,
  PrepareContext,
  PreparedExchange,
  SendableExchange,
} from './prepare/prepareExchange.ts';
export { planRun } from './run/planRun.ts';
export type { PlanOptions } from './run/planRun.ts';
export type {
  RunEvent,
  RunProgress,
  RunSummary,
  SkipReason,
  StepOutcome,
  StepResult,
  StepRun,
} from './run/runEvents.ts';
export { outcomeOf, runSteps } from './run/runSteps.ts';
export type { RunOptions } from './run/runSteps.ts';
export {
  sessionOnItsWay,
  defaultsProblemLines,
  findDefaults,
  type OpenedSession,
} from './sessionDefaults/index.ts';
export { sendExchange } from './send/sendExchange.ts';
export type { RunningExchange, SendExchangeOptions } from './send/sendExchange.ts';
export { globalsOf, type Globals } from './scripts/globals.ts';
export type { ScriptAccess } from './scripts/requestScripts.ts';
export { unparsedScripts } from './scripts/unparsedScripts.ts';
export { createScriptRunner, type ScriptLine, type ScriptRunner } from '../scripts/index.ts';
export * from './storage/index.ts';
export { countTests } from './tests/testResult.ts';
export type { TestCounts, TestResult } from './tests/testResult.ts';
export { mask, masked, secretForms, splitAtSecrets } from './prepare/secretForms.ts';
export { allow, capabilities, changesSomething } from './trust/allow.ts';
export type { Capability, Circumstances, Verdict } from './trust/allow.ts';
export { blockingVariables, unresolvedSentence } from './prepare/unresolved.ts';
export { withoutJar } from './prepare/withoutJar.ts';
