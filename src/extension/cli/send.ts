/**
 * `send`: sends the chosen requests in order over shared sessions and reports each as it happens. A request that
 * fails does not stop the next ones unless `--bail` says so; an answer of 4xx or 5xx is no failure, an assertion that
 * does not hold is one.
 */
import path from 'node:path';
import type { RunPlan, RunStep, RunWish } from '../../language/semantics/index.ts';
import type {
  BodyStore,
  Exchange,
  PrepareContext,
  RunEvent,
  RunSummary,
  StepResult,
} from '../runner/index.ts';
import { createBodyStore, planRun, prepareExchange, runSteps, sendExchange } from '../runner/index.ts';
import type { Command } from './args.ts';
import { blockingReader } from './blockingReader.ts';
import type { ExitCode } from './exitCodes.ts';
import { CommandError, exitCodes } from './exitCodes.ts';
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
  const plan = await planFor(file, command);
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
    last: undefined,
  };
  try {
    return await sendAll(plan, work);
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
  /** The newest one with a body; those before it are given back. */
  last: Exchange | undefined;
}

/** Throws CommandError for what stops the whole run. */
async function planFor(file: RequestFile, { selection }: Command): Promise<RunPlan> {
  const chosen = selectRequests(file, selection);
  const isAll = selection.name === undefined && selection.line === undefined;
  const wish: RunWish = isAll ? { kind: 'all' } : { kind: 'requests', requests: chosen, areNamed: true };
  const plan = await planRun(file, wish, { reader: blockingReader });
  const needed = plan.steps.filter((step) => step.file.path === file.path).map(({ request }) => request);
  refuseBroken(file, [...chosen, ...needed]);
  if (plan.problems.length === 0) return plan;
  const lines = plan.problems.map(({ message, ...place }) => `${placeIn(file, place)}: ${message}`);
  throw new CommandError(lines.join('\n'), exitCodes.parse);
}

async function sendAll(plan: RunPlan, work: Work): Promise<ExitCode> {
  const { command, context, signal } = work;
  const summary = await runSteps(plan, {
    contextOf: context.contextOf,
    perform: ({ step }, prepare) => sendOne(step, prepare, work),
    onEvent: (event) => {
      tell(event, work);
    },
    signal,
    bail: command.bail,
  });
  if (command.output !== undefined && work.last?.body !== undefined) {
    await saveBody(work.last.body, command.output);
  }
  return exitCodeOf(summary);
}

/** A request without an answer says more than an answer that was not as expected. */
function exitCodeOf({ error, cancelled, failed }: RunSummary): ExitCode {
  if (error + cancelled > 0) return exitCodes.failed;
  return failed > 0 ? exitCodes.assertion : exitCodes.ok;
}

function tell(event: RunEvent, work: Work): void {
  if (event.kind === 'stepSkipped') tellSkipped(event, work);
  if (event.kind === 'stepEnded' && event.result.exchange === undefined) tellFailed(event, work);
}

/** One that could not be prepared, of which the report knows nothing. */
function tellFailed({ step, result }: RunEvent & { readonly kind: 'stepEnded' }, work: Work): void {
  const { error } = result;
  if (error === undefined) return;
  const { file, command, terminal } = work;
  if (command.json) terminal.json(failureJson(step.request.name, error));
  terminal.complain(failureLine(error, placeIn(file, { file: step.file, line: step.request.line })));
}

function tellSkipped(
  { step, reason }: RunEvent & { readonly kind: 'stepSkipped' },
  { file, terminal }: Work,
): void {
  const place = placeIn(file, { file: step.file, line: step.request.line });
  switch (reason.kind) {
    case 'disabled':
      terminal.complain(`${place}: not sent, because it is disabled.`);
      break;
    case 'emptyLoop':
      terminal.complain(`${place}: not sent, because its loop has nothing to go over.`);
      break;
    case 'need':
      terminal.complain(`${place}: not sent, because "${reason.need.request.name ?? ''}" has no answer.`);
      break;
    default:
  }
}

/** The place of a request or a line, as it can be clicked in a terminal. */
function placeIn(
  shown: RequestFile,
  { file, line }: Pick<RunStep, 'file'> & { readonly line: number },
): string {
  const name = file.path === shown.path ? shown.shown : path.relative(process.cwd(), file.path);
  return `${name}:${line}`;
}

/** Rejects with a RequestException when it cannot be prepared. */
async function sendOne({ request }: RunStep, prepare: PrepareContext, work: Work): Promise<StepResult> {
  const { context, terminal, report, signal, bodies } = work;
  const prepared = await prepareExchange(request, prepare);
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
  await keepLast(exchange, work);
  return { exchange };
}

async function keepLast(exchange: Exchange, work: Work): Promise<void> {
  if (exchange.body === undefined) return;
  await work.last?.body?.dispose();
  work.last = exchange;
}
