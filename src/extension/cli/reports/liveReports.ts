/**
 * All reports of a run together: files are kept current, TAP and GitHub's annotations go to the output while the run
 * goes on. Told by `suite.ts` of each request that is over, and of the end.
 */
import { appendFile } from 'node:fs/promises';
import type { ReportFormat, ReportWish } from '../optionValues.ts';
import type { Terminal } from '../terminal.ts';
import { githubPage } from './githubPage.ts';
import { githubAnnotations, githubSummary } from './githubReport.ts';
import { openReportFiles } from './reportFiles.ts';
import type { RequestRecord } from './runRecord.ts';
import { iterationTitle } from './runRecord.ts';
import type { RunRecorder } from './runRecorder.ts';
import { createTapStream } from './tapReport.ts';

export interface LiveReportsOptions {
  readonly wishes: readonly ReportWish[];
  readonly recorder: RunRecorder;
  readonly terminal: Terminal;
  /** Whether the output is taken by JSON. */
  readonly json: boolean;
}

export interface LiveReports {
  ended(request: RequestRecord, iteration: number): void;
  /** Rejects with CommandError (failed) when a file cannot be written. */
  finish(): Promise<void>;
}

/** Rejects with CommandError (usage) when a file cannot be written. */
export async function openLiveReports(options: LiveReportsOptions): Promise<LiveReports> {
  const { wishes, recorder, terminal, json } = options;
  const isOnOutput = (format: ReportFormat): boolean =>
    wishes.some((wish) => wish.format === format && wish.file === undefined);
  const tap = isOnOutput('tap') ? createTapStream() : undefined;
  // GitHub reads both streams; what else goes to the output is for a program that reads only that.
  const annotations = tap === undefined && !json ? terminal : terminal.err;
  const isOnGithub = isOnOutput('github');
  const root = process.env['GITHUB_WORKSPACE'] ?? process.cwd();
  const { iterations } = recorder.record();
  const titles = iterations.length > 1 ? iterations.map(iterationTitle) : [];
  const files = await openReportFiles(wishes, () => recorder.record());
  return {
    ended(request, iteration) {
      if (isOnGithub) void annotations.raw(githubAnnotations(request, root, titles[iteration]));
      // What did not run is told at the end.
      if (request.outcome !== 'notRun') void terminal.raw(tap?.point(request, titles[iteration] ?? '') ?? '');
      files.changed();
    },
    async finish() {
      const run = recorder.record();
      if (isOnGithub) {
        await annotations.raw(githubSummary(run));
        await addPage(githubPage(run), terminal);
      }
      await terminal.raw(tap?.end(run) ?? '');
      await files.finish();
    },
  };
}

/** The page is more than was asked for: where it cannot be written, the run is no worse. */
async function addPage(page: string, terminal: Terminal): Promise<void> {
  const file = process.env['GITHUB_STEP_SUMMARY'] ?? '';
  if (file === '') return;
  await appendFile(file, page).catch((error: unknown) => {
    const why = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    terminal.complain(`The summary for GitHub cannot be written${why}.`);
  });
}
