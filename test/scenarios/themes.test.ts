/**
 * The window in every kind of theme and at two widths: the same states everywhere, nothing refused by the page's
 * content security policy, nothing wider than the panel. Pictures for a person's eyes go to `.cache/screenshots`.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox, type Sandbox } from '../sandbox/index.ts';
import { shown } from './panel.ts';
import { openWorkbench, takePicture, type Workbench } from './workbench.ts';

const themes = [
  ['light', 'Default Light Modern', 'vscode-light'],
  ['dark', 'Default Dark Modern', 'vscode-dark'],
  ['high-contrast', 'Default High Contrast', 'vscode-high-contrast'],
  ['high-contrast-light', 'Default High Contrast Light', 'vscode-high-contrast-light'],
] as const;

const file = (sandbox: Sandbox) => `# Log in, then be known.
@host = ${sandbox.url}

### Log in
# @name login
POST {{host}}/login
Content-Type: application/json

{
  "user": "ada",
  "password": "analytical engine"
}

### Who am I?
GET {{host}}/me
Authorization: Bearer {{login.response.body.$.token}}

### Redirects
GET {{host}}/redirect/2

### Untrusted
GET ${sandbox.tlsUrl}/get

### A slow stream
GET {{host}}/drip?duration=30&numbytes=3000
`;

const settings = (theme: string) => JSON.stringify({ 'workbench.colorTheme': theme });
/** What the browser says when a content security policy has refused something. */
const refused = /Content Security Policy|Refused to (?:load|execute|apply|connect|frame)/i;

let sandbox: Sandbox;
let workbench: Workbench;
const messages: string[] = [];

beforeAll(async () => {
  sandbox = await startSandbox();
  workbench = await openWorkbench({
    files: { 'login.http': file(sandbox), '.vscode/settings.json': settings(themes[0][1]) },
  });
  workbench.page.on('console', (message) => {
    // The page of VS Code itself has complaints of its own; ours is inside its frames.
    if (message.type() === 'error') messages.push(`${message.location().url} ${message.text()}`);
  });
  await workbench.openFile('login.http');
  await workbench.lens('Send').click();
  await shown(workbench.panel, '/login', 'done').waitFor();
  await workbench.openSidebar();
  await workbench.tree(/^sid/).waitFor();
});
afterAll(async () => {
  await workbench.close();
  await sandbox.close();
});

describe.each(themes)('in the %s theme', (name, theme, bodyClass) => {
  const click = (text: string, nth: number) => workbench.lens(text, nth).click();

  it('shows each state', async () => {
    const { page, panel } = workbench;
    await page.setViewportSize({ width: 1400, height: 900 });
    await writeFile(join(workbench.folder, '.vscode/settings.json'), settings(theme));
    await panel.locator(`body.${bodyClass}`).waitFor();

    await click('Send', 0);
    await shown(panel, '/login', 'done').waitFor();
    await panel.getByTestId('body').filter({ hasText: '"token"' }).waitFor();
    await takePicture(`${name}-response`);
    await click('Prepare', 1);
    await shown(panel, '/me', 'idle').waitFor();
    await takePicture(`${name}-prepared`);
    await click('Send', 2);
    await shown(panel, '/redirect/2', 'done').waitFor();
    expect(await panel.getByTestId('hops').locator('li').allInnerTexts()).toEqual(['302', '302', '200']);
    await takePicture(`${name}-redirects`);
    await click('Send', 3);
    await shown(panel, '/get', 'failed').waitFor();
    await takePicture(`${name}-failed`);
  });

  it('has room in a narrow window', async () => {
    const { page, panel } = workbench;
    await page.setViewportSize({ width: 800, height: 900 });
    await click('Send', -1);
    await shown(panel, '/drip', 'streaming').waitFor();
    await expect.poll(() => panel.getByTestId('cancel').isVisible()).toBe(true);
    await expect.poll(overflow).toBeLessThanOrEqual(0);
    await takePicture(`${name}-narrow-streaming`);
    await panel.getByTestId('cancel').click();
    await shown(panel, '/drip', 'cancelled').waitFor();
    await click('Prepare', 0);
    await shown(panel, '/login', 'idle').waitFor();
    await expect.poll(overflow).toBeLessThanOrEqual(0);
    await takePicture(`${name}-narrow-prepared`);
  });

  it('refuses nothing and complains of nothing', () => {
    expect(messages.filter((message) => refused.test(message))).toEqual([]);
    expect(messages.filter((message) => message.includes('webview'))).toEqual([]);
  });
});

/** By how many pixels the page is wider than the panel. */
function overflow(): Promise<number> {
  return workbench.panel
    .locator('html')
    .evaluate((page: { scrollWidth: number; clientWidth: number }) => page.scrollWidth - page.clientWidth);
}
