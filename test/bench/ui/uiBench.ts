/**
 * `npm run bench -- ui`: the budgets of the panel, each measured in a real window and printed with its figure, its verdict
 * and how it was measured. Lenses while typing are measured by `typing`. What other programs on the machine can spoil is
 * a ratio to something in the same run.
 */
import { spawnSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { projectFolder, temporaryFolder } from '../../host/folders.ts';
import { lineLength, startLinesServer } from '../../scenarios/linesServer.ts';
import { median } from '../compare.ts';
import { measureLayout } from './layoutTasks.ts';
import { measureWindow, type WindowFigures } from './measureWindow.ts';
import { bareToFile, spool } from './spooling.ts';

interface Budget {
  readonly what: string;
  readonly budget: number;
  readonly figure: number;
  readonly unit: string;
  /** A figure that should be large. */
  readonly atLeast?: boolean;
  readonly method: string;
}

/** `size` is that of the large body, in bytes. */
export async function measureUi(size: number): Promise<void> {
  const { status } = spawnSync('npm', ['run', '--silent', 'package'], {
    cwd: projectFolder,
    stdio: 'ignore',
  });
  if (status !== 0) throw new Error('The extension could not be packaged.');
  const server = await startLinesServer(size / lineLength);
  const folder = await temporaryFolder('ui');
  try {
    const bare: number[] = [];
    const ours: number[] = [];
    for (let round = 0; round < 3; round++) {
      bare.push(await bareToFile(`${server.url}/lines`, folder));
      ours.push(await spool(`${server.url}/lines`, folder));
    }
    const layout = await measureLayout(5 * 1024 * 1024 - 4096);
    const window = await measureWindow(server, size / lineLength);
    const all = [
      ...spoolBudgets(size, median(bare), median(ours)),
      ...windowBudgets(size, window, median(bare)),
      {
        ...{ what: 'JSON of 5 MiB laid out: longest task', budget: 50, unit: 'ms' },
        figure: Math.max(0, ...layout.tasks),
        method: `PerformanceObserver in the page, from the click on Pretty on; ${layout.whole.toFixed(0)} ms in all`,
      },
    ];
    for (const line of all.map(budgetLine)) console.log(line);
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

function spoolBudgets(size: number, bare: number, ours: number): readonly Budget[] {
  const method = 'sendExchange with the body store of the editor in Node, server in its own process';
  return [
    {
      what: 'spooling, without VS Code',
      budget: 150,
      atLeast: true,
      figure: speed(size, ours),
      unit: 'MB/s',
      method,
    },
    {
      ...{ what: 'the same, against bare undici to a file', budget: 2, figure: ours / bare, unit: 'x' },
      method: `bare: ${speed(size, bare).toFixed(0)} MB/s; medians of 3, by turns`,
    },
  ];
}

function windowBudgets(size: number, figures: WindowFigures, bare: number): readonly Budget[] {
  const { whileDownloading, idleGaps } = figures;
  const ms = 'ms';
  const longTask = Math.max(0, ...whileDownloading.longTasks);
  return [
    {
      what: 'activation',
      budget: 60,
      figure: figures.activation ?? Number.NaN,
      unit: ms,
      method: 'as Developer: Show Running Extensions says',
    },
    {
      what: 'click to feedback',
      budget: 100,
      figure: figures.feedback,
      unit: ms,
      method: 'mousedown to a changed lens or tab, seen each frame',
    },
    {
      what: 'click to a new panel',
      budget: 600,
      figure: figures.newPanel,
      unit: ms,
      method: 'mousedown to the first frame of the page, one clock',
    },
    {
      what: 'click to the panel that is there',
      budget: 150,
      figure: figures.reusedPanel,
      unit: ms,
      method: 'mousedown to its next frame with a change; median of 5',
    },
    {
      what: 'first body byte to paint',
      budget: 120,
      figure: median(figures.firstByte),
      unit: ms,
      method: 'the body says when the server wrote it; median of 5',
    },
    {
      what: 'event to row, p95',
      budget: 60,
      figure: percentile(figures.events, 0.95),
      unit: ms,
      method: `${String(figures.events.length)} events 50 ms apart that say when they were sent`,
    },
    {
      what: 'event to row, longest',
      budget: 100,
      figure: Math.max(...figures.events),
      unit: ms,
      method: 'the same',
    },
    {
      what: 'large body into the panel',
      budget: 150,
      atLeast: true,
      figure: speed(size, figures.download),
      unit: 'MB/s',
      method: 'click to the last line counted in the page',
    },
    {
      what: 'the same, against bare undici to a file',
      budget: 4,
      figure: figures.download / bare,
      unit: 'x',
      method: 'medians of the same run',
    },
    {
      what: 'longest task of the page meanwhile',
      budget: 100,
      figure: longTask,
      unit: ms,
      method: 'PerformanceObserver in the page; 0 for none over 50 ms',
    },
    {
      what: 'frames meanwhile, p95 gap against an idle panel',
      budget: 2,
      figure: percentile(whileDownloading.gaps, 0.95) / percentile(idleGaps, 0.95),
      unit: 'x',
      method: `requestAnimationFrame; idle: ${percentile(idleGaps, 0.95).toFixed(1)} ms`,
    },
    {
      what: 'event loop of the host meanwhile, p99',
      budget: 50,
      figure: whileDownloading.loop.p99,
      unit: ms,
      method: 'monitorEventLoopDelay in the extension host',
    },
    {
      what: 'event loop of the host meanwhile, longest',
      budget: 200,
      figure: whileDownloading.loop.max,
      unit: ms,
      method: 'the same',
    },
    {
      what: 'PageDown to filled rows, p95',
      budget: 50,
      figure: percentile(figures.pageDown, 0.95),
      unit: ms,
      method: `${String(figures.pageDown.length)} keys, keydown to the frame behind data-first-row`,
    },
    {
      what: 'jump anywhere to filled rows, p95',
      budget: 150,
      figure: percentile(figures.jumps, 0.95),
      unit: ms,
      method: `${String(figures.jumps.length)} places of the bar`,
    },
    {
      what: 'find, first match on screen',
      budget: 700,
      figure: figures.findFirst,
      unit: ms,
      method: 'from filling the box, its pause of 150 ms included; the match is 64 MB away',
    },
    {
      what: 'find, whole body',
      budget: 5000 * (size / 2 ** 30),
      figure: figures.findAll,
      unit: ms,
      method: 'until the count is final; 5 s for a GiB',
    },
    {
      what: 'host memory, body open',
      budget: 150,
      figure: figures.hostOpen,
      unit: 'MiB',
      method: 'RSS of the extension host over that before the send',
    },
    {
      what: 'host memory, panel closed',
      budget: 20,
      figure: figures.hostClosed,
      unit: 'MiB',
      method: 'the same after a garbage collection, least of 3 s',
    },
    {
      what: 'page heap, body open',
      budget: 80,
      figure: figures.pageOpen,
      unit: 'MiB',
      method: 'usedJSHeapSize after a garbage collection, over that before',
    },
    {
      what: 'largest message to the page',
      budget: 256 + 4,
      figure: figures.largest / 1024,
      unit: 'KiB',
      method: 'buffers and texts of each message event in the page',
    },
  ];
}

function speed(size: number, time: number): number {
  return size / 1e3 / time;
}

function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

function budgetLine({ what, budget, figure, unit, atLeast = false, method }: Budget): string {
  const isWithin = atLeast ? figure >= budget : figure <= budget;
  const cells = [
    what.padEnd(48),
    `${atLeast ? '≥' : '≤'} ${String(Math.round(budget))} ${unit}`.padStart(11),
    `${figure.toFixed(unit === 'x' ? 2 : 0)} ${unit}`.padStart(11),
    (isWithin ? 'within' : 'OVER').padEnd(6),
    method,
  ];
  return cells.join('  ');
}
