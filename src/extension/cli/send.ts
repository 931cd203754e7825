/**
 * `send`: sends the chosen requests in order over shared sessions and reports each as it happens. A request that
 * fails does not stop the next ones unless `--bail` says so; an answer of 4xx or 5xx is no failure, an assertion that
 * does not hold is one.
 */
import { stepName, type RunPlan } from '../../language/semantics/index.ts';
import type { RunEvent, RunSummary } from '../runner/index.ts';
import { createBodyStore, runSteps } from '../runner/index.ts';
import type { Command } from './args.ts';
import type { ExitCode } from './exitCodes.ts';
import { exitCodes } from './exitCodes.ts';
import { failureJson } from './json.ts';
import { saveBody } from './output.ts';
import { placeIn, planFor } from './plan.ts';
import { createReport } from './report.ts';
import type { RequestFile } from './requestFile.ts';
import { readRequestFile } from './requestFile.ts';
import { createRunContext } from './runContext.ts';
import { runSummary } from './runSummary.ts';
import { expectScripts } from './scripts.ts';
import type { StepWork } from './sendStep.ts';
import { sendStep } from './sendStep.ts';
import type { Screen, Terminal } from './terminal.ts';
import { failureLine } from './transcript.ts';

/** Rejects with CommandError when nothing can be sent at all. */
export async function send(command: Command, terminal: Terminal, signal: AbortSignal): Promise<ExitCode> {
  const [shown = ''] = command.files;
  const file = readRequestFile(shown, command.dialect);
  const plan = await planFor(file, command);
  const context = await createRunContext(file, command);
  expectScripts(plan, context.prepare.scripts);
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

interface Work extends StepWork {
  readonly file: RequestFile;
  readonly command: Command;
}

async function sendAll(plan: RunPlan, work: Work): Promise<ExitCode> {
  const { command, context, signal } = work;
  const summary = await runSteps(plan, {
    contextOf: context.contextOf,
    perform: ({ step }, prepare) => sendStep(step, prepare, work),
    onEvent: (event) => {
      tell(event, work);
    },
    signal,
    bail: command.bail,
    retries: command.retry,
  });
  if (plan.steps.length > 1 && !command.json) tellSummary(summary, work.terminal.err);
  if (command.output !== undefined && work.last?.body !== undefined) {
    await saveBody(work.last.body, command.output);
  }
  return exitCodeOf(summary);
}

/** One request has said it all itself. */
function tellSummary({ tests, cancelled, notRun, duration, ...counts }: RunSummary, screen: Screen): void {
  const columns = screen.isInteractive ? process.stderr.columns || 80 : Infinity;
  const requests = { ...counts, notRun: notRun + cancelled };
  screen.line(runSummary(requests, { ...tests, duration }, { styled: screen.styled, columns }));
}

/** A request without an answer says more than an answer that was not as expected. */
export function exitCodeOf({
  error,
  cancelled,
  failed,
}: Pick<RunSummary, 'error' | 'cancelled' | 'failed'>): ExitCode {
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
      terminal.complain(`${place}: not sent, because "${stepName(reason.need)}" has no answer.`);
      break;
    default:
  }
}
