/** Filtering a body by a path while it is typed, in the page. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBodyFilter } from '../../../src/extension/runner/index.ts';
import { startPageHost, type PageHost } from './pageHost.ts';
import { jsonBody } from './scenes.ts';
import { openStates, stateScene } from './stateScenes.ts';

let host: PageHost;
beforeAll(async () => {
  host = await startPageHost();
});
afterAll(() => host.close());

describe('the filter of a body', () => {
  it('shows what a JSONPath finds while it is typed, every number as it came, and gives the body back', async () => {
    const scene = stateScene('done');
    const filter = createBodyFilter(jsonBody, 'json');
    const shown = await openStates(host, scene, {
      handlers: {
        readBody: ({ offset, length }) => Promise.resolve(scene.body.slice(offset, offset + length).buffer),
        filterBody: async ({ path }) => (await filter).find(path),
      },
    });
    const { page } = shown;
    const text = () => page.getByTestId('body').locator('.cm-content').innerText();
    await expect.poll(text).toContain('"price": 1.10');
    await page.getByTestId('filter-body').click();
    const box = page.getByRole('textbox', { name: 'Filter by JSONPath' });
    await box.pressSequentially('$.id');
    await expect.poll(text).toMatch(/^\[\s+12345678901234567890\s+\]$/);
    await box.fill('$.items[?@.n >= 10].text');
    await expect.poll(text).toMatch(/^\[\s+"line 10",\s+"line 11"\s+\]$/);
    expect(await page.locator('#body-filter-says').innerText()).toBe('2 found');
    await box.fill('$.items[');
    await expect.poll(() => box.getAttribute('aria-invalid')).toBe('true');
    expect(await text()).toContain('line 11');
    await page.keyboard.press('Escape');
    await expect.poll(text).toContain('"price": 1.10');
    expect(await box.isVisible()).toBe(false);
    expect(shown.received.at(-1)).toEqual({ type: 'findVisible', visible: false });
    await shown.close();
  });

  it('is not there for what is neither JSON nor XML, nor for half of it', async () => {
    const shown = await openStates(host, stateScene('done'));
    const button = shown.page.getByTestId('filter-body');
    await button.waitFor();
    for (const name of ['binary', 'cancelled'] as const) {
      await shown.show(stateScene(name), name);
      await button.waitFor({ state: 'hidden' });
    }
    await shown.close();
  });
});
