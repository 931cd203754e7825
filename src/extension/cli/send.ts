/**
 * `send`: sends the chosen requests in order over shared sessions and reports each as it happens. A request that
 * fails does not stop the next ones unless `--bail` says so; an answer of 4xx or 5xx is no failure, an assertion that
 * does not hold is one.
 */
import type { RequestDefinition } from '../../language/semantics/index.ts';
import { isDisabled } from '../../language/semantics/index.ts';
import { RequestException } from '../http/index.ts';
import type { BodyStore, Exchange } from '../runner/index.ts';
import { countTests, createBodyStore, prepareExchange, sendExchange } from '../runner/index.ts';
import type { Command } from './args.ts';
import type { ExitCode } from './exitCodes.ts';
import { exitCodes } from './exitCodes.ts';
import { failureJson } from './json.ts';
import { saveBody } from './output.ts';
import type { Report } from './report.ts';
import { createReport } from './report.ts';
import type { RequestFile } from './requestFile.ts';
import { readRequestFile, refuseBroken, selectRequests } from './requestFile.ts';
import type { RunContext } from './runContext.ts';
import { createRunContext } from './runContext.ts';
import type { Terminal } from './terminal.ts';
import { failureLine } from './transcript.ts';

/** Rejects with CommandError when nothing can be sent at all. */
export async function send(command: Command, terminal: Terminal, signal: AbortSignal): Promise<ExitCode> {
  const [shown = ''] = command.files;
  const file = readRequestFile(shown, command.dialect);
  const chosen = selectRequests(file, command.selection);
  refuseBroken(file, chosen);
  const context = await createRunContext(file, command);
  for (const warning of context.warnings) terminal.complain(warning);
  const bodies = createBodyStore({ hashes: command.json });
  const work: Work = {
    file,
    context,
    command,
    terminal,
    signal,
    bodies,
    report: createReport(command, terminal),
  };
  try {
    return await sendAll(chosen, work);
  } finally {
    await bodies.dispose();
    await context.close();
    await context.saveCookies();
  }
}

interface Work {
  readonly file: RequestFile;
  readonly context: RunContext;
  readonly command: Command;
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
  readonly bodies: BodyStore;
  readonly report: Report;
}

async function sendAll(chosen: readonly RequestDefinition[], work: Work): Promise<ExitCode> {
  let code: ExitCode = exitCodes.ok;
  let last: Exchange | undefined;
  for (const definition of chosen) {
    if (isLeftOut(definition, work)) continue;
    const exchange = await sendOne(definition, work);
    if (exchange?.body !== undefined) {
      await last?.body?.dispose();
      last = exchange;
    }
    code = worse(code, outcomeOf(exchange));
    if (work.signal.aborted || (work.command.bail && code !== exitCodes.ok)) break;
  }
  if (work.command.output !== undefined && last?.body !== undefined) {
    await saveBody(last.body, work.command.output);
  }
  return code;
}

/** `# @disabled` counts where nobody has asked for this very request. */
function isLeftOut(definition: RequestDefinition, { command, file, terminal }: Work): boolean {
  const { name, line } = command.selection;
  if (name !== undefined || line !== undefined || !isDisabled(definition)) return false;
  terminal.complain(`${file.shown}:${definition.line}: not sent, because it is disabled.`);
  return true;
}

function outcomeOf(exchange: Exchange | undefined): ExitCode {
  if (exchange?.state !== 'done') return exitCodes.failed;
  return countTests(exchange.tests).failed > 0 ? exitCodes.assertion : exitCodes.ok;
}

/** A request without an answer says more than an answer that was not as expected. */
function worse(one: ExitCode, other: ExitCode): ExitCode {
  return one === exitCodes.failed || other === exitCodes.ok ? one : other;
}

/** Undefined when it could not be prepared. */
async function sendOne(definition: RequestDefinition, work: Work): Promise<Exchange | undefined> {
  const { file, context, command, terminal, report, signal, bodies } = work;
  try {
    const prepared = await prepareExchange(definition, context.prepare);
    for (const warning of prepared.warnings) terminal.complain(warning);
    if (prepared.note !== undefined && prepared.note !== '') terminal.complain(`Note: ${prepared.note}`);
    report.begin(prepared.exchange);
    const running = sendExchange(prepared, {
      bodies,
      signal,
      onDidChange: (now) => report.change(now),
      onDidReceive: (piece) => report.receive(piece),
    });
    const exchange = await running.finished;
    await context.log.record(exchange);
    // Also for whoever kills the run later; what fails now is told at its end.
    await context.saveCookies().catch(() => undefined);
    await report.end(exchange);
    for (const { message } of exchange.response?.notices ?? []) terminal.complain(message);
    return exchange;
  } catch (error) {
    if (!(error instanceof RequestException)) throw error;
    if (command.json) terminal.json(failureJson(definition.name, error));
    terminal.complain(failureLine(error, `${file.shown}:${definition.line}`));
    return undefined;
  }
}
