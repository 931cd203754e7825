/** A page that was hidden is another page when it is shown again: it comes back as it was left. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWholeBody, type BodyPage } from './bodyHost.ts';
import { startPageHost, type PageHost } from './pageHost.ts';
import { events, openResponse, progressOf, snapshotOf } from './responseScenes.ts';
import { openStates, stateScene } from './stateScenes.ts';

let host: PageHost;
beforeAll(async () => {
  host = await startPageHost();
});
afterAll(() => host.close());

const lines = (count: number): Buffer =>
  Buffer.from(Array.from({ length: count }, (_, index) => `line ${index + 1} of many`).join('\n'));

/** The number of the first line of text that is on the screen. */
const firstTextLine = (page: Page): Promise<number> =>
  page
    .getByTestId('body')
    .locator('.cm-scroller')
    .evaluate((scroller) => {
      const top = scroller.getBoundingClientRect().top;
      const rows = [...scroller.querySelectorAll('.cm-line')];
      const first = rows.find((row) => row.getBoundingClientRect().bottom > top + 4);
      return Number(/\d+/.exec(first?.textContent ?? '')?.[0]);
    });

/** Waits until the page has kept this of its view. */
async function keptView(page: BodyPage, view: object): Promise<unknown> {
  await expect.poll(page.saved).toMatchObject({ view });
  return page.saved();
}

describe('a page that was hidden', () => {
  it('shows the same lines of a large body', async () => {
    const body = lines(400_000);
    const before = await openWholeBody(host, body);
    const grid = (page: Page) => page.getByTestId('body-pages');
    await before.page.waitForSelector('#exchange[data-state=huge]');
    await grid(before.page).evaluate((one) => (one.scrollTop = one.scrollHeight / 3));
    const first = () => grid(before.page).getAttribute('data-first-line').then(Number);
    await expect.poll(first).toBeGreaterThan(100_000);
    const saved = await keptView(before, { line: (await first()) - 1 });
    const line = await first();
    await before.close();
    const after = await openWholeBody(host, body, { saved });
    await expect.poll(() => grid(after.page).getAttribute('data-first-line')).toBe(String(line));
    await after.close();
  });

  it('shows the same lines of a text, wrapped as it was', async () => {
    const body = lines(5000);
    const before = await openWholeBody(host, body);
    await before.page.getByTestId('wrap').click();
    const scroller = before.page.getByTestId('body').locator('.cm-scroller');
    await scroller.hover();
    await before.page.mouse.wheel(0, 20_000);
    await expect.poll(() => firstTextLine(before.page)).toBeGreaterThan(500);
    const line = await firstTextLine(before.page);
    const saved = await keptView(before, { wrap: false, line: line - 1 });
    await before.close();
    const after = await openWholeBody(host, body, { saved });
    await expect.poll(() => firstTextLine(after.page)).toBe(line);
    expect(await after.page.getByTestId('wrap').getAttribute('aria-pressed')).toBe('false');
    // Once more, so that nothing drifts.
    expect(await after.saved()).toMatchObject({ view: { line: line - 1 } });
    await after.close();
  });

  it('looks at the body in the way that was chosen', async () => {
    const before = await openWholeBody(host, Buffer.from('{"a":1}'), { mediaType: 'application/json' });
    await before.page.getByTestId('mode-hex').click();
    const saved = await keptView(before, { mode: 'hex' });
    await before.close();
    const after = await openWholeBody(host, Buffer.from('{"a":1}'), { mediaType: 'application/json', saved });
    await expect.poll(() => after.page.getByTestId('body-hex').last().isVisible()).toBe(true);
    await after.close();
  });

  it('filters events as it did, and stays where a person was', async () => {
    const live = snapshotOf({ state: 'streaming' }, { events: 'stream', mediaType: 'text/event-stream' });
    const view = { filter: 'type:update', follow: false, line: 40 };
    const saved = { exchangeId: live.exchangeId, tab: 'response', section: 'events', view };
    const shown = await openResponse(host, live, { saved });
    await shown.stream.add(events(1, 200));
    shown.channel.post({ type: 'progress', progress: progressOf(live, { received: 1 }) });
    const { page } = shown;
    expect(await page.getByTestId('event-filter').inputValue()).toBe('type:update');
    await expect.poll(() => page.getByTestId('follow-events').isChecked()).toBe(false);
    const first = () =>
      page.getByTestId('event-grid').evaluate((grid) => {
        const top = grid.getBoundingClientRect().top + 30;
        const rows = [...grid.querySelectorAll<HTMLElement>('[data-testid=event]')];
        return rows.find((row) => row.getBoundingClientRect().top >= top - 10)?.dataset['place'];
      });
    // Every second event is an update, and the head covers nothing of the first row.
    await expect.poll(first).toMatch(/^4[01]$/);
    await shown.close();
  });

  it('does not look at another exchange in that way', async () => {
    const saved = { exchangeId: 'other', tab: 'response', section: 'body', view: { mode: 'hex', line: 3 } };
    const shown = await openStates(host, stateScene('done'), { saved });
    await expect.poll(() => shown.page.getByTestId('body').isVisible()).toBe(true);
    expect(await shown.page.getByTestId('body-hex').last().isVisible()).toBe(false);
    await shown.close();
  });
});
