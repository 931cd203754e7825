/**
 * What a person waits for in a real window of VS Code, with the packaged extension: each figure with the way in which it
 * was measured. One window, one panel, one large body; the server has a process of its own. Prints nothing.
 */
import { randomUUID } from 'node:crypto';
import type { Frame, Locator } from 'playwright-core';
import { needleEvery, type LinesServer } from '../../scenarios/linesServer.ts';
import { shown } from '../../scenarios/panel.ts';
import { openWorkbench, type Workbench } from '../../scenarios/workbench.ts';
import { attachToHost, type HostProbe, type HostState } from './hostProbe.ts';
import { pageProbe, type PageProbe, type ProbedWindow } from './pageProbe.ts';

export interface WindowFigures {
  /** Milliseconds, as VS Code says for its running extensions; undefined when it does not. */
  readonly activation: number | undefined;
  readonly feedback: number;
  readonly newPanel: number;
  /** Milliseconds from the click to the panel's next state. */
  readonly reusedPanel: number;
  readonly firstByte: readonly number[];
  readonly events: readonly number[];
  /** Milliseconds from the click to the end of the large body. */
  readonly download: number;
  readonly whileDownloading: {
    readonly loop: HostState['loop'];
    readonly longTasks: readonly number[];
    readonly gaps: readonly number[];
  };
  /** Frames of a panel with nothing to do, in the same run. */
  readonly idleGaps: readonly number[];
  readonly pageDown: readonly number[];
  readonly jumps: readonly number[];
  readonly findFirst: number;
  readonly findAll: number;
  /** Mebibytes over those of the same process before the large body. */
  readonly hostOpen: number;
  readonly hostClosed: number;
  readonly pageOpen: number;
  /** Bytes. */
  readonly largest: number;
}

const mebibyte = 1024 * 1024;

export async function measureWindow(server: LinesServer, lines: number): Promise<WindowFigures> {
  const mark = randomUUID();
  const paths = ['small', 'stamp', 'events', 'lines'];
  const workbench = await openWorkbench({
    files: {
      'api.http': paths.map((path) => `### ${path}\nGET ${server.url}/${path}\n`).join('\n'),
    },
    width: 1400,
    height: 900,
    environment: { HTTP_SESSIONS_BENCH: mark },
  });
  try {
    return await new Measures(workbench, `HTTP_SESSIONS_BENCH=${mark}`, lines).all();
  } finally {
    await workbench.close();
  }
}

class Measures {
  readonly #workbench: Workbench;
  readonly #marker: string;
  #hostProbe: HostProbe | undefined;
  /** The panel's, which is looked for once. */
  #panelFrame: Frame | undefined;
  readonly #lines: number;

  constructor(workbench: Workbench, marker: string, lines: number) {
    this.#workbench = workbench;
    this.#marker = marker;
    this.#lines = lines;
  }

  async all(): Promise<WindowFigures> {
    const { page } = this.#workbench;
    await this.#workbench.openFile('api.http');
    const started = await this.#sendFirst();
    this.#hostProbe = await attachToHost(this.#marker);
    const reusedPanel = await this.#sendSmallAgain();
    const firstByte = await this.#stamps('stamp', 1);
    const events = await this.#stamps('events', 2);
    await this.#probe((probe) => probe.reset());
    await page.waitForTimeout(1000);
    const idleGaps = await this.#probe((probe) => [...probe.gaps]);
    const before = (await this.#host(true)).rss;
    const heapBefore = await this.#pageHeap();
    await this.#probe((probe) => probe.reset());
    const download = await this.#download();
    const { loop } = await this.#host();
    const [longTasks, gaps] = await this.#probe((probe) => [[...probe.longTasks], [...probe.gaps]]);
    const pageDown = await this.#pageDown();
    const jumps = await this.#jumps();
    const [findFirst, findAll] = await this.#find();
    const hostOpen = (await this.#host()).rss - before;
    const pageOpen = (await this.#pageHeap()) - heapBefore;
    const largest = await this.#probe((probe) => probe.largest);
    await this.#closePanel();
    const hostClosed = (await this.#settled()) - before;
    const activation = await this.#activation();
    return {
      ...{ activation, ...started, reusedPanel, firstByte, events, download },
      whileDownloading: { loop, longTasks, gaps },
      ...{ idleGaps, pageDown, jumps, findFirst, findAll, largest },
      hostOpen: hostOpen / mebibyte,
      hostClosed: hostClosed / mebibyte,
      pageOpen: pageOpen / mebibyte,
    };
  }

  async #activation(): Promise<number | undefined> {
    const { page } = this.#workbench;
    await this.#workbench.command('Developer: Show Running Extensions');
    const row = page
      .locator('.runtime-extensions-editor .monaco-list-row')
      .filter({ hasText: 'HTTP Sessions' });
    const text = await row
      .locator('.activation-time')
      .innerText({ timeout: 15_000 })
      .catch(() => '');
    const time = /([\d,]+)\s?ms/.exec(text)?.[1];
    return time === undefined ? undefined : Number(time.replace(',', ''));
  }

  async #sendFirst(): Promise<Pick<WindowFigures, 'feedback' | 'newPanel'>> {
    const { page } = this.#workbench;
    const lens = this.#lens(0);
    await lens.waitFor();
    await page.evaluate(watchFeedback);
    await lens.click();
    await shown(this.#workbench.panel, '/small', 'done').waitFor();
    const { clicked, answered } = await page.evaluate(
      () => (window as unknown as { feedback: { clicked: number; answered: number } }).feedback,
    );
    const painted = (await (await this.#frame())?.evaluate(firstPaint)) ?? Number.NaN;
    return { feedback: answered - clicked, newPanel: painted - clicked };
  }

  async #sendSmallAgain(): Promise<number> {
    const { page, panel } = this.#workbench;
    const times: number[] = [];
    for (let round = 0; round < 5; round++) {
      await page.evaluate(watchFeedback);
      const changed = panel.getByTestId('exchange').evaluate(
        (root) =>
          new Promise<number>((resolve) => {
            new MutationObserver(() => {
              requestAnimationFrame(() => resolve(performance.timeOrigin + performance.now()));
            }).observe(root, { subtree: true, childList: true, attributes: true, characterData: true });
          }),
      );
      await page.waitForTimeout(200);
      await this.#lens(0).click();
      const at = await changed;
      const clicked = await page.evaluate(
        () => (window as unknown as { feedback: { clicked: number } }).feedback.clicked,
      );
      times.push(at - clicked);
      await shown(panel, '/small', 'done').waitFor();
    }
    return times.toSorted((one, other) => one - other)[2] ?? 0;
  }

  async #stamps(path: string, nth: number): Promise<number[]> {
    const late: number[] = [];
    for (let round = 0; round < (path === 'stamp' ? 5 : 1); round++) {
      await this.#probe((probe) => probe.reset());
      await this.#lens(nth).click();
      await shown(this.#workbench.panel, `/${path}`, 'streaming').waitFor();
      await shown(this.#workbench.panel, `/${path}`, 'done').waitFor();
      late.push(...(await this.#probe((probe) => [...probe.late])));
    }
    return late;
  }

  async #download(): Promise<number> {
    const { panel } = this.#workbench;
    await this.#host();
    await this.#lens(3).click();
    const started = performance.now();
    await shown(panel, '/lines', 'huge').waitFor({ timeout: 300_000 });
    const end = this.#grid();
    while ((await end.getAttribute('aria-rowcount')) !== String(this.#lines))
      await this.#workbench.page.waitForTimeout(20);
    return performance.now() - started;
  }

  async #pageDown(): Promise<number[]> {
    const { page } = this.#workbench;
    await this.#grid().focus();
    await page.keyboard.press('Control+Home');
    await page.waitForTimeout(500);
    await this.#probe((probe) => probe.reset());
    for (let press = 1; press <= 40; press++) {
      await page.keyboard.press('PageDown');
      await this.#moved(press);
    }
    return this.#probe((probe) => [...probe.moves]);
  }

  async #jumps(): Promise<number[]> {
    await this.#probe((probe) => probe.reset());
    for (let jump = 1; jump <= 20; jump++) {
      await this.#grid().evaluate(
        (grid, part) => {
          (window as ProbedWindow).benchProbe?.begin();
          grid.scrollTop = grid.scrollHeight * part;
        },
        ((jump * 61) % 97) / 100,
      );
      await this.#moved(jump);
    }
    return this.#probe((probe) => [...probe.moves]);
  }

  /** To a near match, and to the end of the search. */
  async #find(): Promise<readonly [number, number]> {
    const { page, panel } = this.#workbench;
    await this.#grid().focus();
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('Control+f');
    const input = panel.getByTestId('find-input');
    await input.waitFor();
    const count = panel.getByTestId('find-count');
    const started = performance.now();
    await input.fill('needle');
    const total = Math.floor(this.#lines / needleEvery);
    await panel.locator('mark[data-current]').first().waitFor();
    const first = performance.now() - started;
    while ((await count.innerText()) !== `1 of ${String(total)}`) await page.waitForTimeout(10);
    const all = performance.now() - started;
    await page.keyboard.press('Escape');
    return [first, all];
  }

  async #closePanel(): Promise<void> {
    const { page } = this.#workbench;
    // The panel is in the group beside the file's.
    await page.locator('.editor-group-container').last().locator('.tab.active').click({ button: 'middle' });
    while ((await this.#frame()) !== undefined) await page.waitForTimeout(50);
  }

  /** The host's memory after it has had time to give back what it does not need. */
  async #settled(): Promise<number> {
    let least = Infinity;
    for (let round = 0; round < 10; round++) {
      await this.#workbench.page.waitForTimeout(300);
      least = Math.min(least, (await this.#host(true)).rss);
    }
    return least;
  }

  async #moved(count: number): Promise<void> {
    const end = performance.now() + 10_000;
    while ((await this.#probe((probe) => probe.moves.length)) < count && performance.now() < end)
      await this.#workbench.page.waitForTimeout(5);
  }

  async #pageHeap(): Promise<number> {
    const session = await this.#workbench.page.context().newCDPSession(this.#workbench.page);
    await session.send('HeapProfiler.collectGarbage');
    await session.detach();
    const frame = await this.#frame();
    if (frame === undefined) return 0;
    return frame.evaluate(
      () => (performance as unknown as { memory: { usedJSHeapSize: number } }).memory.usedJSHeapSize,
    );
  }

  async #probe<T>(ask: (probe: PageProbe) => T): Promise<T> {
    const frame = await this.#frame();
    if (frame === undefined) throw new Error('There is no panel.');
    return await frame.evaluate(`(${ask.toString()})(window.benchProbe)`);
  }

  async #frame(): Promise<Frame | undefined> {
    if (this.#panelFrame?.isDetached() === false) return this.#panelFrame;
    for (const frame of this.#workbench.page.frames()) {
      const isPanel = await frame
        .evaluate(() => document.querySelector('[data-testid=exchange]') !== null)
        .catch(() => false);
      if (!isPanel) continue;
      await frame.evaluate(pageProbe);
      return (this.#panelFrame = frame);
    }
    return undefined;
  }

  async #host(collect = false): Promise<HostState> {
    if (this.#hostProbe === undefined) throw new Error('Nobody looks into the host yet.');
    return this.#hostProbe.ask({ collect });
  }

  #lens(nth: number): Locator {
    return this.#workbench.lens('Send', nth);
  }

  #grid(): Locator {
    return this.#workbench.panel.getByTestId('body-pages');
  }
}

/** Runs in the panel: when there was something to see, in milliseconds since the epoch. */
function firstPaint(): number {
  const [entry] = performance.getEntriesByName('first-contentful-paint');
  return performance.timeOrigin + (entry?.startTime ?? Number.NaN);
}

/** Runs in the window: when the button went down, and when anything of ours answered: a lens, or the panel's tab. */
function watchFeedback(): void {
  const feedback = { clicked: 0, answered: 0 };
  (window as unknown as { feedback: typeof feedback }).feedback = feedback;
  const clock = (): number => performance.timeOrigin + performance.now();
  const state = (): string =>
    [...document.querySelectorAll('.codelens-decoration, .tab .label-name')]
      .map((one) => one.textContent)
      .join();
  addEventListener(
    'mousedown',
    () => {
      feedback.clicked = clock();
      const before = state();
      const look = (): void => {
        if (state() === before) requestAnimationFrame(look);
        else feedback.answered = clock();
      };
      look();
    },
    { capture: true, once: true },
  );
}
