/**
 * Takes pictures of the Request tab in every theme at three widths, for people to look at:
 * `node test/scenarios/webview/requestShots.ts FOLDER [scene …]`. Not a test.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startPageHost } from './pageHost.ts';
import { requestScenes } from './requestScenes.ts';
import { applyEdit, scenes } from './scenes.ts';

const [folder = 'test-results/request', ...wanted] = process.argv.slice(2);
await mkdir(folder, { recursive: true });
const host = await startPageHost();
const all = { idle: scenes['idle']!, unresolved: scenes['unresolved']!, ...requestScenes };
try {
  for (const [name, { snapshot, body }] of Object.entries(all)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    for (const theme of ['light', 'dark', 'hc-dark'] as const) {
      for (const width of [360, 720, 1280]) {
        const opened = await host.open({
          width,
          height: 720,
          theme,
          handlers: {
            readBody: ({ offset, length }) => Promise.resolve(body.slice(offset, offset + length).buffer),
            edit: ({ edit }) => Promise.resolve(applyEdit(snapshot.prepared, edit)),
            hashFile: () => Promise.resolve({ sha256: '9f86d081884c7d65'.repeat(4) }),
          },
          onMessage: (message, channel) => {
            if (message.type !== 'ready') return;
            channel.post({ type: 'start', strings: {}, locale: 'en', snapshot, tab: undefined });
          },
        });
        const { page } = opened;
        await page.waitForSelector('.cm-editor', { state: 'attached' });
        await page.screenshot({ path: join(folder, `${name}-${theme}-${width}.png`) });
        if (name === 'idle') {
          await page.getByTestId('copy-as').click();
          await page.screenshot({ path: join(folder, `menu-${theme}-${width}.png`) });
          await page.keyboard.press('Escape');
          await page.getByTestId('headers-as-text').click();
          await page.screenshot({ path: join(folder, `text-${theme}-${width}.png`) });
        }
        if (name === 'escapedUrl') {
          await page.locator('[data-testid=unlock]:not([hidden])').click();
          await page.screenshot({ path: join(folder, `unlock-${theme}-${width}.png`) });
        }
        if (opened.problems.length > 0) console.log(name, theme, width, opened.problems);
        await opened.close();
      }
    }
  }
} finally {
  await host.close();
}
