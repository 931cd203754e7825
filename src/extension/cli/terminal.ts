/**
 * Everything that is printed goes through here, so that no server and no file can drive the terminal: control
 * characters become visible on a terminal and stay as they are on a pipe. Knows nothing of requests.
 */
import { styleText } from 'node:util';

/** The part of a Node stream that is used; tests give one that collects. */
export interface TextStream {
  readonly isTTY?: boolean | undefined;
  /** False when it wants to be given no more before it is drained. */
  write(text: string | Uint8Array): unknown;
  readonly writableNeedDrain?: boolean | undefined;
  once?(event: 'drain' | 'error', listener: () => void): unknown;
}

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

/** One of the two outputs. */
export interface Screen {
  /** Whether a person looks at it. */
  readonly isInteractive: boolean;
  /** Text from a server or a file: without what is hidden, and escaped on a terminal; in CI no command in it. */
  readonly safe: (text: string) => string;
  /** Text of ours with colour, plain on a pipe; what it holds must be safe already. */
  readonly styled: (style: Style, text: string) => string;
  readonly line: (text: string) => void;
  /** One line of JSON, or several; what could drive a terminal is escaped as JSON allows. */
  readonly json: (value: unknown, indent?: number) => void;
  /** Bytes or text as they are. Who prints much waits for what it gives, if that is a promise. */
  readonly raw: (text: string | Uint8Array) => Promise<void> | undefined;
}

/** Standard output, and with it standard error. */
export interface Terminal extends Screen {
  readonly err: Screen;
  /** One line on standard error, made safe. */
  readonly complain: (text: string) => void;
  /** From now on what both make safe goes through this, too: it crosses out what nobody may see. */
  readonly hide: (cross: (text: string) => string) => void;
}

export interface TerminalOptions {
  readonly out: TextStream;
  readonly err: TextStream;
  /** `FORCE_COLOR` turns colour on or (`0`) off, `NO_COLOR` off, as everywhere. */
  readonly environment: Variables;
}

type Variables = Readonly<Record<string, string | undefined>>;

export function createTerminal({ out, err, environment }: TerminalOptions): Terminal {
  let crossOut = (text: string): string => text;
  const crossed = (text: string): string => crossOut(text);
  const errors = createScreen(err, environment, crossed);
  return {
    ...createScreen(out, environment, crossed),
    err: errors,
    complain: (text) => errors.line(errors.safe(text)),
    hide: (cross) => {
      crossOut = cross;
    },
  };
}

function createScreen(stream: TextStream, environment: Variables, crossed: (text: string) => string): Screen {
  const isInteractive = stream.isTTY === true;
  const hasColour = wantsColour(isInteractive, environment);
  const isLogged = (environment['CI'] ?? '') !== '' || (environment['GITHUB_ACTIONS'] ?? '') !== '';
  const inert = isInteractive ? escapeControls : isLogged ? withoutCommands : (text: string) => text;
  return {
    isInteractive,
    safe: (text) => inert(crossed(text)),
    styled: (style, text) => (hasColour ? styleText(style, text, { validateStream: false }) : text),
    line: (text) => stream.write(`${text}\n`),
    json: (value, indent) => {
      const text = JSON.stringify(value, undefined, indent);
      stream.write(`${isInteractive ? text.replaceAll(hazards, escapedInJson) : text}\n`);
    },
    raw: (text) => (stream.write(text) === false ? drained(stream) : undefined),
  };
}

/** A reader that has gone away drains nothing; that it has gone is told elsewhere. */
function drained(stream: TextStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.once === undefined) resolve();
    stream.once?.('drain', resolve);
    stream.once?.('error', resolve);
  });
}

function wantsColour(isInteractive: boolean, environment: Variables): boolean {
  const forced = environment['FORCE_COLOR'];
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return isInteractive && (environment['NO_COLOR'] ?? '') === '' && environment['TERM'] !== 'dumb';
}

/**
 * Shows what would move the cursor, change colours, set the clipboard or reorder text: C0 and C1 controls except
 * tab and line feed, and the bidirectional and invisible formatting characters.
 */
export function escapeControls(text: string): string {
  return text.replaceAll(hazards, (one) => {
    const code = one.charCodeAt(0);
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : escapedInJson(one);
  });
}

/** `::error::` at the start of a line, `##[group]`, `##vso[…]` and `##teamcity[…]` are commands to build servers. */
function withoutCommands(text: string): string {
  return text.replaceAll(/^(\s*:)(?=:)/gm, '$1 ').replaceAll(/#(?=#(?:vso|teamcity)?\[)/g, '# ');
}

function escapedInJson(one: string): string {
  return `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

const hazards = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;
