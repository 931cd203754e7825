/**
 * Runs what a person has chosen in the Test Explorer: whole files in the order of their requests, or single requests
 * with what they need, file after file. Sending is the sender's, as for every other send, so history, cookies and lenses
 * tell the same; no panel is opened, because nobody has asked to see one.
 */
import * as vscode from 'vscode';
import type { RunStep } from '../../../language/semantics/index.ts';
import type { RunEvent, SkipReason } from '../../runner/index.ts';
import type { Exchanges } from '../sending/exchanges.ts';
import { requestKeys } from '../sending/requestKey.ts';
import { skipLabel } from '../sending/runs/runReport.ts';
import type { FileRun } from '../sending/runs/runs.ts';
import type { Sender } from '../sending/sender.ts';
import { testSettings } from '../settings/settings.ts';
import { createRequestReport, testsOf, type RequestReport } from './requestReport.ts';
import type { TestTree } from './testTree.ts';

export interface TestRunsOptions {
  readonly controller: vscode.TestController;
  readonly tree: TestTree;
  readonly sender: Pick<Sender, 'run'>;
  readonly exchanges: Exchanges;
  /** Finds what could be run, when all is asked for. */
  readonly discover: () => Promise<void>;
}

export interface TestRuns {
  /**
   * Resolves when the run is over. `setting` stands in place of what is chosen in the window; `showsMessages` puts whole
   * messages into the output.
   */
  run(
    request: vscode.TestRunRequest,
    token: vscode.CancellationToken,
    how?: { readonly setting?: FileRun['setting']; readonly showsMessages?: boolean },
  ): Promise<void>;
  /** Whether a request is being run here, so that its results are told already. */
  isRunning(file: vscode.Uri, key: string): boolean;
}

/** What of one file is run; `keys` is undefined for all of it. */
interface Suite {
  readonly file: vscode.Uri;
  keys: Set<string> | undefined;
}

export function createTestRuns(options: TestRunsOptions): TestRuns {
  const { controller, tree, sender } = options;
  const running = new Set<string>();
  const mark = (file: vscode.Uri, key: string): string => `${file.toString()} ${key}`;

  async function suitesOf({ include, exclude }: vscode.TestRunRequest): Promise<readonly Suite[]> {
    if (include === undefined) await options.discover();
    const suites = new Map<string, Suite>();
    const suiteOf = (file: vscode.Uri, keys: Set<string> | undefined): Suite => {
      const known = suites.get(file.toString()) ?? { file, keys };
      suites.set(file.toString(), known);
      return known;
    };
    const isExcluded = (item: vscode.TestItem): boolean => exclude?.includes(item) === true;
    const add = async (item: vscode.TestItem): Promise<void> => {
      const place = tree.placeOf(item);
      if (place === undefined || isExcluded(item)) return;
      if (place.kind === 'folder') {
        for (const child of inOrder(item.children)) await add(child);
      } else if (place.kind === 'file') {
        const read = await tree.readFile(place.file);
        const requests = inOrder(read?.children ?? item.children);
        const left = requests.filter((request) => !isExcluded(request));
        const keys = left.length < requests.length ? new Set(left.map(({ id }) => id)) : undefined;
        if (read !== undefined) suiteOf(place.file, keys).keys = keys;
      } else suiteOf(place.file, new Set()).keys?.add(place.key);
    };
    for (const item of include ?? inOrder(controller.items)) await add(item);
    return [...suites.values()];
  }

  function requestsOf({ file, keys }: Suite): readonly vscode.TestItem[] {
    return inOrder(tree.fileItem(file)?.children ?? []).filter(({ id }) => keys?.has(id) ?? true);
  }

  async function runSuite(suite: Suite, context: SuiteContext): Promise<boolean> {
    const { report, signal, setting } = context;
    const { file, keys } = suite;
    const told = new Set<vscode.TestItem>();
    const work: Promise<void>[] = [];
    const marked = new Set<string>();
    const keysOf = createKeys();
    let hasFailed = false;

    function onEvent(event: RunEvent): void {
      if (!('step' in event)) return;
      const stepFile = fileOf(event.step, file);
      const key = keysOf(event.step);
      const request = tree.requestItem(stepFile, key);
      if (request !== undefined) told.add(request);
      if (event.kind === 'stepStarted') {
        running.add(mark(stepFile, key));
        marked.add(mark(stepFile, key));
        if (request !== undefined) report.started(request);
      } else if (event.kind === 'stepSkipped') {
        if (request !== undefined) report.skipped(request, reasonOf(event.reason));
      } else if (!event.willRetry) {
        const { request: definition } = event.step;
        const { result, round, rounds } = event;
        hasFailed ||= event.outcome !== 'passed';
        work.push(
          report.ended({
            file: stepFile,
            key,
            title: definition.title ?? definition.name ?? `${definition.method} ${definition.url}`,
            line: definition.line - 1,
            exchange: result.exchange,
            error: result.error?.message,
            round: rounds > 1 ? vscode.l10n.t('round {0} of {1}', round + 1, rounds) : undefined,
          }),
        );
      }
    }

    try {
      await sender.run(
        [{ file, part: keys === undefined ? { kind: 'all' } : { kind: 'keys', keys: [...keys] }, setting }],
        { isQuiet: true, hidesStatus: true, bail: context.bail, signal, onEvent },
      );
      await Promise.all(work);
      for (const request of requestsOf(suite)) {
        if (!told.has(request)) report.skipped(request, vscode.l10n.t('It was not sent.'));
      }
      return !hasFailed;
    } finally {
      for (const one of marked) running.delete(one);
    }
  }

  return {
    async run(request, token, { setting, showsMessages } = {}) {
      const run = controller.createTestRun(request);
      const cancellation = new AbortController();
      const stop = (): void => cancellation.abort();
      const listeners = [token.onCancellationRequested(stop), run.token.onCancellationRequested(stop)];
      try {
        const suites = await suitesOf(request);
        const report = createRequestReport(run, { ...options, showsMessages });
        for (const one of suites.flatMap(requestsOf).flatMap(testsOf)) run.enqueued(one);
        let isOver = false;
        for (const suite of suites) {
          const { bail } = testSettings(suite.file);
          if (isOver || cancellation.signal.aborted) {
            const reason: SkipReason = { kind: isOver ? 'bail' : 'cancelled' };
            for (const one of requestsOf(suite)) report.skipped(one, reasonOf(reason));
            continue;
          }
          const isGood = await runSuite(suite, { report, signal: cancellation.signal, setting, bail });
          isOver = bail && !isGood;
        }
      } finally {
        for (const listener of listeners) listener.dispose();
        run.end();
      }
    },
    isRunning: (file, key) => running.has(mark(file, key)),
  };
}

interface SuiteContext {
  readonly report: RequestReport;
  readonly signal: AbortSignal;
  readonly setting: FileRun['setting'];
  /** Stop after the first failure. */
  readonly bail: boolean;
}

/** As they stand in the Test Explorer. */
function inOrder(items: Iterable<[string, vscode.TestItem]>): readonly vscode.TestItem[] {
  const nameOf = (item: vscode.TestItem): string => item.sortText ?? item.label;
  return [...items].map(([, item]) => item).sort((a, b) => nameOf(a).localeCompare(nameOf(b)));
}

/** Where the request of a step stands; `main` is the file that was asked for. */
function fileOf({ file }: RunStep, main: vscode.Uri): vscode.Uri {
  return file.path === main.fsPath ? main : vscode.Uri.file(file.path);
}

/** Gives the keys of steps' requests; those of a file are made once. */
function createKeys(): (step: RunStep) => string {
  const known = new Map<object, readonly string[]>();
  return ({ file: { definition }, request }) => {
    const keys = known.get(definition) ?? requestKeys(definition.requests);
    known.set(definition, keys);
    return keys[definition.requests.indexOf(request)] ?? '';
  };
}

function reasonOf(reason: SkipReason): string {
  return vscode.l10n.t('not sent: {0}', skipLabel(reason, vscode.l10n.t));
}
