/**
 * The history with a person's hands: what was sent is in the list, comes back with the same bytes after the panel was
 * closed and after the window was reloaded, and can be sent again as it was.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox, type Sandbox } from '../sandbox/index.ts';
import { shown } from './panel.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

const file = (host: string) => `### 0
POST ${host}/anything/keep
Authorization: Bearer hush-hush

{"round":1}

### 1
GET ${host}/status/404

### 2
# @no-log
GET ${host}/headers
`;

let sandbox: Sandbox;
let workbench: Workbench;

beforeAll(async () => {
  sandbox = await startSandbox();
  workbench = await openWorkbench({ files: { 'kept.http': file(sandbox.url) } });
  await workbench.openFile('kept.http');
});
afterAll(async () => {
  await workbench.close();
  await sandbox.close();
});

const bodyShown = () => workbench.panel.getByTestId('body').first().innerText();

async function closePanel(): Promise<void> {
  const tab = workbench.page.getByRole('tab', { name: /\/anything\/keep/ });
  await tab.click({ button: 'middle' });
  await expect.poll(() => tab.count()).toBe(0);
}

describe('the history', () => {
  let before = '';

  it('says that nothing was sent yet', async () => {
    await workbench.openSidebar();
    await workbench.page.locator('.pane-body').getByText('Nothing sent from this folder yet.').waitFor();
  });

  it('lists what was sent, the newest first, and not what may not be logged', async () => {
    for (const [nth, path] of ['/anything/keep', '/status/404', '/headers'].entries()) {
      await workbench.lens('Send', nth).click();
      await shown(workbench.panel, path, 'done', 'empty').waitFor();
      if (nth > 0) continue;
      await expect.poll(bodyShown).toContain('"round": 1');
      before = await bodyShown();
    }
    await workbench.tree(/^200 POST \/anything\/keep/).waitFor();
    await workbench.tree(/^404 GET \/status\/404/).waitFor();
    expect(await workbench.tree(/GET \/headers/).count()).toBe(0);
    const label = await workbench.tree(/^404 GET/).getAttribute('aria-label');
    expect(label).toContain('GET /status/404');
  });

  it('filters the list by what was answered', async () => {
    await workbench.command('HTTP: Show History');
    await workbench.page.getByRole('button', { name: 'Filter History…' }).click();
    await workbench.page.locator('.quick-input-widget input').fill('status:4xx');
    await workbench.page.keyboard.press('Enter');
    await expect.poll(() => workbench.tree(/^200 POST/).count()).toBe(0);
    await expect.poll(() => workbench.tree(/^404 GET/).count()).toBe(1);
    await workbench.page.getByRole('button', { name: 'Clear History Filter' }).click();
    await workbench.tree(/^200 POST/).waitFor();
  });

  it('opens a closed exchange again with the same bytes', async () => {
    await workbench.tree(/^200 POST/).click();
    await shown(workbench.panel, '/anything/keep', 'done').waitFor();
    await closePanel();
    await workbench.tree(/^200 POST/).click();
    await shown(workbench.panel, '/anything/keep', 'done').waitFor();
    await expect.poll(bodyShown).toBe(before);
  });

  it('brings the panel back after the window was reloaded, with its tab, from the same bytes', async () => {
    const { page, panel } = workbench;
    await panel.getByTestId('tab-request').click();
    await panel.getByTestId('url').waitFor();
    await workbench.command('Developer: Reload Window');
    await page.waitForEvent('domcontentloaded');
    await page.locator('.monaco-workbench').waitFor();
    await page.getByRole('tab', { name: /\/anything\/keep/ }).click();
    await shown(panel, '/anything/keep', 'done').waitFor({ timeout: 30_000 });
    expect(await panel.getByTestId('tab-request').getAttribute('aria-selected')).toBe('true');
    await panel.getByTestId('tab-response').click();
    await expect.poll(bodyShown).toBe(before);
  });

  it('opens what was sent before the reload, and sends the same bytes again', async () => {
    await closePanel();
    await workbench.tree(/^200 POST/).click();
    await shown(workbench.panel, '/anything/keep', 'done').waitFor();
    await expect.poll(bodyShown).toBe(before);
    const sent = () => sandbox.log.requests.filter(({ url }) => url === '/anything/keep');
    await workbench.panel.getByTestId('send-again').click();
    await expect.poll(() => sent().length).toBe(2);
    const [first, second] = sent();
    expect(second?.body.equals(first?.body ?? Buffer.alloc(0))).toBe(true);
    expect(second?.headers).toEqual(first?.headers);
    await workbench.panel.getByTestId('place').filter({ hasText: '2/2' }).waitFor();
    await workbench.panel.getByTestId('previous-exchange').click();
    await workbench.panel.getByTestId('place').filter({ hasText: '1/2' }).waitFor();
  });

  it('deletes an exchange from the list, and all of them after a question', async () => {
    const row = workbench.tree(/^404 GET/);
    await row.hover();
    await row.getByRole('button', { name: 'Delete from History' }).click();
    await expect.poll(() => row.count()).toBe(0);
    await workbench.page.locator('.monaco-editor .view-line').first().click();
    await workbench.command('HTTP: Clear History…');
    const dialog = workbench.page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await expect.poll(() => workbench.tree(/^200 POST/).count()).toBe(0);
  });
});
