/**
 * What a request in a file means before its variables are filled. A RequestDefinition is built from a
 * lossless tree and keeps, for each part, the place it was written at. It performs nothing; `resolve`
 * turns it into a ResolvedRequest.
 */

/** A place in the text: UTF-16 offsets, end exclusive. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** `# @name value`; the key is lower-cased with its dashes removed, so `no-redirect` is `noredirect`. */
export interface Directive {
  readonly key: string;
  /** As it was spelled. */
  readonly name: string;
  /** Trimmed text after the name; empty when there is none. */
  readonly value: string;
  /** 1-based. */
  readonly line: number;
  readonly range: TextRange;
}

export interface HeaderDefinition {
  /** May hold `{{variables}}`. */
  readonly name: string;
  /** True for `-Name:`, which keeps a default header from being sent; `name` is without the dash. */
  readonly remove?: true;
  /** May hold `{{variables}}`; folded lines joined by one space. */
  readonly value: string;
  /** 1-based. */
  readonly line: number;
  readonly nameRange: TextRange;
  readonly valueRange: TextRange;
}

/** A run of literal text (may hold `{{variables}}`), or a file whose bytes stand in its place. */
export type BodySegment =
  | { readonly kind: 'text'; readonly text: string; readonly range: TextRange }
  | {
      readonly kind: 'file';
      /** As written; may hold `{{variables}}`. Relative to the .http file. */
      readonly path: string;
      /** True for `<@`: variables inside the file are filled. */
      readonly substitute: boolean;
      /** The encoding after `<@`, for example `latin1`; undefined means UTF-8. */
      readonly encoding: string | undefined;
      readonly line: number;
      readonly range: TextRange;
    };

export type BodyDefinition =
  | { readonly kind: 'none' }
  | { readonly kind: 'text' | 'form' | 'file'; readonly segments: readonly BodySegment[] }
  | {
      readonly kind: 'multipart';
      /** Framed with CRLF, closing boundary included. */
      readonly segments: readonly BodySegment[];
      /** As written; may hold `{{variables}}`. `resolve` adds it to a Content-Type that lacks it. */
      readonly boundary: string;
    }
  | { readonly kind: 'graphql'; readonly query: BodySegment; readonly variables: BodySegment | undefined };

/** A script around a request, kept and never sent. */
export type ScriptDefinition = {
  readonly moment: 'before' | 'after';
  /** 1-based. */
  readonly line: number;
  readonly range: TextRange;
} & (
  | { readonly kind: 'inline'; readonly source: string }
  /** May hold `{{variables}}`; relative to the .http file. */
  | { readonly kind: 'file'; readonly path: string }
);

/** `>> path` and `>>! path`: where a response's body is saved. */
export interface OutputDefinition {
  /** May hold `{{variables}}`. */
  readonly path: string;
  /** True for `>>!`. */
  readonly overwrite: boolean;
  /** 1-based. */
  readonly line: number;
  readonly range: TextRange;
}

/** `<> path`: a body that was kept, to be compared with the answer. */
export interface KeptResponse {
  /** Relative to the .http file. */
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  readonly range: TextRange;
}

/** The text after `??`. */
export interface AssertDefinition {
  readonly source: string;
  /** 1-based. */
  readonly line: number;
  readonly range: TextRange;
}

/** `import path` (also `# @import path`) or `run target (@name=value)`. */
export interface ImportDefinition {
  readonly kind: 'import' | 'run';
  /** A path, or `#name` for a request of an imported file. */
  readonly target: string;
  /** Of `run`: text between the parentheses; empty when there is none. */
  readonly arguments: string;
  /** 1-based. */
  readonly line: number;
  readonly range: TextRange;
}

/** A use of `{{…}}`. */
export interface VariableUse {
  /** The text between the braces, trimmed. */
  readonly content: string;
  readonly part: 'url' | 'header' | 'body' | 'directive' | 'variable' | 'other';
  /** With the braces. */
  readonly range: TextRange;
  /** 1-based. */
  readonly line: number;
}

export interface RequestDefinition {
  /** From `# @name`, or from a title of one word; undefined when the request cannot be referred to. */
  readonly name: string | undefined;
  /** The text after `###`, or undefined. */
  readonly title: string | undefined;
  /** Upper case; `GET` when the line has none. */
  readonly method: string;
  /** As written, continuation lines joined without their indentation; may hold `{{variables}}`. */
  readonly url: string;
  /** For example `HTTP/1.1`, or undefined. */
  readonly httpVersion: string | undefined;
  readonly headers: readonly HeaderDefinition[];
  readonly body: BodyDefinition;
  readonly directives: readonly Directive[];
  /** What the method or the URL asks for; anything but `http` is parsed and not run. */
  readonly protocol: Protocol;
  readonly scripts: readonly ScriptDefinition[];
  readonly outputs: readonly OutputDefinition[];
  readonly asserts: readonly AssertDefinition[];
  /** Absent where there are none. */
  readonly keptResponses?: readonly KeptResponse[];
  /** 1-based line of the request line. */
  readonly line: number;
  readonly urlRange: TextRange;
  /** The whole block, from its separator (or its first line) to the end of its body. */
  readonly range: TextRange;
}

export type Protocol = 'http' | 'websocket' | 'sse' | 'grpc' | 'mqtt' | 'amqp' | 'rsocket';

/** `@name = value` in a file. */
export interface FileVariable {
  readonly name: string;
  /** May hold `{{variables}}`. */
  readonly value: string;
  /** 1-based. */
  readonly line: number;
  readonly range: TextRange;
  readonly nameRange: TextRange;
  readonly valueRange: TextRange;
}

export type Dialect = 'rest-client' | 'jetbrains' | 'httpyac';

/** Everything one file says. */
export interface FileDefinition {
  readonly dialect: Dialect;
  /** For people: what in the file made it this dialect. */
  readonly dialectReason: string;
  /** The file or the settings name the dialect; false when it was guessed. */
  readonly isDialectChosen: boolean;
  readonly requests: readonly RequestDefinition[];
  readonly variables: readonly FileVariable[];
  readonly imports: readonly ImportDefinition[];
  readonly uses: readonly VariableUse[];
  readonly problems: readonly Problem[];
}

/** A finding in a file; `code` is a stable kebab-case id. */
export interface Problem {
  readonly severity: 'error' | 'warning' | 'information' | 'hint';
  readonly code: string;
  readonly message: string;
  readonly range: TextRange;
}

/** A part of a ResolvedRequest's body, in wire order. */
export type ResolvedSegment =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'file';
      readonly path: string;
      readonly substitute: boolean;
      readonly encoding: string | undefined;
      readonly line: number;
    };

export interface ResolvedHeader {
  readonly name: string;
  readonly value: string;
  /** True when the header must not be sent, whatever the session's defaults say. */
  readonly remove?: true;
  readonly line: number;
}

/** A use of a variable that nothing defines. */
export interface UnresolvedVariable {
  readonly name: string;
  /** Why, in words: not defined anywhere, a cycle `a → b → a`, or "login has not been sent". */
  readonly reason: string;
  readonly part: 'url' | 'header' | 'body' | 'directive';
  readonly line: number;
  /** Where it stands when that is not the request's file: `http-sessions.json`; `line` counts there then. */
  readonly place?: string;
  readonly code: 'UnresolvedVariable' | 'VariableCycle' | 'VariableTooLarge';
}

/** A request whose variables are filled; unresolved uses stay in the text as they were written. */
export interface ResolvedRequest {
  readonly definition: RequestDefinition;
  readonly method: string;
  readonly url: string;
  readonly headers: readonly ResolvedHeader[];
  /** `kind` repeats the definition's; GraphQL is already one JSON text segment. */
  readonly body:
    | { readonly kind: 'none' }
    | {
        readonly kind: 'text' | 'form' | 'multipart' | 'file' | 'graphql';
        readonly segments: readonly ResolvedSegment[];
      };
  readonly directives: readonly Directive[];
  readonly unresolved: readonly UnresolvedVariable[];
  /** Values that came from a secret place; they are masked wherever a person might see them. */
  readonly secrets: readonly string[];
  /** Names of variables used in each header or the URL, for origins: `header:Authorization` → `env dev:token`. */
  readonly origins: ReadonlyMap<string, string>;
}
