/**
 * Sends one step of a run and has it reported: what `send` and a suite do with each request. The order of the steps, and
 * what follows from a failure, is the runner's.
 */
import type { RunStep } from '../../language/semantics/index.ts';
import type { BodyStore, Exchange, PreparedExchange, PrepareContext, StepResult } from '../runner/index.ts';
import { prepareExchange, sendExchange } from '../runner/index.ts';
import { hideSecrets } from './hideSecrets.ts';
import type { Report } from './report.ts';
import type { RunContext } from './runContext.ts';
import type { Terminal } from './terminal.ts';

export interface StepWork {
  readonly context: RunContext;
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
  readonly bodies: BodyStore;
  readonly report: Report;
  /** Called before it is sent. */
  readonly onDidPrepare?: ((prepared: PreparedExchange) => void) | undefined;
  /** The newest one with a body; those before it are given back. */
  last: Exchange | undefined;
}

/** Rejects with a RequestException when it cannot be prepared. */
export async function sendStep(
  { request }: Pick<RunStep, 'request'>,
  prepare: PrepareContext,
  work: StepWork,
): Promise<StepResult> {
  const { context, terminal, report, signal, bodies } = work;
  const prepared = await prepareExchange(request, { ...prepare, signal });
  work.onDidPrepare?.(prepared);
  hideSecrets(terminal, prepared.secrets);
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

/** First the exchange, then the body before it: several may end at a time. */
async function keepLast(exchange: Exchange, work: StepWork): Promise<void> {
  if (exchange.body === undefined) return;
  const before = work.last;
  work.last = exchange;
  await before?.body?.dispose();
}
