/**
 * What the extension does when there is nothing to do: calls of its functions, counted exactly by V8, in the host and in
 * the page, with the panel on the screen and with the panel hidden; and the time that its language server takes.
 */
import type { CDPSession } from 'playwright-core';
import { countCalls, processTime, type HostProbe } from './hostProbe.ts';
import type { PanelHands } from './panelHands.ts';

export interface IdleFigures {
  /** Calls in the host and in the page, panel shown. */
  readonly shown: number;
  /** The same in the host, with the panel behind another. */
  readonly hidden: number;
  /** Milliseconds of processor time of the language server meanwhile. */
  readonly server: number;
}

export const idleTime = 5000;

/** Where the extension was installed; the library of a language client beside it counts, too. */
const ours = /\/extensions\/[^/]*http-sessions-[^/]*\/dist\//;

/** The panel is open, and nothing runs. Leaves it open and shown. */
export async function measureIdle(hands: PanelHands, host: HostProbe, marker: string): Promise<IdleFigures> {
  const { workbench } = hands;
  const { page } = workbench;
  const session = await panelSession(hands);
  const call = (method: string, params?: object): Promise<unknown> =>
    session.send(method as 'Profiler.startPreciseCoverage', params);
  // Nothing moves under the pointer, and what has just been done is over.
  await page.mouse.move(5, 300);
  await page.waitForTimeout(2000);
  const before = await processTime(marker, 'server.cjs');
  const [inHost, inPage] = await Promise.all([
    host.calls(ours, idleTime),
    countCalls(call, /webview\/main\.js/, idleTime),
  ]);
  await session.detach();
  const tab = page.locator('.editor-group-container').last().locator('.tab.active');
  const title = (await tab.getAttribute('data-resource-name')) ?? '';
  await tab.click();
  await workbench.command('Developer: Show Running Extensions');
  await page.waitForTimeout(2000);
  const hidden = await host.calls(ours, idleTime);
  const server = (await processTime(marker, 'server.cjs')) - before;
  await workbench.command('View: Close Editor');
  await page.locator(`.tab.active[data-resource-name="${title}"]`).waitFor();
  return { shown: inHost + inPage, hidden, server };
}

/** The panel's page may have a process of its own, or share that of the window. */
async function panelSession(hands: PanelHands): Promise<CDPSession> {
  const { page } = hands.workbench;
  const frame = await hands.frame();
  const own =
    frame &&
    (await page
      .context()
      .newCDPSession(frame)
      .catch(() => undefined));
  return own ?? page.context().newCDPSession(page);
}
