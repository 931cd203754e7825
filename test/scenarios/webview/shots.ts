/**
 * Takes a picture of each state in every theme at three widths, and puts those of one state side by side, for people to
 * look at: `node test/scenarios/webview/shots.ts FOLDER [state …]`. Not a test.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startPageHost, type PageHost } from './pageHost.ts';
import { scenes, type Scene } from './scenes.ts';
import { openStates, stateNames, stateScene, untrusted } from './stateScenes.ts';
import type { ThemeName } from './themes.ts';

const height = 600;
const widths = [360, 720, 1280] as const;
/** Each pair makes one sheet. */
const pairs: readonly (readonly ThemeName[])[] = [
  ['light', 'hc-light'],
  ['dark', 'hc-dark'],
];

const [folder = 'test-results/shots', ...wanted] = process.argv.slice(2);
await mkdir(folder, { recursive: true });
const host = await startPageHost();
try {
  for (const [name, scene] of Object.entries(allScenes())) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    for (const themes of pairs) {
      const rows: string[][] = [];
      for (const theme of themes) {
        const row: string[] = [];
        for (const width of widths) row.push(await shoot(name, scene, { theme, width }));
        rows.push(row);
      }
      await makeSheet(host, rows, join(folder, `sheet-${name}-${themes[0] ?? ''}.png`));
    }
  }
} finally {
  await host.close();
}

/** The closed list of states first, then what else a state can look like. */
function allScenes(): Readonly<Record<string, Scene>> {
  const states = Object.fromEntries(stateNames.map((name) => [name, stateScene(name)]));
  const more = Object.entries(scenes).filter(([name]) => !(name in states));
  return {
    ...states,
    untrusted: { body: new Uint8Array(), snapshot: untrusted },
    ...Object.fromEntries(more),
  };
}

/** The picture's file. */
async function shoot(
  name: string,
  scene: Scene,
  look: { readonly theme: ThemeName; readonly width: number },
): Promise<string> {
  const opened = await openStates(host, scene, { ...look, height });
  const { page } = opened;
  await page.waitForSelector('.cm-editor', { state: 'attached' });
  // What is coloured or laid out behind the first frame is part of the picture.
  await page.waitForTimeout(250);
  const path = join(folder, `${name}-${look.theme}-${String(look.width)}.png`);
  await page.screenshot({ path });
  if (opened.problems.length > 0) console.log(name, look.theme, look.width, opened.problems);
  await opened.close();
  return path;
}

/** One picture of many, in their own size. */
async function makeSheet(
  { browser }: PageHost,
  rows: readonly (readonly string[])[],
  path: string,
): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 2400, height: 100 } });
  const row = async (paths: readonly string[]): Promise<string> => {
    const pictures = await Promise.all(paths.map((one) => readFile(one, 'base64')));
    return `<p>${pictures.map((one) => `<img src="data:image/png;base64,${one}">`).join('')}</p>`;
  };
  const body = (await Promise.all(rows.map(row))).join('');
  const style = 'body{margin:0;background:#f0f}p{margin:0;display:flex;gap:10px;padding:5px}';
  await page.setContent(`<style>${style}</style>${body}`);
  await writeFile(path, await page.screenshot({ fullPage: true }));
  await page.close();
}
