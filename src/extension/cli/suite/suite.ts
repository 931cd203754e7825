/**
 * `send` as a suite: files are run one after the other, their repeats and rows of data likewise or several at a time, each
 * with sessions of its own, and results are printed and reported instead of answers. Loaded only when an option asks for it; one request is sent by
 * `sendStep.ts` like every other.
 */
import path from 'node:path';
import type { RunPlan } from '../../../language/semantics/index.ts';
import { referencedExchanges } from '../../../language/semantics/index.ts';
import type { BodyStore, Person, RunEvent, RunSummary } from '../../runner/index.ts';
import { createBodyStore, runSteps } from '../../runner/index.ts';
import type { Command } from '../args.ts';
import type { ExitCode } from '../exitCodes.ts';
import { CommandError, exitCodes, worse } from '../exitCodes.ts';
import { failureJson } from '../json.ts';
import { saveBody } from '../output.ts';
import { personAtTerminal } from '../person.ts';
import { planFor } from '../plan.ts';
import { createReport, silentReport } from '../report.ts';
import type { LiveReports } from '../reports/liveReports.ts';
import { openLiveReports } from '../reports/liveReports.ts';
import { iterationTitle } from '../reports/runRecord.ts';
import type { PlannedIteration, RunRecorder } from '../reports/runRecorder.ts';
import { bailWords, createRunRecorder } from '../reports/runRecorder.ts';
import type { RequestFile } from '../requestFile.ts';
import { readRequestFile, taggedRequests } from '../requestFile.ts';
import { createRunContext } from '../runContext.ts';
import { expectScripts } from '../scripts.ts';
import { exitCodeOf } from '../send.ts';
import type { StepWork } from '../sendStep.ts';
import { sendStep } from '../sendStep.ts';
import type { SuiteScreen } from './suiteScreen.ts';
import { createSlots, forEachTogether, type Slots } from './together.ts';
import { belowReport, createSuiteScreen } from './suiteScreen.ts';
import type { Terminal } from '../terminal.ts';

export interface SuiteOptions {
  readonly command: Command;
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
  /** Of this program, for reports. */
  readonly version: string;
}

/** Rejects with CommandError when nothing can be sent at all, or a report cannot be written. */
export async function runSuite({ command, terminal, signal, version }: SuiteOptions): Promise<ExitCode> {
  const iterations = await iterationsOf(command);
  const screen = screenFor(command, terminal);
  const recorder = createRunRecorder({
    version,
    environment: command.environment,
    iterations,
    nameOf: (file) => path.relative(process.cwd(), file).replaceAll('\\', '/'),
    now: () => Date.now(),
  });
  const reports = await openLiveReports({ wishes: command.reports, recorder, terminal, json: command.json });
  const bodies = createBodyStore({ hashes: command.json });
  const work: SuiteWork = {
    command,
    terminal: { ...terminal, complain: onceEach(screen) },
    signal,
    bodies,
    screen,
    recorder,
    reports,
    person: askingBelow(screen),
    slots: createSlots(command.parallel),
    stop: new AbortController(),
    done: 0,
    total: iterations.reduce((sum, { steps }) => sum + steps.length, 0),
  };
  const stop = (): void => work.stop.abort();
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  try {
    return await runAll(iterations, work);
  } finally {
    signal.removeEventListener('abort', stop);
    if (recorder.record().state === 'running') recorder.end('interrupted', 'the run broke off');
    await bodies.dispose();
    screen.pause();
    await reports.finish().finally(() => screen.summary(recorder.record()));
  }
}

/** Where the output is a report that stands on the same terminal, that report tells of the requests. */
function screenFor({ reports }: Command, { isInteractive, err }: Terminal): SuiteScreen {
  const screen = createSuiteScreen(err, () => process.stderr.columns || 80);
  const isShown = reports.some(({ format, file }) => format === 'tap' && file === undefined);
  return isShown && isInteractive && err.isInteractive ? belowReport(screen) : screen;
}

interface SuiteWork {
  readonly command: Command;
  /** Its complaints are told once each, above the progress. */
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
  readonly bodies: BodyStore;
  readonly screen: SuiteScreen;
  readonly recorder: RunRecorder;
  readonly reports: LiveReports;
  readonly person: Person;
  /** As many as there may be requests at a time, in all iterations together. */
  readonly slots: Slots;
  /** Aborted when nothing more is to be begun: by the signal, or after a failure with `--bail`. */
  readonly stop: AbortController;
  done: number;
  readonly total: number;
}

interface Iteration extends PlannedIteration {
  readonly source: RequestFile;
  readonly plan: RunPlan;
  /** The command line with the row's variables behind those that were typed. */
  readonly command: Command;
}

/** Files, in each file repeats, in each repeat rows. */
async function iterationsOf(command: Command): Promise<readonly Iteration[]> {
  const files = filesOf(command);
  const rows = command.data === undefined ? [] : (await import('./dataFile.ts')).readDataFile(command.data);
  const iterations: Iteration[] = [];
  for (const source of files) {
    const plan = await planOf(source, command);
    for (let repeat = 1; repeat <= (command.repeat ?? 1); repeat += 1) {
      for (const [index, row] of (rows.length === 0 ? [undefined] : rows).entries()) {
        iterations.push({
          source,
          plan,
          steps: plan.steps,
          command: row === undefined ? command : { ...command, variables: [...row, ...command.variables] },
          file: source.shown,
          repeat: command.repeat === undefined ? undefined : repeat,
          row: row === undefined ? undefined : index + 1,
        });
      }
    }
  }
  return iterations;
}

/** Of several files, those that have what was asked for. */
function filesOf({ files, dialect, selection }: Command): readonly RequestFile[] {
  const all = files.map((shown) => readRequestFile(shown, dialect));
  if (all.length === 1) return all;
  const { name, tags } = selection;
  const chosen = all.filter((file) => {
    const { imports } = file.definition;
    if (name === undefined && tags === undefined && imports.some(({ kind }) => kind === 'run')) return true;
    return taggedRequests(file, tags).some(
      (request) => name === undefined || request.name === name || request.title === name,
    );
  });
  if (chosen.length > 0) return chosen;
  throw new CommandError('None of the files has a request that was asked for.', exitCodes.usage);
}

/**
 * Where several requests are sent at a time, those that read an answer wait for it. The context is made here only to know
 * that it can be: an environment that the last file has not stops the run before the first one is sent.
 */
async function planOf(source: RequestFile, command: Command): Promise<RunPlan> {
  const context = await createRunContext(source, command);
  const { environment } = context.prepare.scope;
  await context.close();
  if (command.parallel === 1) return planFor(source, command);
  return planFor(source, command, (file, request) =>
    referencedExchanges(request, file.definition, environment),
  );
}

async function runAll(iterations: readonly Iteration[], work: SuiteWork): Promise<ExitCode> {
  const { command, signal, recorder, screen, stop } = work;
  let code: ExitCode = exitCodes.ok;
  const sources = new Set(iterations.map(({ source }) => source));
  // One file may prepare what the next one needs.
  for (const source of sources) {
    const own = [...iterations.entries()].filter(([, iteration]) => iteration.source === source);
    await forEachTogether(own, command.parallel, async ([index, iteration]) => {
      if (stop.signal.aborted) return false;
      if (iterations.length > 1 && command.parallel === 1) screen.begin(iterationTitle(iteration));
      const ended = exitCodeOf(await runIteration(index, iteration, work));
      code = worse(code, ended);
      if (command.bail && code !== exitCodes.ok) stop.abort();
      return true;
    });
  }
  if (signal.aborted) recorder.end('interrupted', 'the run was interrupted');
  else recorder.end('ended', bailWords);
  return code;
}

async function runIteration(index: number, iteration: Iteration, work: SuiteWork): Promise<RunSummary> {
  const { signal, bodies, terminal, recorder, slots, stop } = work;
  const { command, plan, source } = iteration;
  const context = await createRunContext(source, command, work.person);
  expectScripts(plan, context.prepare.scripts);
  for (const warning of context.warnings) terminal.complain(warning);
  const json = withPlace(iteration, work);
  const step: StepWork = {
    context,
    terminal,
    signal,
    bodies,
    report: command.json ? createReport(command, json) : silentReport,
    onDidPrepare: ({ secrets }) => recorder.addSecrets(secrets),
    last: undefined,
  };
  try {
    const summary = await runSteps(plan, {
      contextOf: context.contextOf,
      perform: (run, prepare) => slots(() => sendStep(run.step, prepare, step)),
      onEvent: (event) => {
        tell(index, iteration, { event: bailed(event, signal), work });
        if (command.json) tellFailed(event, json);
      },
      signal: stop.signal,
      bail: command.bail,
      retries: command.retry,
      concurrency: command.parallel,
    });
    if (command.output !== undefined && step.last?.body !== undefined) {
      await saveBody(step.last.body, command.output);
    }
    return summary;
  } finally {
    await step.last?.body?.dispose();
    await context.close();
    await context.saveCookies();
  }
}

/** JSON lines say which way through which file they belong to; failures are told by the screen. */
function withPlace({ repeat, row, file }: Iteration, { terminal, command }: SuiteWork): Terminal {
  const place = {
    ...(command.files.length > 1 ? { file } : {}),
    ...(repeat === undefined ? {} : { repeat }),
    ...(row === undefined ? {} : { row }),
  };
  return {
    ...terminal,
    json: (value) => terminal.json(Object.assign({}, value, place)),
    complain: () => undefined,
  };
}

/** Whose run was stopped by another's failure, not by a signal. */
function bailed(event: RunEvent, signal: AbortSignal): RunEvent {
  if (event.kind !== 'stepSkipped' || event.reason.kind !== 'cancelled' || signal.aborted) return event;
  return { ...event, reason: { kind: 'bail' } };
}

function tell(
  index: number,
  iteration: Iteration,
  { event, work }: { readonly event: RunEvent; readonly work: SuiteWork },
): void {
  const { recorder, reports, screen, command } = work;
  const ended = recorder.observe(index, event);
  if (event.kind === 'stepStarted') {
    const { name, title, method, url } = event.step.request;
    screen.sending(name ?? title ?? `${method} ${url}`, work);
  }
  if (ended === undefined) return;
  work.done += 1;
  screen.ended(ended, command.parallel > 1 ? placeOf(iteration) : '');
  reports.ended(ended, index);
}

/** The line of a request that could not be prepared, of which its report knows nothing. */
function tellFailed(event: RunEvent, json: Terminal): void {
  if (event.kind !== 'stepEnded' || event.result.exchange !== undefined) return;
  const { error } = event.result;
  if (error !== undefined) json.json(failureJson(event.step.request.name, error));
}

/** `repeat 1, row 2`: beside a request where several iterations are run at a time. */
function placeOf(iteration: Iteration): string {
  return iterationTitle({ ...iteration, file: '' });
}

/** A warning about a file is the same in every iteration. */
function onceEach(screen: SuiteScreen): (text: string) => void {
  const told = new Set<string>();
  return (text) => {
    if (told.has(text)) return;
    told.add(text);
    screen.tell(text);
  };
}

/** One person for the whole run, who is not asked again for what is asked once. */
function askingBelow(screen: SuiteScreen): Person {
  const person = personAtTerminal();
  const oneAtATime = createSlots(1);
  return {
    answer: (prompts) =>
      oneAtATime(() => {
        screen.pause();
        return person.answer(prompts);
      }),
  };
}
