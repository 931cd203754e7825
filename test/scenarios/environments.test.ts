/** Environments with a person's hands: laid over each other, looked at, protected, and for one file alone. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox, type Sandbox } from '../sandbox/index.ts';
import { shown } from './panel.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

let sandbox: Sandbox;
let workbench: Workbench;

beforeAll(async () => {
  sandbox = await startSandbox();
  workbench = await openWorkbench({
    files: {
      'api.http': `### 0\nGET {{host}}/get?who={{who}}\n`,
      'http-client.env.json': JSON.stringify({
        dev: { host: sandbox.url, who: 'dev' },
        local: { who: 'local' },
        prod: { host: sandbox.url, who: 'prod' },
      }),
      'http-client.private.env.json': JSON.stringify({ dev: { apiKey: 'k3y-of-dev' } }),
    },
  });
  await workbench.openFile('api.http');
  await workbench.openSidebar();
});
afterAll(async () => {
  await workbench.close();
  await sandbox.close();
});

const quickPick = () => workbench.page.locator('.quick-input-widget');
const row = (text: string | RegExp) => quickPick().locator('.monaco-list-row').filter({ hasText: text });
const status = () => workbench.page.locator('.statusbar-item').filter({ hasText: /· default/ });

async function openPicker(): Promise<void> {
  await workbench.page.keyboard.press('Escape');
  await status().click();
  await row('No Environment').waitFor();
}

describe('environments', () => {
  it('are laid over each other', async () => {
    await openPicker();
    await workbench.pick('Use Several…');
    await row('dev').first().click();
    await row('local').first().click();
    await quickPick().getByRole('button', { name: 'OK' }).click();
    await status().getByText('dev + local · default').waitFor();
    await workbench.lens('Send').click();
    await shown(workbench.panel, '/get', 'done').waitFor();
    expect(sandbox.log.requests.at(-1)?.url).toBe('/get?who=local');
  });

  it('show their variables, secrets masked until one is asked for', async () => {
    await workbench.command('HTTP: Show Variables');
    const secret = row('apiKey');
    await secret.waitFor();
    expect(await secret.innerText()).toContain('••••••');
    expect(await row('who').innerText()).toMatch(/local[^]*hides dev from/);
    await secret.hover();
    await secret.getByRole('button', { name: 'Show Value' }).click();
    await row('k3y-of-dev').waitFor();
    await workbench.page.keyboard.press('Escape');
  });

  it('that are protected are coloured, and can be for one file alone', async () => {
    await openPicker();
    await workbench.pick('For This File Alone…');
    await workbench.pick('prod');
    await status().getByText('prod · default').waitFor();
    await expect.poll(() => status().getAttribute('class')).toContain('warning-kind');
    await openPicker();
    await workbench.pick('As for All Files');
    await status().getByText('dev + local · default').waitFor();
  });
});
