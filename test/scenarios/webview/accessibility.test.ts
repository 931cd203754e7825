/** Every state for everybody: axe in all themes, the narrowest panel, large zoom, no motion for who wants none. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWholeBody } from './bodyHost.ts';
import { startPageHost, type PageHost } from './pageHost.ts';
import { overflowOf, seriousFindings } from './seriousFindings.ts';
import { openStates, stateNames, stateScene, untrusted } from './stateScenes.ts';

let host: PageHost;
beforeAll(async () => {
  host = await startPageHost();
});
afterAll(() => host.close());

const scenes = [
  ...stateNames.map((name) => ({ name, state: name, scene: stateScene(name) })),
  { name: 'untrusted', state: 'failed', scene: { body: new Uint8Array(), snapshot: untrusted } },
];

describe('every state', () => {
  it.each([
    { theme: 'light', width: 320 },
    { theme: 'dark', width: 1100 },
    { theme: 'hc-dark', width: 320 },
    { theme: 'hc-light', width: 1100 },
  ] as const)(
    'has nothing that axe finds serious in $theme, $width pixels wide',
    async (look) => {
      const found: string[] = [];
      const shown = await openStates(host, stateScene('idle'), look);
      await shown.page.waitForSelector('.cm-editor', { state: 'attached' });
      for (const { name, state, scene } of scenes) {
        await shown.show(scene, state);
        found.push(...(await seriousFindings(shown.page)).map((one) => `${name} ${one}`));
      }
      await shown.close();
      expect(found).toEqual([]);
    },
    60_000,
  );

  it.each(['light', 'dark', 'hc-dark', 'hc-light'] as const)(
    'has nothing that axe finds serious in what it finds in JSON, and in its table, in %s',
    async (theme) => {
      const body = Buffer.from(
        JSON.stringify([
          { id: 1, name: 'a', none: null },
          { name: 'b', more: {} },
        ]),
      );
      const shown = await openWholeBody(host, body, { mediaType: 'application/json', theme });
      const { page } = shown;
      await page.getByText('"name"').first().click();
      await page.getByTestId('path-bar').waitFor();
      await page.keyboard.press('Control+f');
      await page.keyboard.type('name');
      await page.locator('.cm-searchMatch').first().waitFor();
      expect(await seriousFindings(shown.page)).toEqual([]);
      await page.getByTestId('mode-table').click();
      await page.getByTestId('body-table').focus();
      await page.keyboard.press('ArrowDown');
      expect(await seriousFindings(shown.page)).toEqual([]);
      await shown.close();
    },
  );

  it('fits into 320 pixels at twice the size, with Cancel in sight', async () => {
    const shown = await openStates(host, stateScene('idle'), { width: 320 });
    for (const size of ['100%', '200%']) {
      await shown.page.evaluate((zoom) => (document.documentElement.style.fontSize = zoom), size);
      for (const { name, state, scene } of scenes) {
        await shown.show(scene, state);
        expect([name, size, await overflowOf(shown.page)]).toEqual([name, size, 0]);
        if (state === 'pending' || state === 'streaming') {
          const box = await shown.page.getByTestId('cancel').boundingBox();
          expect(box !== null && box.x >= 0 && box.x + box.width <= 320 && box.y < 720).toBe(true);
        }
      }
    }
    await shown.close();
  });

  it('moves nothing when motion is reduced', async () => {
    const shown = await openStates(host, stateScene('idle'), { reducedMotion: true });
    for (const { name, state, scene } of scenes) {
      await shown.show(scene, state);
      const running = await shown.page.evaluate(() => document.getAnimations().length);
      expect([name, running]).toEqual([name, 0]);
    }
    await shown.close();
  });
});
