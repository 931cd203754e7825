/**
 * How `send` tells what happens, in one of three ways: a transcript on a terminal, the bodies alone on a pipe with
 * one line each on standard error, or one JSON object a line. Each is a Report; `send.ts` does not know which.
 */
import type { Exchange } from '../runner/index.ts';
import type { Command } from './args.ts';
import { exchangeJson } from './json.ts';
import type { LivePrinter } from './livePrinter.ts';
import { createLivePrinter } from './livePrinter.ts';
import type { Terminal } from './terminal.ts';
import {
  failureLine,
  livePrinter,
  printBody,
  printRequestLine,
  printResponseHead,
  savedLines,
  summaryLine,
  testLines,
  withoutUserinfo,
} from './transcript.ts';

export interface Report {
  /** Before it is sent. */
  begin(exchange: Exchange): void;
  /** While it is sent; called often. */
  change(exchange: Exchange): void;
  /** The next bytes of the body, before they are kept. */
  receive(piece: Uint8Array): void;
  /** When it has ended, however it did. */
  end(exchange: Exchange): Promise<void>;
}

export function createReport(command: Command, terminal: Terminal): Report {
  if (command.json) return jsonLines(terminal);
  return terminal.isInteractive ? transcriptReport(command, terminal) : bytesReport(command, terminal);
}

function jsonLines(terminal: Terminal): Report {
  return {
    ...silentReport,
    end: async (exchange) => {
      terminal.json(await exchangeJson(exchange));
      if (exchange.error !== undefined) terminal.complain(failureLine(exchange.error));
    },
  };
}

/** Says nothing: somebody else tells what happens. */
export const silentReport: Report = {
  begin: () => undefined,
  change: () => undefined,
  receive: () => undefined,
  end: () => Promise.resolve(),
};

function transcriptReport({ stream, output }: Command, terminal: Terminal): Report {
  let shownHead = '';
  let live: LivePrinter | undefined;
  return {
    begin: (exchange) => printRequestLine(exchange, terminal),
    change(exchange) {
      const { id, response, body } = exchange;
      if (response === undefined || body === undefined) return;
      if (shownHead !== id) {
        shownHead = id;
        printResponseHead(response, terminal);
        live = stream ? createLivePrinter(body, livePrinter(response, terminal)) : undefined;
      }
      live?.advance();
    },
    receive: (piece) => live?.receive(piece),
    async end(exchange) {
      const { response, body } = exchange;
      await live?.finish();
      if (live === undefined && output === undefined && body !== undefined && response !== undefined) {
        await printBody(body, response, terminal);
      }
      live = undefined;
      for (const line of [...testLines(exchange, terminal), ...savedLines(exchange, terminal)])
        terminal.line(line);
      terminal.line(summaryLine(exchange, terminal));
      terminal.line('');
    },
  };
}

/** The bytes of the answers and nothing else, so that they can be piped on. */
function bytesReport({ stream, output }: Command, terminal: Terminal): Report {
  let live: LivePrinter | undefined;
  return {
    begin: () => undefined,
    change({ body }) {
      if (!stream || output !== undefined || body === undefined) return;
      live ??= createLivePrinter(body, (bytes) => terminal.raw(bytes));
      live.advance();
    },
    receive: (piece) => live?.receive(piece),
    async end(exchange) {
      const { body, prepared } = exchange;
      if (body !== undefined && output === undefined) {
        await (live ?? createLivePrinter(body, (bytes) => terminal.raw(bytes))).finish();
      }
      live = undefined;
      const { err } = terminal;
      for (const line of [...testLines(exchange, err), ...savedLines(exchange, err)]) err.line(line);
      const sent = err.safe(`${prepared.method} ${withoutUserinfo(prepared.url)}`);
      err.line(`${sent}: ${summaryLine(exchange, err)}`);
    },
  };
}
