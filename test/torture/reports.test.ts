/** Every call to the file system fails once while reports are replaced: a reader finds the old ones or the new, never half. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CommandError } from '../../src/extension/cli/exitCodes.ts';
import { openReportFiles } from '../../src/extension/cli/reports/reportFiles.ts';
import { runRecord } from '../extension/cli/reports/sampleRun.ts';
import { failEach, fileSystem } from './failNth.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'torture-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('reports are the old or the new ones after any failure, which is told, and are written the next time', async () => {
  const names = ['junit.xml', 'run.json'];
  const failures = await failEach(await fileSystem(), async (failing) => {
    await Promise.all(names.map((name) => rm(path.join(folder, name), { force: true })));
    let run = runRecord({ state: 'running' });
    const files = await openReportFiles(
      [
        { format: 'junit', file: path.join(folder, 'junit.xml') },
        { format: 'json', file: path.join(folder, 'run.json') },
      ],
      () => run,
    );
    const before = await contents(names);
    run = runRecord({ state: 'ended' });
    const told = await failing(() =>
      files.finish().then(
        () => undefined,
        (error: unknown) => error,
      ),
    );
    return async ({ name }) => {
      const after = await contents(names);
      if (told !== undefined) expect(told).toBeInstanceOf(CommandError);
      await files.finish();
      const whole = await contents(names);
      after.forEach((text, index) => expect([before[index], whole[index]]).toContain(text));
      // A folder that cannot be synced is no failure where a system has no such thing; ENOSPC is one.
      if (told === undefined) expect(after).toEqual(whole);
      const left = (await readdir(folder)).filter((one) => one.endsWith('.tmp'));
      expect(name === 'rm' ? [] : left).toEqual([]);
    };
  });
  expect(failures.map(({ name }) => name)).toContain('rename');
});

function contents(names: readonly string[]): Promise<readonly string[]> {
  return Promise.all(names.map((name) => readFile(path.join(folder, name), 'utf8')));
}
