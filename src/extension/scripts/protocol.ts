/**
 * What crosses between the program and the thread that runs scripts: plain data both ways, never an object with
 * methods. Lists of pairs stand where an object would have names from outside as its keys, so that no name such as
 * `__proto__` means anything. Types only; read by both sides and by what runs inside QuickJS.
 */

/** What JSON can say. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

export type Entry<Value> = readonly [name: string, value: Value];

/** One script of a request. */
export interface Script {
  /** What messages call it: the name of the .http file, or the script's own path as it is written. */
  readonly file: string;
  /** Absolute path of that file, which its imports are relative to. */
  readonly path: string;
  /** 1-based line of `file` in which `source` begins. */
  readonly firstLine: number;
  /** 1-based line of the .http file that its results belong to. */
  readonly line: number;
  readonly source: string;
  /** In a file of its own, whose lines are none of the .http file. */
  readonly isFile: boolean;
}

/** What code inside QuickJS can ask of the thread around it. */
export type HostQuestion =
  | 'variables'
  | 'request'
  | 'response'
  | 'body'
  | 'record'
  | 'exit'
  | 'digest'
  | 'random'
  | 'uuid'
  | 'library'
  | 'timer'
  | 'clearTimer'
  | 'toBase64'
  | 'fromBase64';

/** A request as its scripts see it, variables not filled. */
export interface ScriptRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly Entry<string>[];
  readonly body: string;
  /** How often it has run before in a loop. */
  readonly iteration: number;
  /** What each `{{…}}` in it stands for, as far as it is known before the scripts run; keyed by the text between the braces. */
  readonly holes: readonly Entry<string>[];
}

/** A request as it was sent. */
export interface SentRequest {
  readonly url: string;
  readonly headers: readonly Entry<string>[];
  readonly body: string;
}

export interface ScriptResponse {
  readonly status: number;
  readonly headers: readonly Entry<string>[];
  readonly body: string;
}

/** The variables that scripts can see, each kind by itself. */
export interface ScriptVariables {
  /** Of this request alone. */
  readonly request: readonly Entry<Json>[];
  readonly global: readonly Entry<Json>[];
  readonly environment: readonly Entry<string>[];
  readonly file: readonly Entry<string>[];
  /** Of the machine; only those that the scripts name. */
  readonly machine: readonly Entry<string>[];
}

/** The scripts around one request that run at one moment, in order. */
export interface ScriptJob {
  readonly moment: 'before' | 'after';
  readonly scripts: readonly Script[];
  /** What `import` statements may load: the source of each file by its absolute path. */
  readonly modules: readonly Entry<string>[];
  readonly request: ScriptRequest;
  /** Undefined before it is sent. */
  readonly sent: SentRequest | undefined;
  readonly response: ScriptResponse | undefined;
  readonly variables: ScriptVariables;
  /** What scripts have added to every request. */
  readonly globalHeaders: readonly Entry<string>[];
  /** Nothing runs: what comes of it are the scripts that do not parse. */
  readonly onlyParses?: boolean;
}

/**
 * A job as the thread gets it: what scripts may ask for is text already, which most of them never read and nobody has to
 * take apart on the way.
 */
export interface PackedJob extends Pick<ScriptJob, 'moment' | 'scripts' | 'modules' | 'onlyParses'> {
  /** JSON of `ScriptVariables`. */
  readonly variables: string;
  /** JSON of `request` and `sent`. */
  readonly request: string;
  /** JSON of the response with an empty body; undefined before there is one. */
  readonly response: string | undefined;
  readonly body: string;
}

/** What a script has done to variables or headers, in order. */
export type ScriptChange =
  | { readonly of: 'request' | 'global'; readonly kind: 'set'; readonly name: string; readonly value: Json }
  | { readonly of: 'headers'; readonly kind: 'set'; readonly name: string; readonly value: string }
  | { readonly of: 'request' | 'global' | 'headers'; readonly kind: 'clear'; readonly name: string }
  | { readonly of: 'request' | 'global' | 'headers'; readonly kind: 'clearAll' };

/** One line that a script has printed. */
export interface ScriptLine {
  readonly level: 'log' | 'info' | 'warn' | 'error' | 'debug';
  readonly text: string;
  /** 1-based line of the .http file: of the script, if that is a file of its own. */
  readonly line: number;
}

/** `client.test`, or `client.assert` outside of one. */
export interface ScriptTest {
  readonly name: string;
  /** 1-based line of the .http file. */
  readonly line: number;
  /** Why it did not pass; undefined when it did. */
  readonly message: string | undefined;
}

/** Why the scripts did not come to their end. */
export interface ScriptFailure {
  /** `Failed`: the script threw. */
  readonly kind: 'Timeout' | 'Limit' | 'Blocked' | 'Failed';
  /** One sentence. */
  readonly message: string;
  /** `a.http:12` or `handler.js:3`. */
  readonly place: string;
  /** 1-based line of the .http file. */
  readonly line: number;
}

export interface ScriptOutcome {
  readonly tests: readonly ScriptTest[];
  readonly lines: readonly ScriptLine[];
  readonly changes: readonly ScriptChange[];
  /** One for each script that failed. */
  readonly failures: readonly ScriptFailure[];
}
