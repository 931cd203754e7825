/**
 * Runs in the editor: a part of a file with what it needs, planned and carried out by the runner, each step an
 * exchange like any other, found again in the text however it was edited meanwhile. Commands, lenses and the Test
 * Explorer come here through the sender; what is told of a run is in `runStatus.ts`.
 */
import * as vscode from 'vscode';
import { loopOf, referencedExchanges } from '../../../../language/semantics/index.ts';
import type {
  ResolveScope,
  RunFile,
  RunPlan,
  RunStep,
  RunWish,
} from '../../../../language/semantics/index.ts';
import type {
  Exchange,
  ExchangeLog,
  PrepareContext,
  RunEvent,
  RunOptions,
  RunSummary,
  StepResult,
} from '../../../runner/index.ts';
import type { Disposable } from '../../disposable.ts';
import type { Outlines } from '../../lenses/outlines.ts';
import { loadEngine } from '../loadEngine.ts';
import { openReader, type FoundRequest } from '../preparing.ts';
import { requestKeys } from '../requestKey.ts';
import { isAlone, wishFor, type FilePart } from './fileParts.ts';
import { neededSteps, type NeededRequests } from './neededRequests.ts';
import { createRunStatus, type ShownRun } from './runStatus.ts';

/** What a step is sent with beside what is chosen in the window. */
export interface StepExtras {
  readonly setting?: RunSetting | undefined;
  readonly passed?: ReadonlyMap<string, string> | undefined;
  readonly secrets?: readonly string[] | undefined;
  /** Opens no panel. */
  readonly isQuiet?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** In place of what is chosen in the window. */
export interface RunSetting {
  /** Undefined for none. */
  readonly environment: string | undefined;
  /** For requests that name none; undefined for the one that is chosen. */
  readonly session: string | undefined;
  /** The session is also for requests that name another one. */
  readonly isForAll?: boolean | undefined;
}

export interface FileRunOptions extends Pick<RunOptions, 'bail' | 'retries' | 'concurrency'> {
  /** Opens no panel, and sends what is needed without asking. */
  readonly isQuiet?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onEvent?: ((event: RunEvent) => void) | undefined;
  /** Whoever asks tells what happens in a way of its own. */
  readonly hidesStatus?: boolean | undefined;
}

/** One of several runs that go one after the other. */
export interface FileRun {
  readonly file: vscode.Uri;
  readonly part: FilePart;
  readonly setting?: RunSetting | undefined;
  /** For the report; the file's name when absent. */
  readonly title?: string | undefined;
}

export interface RunsOptions {
  readonly outlines: Outlines;
  readonly needed: NeededRequests;
  readonly openLog: () => Promise<ExchangeLog>;
  /** Undefined when a person would not have it sent. */
  readonly send: (found: FoundRequest, extras: StepExtras) => Promise<Exchange | undefined>;
  readonly context: (found: Omit<FoundRequest, 'place'>, extras: StepExtras) => Promise<PrepareContext>;
  /** Shows why a request could not even be prepared. */
  readonly fail: (found: FoundRequest, error: unknown) => Promise<void>;
}

export interface Runs extends Disposable {
  /** Sends the request, and first what it needs if the person wants that. */
  one(found: FoundRequest): Promise<void>;
  /** Sends parts of files in order; those of which nothing was sent give undefined. */
  several(runs: readonly FileRun[], options?: FileRunOptions): Promise<readonly (RunSummary | undefined)[]>;
  cancelAll(): void;
  /** Shows what the runs of this window came to. */
  readonly showOutput: () => Promise<void>;
}

export function createRuns(options: RunsOptions): Runs {
  const { outlines, needed, openLog } = options;
  const status = createRunStatus();
  const cancellations = new Set<AbortController>();

  const uriOf = ({ path }: RunFile, main: vscode.TextDocument): vscode.Uri =>
    path === main.uri.fsPath ? main.uri : vscode.Uri.file(path);

  async function contextOf(
    file: RunFile,
    main: vscode.TextDocument,
    setting?: RunSetting,
  ): Promise<PrepareContext> {
    const document = await vscode.workspace.openTextDocument(uriOf(file, main));
    return options.context({ document, outline: outlines.of(document) }, { setting });
  }

  /** Answers that a request reads count as needed, but where all is sent in the order of the file. */
  async function plan(document: vscode.TextDocument, wish: RunWish, readsCount: boolean): Promise<RunPlan> {
    const { planRun } = await loadEngine();
    const log = await openLog();
    const file: RunFile = { path: document.uri.fsPath, definition: outlines.of(document).definition };
    const { scope } = await contextOf(file, document);
    return planRun(file, wish, {
      reader: await openReader(),
      isAnswered: (of, name) => log.ofFile(uriOf(of, document).toString())(name) !== undefined,
      ...(readsCount
        ? {
            referencesOf: (of, request) => referencedExchanges(request, of.definition, scope.environment),
          }
        : {}),
    });
  }

  /** Where a step's request stands now; undefined when it is gone. */
  async function placeOf(
    { file, request }: Pick<RunStep, 'file' | 'request'>,
    main: vscode.TextDocument,
  ): Promise<FoundRequest | undefined> {
    const document = await vscode.workspace.openTextDocument(uriOf(file, main));
    const { requests } = file.definition;
    const key = requestKeys(requests)[requests.indexOf(request)];
    const outline = outlines.of(document);
    const place = outline.requests.find((one) => one.key === key);
    return place && { document, outline, place };
  }

  interface Carrying extends FileRunOptions {
    readonly main: vscode.TextDocument;
    readonly setting?: RunSetting | undefined;
    readonly shown?: ShownRun | undefined;
  }

  async function carryOut(steps: readonly RunStep[], carrying: Carrying): Promise<RunSummary> {
    const { runSteps, RequestException } = await loadEngine();
    const { main, setting, shown, isQuiet, signal } = carrying;
    const failures: Promise<void>[] = [];
    const contexts = new Map<string, Promise<PrepareContext>>();
    const summary = await runSteps(
      { steps },
      {
        ...carrying,
        contextOf(file) {
          const context = contexts.get(file.path) ?? contextOf(file, main, setting);
          contexts.set(file.path, context);
          return context;
        },
        async perform({ step }, { scope: { passed }, secrets }): Promise<StepResult> {
          const found = await placeOf(step, main);
          if (found === undefined) {
            const message = vscode.l10n.t('The request is no longer in the file.');
            return { error: new RequestException(message, 'InvalidRequest', { phase: 'queue' }) };
          }
          return { exchange: await options.send(found, { setting, passed, secrets, isQuiet, signal }) };
        },
        onEvent(event) {
          carrying.onEvent?.(event);
          shown?.tell(event);
          const { error, exchange } = event.kind === 'stepEnded' ? event.result : {};
          if (event.kind !== 'stepEnded' || error === undefined || exchange !== undefined) return;
          failures.push(placeOf(event.step, main).then((found) => found && options.fail(found, error)));
        },
      },
    );
    await Promise.all(failures);
    return summary;
  }

  /** Gives what to end it by to the work, for as long as it takes. */
  async function cancellable<T>(
    outer: AbortSignal | undefined,
    work: (cancellation: AbortController) => Promise<T>,
  ): Promise<T> {
    const cancellation = new AbortController();
    const stop = (): void => cancellation.abort();
    outer?.addEventListener('abort', stop);
    if (outer?.aborted === true) stop();
    cancellations.add(cancellation);
    try {
      return await work(cancellation);
    } finally {
      outer?.removeEventListener('abort', stop);
      cancellations.delete(cancellation);
    }
  }

  /** The steps of a plan that a person wants; undefined for none. */
  async function wanted(
    { steps }: RunPlan,
    main: vscode.TextDocument,
  ): Promise<readonly RunStep[] | undefined> {
    const scopeOf = async (file: RunFile): Promise<ResolveScope> => (await contextOf(file, main)).scope;
    const answer = await needed.ask(steps, main.uri, scopeOf);
    if (answer === 'all') return steps;
    if (answer === 'cancel') return undefined;
    const extra = new Set(neededSteps(steps));
    return steps
      .filter((step) => !extra.has(step))
      .map((step) => ({ ...step, needs: step.needs.filter((need) => !extra.has(need)) }));
  }

  async function one(found: FoundRequest): Promise<void> {
    const { document, outline, place } = found;
    const { definition } = place;
    if (isAlone(definition, outline.definition)) {
      await options.send(found, {});
      return;
    }
    const wish: RunWish = { kind: 'requests', requests: [definition], areNamed: true };
    const planned = await plan(document, wish, needed.policyOf(document.uri) !== 'never');
    const [problem] = planned.problems;
    if (problem !== undefined) {
      const { RequestException } = await loadEngine();
      await options.fail(found, new RequestException(problem.message, 'InvalidRequest', { phase: 'queue' }));
      return;
    }
    if (planned.steps.length === 1 && loopOf(definition) === undefined) {
      await options.send(found, {});
      return;
    }
    const steps = await wanted(planned, document);
    if (steps === undefined) return;
    await cancellable(undefined, ({ signal }) => carryOut(steps, { main: document, signal }));
  }

  async function part(
    { file, part: which, setting }: FileRun,
    carrying: Omit<Carrying, 'main'>,
  ): Promise<RunSummary | undefined> {
    const main = await vscode.workspace.openTextDocument(file);
    const isWhole = which.kind === 'all' && (carrying.concurrency ?? 1) <= 1;
    const planned = await plan(main, wishFor(which, main, outlines.of(main)), !isWhole);
    if (planned.problems.length > 0) {
      const lines = planned.problems.map(
        (one) => `${nameOf(uriOf(one.file, main))}:${one.line}: ${one.message}`,
      );
      void vscode.window.showErrorMessage(lines.join('\n'));
      return undefined;
    }
    const asks = which.kind !== 'all' && carrying.isQuiet !== true;
    const steps = asks ? await wanted(planned, main) : planned.steps;
    if (steps === undefined || steps.length === 0) return undefined;
    return carryOut(steps, { ...carrying, main, setting });
  }

  return {
    one,
    several(runs, wishes = {}) {
      return cancellable(wishes.signal, async (cancellation) => {
        const shown = wishes.hidesStatus === true ? undefined : status.begin();
        const summaries: (RunSummary | undefined)[] = [];
        for (const [index, run] of runs.entries()) {
          if (cancellation.signal.aborted) break;
          shown?.next(run.title ?? nameOf(run.file), runs.length - index - 1);
          summaries.push(await part(run, { ...wishes, shown, signal: cancellation.signal }));
        }
        shown?.end();
        return summaries;
      });
    },
    cancelAll() {
      for (const cancellation of cancellations) cancellation.abort();
    },
    showOutput: status.showOutput,
    dispose() {
      for (const cancellation of cancellations) cancellation.abort();
      status.dispose();
    },
  };
}

function nameOf(file: vscode.Uri): string {
  return file.path.slice(file.path.lastIndexOf('/') + 1);
}
