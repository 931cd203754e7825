/**
 * `npm run bench -- ui`: the budgets of the panel, each measured in a real window and printed with its figure, its verdict
 * and how it was measured. What other programs on the machine can spoil is compared with an empty panel in the same run.
 * `npm run bench -- ui keep` writes the figures into the project.
 */
import { spawnSync } from 'node:child_process';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { projectFolder, temporaryFolder } from '../../host/folders.ts';
import { lineLength, startLinesServer } from '../../scenarios/linesServer.ts';
import { median } from '../compare.ts';
import { measureTyping } from '../language.ts';
import { printBudgets } from './budgetTable.ts';
import { budgetsOf } from './budgets.ts';
import { packEmptyPanel } from './emptyPanel/pack.ts';
import { measureLayout } from './layoutTasks.ts';
import { measureStarts } from './measureStart.ts';
import { measureWindow } from './measureWindow.ts';
import { bareToFile, spool, stopSearch } from './spooling.ts';

/** How many new windows of each kind. */
const starts = 3;

/** `size` is that of the large body, in bytes. Answers with how many budgets are exceeded. */
export async function measureUi(size: number, keep: boolean): Promise<number> {
  const started = performance.now();
  const { status } = spawnSync('npm', ['run', '--silent', 'package'], {
    cwd: projectFolder,
    stdio: 'ignore',
  });
  if (status !== 0) throw new Error('The extension could not be packaged.');
  const lines = size / lineLength;
  const server = await startLinesServer(lines);
  const folder = await temporaryFolder('ui');
  try {
    const bare: number[] = [];
    const ours: number[] = [];
    for (let round = 0; round < 3; round++) {
      bare.push(await bareToFile(`${server.url}/lines`, folder));
      ours.push(await spool(`${server.url}/lines`, folder));
    }
    const emptyPanel = await packEmptyPanel(folder);
    const figures = {
      size,
      spooling: { bare: median(bare), ours: median(ours) },
      searchStop: await stopSearch(`${server.url}/lines`),
      bundle: await activationBundle(),
      typing: await measureTyping(),
      layout: await measureLayout(5 * 1024 * 1024 - 4096),
      starts: await measureStarts(server.url, emptyPanel, starts),
      window: await measureWindow(server, lines, emptyPanel),
    };
    const over = await printBudgets(budgetsOf(figures), keep);
    console.log(`${((performance.now() - started) / 1000).toFixed(0)} s in all`);
    return over;
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Bytes that are loaded before anything is prepared or sent. */
async function activationBundle(): Promise<number> {
  const names = ['extension.cjs', 'languageClientLibrary.cjs'];
  const sizes = await Promise.all(names.map((name) => stat(join(projectFolder, 'dist', name))));
  return sizes.reduce((sum, one) => sum + one.size, 0);
}
