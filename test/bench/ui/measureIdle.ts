/**
 * What the extension does when there is nothing to do: calls of its functions, counted exactly by V8, in the host and in
 * the page, with the panel on the screen and with the panel hidden; and the time that its language server takes.
 */
import type { Workbench } from '../../scenarios/workbench.ts';
import { countCalls, processTime, type HostProbe } from './hostProbe.ts';

export interface IdleFigures {
  /** Calls in the host and in the page, panel shown. */
  readonly shown: number;
  /** The same in the host, with the panel behind another. */
  readonly hidden: number;
  /** Milliseconds of processor time of the language server meanwhile. */
  readonly server: number;
}

export const idleTime = 5000;

/** The panel is open, and nothing runs. Leaves it open and shown. */
export async function measureIdle(
  workbench: Workbench,
  host: HostProbe,
  marker: string,
): Promise<IdleFigures> {
  const { page } = workbench;
  const session = await page.context().newCDPSession(page);
  const call = (method: string, params?: object): Promise<unknown> =>
    session.send(method as 'Profiler.startPreciseCoverage', params);
  // Nothing moves under the pointer, and what has just been done is over.
  await page.mouse.move(5, 300);
  await page.waitForTimeout(2000);
  const before = await processTime(marker, 'server.cjs');
  const [inHost, inPage] = await Promise.all([
    host.calls('/dist/', idleTime),
    countCalls(call, 'webview/main.js', idleTime),
  ]);
  await session.detach();
  const tab = page.locator('.editor-group-container').last().locator('.tab.active');
  const title = (await tab.getAttribute('data-resource-name')) ?? '';
  await tab.click();
  await workbench.command('File: New Untitled Text File');
  await page.waitForTimeout(2000);
  const hidden = await host.calls('/dist/', idleTime);
  const server = (await processTime(marker, 'server.cjs')) - before;
  await workbench.command('View: Close Editor');
  await page.locator(`.tab.active[data-resource-name="${title}"]`).waitFor();
  return { shown: inHost + inPage, hidden, server };
}
