/**
 * Takes a picture of each part of a response in every theme at three widths, for people to look at:
 * `node test/scenarios/webview/responseShots.ts FOLDER`. Not a test.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { startPageHost } from './pageHost.ts';
import { events, hopDetails, openResponse, progressOf, redirected, snapshotOf } from './responseScenes.ts';
import type { ThemeName } from './themes.ts';

const [folder = 'test-results/response'] = process.argv.slice(2);
await mkdir(folder, { recursive: true });
const host = await startPageHost();
const looks: readonly (readonly [ThemeName, readonly number[]])[] = [
  ['dark', [360, 720, 1280]],
  ['light', [360, 720, 1280]],
  ['hc-dark', [360, 720]],
  ['hc-light', [360, 720]],
];
try {
  for (const [theme, widths] of looks) {
    for (const width of widths) {
      await shootHops(theme, width);
      await shootEvents(theme, width);
    }
  }
} finally {
  await host.close();
}

async function shootHops(theme: ThemeName, width: number): Promise<void> {
  const opened = await openResponse(
    host,
    { ...redirected, response: redirected.response && { ...redirected.response, location: undefined } },
    { theme, width, height: 640, hops: hopDetails },
  );
  for (const section of ['cookies', 'timing', 'headers']) {
    await choose(opened.page, section, width);
    await opened.page.screenshot({ path: join(folder, `${section}-${theme}-${width}.png`) });
  }
  await opened.page.getByTestId('hop').nth(1).click();
  await opened.page.screenshot({ path: join(folder, `hop-${theme}-${width}.png`) });
  if (opened.problems.length > 0) console.log(theme, width, opened.problems);
  await opened.close();
}

async function shootEvents(theme: ThemeName, width: number): Promise<void> {
  const snapshot = snapshotOf({ state: 'streaming' }, { events: 'stream', mediaType: 'text/event-stream' });
  const opened = await openResponse(host, snapshot, { theme, width, height: 640, keep: 50 });
  await opened.stream.add(`${events(1, 60)}: keep alive\nretry: 3000\n${events(60, 80)}`);
  opened.channel.post({ type: 'progress', progress: progressOf(snapshot, { received: 1000 }) });
  await opened.page
    .getByText('80', { exact: true })
    .waitFor({ timeout: 300 })
    .catch(() => undefined);
  await opened.page.waitForTimeout(200);
  const grid = opened.page.getByTestId('event-grid');
  await grid.focus();
  await opened.page.keyboard.press('ArrowUp');
  await opened.page.keyboard.press('Enter');
  await opened.page.waitForTimeout(150);
  await opened.page.screenshot({ path: join(folder, `events-${theme}-${width}.png`) });
  if (opened.problems.length > 0) console.log(theme, width, opened.problems);
  await opened.close();
}

async function choose(page: Page, section: string, width: number): Promise<void> {
  if (width < 480) await page.locator('#exchange .sections-row select').selectOption(section);
  else await page.getByTestId(`section-${section}`).click();
  await page.waitForTimeout(100);
}
