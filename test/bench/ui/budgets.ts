/** What the panel may cost, and what was measured, row by row. Budgets are those of the design; this judges nothing. */
import { maxUnanswered } from '../../../src/extension/webview/channel.ts';
import type { Percentiles } from '../language.ts';
import type { Budget } from './budgetTable.ts';
import type { LayoutTasks } from './layoutTasks.ts';
import { idleTime } from './measureIdle.ts';
import type { Starts } from './measureStart.ts';
import type { LargeFigures, WhileBusy, WindowFigures } from './measureWindow.ts';

export interface UiFigures {
  /** Of the large body, in bytes. */
  readonly size: number;
  /** Milliseconds for the large body. */
  readonly spooling: { readonly bare: number; readonly ours: number };
  /** Milliseconds. */
  readonly searchStop: number;
  /** Bytes. */
  readonly bundle: number;
  readonly typing: readonly Percentiles[];
  readonly layout: LayoutTasks;
  readonly starts: Starts;
  readonly window: WindowFigures;
}

const ms = 'ms';

export function budgetsOf(figures: UiFigures): readonly Budget[] {
  const { window, size } = figures;
  return [
    ...startBudgets(figures),
    ...lensBudgets(figures),
    ...panelBudgets(window),
    ...burstBudgets(window),
    ...streamBudgets(figures),
    ...scrollBudgets(window),
    ...findBudgets(figures),
    layoutBudget(figures.layout),
    ...memoryBudgets(window.large, size),
    ...idleBudgets(window),
    ...messageBudgets(window),
  ];
}

function startBudgets({ starts: { ours, empty }, bundle }: UiFigures): readonly Budget[] {
  return [
    {
      ...{ what: 'activation beyond an empty extension', budget: 60, unit: ms },
      figure: ours.activation - empty.activation,
      empty: { figure: empty.activation, times: 8 },
      method: `Developer: Show Running Extensions, ours: ${String(ours.activation)} ms; medians of new windows`,
    },
    {
      ...{ what: 'code loaded before the first send', budget: 700, unit: 'KB', figure: bundle / 1000 },
      method: 'the bundles of the extension and of the language client',
    },
    {
      ...{ what: 'first click to feedback', budget: 100, unit: ms, figure: ours.feedback },
      empty: { figure: empty.feedback, times: 1.5 },
      method: 'mousedown to a changed lens or tab, seen each frame; medians of new windows',
    },
    {
      ...{ what: 'first click to a new panel', budget: 600, unit: ms, figure: ours.panel },
      empty: { figure: empty.panel, times: 1.5 },
      method: 'mousedown to the first frame of the page, one clock; the same clicks',
    },
  ];
}

function lensBudgets({ typing, window: { ours, empty } }: UiFigures): readonly Budget[] {
  const letter = typing.find(({ name }) => name.startsWith('a letter: lenses'));
  return [
    {
      ...{ what: 'lenses and problems after a letter, p95', budget: 15, unit: ms },
      // What is left when other programs want the processor.
      figure: Math.min(letter?.p95 ?? Number.NaN, letter?.worked95 ?? Number.NaN),
      method: 'the language service over 5,000 requests (40,000 lines), work of its thread, 200 letters',
    },
    {
      ...{ what: 'lenses in the window after opening', budget: 200, unit: ms, figure: ours.lenses.open },
      empty: { figure: empty.lenses.open, times: 2 },
      method: '5,000 lines, from the frame with the text to the frame with a lens; median of 3',
    },
    {
      ...{ what: 'lenses in the window after a key', budget: 200, unit: ms, figure: ours.lenses.key },
      empty: { figure: empty.lenses.key, times: 1.2 },
      method:
        '5,000 lines, keydown to the lens of the new request, VS Code’s own pause included; median of 5',
    },
  ];
}

function panelBudgets({ ours, empty }: WindowFigures): readonly Budget[] {
  const every = `${String(ours.events.length)} events 50 ms apart that say when they were sent`;
  return [
    {
      ...{ what: 'click to the panel that is there', budget: 150, unit: ms, figure: ours.reused },
      empty: { figure: empty.reused, times: 2 },
      method: 'mousedown to its next frame with a change; median of 7',
    },
    {
      ...{ what: 'first body byte to paint', budget: 120, unit: ms, figure: ours.firstByte },
      empty: { figure: empty.firstByte, times: 4 },
      method: 'the body says when the server wrote it; median of 5',
    },
    {
      ...{ what: 'event to row, p95', budget: 60, unit: ms, figure: percentile(ours.events, 0.95) },
      empty: { figure: percentile(empty.events, 0.95), times: 2.5 },
      method: every,
    },
    {
      ...{ what: 'event to row, longest', budget: 100, unit: ms, figure: Math.max(...ours.events) },
      empty: { figure: Math.max(...empty.events), times: 2.5 },
      method: 'the same',
    },
  ];
}

function burstBudgets({ burst, ours }: WindowFigures): readonly Budget[] {
  const { events, speed, updates } = burst;
  return [
    {
      ...{ what: 'events counted', budget: 50_000, unit: '/s', figure: speed, atLeast: true },
      method: `${events.toLocaleString('en')} at once, click to the last one counted in the page`,
    },
    {
      ...{ what: 'page updates meanwhile', budget: 20, unit: '/s', figure: updates },
      method: 'changes of the number that is shown',
    },
    ...busyBudgets('events', burst, ours.idleGaps),
  ];
}

function streamBudgets({ size, spooling, window }: UiFigures): readonly Budget[] {
  const { ours, large } = window;
  const { bare } = spooling;
  const unit = 'MB/s';
  return [
    {
      ...{ what: 'body to disk', budget: 150, atLeast: true, unit, figure: speed(size, spooling.ours) },
      method: 'sendExchange with the body store of the editor in Node, server in its own process',
    },
    {
      ...{ what: 'the same, against bare undici to a file', budget: 2, unit: 'x' },
      figure: spooling.ours / bare,
      method: `bare: ${speed(size, bare).toFixed(0)} MB/s; medians of 3, by turns`,
    },
    {
      ...{ what: 'body: first rows after the click', budget: 300, unit: ms, figure: large.firstRows },
      method: 'the click itself and looking for the row included',
    },
    {
      ...{
        what: 'body into the panel',
        budget: 150,
        atLeast: true,
        unit,
        figure: speed(size, large.download),
      },
      method: 'click to the last line counted in the page',
    },
    {
      ...{ what: 'the same, against bare undici to a file', budget: 4, unit: 'x' },
      figure: large.download / bare,
      method: 'in the same run',
    },
    ...busyBudgets('body', large.whileDownloading, ours.idleGaps),
  ];
}

/** Of the page and of the host while much arrives. */
function busyBudgets(
  what: string,
  { loop, longTasks, gaps }: WhileBusy,
  idle: readonly number[],
): readonly Budget[] {
  return [
    {
      ...{ what: `${what}: longest task of the page`, budget: 100, unit: ms },
      figure: Math.max(0, ...longTasks),
      method: 'PerformanceObserver in the page; 0 for none over 50 ms',
    },
    {
      ...{ what: `${what}: gap between frames, p95`, budget: 20, unit: ms, figure: percentile(gaps, 0.95) },
      empty: { figure: percentile(idle, 0.95), times: 2 },
      method: 'requestAnimationFrame, against our panel with nothing to do; 20 ms are 50 frames a second',
    },
    {
      ...{ what: `${what}: host loop held up, p99`, budget: 50, unit: ms, figure: loop.p99 },
      method: 'monitorEventLoopDelay in the extension host',
    },
    {
      ...{ what: `${what}: host loop held up, longest`, budget: 200, unit: ms, figure: loop.max },
      method: 'the same',
    },
  ];
}

function scrollBudgets({ ours, empty, large }: WindowFigures): readonly Budget[] {
  const page = percentile(empty.pageDown, 0.95);
  return [
    {
      ...{ what: 'PageDown to filled rows, p95', budget: 50, unit: ms },
      figure: percentile(ours.pageDown, 0.95),
      empty: { figure: page, times: 1.5 },
      method: `${String(ours.pageDown.length)} keys, keydown to the frame with the rows; empty: 64 KiB asked for`,
    },
    {
      ...{ what: 'jump anywhere to filled rows, p95', budget: 150, unit: ms },
      figure: percentile(large.jumps, 0.95),
      empty: { figure: page, times: 3 },
      method: `${String(large.jumps.length)} places of the bar; empty: PageDown`,
    },
  ];
}

function findBudgets({ size, searchStop, window: { large } }: UiFigures): readonly Budget[] {
  return [
    {
      ...{ what: 'find, near match on screen', budget: 200 + 150, unit: ms, figure: large.findNear },
      method: 'from filling the box; its pause of 150 ms included',
    },
    {
      ...{ what: 'find, far match on screen', budget: 700, unit: ms, figure: large.findFar },
      method: 'the same, 64 MB away',
    },
    {
      ...{ what: 'find, whole body', budget: 5000 * (size / 2 ** 30), unit: ms, figure: large.findAll },
      method: 'until the count is final; 5 s for a GiB',
    },
    {
      ...{ what: 'find, stopped', budget: 100, unit: ms, figure: searchStop },
      method: 'from stop to the end of its thread, in Node',
    },
  ];
}

function layoutBudget(layout: LayoutTasks): Budget {
  return {
    ...{ what: 'JSON of 5 MiB laid out: longest task', budget: 50, unit: ms },
    figure: Math.max(0, ...layout.tasks),
    empty: { figure: layout.reference, times: 4.5 },
    method: `PerformanceObserver in the page, from the click on Pretty on, ${layout.whole.toFixed(0)} ms in all; empty: slices of 10 ms`,
  };
}

function memoryBudgets(large: LargeFigures, size: number): readonly Budget[] {
  const unit = 'MiB';
  const body = `${String(Math.round(size / 2 ** 20))} MiB shown, scrolled, searched, saved`;
  return [
    {
      ...{ what: 'saved file with another SHA-256', budget: 0, unit: '', figure: large.isSavedSame ? 0 : 1 },
      method: 'saved through the dialog, hashed again, against what the server has sent',
    },
    {
      ...{ what: 'host memory, body open', budget: 150, unit, figure: large.hostOpen },
      method: `RSS of the extension host over that before; ${body}`,
    },
    {
      ...{ what: 'host memory, panel closed', budget: 20, unit, figure: large.hostClosed },
      method: 'the same after a garbage collection, least of 10 looks',
    },
    {
      ...{ what: 'page heap, body open', budget: 80, unit, figure: large.pageOpen },
      method: 'usedJSHeapSize after a garbage collection, over that before',
    },
    {
      ...{ what: 'page memory, body open', budget: 80, unit, figure: large.renderersOpen },
      method: 'RSS of the browser’s renderers, the window’s own included, over that before',
    },
    {
      ...{ what: 'page memory, panel closed', budget: 20, unit, figure: large.pageClosed },
      method: 'the same, least of 10 looks',
    },
  ];
}

function idleBudgets({ idle }: WindowFigures): readonly Budget[] {
  const seconds = `in ${String(idleTime / 1000)} s`;
  return [
    {
      ...{ what: 'idle, panel shown: calls of our functions', budget: 0, unit: '', figure: idle.shown },
      method: `host and page ${seconds}, counted by V8: no timer, no poll`,
    },
    {
      ...{ what: 'idle, panel hidden: calls of our functions', budget: 0, unit: '', figure: idle.hidden },
      method: `host ${seconds}; a hidden panel has no page`,
    },
    {
      ...{ what: 'idle: the language server', budget: 0, unit: ms, figure: idle.server },
      method: 'its processor time over both, in steps of 10 ms',
    },
  ];
}

function messageBudgets({ largest }: WindowFigures): readonly Budget[] {
  const figure = largest / 1024;
  return [
    {
      ...{ what: 'largest message to the page', budget: 256 + 4, unit: 'KiB', figure },
      method: 'buffers and texts of each message event in the page, their frame included',
    },
    {
      ...{ what: 'unacknowledged, at most', budget: (256 + 4) * 16, unit: 'KiB' },
      figure: figure * maxUnanswered,
      method: `${String(maxUnanswered)} answers of the largest size: the channel refuses more questions`,
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
