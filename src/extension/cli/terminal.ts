/**
 * Everything that is printed goes through here, so that no server and no file can drive the terminal: control
 * characters become visible on a terminal and stay as they are on a pipe. Knows nothing of requests.
 */
import { styleText } from 'node:util';

/** The part of a Node stream that is used; tests give one that collects. */
export interface TextStream {
  readonly isTTY?: boolean | undefined;
  write(text: string | Uint8Array): unknown;
}

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

export interface Terminal {
  /** Text from a server or a file: escaped on a terminal. */
  readonly safe: (text: string) => string;
  /** Text of ours with colour, plain on a pipe; what it holds must be safe already. */
  readonly styled: (style: Style, text: string) => string;
  /** One line on standard output. */
  readonly line: (text: string) => void;
  /** Bytes or text as they are. */
  readonly raw: (text: string | Uint8Array) => void;
  /** One line on standard error. */
  readonly complain: (text: string) => void;
  readonly isInteractive: boolean;
}

export interface TerminalOptions {
  readonly out: TextStream;
  readonly err: TextStream;
  /** `NO_COLOR` turns colour off, as everywhere. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export function createTerminal({ out, err, environment }: TerminalOptions): Terminal {
  const isInteractive = out.isTTY === true;
  const hasColour = isInteractive && (environment['NO_COLOR'] ?? '') === '' && environment['TERM'] !== 'dumb';
  return {
    isInteractive,
    safe: (text) => (isInteractive ? escapeControls(text) : text),
    styled: (style, text) => (hasColour ? styleText(style, text, { validateStream: false }) : text),
    line: (text) => out.write(`${text}\n`),
    raw: (text) => out.write(text),
    complain: (text) => err.write(`${err.isTTY === true ? escapeControls(text) : text}\n`),
  };
}

/**
 * Shows what would move the cursor, change colours, set the clipboard or reorder text: C0 and C1 controls except
 * tab and line feed, and the bidirectional and invisible formatting characters.
 */
export function escapeControls(text: string): string {
  return text.replaceAll(hazards, (one) => {
    const code = one.charCodeAt(0);
    return code < 0x100
      ? `\\x${code.toString(16).padStart(2, '0')}`
      : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}

const hazards =
  // eslint-disable-next-line no-control-regex -- control characters are exactly what is looked for
  /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;
