/**
 * All that `resolve` may know: the file, the chosen environment, answers of people and of earlier requests,
 * a clock and randomness. Everything is given as values or pure functions, so that the same scope gives the
 * same request. The editor and the CLI build one; tests build small ones.
 */
import type { Environment } from '../environments/environments.ts';
import type { FileDefinition } from '../definition/definition.ts';
import type { PathReaders } from './pathReaders.ts';

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Minutes east of UTC at a time, for `$localDatetime`. */
  offset(time: number): number;
}

/** A number from 0 up to, not including, 1; like `Math.random`. */
export type Random = () => number;

/** One request that was sent, with its answer, as text. */
export interface SentExchange {
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: readonly (readonly [string, string])[];
    readonly body: string;
  };
  readonly response: {
    readonly status: number;
    readonly headers: readonly (readonly [string, string])[];
    /** Set by this response: name and value. */
    readonly cookies: readonly (readonly [string, string])[];
    readonly body: string;
  };
  /** From `loadPathReaders` for both bodies. */
  readonly paths: PathReaders;
}

export interface ResolveScope {
  readonly file: FileDefinition;
  /** `noEnvironment` when none is chosen and no file gives variables. */
  readonly environment: Environment;
  readonly clock: Clock;
  readonly random: Random;
  /** `--var name=value`; they beat everything. */
  readonly overrides?: ReadonlyMap<string, string>;
  /** What a `run` line or the round of a loop gives to this one request. */
  readonly passed?: ReadonlyMap<string, string> | undefined;
  /** Set by scripts. */
  readonly scripted?: ReadonlyMap<string, string>;
  /** Answers to `promptsOf`, by name. */
  readonly prompts?: ReadonlyMap<string, string>;
  /** Tokens by the keys of `tokensOf`. */
  readonly tokens?: ReadonlyMap<string, string>;
  /** The last exchange of a request, by its name; undefined when it was not sent. */
  readonly exchanges?: (name: string) => SentExchange | undefined;
  readonly processEnv?: (name: string) => string | undefined;
  /** What `$secret` gives: a secret of the folder by its name. */
  readonly secret?: (name: string) => string | undefined;
  /** The folder that is open or holds the project, as the machine writes it; undefined where nobody may know it. */
  readonly projectRoot?: string | undefined;
  /** The text of a file that a GraphQL query is read from; undefined when it cannot be read. */
  readonly fileText?: (path: string) => string | undefined;
  /** `rest-client.formParamEncodingStrategy`; `automatic` when absent. */
  readonly formEncoding?: 'automatic' | 'always' | 'never';
}

/** The clock and randomness of the machine. */
export const machine: { readonly clock: Clock; readonly random: Random } = {
  clock: { now: () => Date.now(), offset: (time) => -new Date(time).getTimezoneOffset() },
  random: Math.random,
};
