/**
 * Keeps the files of a run's reports current: whole from before the first send, replaced in one step while results come,
 * so that whoever kills the run finds valid files that say what did not run. It is told by `suite.ts`; what a format
 * looks like is the writers' business.
 */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { removeLeftovers, StorageError, writeAtomically } from '../../runner/index.ts';
import { CommandError, exitCodes } from '../exitCodes.ts';
import type { ReportFormat, ReportWish } from '../optionValues.ts';
import { htmlReport } from './htmlReport.ts';
import { jsonReport } from './jsonReport.ts';
import { junitReport } from './junitReport.ts';
import type { RunRecord } from './runRecord.ts';
import { tapReport } from './tapReport.ts';

const writers: Readonly<Record<Exclude<ReportFormat, 'github'>, (run: RunRecord) => string>> = {
  junit: junitReport,
  json: jsonReport,
  html: htmlReport,
  tap: tapReport,
};

/** Milliseconds between two versions, at least. */
const pause = 500;
/** Of a run's time, writing takes at most one part in so many. */
const share = 20;

export interface ReportFiles {
  /** Writes them soon; does not wait. */
  changed(): void;
  /** Writes them for the last time. Rejects with CommandError (failed) when one cannot be written. */
  finish(): Promise<void>;
}

/** Writes all of them once. Rejects with CommandError (usage) when one cannot be written. */
export async function openReportFiles(
  wishes: readonly ReportWish[],
  record: () => RunRecord,
): Promise<ReportFiles> {
  const files = wishes.flatMap(({ format, file }) =>
    file === undefined || format === 'github' ? [] : [{ file, write: writers[format] }],
  );
  const writeAll = async (durable: boolean): Promise<void> => {
    const run = record();
    for (const { file, write } of files) await replace(file, write(run), durable);
  };
  for (const { file } of files) await makePlace(file);
  await asCommandError(() => writeAll(false), exitCodes.usage);

  let timer: ReturnType<typeof setTimeout> | undefined;
  let writing: Promise<void> | undefined;
  let cost = 0;
  const rewrite = async (): Promise<void> => {
    const started = performance.now();
    // The disk may have room again, or the folder its rights, when it is tried the next time; the end tells.
    await writeAll(false).catch(() => undefined);
    cost = performance.now() - started;
    writing = undefined;
  };
  return {
    changed() {
      if (files.length === 0 || timer !== undefined) return;
      timer = setTimeout(
        () => {
          timer = undefined;
          writing ??= rewrite();
        },
        Math.max(pause, cost * share),
      ).unref();
    },
    async finish() {
      clearTimeout(timer);
      await writing;
      await asCommandError(() => writeAll(true), exitCodes.failed);
    },
  };
}

/** Others may read a report: it has the rights that the process gives its files. */
const mode = 0o666;

async function replace(file: string, text: string, durable: boolean): Promise<void> {
  try {
    await writeAtomically(file, Buffer.from(text), { durable, mode });
  } catch (error) {
    throw new ReportFailure(file, error);
  }
}

/** Its folder, and nothing in it of a run that was killed while it wrote. */
async function makePlace(file: string): Promise<void> {
  const folder = path.dirname(path.resolve(file));
  await asCommandError(async () => {
    try {
      await mkdir(folder, { recursive: true });
      await removeLeftovers(folder, path.basename(file));
    } catch (error) {
      throw new ReportFailure(file, error);
    }
  }, exitCodes.usage);
}

class ReportFailure extends Error {
  readonly file: string;

  constructor(file: string, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.file = file;
  }
}

async function asCommandError(work: () => Promise<void>, code: CommandError['exitCode']): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof ReportFailure)) throw error;
    const { cause, file } = error;
    const why =
      cause instanceof StorageError
        ? `: ${cause.message}`
        : cause instanceof Error && 'code' in cause
          ? ` (${String(cause.code)}).`
          : '.';
    throw new CommandError(`Cannot write the report ${file}${why}`, code);
  }
}
