/**
 * From a file and a wish to an ordered plan: reads the files that the file names, and lets the language layer put the
 * steps in order. Sends nothing. Called by the terminal's `send`, the editor's commands and the Test Explorer.
 */
import type { Dialect, PlanSources, RunFile, RunPlan, RunWish } from '../../../language/semantics/index.ts';
import { isPlainFile, planSteps } from '../../../language/semantics/index.ts';
import type { FileReader } from '../ports.ts';

export interface PlanOptions extends Pick<PlanSources, 'isAnswered' | 'referencesOf'> {
  readonly reader: FileReader;
  /** Of other files that name none; what stands in each of them decides when it is absent. */
  readonly dialect?: Dialect | undefined;
}

/** Never rejects; what is wrong stands in `problems`. */
export async function planRun(
  file: RunFile,
  wish: RunWish,
  { reader, dialect, ...known }: PlanOptions,
): Promise<RunPlan> {
  return planSteps(file, wish, { ...known, ...(await filesFor(file, reader, dialect)) });
}

async function filesFor(
  file: RunFile,
  reader: FileReader,
  dialect: Dialect | undefined,
): Promise<Pick<PlanSources, 'fileAt' | 'importsOf'>> {
  if (isPlainFile(file.definition)) return { fileAt: () => undefined, importsOf: () => [] };
  const { readRunFiles } = await import('./runFiles.ts');
  return readRunFiles(file, reader, dialect);
}
