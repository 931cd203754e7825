/** What is inside the states for everybody: axe in every part of a request and of a response, in all themes. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { startPageHost, type PageHost } from './pageHost.ts';
import { requestScenes } from './requestScenes.ts';
import { events, hopDetails, openResponse, progressOf, redirected, snapshotOf } from './responseScenes.ts';
import { scenes } from './scenes.ts';
import { overflowOf, seriousFindings } from './seriousFindings.ts';
import { openStates, stateScene } from './stateScenes.ts';

let host: PageHost;
beforeAll(async () => {
  host = await startPageHost();
});
afterAll(() => host.close());

/** Each theme once in the narrowest panel or in one with both tabs beside each other. */
const looks = [
  { theme: 'light', width: 1100 },
  { theme: 'dark', width: 320 },
  { theme: 'hc-dark', width: 1100 },
  { theme: 'hc-light', width: 320 },
] as const;

/** Faults by the name of what was on the screen. */
async function faultsOf(page: Page, name: string): Promise<readonly string[]> {
  const wide = await overflowOf(page);
  return [...(await seriousFindings(page)), ...(wide > 0 ? [`${String(wide)} px too wide`] : [])].map(
    (one) => `${name}: ${one}`,
  );
}

/** By the list in a narrow panel, else by its tab. */
async function choose(page: Page, section: string): Promise<void> {
  const tab = page.getByTestId(`section-${section}`);
  if (await tab.isVisible()) await tab.click();
  else await page.locator('#exchange .sections-row select').selectOption(section);
}

describe('in every theme', () => {
  it.each(looks)('a request before it is sent has no fault, in $theme, $width pixels wide', async (look) => {
    const found: string[] = [];
    const shown = await openStates(host, stateScene('idle'), look);
    const { page } = shown;
    await page.waitForSelector('.cm-editor', { state: 'attached' });
    const { edited, unresolved } = scenes;
    for (const [name, scene] of Object.entries({ ...requestScenes, edited, unresolved })) {
      if (scene === undefined) continue;
      const snapshot = { ...scene.snapshot, exchangeId: `request-${name}` };
      await shown.show({ ...scene, snapshot });
      found.push(...(await faultsOf(page, name)));
    }
    await page.getByTestId('copy-as').click();
    found.push(...(await faultsOf(page, 'the menu')));
    await page.keyboard.press('Escape');
    await page.getByTestId('headers-as-text').click();
    found.push(...(await faultsOf(page, 'headers as text')));
    await shown.close();
    expect(found).toEqual([]);
  });

  it.each(looks)('the parts of a response have no fault, in $theme, $width pixels wide', async (look) => {
    const found: string[] = [];
    const tests = [
      { name: 'status == 200', line: 5, outcome: 'passed', expected: '== 200', actual: '200' },
      { name: 'body == x', line: 6, outcome: 'failed', expected: '== x', actual: 'y' },
    ].map((one) => ({ ...one, outcome: one.outcome as 'passed' | 'failed', message: undefined }));
    // One of several answers: gone through one by one, and compared with the one before.
    const several = { ...redirected, tests, place: { index: 2, count: 3 } };
    const shown = await openResponse(host, several, { ...look, hops: hopDetails });
    const { page } = shown;
    for (const section of ['headers', 'cookies', 'timing', 'tests']) {
      await choose(page, section);
      await page.getByTestId(section).waitFor();
      found.push(...(await faultsOf(page, section)));
    }
    await choose(page, 'cookies');
    await page.getByTestId('hop').nth(1).click();
    found.push(...(await faultsOf(page, 'a hop')));
    await shown.close();
    expect(found).toEqual([]);
  });

  it.each(looks)('events have no fault, in $theme, $width pixels wide', async (look) => {
    const live = snapshotOf({ state: 'streaming' }, { events: 'stream', mediaType: 'text/event-stream' });
    const shown = await openResponse(host, live, { ...look, keep: 50 });
    const { page } = shown;
    await shown.stream.add(`${events(1, 60)}: keep alive\nretry: 3000\n${events(60, 80)}`);
    const received = shown.stream.bytes().length;
    shown.channel.post({ type: 'progress', progress: progressOf(live, { received }) });
    await page.getByTestId('event').filter({ hasText: '"n":79' }).waitFor();
    const found = [...(await faultsOf(page, 'rows'))];
    await page.getByTestId('event-grid').focus();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await page.getByTestId('event-details').waitFor();
    found.push(...(await faultsOf(page, 'one whole')));
    await shown.close();
    expect(found).toEqual([]);
  });
});
