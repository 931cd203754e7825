#!/usr/bin/env node
/**
 * The terminal's door: reads the command line, runs one command, and ends with a number from `exitCodes`. What
 * sends requests is loaded only when a command needs it, so that `list` and mistakes answer at once.
 */
import { readFileSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Command } from './args.ts';
import { isSuite, parseInvocation } from './args.ts';
import type { ExitCode } from './exitCodes.ts';
import { CommandError, exitCodes } from './exitCodes.ts';
import { withoutFolders } from './folders.ts';
import { gatherOutput, type GatheredOutput } from './gatheredOutput.ts';
import { helpText } from './options.ts';
import type { Terminal, TextStream } from './terminal.ts';
import { createTerminal } from './terminal.ts';

const interruption = new AbortController();
let signalCode: ExitCode | undefined;
let isHeard = true;
/** Outputs that could not be written, although somebody may be waiting for them. */
const lost = new Set<NodeJS.WriteStream>();
const outputs = { out: whileHeard(process.stdout), err: whileHeard(process.stderr) };
const isWatched = process.stdout.isTTY || process.stderr.isTTY;
const terminal = createTerminal({ ...(isWatched ? outputs : gathered()), environment: process.env });

for (const [signal, code] of [
  ['SIGINT', exitCodes.interrupted],
  ['SIGTERM', exitCodes.terminated],
] as const) {
  process.on(signal, () => {
    // The second time nobody wants to wait for a clean end.
    if (signalCode !== undefined) process.exit(code);
    signalCode = code;
    interruption.abort();
  });
}

// A reader that has seen enough (`| head`) closes the pipe. What runs then ends in good order and in silence.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', ({ code = '', message }: NodeJS.ErrnoException) => {
    isHeard = false;
    interruption.abort();
    if (code === 'EPIPE' || lost.has(stream)) return;
    lost.add(stream);
    process.exitCode = exitCodes.failed;
    const why = code === 'ENOSPC' ? 'DiskFull: there is no space left' : message;
    if (stream === process.stdout) process.stderr.write(`The output could not be written: ${why}.\n`);
  });
}

const code = await run(process.argv.slice(2));
process.exitCode = lost.size > 0 ? exitCodes.failed : code;

function gathered(): Pick<GatheredOutput, 'out' | 'err'> {
  const { flush, ...streams } = gatherOutput(outputs.out, outputs.err);
  process.on('exit', flush);
  return streams;
}

function whileHeard(stream: NodeJS.WriteStream): TextStream {
  return {
    isTTY: stream.isTTY,
    write: (text) => !isHeard || stream.write(text),
    once: (event, listener) => stream.once(event, listener),
    get writableNeedDrain() {
      return isHeard && stream.writableNeedDrain;
    },
  };
}

async function run(words: readonly string[]): Promise<ExitCode> {
  const invocation = parseInvocation(words);
  switch (invocation.kind) {
    case 'help':
      await terminal.raw(helpText(invocation.command));
      return exitCodes.ok;
    case 'version':
      terminal.line(version());
      return exitCodes.ok;
    case 'usage':
      terminal.complain(invocation.message);
      return exitCodes.usage;
    case 'command':
      return runCommand(invocation.command, terminal);
  }
}

async function runCommand(command: Command, to: Terminal): Promise<ExitCode> {
  try {
    const code = await start(command, to);
    return signalCode ?? (isHeard ? code : exitCodes.ok);
  } catch (error) {
    if (error instanceof CommandError) {
      to.complain(error.message);
      return error.exitCode;
    }
    to.complain(`Something went wrong inside: ${error instanceof Error ? error.message : String(error)}`);
    return exitCodes.failed;
  }
}

async function start(given: Command, to: Terminal): Promise<ExitCode> {
  keepCompiled();
  const command = given.name === 'prepare' ? given : { ...given, files: withoutFolders(given.files) };
  switch (command.name) {
    case 'list':
      return (await import('./list.ts')).list(command, to);
    case 'prepare':
      return (await import('./prepare.ts')).prepare(command, to);
    case 'send':
      if (isSuite(command) || command.files !== given.files) {
        const { runSuite } = await import('./suite/suite.ts');
        return runSuite({ command, terminal: to, signal: interruption.signal, version: version() });
      }
      return (await import('./send.ts')).send(command, to, interruption.signal);
  }
}

/**
 * Lets Node keep the bundle's chunks as it compiled them, beside the bundle: who may change the one may change the
 * other, and where nobody may write nothing is kept. The sources are not kept.
 */
function keepCompiled(): void {
  if (import.meta.url.endsWith('.mjs')) enableCompileCache(fileURLToPath(new URL('.cache', import.meta.url)));
}

/** The manifest lies one folder above the bundle, three above this source. */
function version(): string {
  for (const manifest of ['../package.json', '../../../package.json']) {
    try {
      const content: unknown = JSON.parse(readFileSync(new URL(manifest, import.meta.url), 'utf8'));
      if (typeof content === 'object' && content !== null && 'version' in content) {
        return String(content.version);
      }
    } catch {
      // The next place has it.
    }
  }
  return 'unknown';
}
