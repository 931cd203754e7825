/**
 * The door to the thread in which scripts run. Callers give plain data and get plain data; what a script can reach is
 * decided behind this door alone.
 */
export type * from './protocol.ts';
export { createScriptRunner } from './lateScriptRunner.ts';
export type { ScriptRunner, ScriptRunnerOptions } from './scriptRunner.ts';
