/**
 * How long the page's thread is held up while a large JSON body is laid out: the built page alone in a browser, with a
 * host in this process. `node test/bench/ui/layoutTasks.ts` alone prints each long task.
 */
import { fileURLToPath } from 'node:url';
import { openWholeBody } from '../../scenarios/webview/bodyHost.ts';
import { startPageHost } from '../../scenarios/webview/pageHost.ts';

export interface LayoutTasks {
  /** Milliseconds from the click to the whole text. */
  readonly whole: number;
  /** Milliseconds of each task that was longer than 50 ms. */
  readonly tasks: readonly number[];
  /** Milliseconds of the longest of many pieces of work in the same page, each of which stops itself after 10. */
  readonly reference: number;
}

/** Lays out one line of JSON of so many bytes, pulled in pages before that. */
export async function measureLayout(size: number): Promise<LayoutTasks> {
  const host = await startPageHost();
  try {
    const opened = await openWholeBody(host, jsonOf(size), { mediaType: 'application/json' });
    const { page } = opened;
    const pretty = page.getByTestId('mode-pretty');
    await page.getByTestId('mode-raw').click();
    await page.getByTestId('body').locator('.cm-content').filter({ hasText: '"index":0' }).waitFor();
    const lineCount = () => page.getByTestId('body').locator('.cm-lineNumbers .cm-gutterElement').count();
    await page.waitForTimeout(1000);
    const reference = await page.evaluate(workInSlices);
    await page.evaluate(watchTasks);
    const started = performance.now();
    await pretty.click();
    while ((await lineCount()) < 10) await page.waitForTimeout(10);
    const whole = performance.now() - started;
    // What the editor does behind it belongs to it.
    await page.waitForTimeout(1500);
    const tasks = await page.evaluate(() => (window as unknown as { tasks: number[] }).tasks);
    await opened.close();
    return { whole, tasks, reference };
  } finally {
    await host.close();
  }
}

/** Runs in the page: what other programs make of slices that are short by themselves. */
async function workInSlices(): Promise<number> {
  let longest = 0;
  for (let slice = 0; slice < 60; slice++) {
    await new Promise((resolve) => setTimeout(resolve));
    const started = performance.now();
    while (performance.now() < started + 10);
    longest = Math.max(longest, performance.now() - started);
  }
  return longest;
}

/** Runs in the page. */
function watchTasks(): void {
  const tasks: number[] = [];
  (window as unknown as { tasks: number[] }).tasks = tasks;
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) tasks.push(Math.round(duration));
  }).observe({ type: 'longtask' });
}

function jsonOf(size: number): Buffer {
  const parts: string[] = [];
  let length = 0;
  for (let index = 0; length < size - 200; index++) {
    const part = `{"index":${String(index)},"name":"user ${String(index)}","tags":["a","b"],"score":${String(index * 1.5)}}`;
    parts.push(part);
    length += part.length + 1;
  }
  return Buffer.from(`[${parts.join(',')}]`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { whole, tasks, reference } = await measureLayout(5 * 1024 * 1024);
  console.log(
    `${whole.toFixed(0)} ms; long tasks: ${tasks.join(', ')} ms; slices of 10 ms: ${reference.toFixed(0)} ms`,
  );
}
