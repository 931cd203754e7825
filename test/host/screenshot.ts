/**
 * `npm run screenshot`: takes the picture of the README. Logs in with the example and asks who one is, in a real
 * VS Code with the packaged extension, and writes `media/screenshot.png`. To be looked at before it is committed.
 */
import { mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { startSandboxNear } from '../sandbox/index.ts';
import { shown } from '../scenarios/panel.ts';
import { openWorkbench } from '../scenarios/workbench.ts';
import { projectFolder } from './folders.ts';

const picture = join(projectFolder, 'media/screenshot.png');
const width = 1400;
const height = 690;
/** The title bar says nothing about the extension. */
const top = 36;

const sandbox = await startSandboxNear({ port: 3000, tlsPort: 3443 }, console.log);
const example = await readFile(join(projectFolder, 'examples/02-login.http'), 'utf8');
const workbench = await openWorkbench({
  files: { '02-login.http': example.replace('http://127.0.0.1:8080', sandbox.url) },
  settings: {
    'workbench.colorTheme': 'Default Dark Modern',
    'editor.minimap.enabled': false,
    'editor.fontSize': 13,
    'editor.wordWrap': 'on',
    'breadcrumbs.enabled': false,
  },
  width,
  height: height + top + 4,
});
try {
  const { page, panel } = workbench;
  await workbench.openFile('02-login.http');
  await workbench.lens('Send', 0).click();
  await shown(panel, '/login', 'done').waitFor();
  await workbench.openSidebar();
  await workbench.tree(/^sid/).waitFor();
  await workbench.tree(/^Connections/).click();
  await workbench.tree(/^#\d+ http/).waitFor();
  await workbench.lens('Send', 1).click();
  await shown(panel, '/me', 'done').waitFor();
  await panel.getByTestId('body').filter({ hasText: '"ada"' }).waitFor();
  await workbench.lens(/^200/, 1).waitFor();
  // VS Code's server in a browser counts as a remote one; a desktop says nothing there.
  await panel.locator('.status-origin').evaluate((one) => (one.textContent = 'default'));
  // The pointer rests where nothing shows that it is there.
  await page.mouse.move(width / 2, height - 20);
  await mkdir(join(projectFolder, 'media'), { recursive: true });
  const taken = await page.screenshot({ clip: { x: 0, y: top, width, height } });
  // Everybody who installs the extension downloads it, and a window has few colours.
  await sharp(taken).png({ palette: true, quality: 60, dither: 0, effort: 10 }).toFile(picture);
} finally {
  await workbench.close();
  await sandbox.close();
}

const { size } = await stat(picture);
console.log(`${(size / 1024).toFixed(0)} KiB  media/screenshot.png`);
