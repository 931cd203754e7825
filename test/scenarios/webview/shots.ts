/**
 * Takes a picture of every state in every theme at three widths, for people to look at:
 * `node test/scenarios/webview/shots.ts FOLDER [scene …]`. Not a test.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startPageHost } from './pageHost.ts';
import { applyEdit, scenes, type Scene } from './scenes.ts';
import type { ThemeName } from './themes.ts';

const [folder = 'test-results/shots', ...wanted] = process.argv.slice(2);
await mkdir(folder, { recursive: true });
const host = await startPageHost();
const sizes = [
  { width: 320, height: 640 },
  { width: 700, height: 640 },
  { width: 1100, height: 640 },
] as const;
const looks: readonly { readonly theme: ThemeName; readonly widths: readonly number[] }[] = [
  { theme: 'dark', widths: [320, 700, 1100] },
  { theme: 'light', widths: [700, 1100] },
  { theme: 'hc-dark', widths: [700] },
  { theme: 'hc-light', widths: [320] },
];
try {
  for (const [name, scene] of Object.entries(scenes)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    for (const { theme, widths } of looks) {
      for (const size of sizes.filter(({ width }) => widths.includes(width))) {
        await shoot(name, scene, theme, size);
      }
    }
  }
} finally {
  await host.close();
}

async function shoot(
  name: string,
  scene: Scene,
  theme: ThemeName,
  size: { readonly width: number; readonly height: number },
): Promise<void> {
  const { snapshot, body } = scene;
  const opened = await host.open({
    ...size,
    theme,
    handlers: {
      readBody: ({ offset, length }) => Promise.resolve(body.slice(offset, offset + length).buffer),
      edit: ({ edit }) => Promise.resolve(applyEdit(snapshot.prepared, edit)),
      send: ({ exchangeId }) => Promise.resolve({ exchangeId }),
    },
    onMessage: (message, channel) => {
      if (message.type !== 'ready') return;
      channel.post({ type: 'start', strings: {}, locale: 'en', snapshot, tab: undefined });
    },
  });
  await opened.page.waitForSelector(`[data-state=${snapshot.state}]`);
  await opened.page.waitForSelector('.cm-editor', { state: 'attached' });
  await opened.page.waitForTimeout(150);
  const shot = (part: string): Promise<Buffer> =>
    opened.page.screenshot({ path: join(folder, `${name}-${theme}-${size.width}${part}.png`) });
  await shot('');
  if (name === 'done') {
    for (const section of ['headers', 'timing']) {
      await opened.page.getByTestId(`section-${section}`).click();
      await shot(`-${section}`);
    }
    if (size.width < 900) {
      await opened.page.getByTestId('tab-request').click();
      await shot('-request');
    }
  }
  if (opened.problems.length > 0) console.log(name, theme, size.width, opened.problems);
  await opened.close();
}
