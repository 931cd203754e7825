/** How a `util` case calls a function: its arguments, and what surrounds them. */
import type { Variables } from '../../../../../src/extension/http/index.ts';
import type { Tagged } from '../values.ts';

export interface UtilContext {
  readonly variables: Variables;
  /** For functions whose randomness the expectation names. */
  readonly expected: Tagged;
}

/** Arguments as the file writes them, not decoded. */
export type UtilFunction = (args: readonly unknown[], context: UtilContext) => unknown;

export type UtilFunctions = Readonly<Record<string, UtilFunction>>;
