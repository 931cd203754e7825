/** Runs `http-sessions` as a person in a terminal would, and reads what it says. */

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../../src/extension/cli/main.ts', import.meta.url));

export interface CommandResult {
  readonly code: number | null;
  readonly output: string;
  readonly complaints: string;
}

/** One line of `send --json`. */
export interface ExchangeLine {
  readonly name: string | null;
  readonly request: { readonly method: string; readonly url: string } | null;
  readonly response: {
    readonly status: number;
    readonly url: string;
    readonly connection: { readonly id: number; readonly reused: boolean } | null;
    readonly history: readonly { readonly status: number; readonly method: string; readonly url: string }[];
    readonly body: {
      readonly length: number;
      readonly complete: boolean;
      readonly sha256: string;
      readonly encoding: 'utf8' | 'base64';
      readonly data: string | null;
    };
  } | null;
  readonly error: { readonly name: string; readonly phase: string | null } | null;
}

/** Starts a command whose end the caller awaits, or brings about. */
export function startCommand(words: readonly string[]): {
  readonly child: ChildProcess;
  readonly ended: Promise<CommandResult>;
} {
  const child = spawn(process.execPath, [main, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
  const output: Buffer[] = [];
  const complaints: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => complaints.push(chunk));
  const ended = once(child, 'close').then(([code]) => ({
    code: code as number | null,
    output: Buffer.concat(output).toString('utf8'),
    complaints: Buffer.concat(complaints).toString('utf8'),
  }));
  return { child, ended };
}

export function runCommand(words: readonly string[]): Promise<CommandResult> {
  return startCommand(words).ended;
}

export function exchangesOf({ output }: CommandResult): readonly ExchangeLine[] {
  return output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as ExchangeLine);
}

/** The body of an answer as JSON. */
export function jsonOf(exchange: ExchangeLine | undefined): unknown {
  return JSON.parse(exchange?.response?.body.data ?? 'null') as unknown;
}
