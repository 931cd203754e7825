/**
 * A hand with a clock on the panel of a window, ours or the empty one: both have a lens named Send over each request and
 * the same test ids in their pages. Each method gives milliseconds; none of them judges.
 */
import { setTimeout as wait } from 'node:timers/promises';
import type { Frame, Locator } from 'playwright-core';
import { shown } from '../../scenarios/panel.ts';
import type { Workbench } from '../../scenarios/workbench.ts';
import { median } from '../compare.ts';
import { pageProbe, type PageProbe } from './pageProbe.ts';

/** Which lens sends what. */
export const paths = ['small', 'stamp', 'events', 'lines', 'burst'] as const;
export type SentPath = (typeof paths)[number];

export interface FirstClick {
  /** To anything of the extension that answers: a lens, or the panel's tab. */
  readonly feedback: number;
  /** To the page's first frame. */
  readonly panel: number;
}

/** What both panels are measured by. */
export interface PanelFigures {
  /** To the panel's next state, when it is open. */
  readonly reused: number;
  readonly firstByte: number;
  readonly events: readonly number[];
  readonly idleGaps: readonly number[];
}

export class PanelHands {
  readonly workbench: Workbench;
  /** The panel's, which is looked for once. */
  #panelFrame: Frame | undefined;

  constructor(workbench: Workbench) {
    this.workbench = workbench;
  }

  async all(): Promise<PanelFigures> {
    const clicks: number[] = [];
    for (let round = 0; round < 7; round++) clicks.push(await this.clickAgain());
    const firstByte: number[] = [];
    for (let round = 0; round < 5; round++) firstByte.push(...(await this.stamps('stamp')));
    const events = await this.stamps('events');
    await this.probe((probe) => probe.reset());
    await this.workbench.page.waitForTimeout(1000);
    return {
      reused: median(clicks),
      firstByte: median(firstByte),
      events,
      idleGaps: await this.probe((probe) => [...probe.gaps]),
    };
  }

  /** The panel is not open. */
  async clickFirst(): Promise<FirstClick> {
    const { page, panel } = this.workbench;
    const lens = this.lens('small');
    await lens.waitFor();
    await page.evaluate(watchFeedback);
    await lens.click();
    await shown(panel, '/small', 'done').waitFor();
    const { clicked, answered } = await this.#feedback();
    const painted = (await (await this.frame())?.evaluate(firstPaint)) ?? Number.NaN;
    return { feedback: answered - clicked, panel: painted - clicked };
  }

  /** The panel is open: from the click to the frame with its next state. */
  async clickAgain(): Promise<number> {
    const { page, panel } = this.workbench;
    await page.evaluate(watchFeedback);
    const changed = panel.getByTestId('exchange').evaluate(
      (root) =>
        new Promise<number>((resolve) => {
          new MutationObserver(() => {
            requestAnimationFrame(() => resolve(performance.timeOrigin + performance.now()));
          }).observe(root, { subtree: true, childList: true, attributes: true, characterData: true });
        }),
    );
    await page.waitForTimeout(300);
    await this.lens('small').click();
    const at = await changed;
    await shown(panel, '/small', 'done').waitFor();
    await this.lens('small').waitFor();
    return at - (await this.#feedback()).clicked;
  }

  /** From when the server sent what says so, to when it was drawn. */
  async stamps(path: 'stamp' | 'events'): Promise<number[]> {
    const { panel } = this.workbench;
    await this.probe((probe) => probe.reset());
    await this.lens(path).click();
    await shown(panel, `/${path}`, 'streaming').waitFor();
    await shown(panel, `/${path}`, 'done').waitFor();
    return this.probe((probe) => [...probe.late]);
  }

  /** From the key to the frame with other rows. */
  async pageDown(count: number): Promise<number[]> {
    const { page } = this.workbench;
    await this.grid().focus();
    await page.keyboard.press('Control+Home');
    await page.waitForTimeout(500);
    await this.probe((probe) => probe.reset());
    for (let press = 1; press <= count; press++) {
      await page.keyboard.press('PageDown');
      await this.moved(press);
    }
    return this.probe((probe) => [...probe.moves]);
  }

  /** Waits for so many moves. */
  async moved(count: number): Promise<void> {
    await until(
      'other rows are on the screen',
      async () => (await this.probe((probe) => probe.moves.length)) >= count,
    );
  }

  async closePanel(): Promise<void> {
    const { page } = this.workbench;
    // The panel is in the group beside the file's.
    await page.locator('.editor-group-container').last().locator('.tab.active').click({ button: 'middle' });
    await until('the panel is closed', async () => (await this.frame()) === undefined);
  }

  async probe<T>(ask: (probe: PageProbe) => T): Promise<T> {
    const frame = await this.frame();
    if (frame === undefined) throw new Error('There is no panel.');
    return await frame.evaluate(`(${ask.toString()})(window.benchProbe)`);
  }

  async frame(): Promise<Frame | undefined> {
    if (this.#panelFrame?.isDetached() === false) return this.#panelFrame;
    for (const frame of this.workbench.page.frames()) {
      const isPanel = await frame
        .evaluate(() => document.querySelector('[data-testid=exchange]') !== null)
        .catch(() => false);
      if (!isPanel) continue;
      await frame.evaluate(pageProbe);
      return (this.#panelFrame = frame);
    }
    return undefined;
  }

  lens(path: SentPath): Locator {
    return this.workbench.lens('Send', paths.indexOf(path));
  }

  grid(): Locator {
    return this.workbench.panel.getByTestId('body-pages');
  }

  #feedback(): Promise<Feedback> {
    return this.workbench.page.evaluate(() => (window as unknown as { feedback: Feedback }).feedback);
  }
}

/** Asks again and again; says what has not come true in two minutes. */
export async function until(what: string, isTrue: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + 120_000;
  while (!(await isTrue())) {
    if (performance.now() > end) throw new Error(`Not in two minutes: ${what}.`);
    await wait(10);
  }
}

interface Feedback {
  readonly clicked: number;
  readonly answered: number;
}

/** Runs in the panel: when there was something to see, in milliseconds since the epoch. */
function firstPaint(): number {
  const [entry] = performance.getEntriesByName('first-contentful-paint');
  return performance.timeOrigin + (entry?.startTime ?? Number.NaN);
}

/** Runs in the window: when the button went down, and when anything of the extension answered. */
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
