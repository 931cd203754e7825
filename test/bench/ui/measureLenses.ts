/**
 * Lenses in the window, in files of 5,000 lines: from the text on the screen to lenses over it, and from a key that makes
 * a line a request to the lens over it. VS Code itself waits before it asks for lenses after a key, so the same is
 * measured with lenses of the empty panel.
 */
import type { Workbench } from '../../scenarios/workbench.ts';
import { median } from '../compare.ts';
import { until } from './panelHands.ts';

export interface LensFigures {
  /** Milliseconds, medians. */
  readonly open: number;
  readonly key: number;
}

const rounds = 3;
const keys = 5;

/** 5,000 lines each, for both extensions. */
export function largeFiles(): Readonly<Record<string, string>> {
  const files: Record<string, string> = {};
  for (let round = 0; round < rounds; round++) {
    const requests = Array.from(
      { length: 1000 },
      (_, at) =>
        `### large ${String(round)} ${String(at)}\nGET http://127.0.0.1/${String(at)}\nAccept: */*\nX-A: ${String(at)}\n`,
    );
    for (const kind of ['http', 'txt']) files[largeName(round, kind)] = `\n${requests.join('\n')}`;
  }
  return files;
}

export async function measureLenses(workbench: Workbench, kind: 'http' | 'txt'): Promise<LensFigures> {
  const { page } = workbench;
  const opened: number[] = [];
  const typed: number[] = [];
  for (let round = 0; round < rounds; round++) {
    await workbench.command('View: Close All Editors');
    await page.locator('.codelens-decoration').first().waitFor({ state: 'detached' });
    const seen = page.evaluate(watchOpening, `large ${String(round)}`);
    await workbench.openFile(largeName(round, kind));
    opened.push(await seen);
    if (round > 0) continue;
    await page.locator('.monaco-editor .view-lines').first().click();
    await page.keyboard.press('Control+Home');
    await page.waitForTimeout(1000);
    const top = await page.evaluate(topLens);
    for (let key = 0; key < keys; key++) {
      const appeared = page.evaluate(watchKey, top);
      await page.keyboard.press('h');
      typed.push(await appeared);
      await page.keyboard.press('Backspace');
      await until('the lens is gone', async () => (await page.evaluate(topLens)) === top);
      await page.waitForTimeout(300);
    }
    // Else closing it would ask.
    await workbench.command('File: Save All Files');
    await page.locator('.tab.dirty').waitFor({ state: 'detached' });
  }
  await workbench.command('View: Close All Editors');
  return { open: median(opened), key: median(typed) };
}

function largeName(round: number, kind: string): string {
  return `large${String(round)}.${kind}`;
}

/** Runs in the window: from the frame with the text to the frame with a lens. */
function watchOpening(marker: string): Promise<number> {
  return new Promise((resolve) => {
    const end = performance.now() + 20_000;
    let shownAt: number | undefined;
    const look = (): void => {
      const text = document.querySelector('.view-lines')?.textContent.replaceAll('\u00a0', ' ') ?? '';
      if (text.includes(marker)) shownAt ??= performance.now();
      // VS Code leaves empty ones behind for a while.
      const hasLens = [...document.querySelectorAll('.codelens-decoration:has(a)')].some(
        (one) => one.getBoundingClientRect().height > 0,
      );
      if (shownAt !== undefined && hasLens) resolve(performance.now() - shownAt);
      else if (performance.now() > end) resolve(Number.NaN);
      else requestAnimationFrame(look);
    };
    look();
  });
}

/** Runs in the window: where the first lens on the screen is, in pixels. */
function topLens(): number {
  const places = [...document.querySelectorAll('.codelens-decoration:has(a)')]
    .map((one) => one.getBoundingClientRect())
    .filter(({ height }) => height > 0);
  return Math.round(Math.min(...places.map(({ top }) => top)));
}

/** Runs in the window: from the next key to the frame with a lens above the one at so many pixels. */
function watchKey(before: number): Promise<number> {
  return new Promise((resolve) => {
    const listen = (): void => {
      const started = performance.now();
      const look = (): void => {
        const isNew = [...document.querySelectorAll('.codelens-decoration:has(a)')]
          .map((one) => one.getBoundingClientRect())
          .some(({ top, height }) => height > 0 && Math.round(top) < before);
        if (isNew) resolve(performance.now() - started);
        else if (performance.now() > started + 20_000) resolve(Number.NaN);
        else requestAnimationFrame(look);
      };
      look();
    };
    addEventListener('keydown', listen, { capture: true, once: true });
  });
}
