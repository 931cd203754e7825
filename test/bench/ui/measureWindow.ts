/**
 * What a person waits for in a real window of VS Code, with the packaged extension, and what a large body and many events
 * cost there; beside it what the empty panel takes in the same window. One panel, one large body; the server has a
 * process of its own. Prints nothing.
 */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { burstOf, lineLength, needleEvery, type LinesServer } from '../../scenarios/linesServer.ts';
import { shown } from '../../scenarios/panel.ts';
import { openWorkbench, type Workbench } from '../../scenarios/workbench.ts';
import { attachToHost, type HostProbe, type HostState } from './hostProbe.ts';
import { measureIdle, type IdleFigures } from './measureIdle.ts';
import { largeFiles, measureLenses, type LensFigures } from './measureLenses.ts';
import { benchFiles } from './measureStart.ts';
import { PanelHands, until, type PanelFigures } from './panelHands.ts';
import type { ProbedWindow } from './pageProbe.ts';
import { rendererMemory } from './rendererMemory.ts';

export interface WindowFigures {
  readonly ours: Figures;
  readonly empty: Figures;
  readonly large: LargeFigures;
  readonly burst: BurstFigures;
  readonly idle: IdleFigures;
  /** Bytes. */
  readonly largest: number;
}

export interface Figures extends PanelFigures {
  readonly lenses: LensFigures;
  readonly pageDown: readonly number[];
}

export interface LargeFigures {
  /** Milliseconds from the click to the first lines, and to the end of the body. */
  readonly firstRows: number;
  readonly download: number;
  readonly whileDownloading: WhileBusy;
  readonly jumps: readonly number[];
  readonly findNear: number;
  readonly findFar: number;
  readonly findAll: number;
  /** Whether the saved file has the hash of what was sent. */
  readonly isSavedSame: boolean;
  /** Mebibytes over those of the same processes before the large body. */
  readonly hostOpen: number;
  readonly hostClosed: number;
  readonly pageOpen: number;
  readonly renderersOpen: number;
  readonly pageClosed: number;
}

export interface WhileBusy {
  readonly loop: HostState['loop'];
  readonly longTasks: readonly number[];
  readonly gaps: readonly number[];
}

export interface BurstFigures extends WhileBusy {
  readonly events: number;
  /** A second. */
  readonly speed: number;
  /** How often a second another number of events was drawn. */
  readonly updates: number;
}

const mebibyte = 1024 * 1024;

const pageDowns = 40;

/** `emptyPanel` is the VSIX of the empty panel. */
export async function measureWindow(
  server: LinesServer,
  lines: number,
  emptyPanel: string,
): Promise<WindowFigures> {
  const mark = randomUUID();
  const workbench = await openWorkbench({
    files: { ...benchFiles(server.url), ...largeFiles() },
    extensions: [emptyPanel],
    width: 1400,
    height: 900,
    environment: { HTTP_SESSIONS_BENCH: mark },
  });
  try {
    const hands = new PanelHands(workbench);
    const marker = `HTTP_SESSIONS_BENCH=${mark}`;
    return await new Measures(hands, { server, marker, lines }).all();
  } finally {
    await workbench.close();
  }
}

interface Circumstances {
  readonly server: LinesServer;
  readonly marker: string;
  readonly lines: number;
}

class Measures {
  readonly #hands: PanelHands;
  readonly #workbench: Workbench;
  readonly #around: Circumstances;
  #hostProbe: HostProbe | undefined;

  constructor(hands: PanelHands, around: Circumstances) {
    this.#hands = hands;
    this.#workbench = hands.workbench;
    this.#around = around;
  }

  async all(): Promise<WindowFigures> {
    const hands = this.#hands;
    const emptyLenses = await measureLenses(this.#workbench, 'txt');
    await this.#workbench.openFile('api.txt');
    await hands.clickFirst();
    const emptyFigures = await hands.all();
    const empty = { ...emptyFigures, lenses: emptyLenses, pageDown: await hands.pageDown(pageDowns) };
    await hands.closePanel();

    const lenses = await measureLenses(this.#workbench, 'http');
    await this.#workbench.openFile('api.http');
    await hands.clickFirst();
    this.#hostProbe = await attachToHost(this.#around.marker);
    const figures = await hands.all();
    const burst = await this.#burst();
    const before = await this.#memory();
    const { pageDown, ...body } = await this.#largeBody();
    const open = await this.#memory();
    const largest = await hands.probe((probe) => probe.largest);
    const idle = await measureIdle(hands, this.#hostProbe, this.#around.marker);
    await hands.closePanel();
    const closed = await this.#settled();
    const large: LargeFigures = {
      ...body,
      hostOpen: (open.host - before.host) / mebibyte,
      hostClosed: (closed.host - before.host) / mebibyte,
      pageOpen: (open.page - before.page) / mebibyte,
      renderersOpen: (open.renderers - before.renderers) / mebibyte,
      pageClosed: (closed.renderers - before.renderers) / mebibyte,
    };
    return { ours: { ...figures, lenses, pageDown }, empty, large, burst, idle, largest };
  }

  async #burst(): Promise<BurstFigures> {
    const { panel } = this.#workbench;
    const events = burstOf(this.#around.lines);
    const count = panel.getByTestId('event-count');
    await this.#begin();
    await this.#hands.lens('burst').click();
    const started = performance.now();
    await shown(panel, '/burst', 'streaming', 'done').waitFor();
    await until(
      'all events are counted',
      async () => (await count.innerText().catch(() => '')).replace(/\D/g, '') === String(events),
    );
    const seconds = (performance.now() - started) / 1000;
    const counts = await this.#hands.probe((probe) => probe.counts);
    return { ...(await this.#ended()), events, speed: events / seconds, updates: counts / seconds };
  }

  async #largeBody(): Promise<
    Omit<LargeFigures, 'hostOpen' | 'hostClosed' | 'pageOpen' | 'renderersOpen' | 'pageClosed'> &
      Pick<Figures, 'pageDown'>
  > {
    await this.#begin();
    const { firstRows, download } = await this.#download();
    const whileDownloading = await this.#ended();
    const pageDown = await this.#hands.pageDown(pageDowns);
    const jumps = await this.#jumps();
    const [findNear] = await this.#find('"id":"0000000500"', 1);
    const needles = Math.floor(this.#around.lines / needleEvery);
    const [findFar, findAll] = await this.#find('needle', needles);
    const isSavedSame = (await this.#saved()) === (await this.#around.server.sha256);
    return {
      ...{ firstRows, download, whileDownloading, pageDown, jumps },
      ...{ findNear, findFar, findAll, isSavedSame },
    };
  }

  async #download(): Promise<Pick<LargeFigures, 'firstRows' | 'download'>> {
    const { panel } = this.#workbench;
    const grid = this.#hands.grid();
    await this.#hands.lens('lines').click();
    const started = performance.now();
    await grid.locator('[role=row]').first().waitFor();
    const firstRows = performance.now() - started;
    await shown(panel, '/lines', 'huge').waitFor({ timeout: 300_000 });
    await until(
      'all lines are counted',
      async () => (await grid.getAttribute('aria-rowcount')) === String(this.#around.lines),
    );
    return { firstRows, download: performance.now() - started };
  }

  async #jumps(): Promise<number[]> {
    await this.#hands.probe((probe) => probe.reset());
    for (let jump = 1; jump <= 20; jump++) {
      await this.#hands.grid().evaluate(
        (grid, part) => {
          (window as ProbedWindow).benchProbe?.begin();
          grid.scrollTop = grid.scrollHeight * part;
        },
        ((jump * 61) % 97) / 100,
      );
      await this.#hands.moved(jump);
    }
    return this.#hands.probe((probe) => [...probe.moves]);
  }

  /** To the first match on the screen, and to the end of the search. */
  async #find(text: string, total: number): Promise<readonly [number, number]> {
    const { page, panel } = this.#workbench;
    await this.#hands.grid().focus();
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('Control+f');
    const input = panel.getByTestId('find-input');
    await input.waitFor();
    await input.fill('');
    const current = panel.locator('mark[data-current]').first();
    await current.waitFor({ state: 'detached' });
    const count = panel.getByTestId('find-count');
    const started = performance.now();
    await input.fill(text);
    await current.waitFor();
    const first = performance.now() - started;
    await until('all matches are counted', async () => (await count.innerText()) === `1 of ${String(total)}`);
    const all = performance.now() - started;
    await page.keyboard.press('Escape');
    return [first, all];
  }

  /** The hash of the file that is saved under the name which the dialog comes with. */
  async #saved(): Promise<string> {
    const { page, panel, folder } = this.#workbench;
    await panel.getByTestId('save-body').click();
    const target = join(folder, 'lines.txt');
    const input = page.locator('.quick-input-widget input[type=text]');
    await until('the dialog has a name', async () => (await input.inputValue()) === target);
    await page.keyboard.press('Enter');
    const size = this.#around.lines * lineLength;
    await until('it is saved', async () => (await stat(target).catch(() => undefined))?.size === size);
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(target, { highWaterMark: mebibyte }))
      hash.update(chunk as Buffer);
    return hash.digest('hex');
  }

  /** From here on the host's loop and the page's tasks are counted. */
  async #begin(): Promise<void> {
    await this.#hands.probe((probe) => probe.reset());
    await this.#host().ask();
  }

  async #ended(): Promise<WhileBusy> {
    const { loop } = await this.#host().ask();
    const [longTasks, gaps] = await this.#hands.probe((probe) => [[...probe.longTasks], [...probe.gaps]]);
    return { loop, longTasks, gaps };
  }

  /** Bytes, after a garbage collection. */
  async #memory(): Promise<{ readonly host: number; readonly page: number; readonly renderers: number }> {
    const { page } = this.#workbench;
    const session = await page.context().newCDPSession(page);
    await session.send('HeapProfiler.collectGarbage');
    await session.detach();
    const frame = await this.#hands.frame();
    return {
      host: (await this.#host().ask({ collect: true })).rss,
      page: (await frame?.evaluate(usedHeap)) ?? 0,
      renderers: await rendererMemory(page),
    };
  }

  /** After the processes have had time to give back what they do not need. */
  async #settled(): Promise<{ readonly host: number; readonly renderers: number }> {
    let host = Infinity;
    let renderers = Infinity;
    for (let round = 0; round < 10; round++) {
      await this.#workbench.page.waitForTimeout(300);
      const now = await this.#memory();
      host = Math.min(host, now.host);
      renderers = Math.min(renderers, now.renderers);
    }
    return { host, renderers };
  }

  #host(): HostProbe {
    if (this.#hostProbe === undefined) throw new Error('Nobody looks into the host yet.');
    return this.#hostProbe;
  }
}

/** Runs in the panel. */
function usedHeap(): number {
  return (performance as unknown as { memory: { usedJSHeapSize: number } }).memory.usedJSHeapSize;
}
