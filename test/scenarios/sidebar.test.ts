/** The sidebar with a person's hands: cookies and connections come, go one by one, and go all at once. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox, type Sandbox } from '../sandbox/index.ts';
import { shown } from './panel.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

const file = (host: string) => `### 0
GET ${host}/cookies/set?tea=green&biscuit=ginger

### 1
GET ${host}/get

### 2
# @session guest
GET ${host}/headers
`;

let sandbox: Sandbox;
let workbench: Workbench;

beforeAll(async () => {
  sandbox = await startSandbox();
  workbench = await openWorkbench({ files: { 'side.http': file(sandbox.url) } });
  await workbench.openFile('side.http');
  await workbench.openSidebar();
});
afterAll(async () => {
  await workbench.close();
  await sandbox.close();
});

/** The Cookie header of the last request to a path. */
const cookieSent = (path: string) =>
  sandbox.log.requests
    .findLast(({ url }) => url === path)
    ?.headers.find(([name]) => name.toLowerCase() === 'cookie')?.[1];

/** Clicks an action that stands in a row of the tree while the pointer is there. */
async function act(row: string | RegExp, action: string): Promise<void> {
  const found = workbench.tree(row).first();
  await found.hover();
  await found.getByRole('button', { name: action }).click();
}

/** Opens a row of the tree that is closed. */
async function open(row: RegExp): Promise<void> {
  const found = workbench.tree(row).first();
  if ((await found.getAttribute('aria-expanded')) !== 'true') await found.click();
  await expect.poll(() => found.getAttribute('aria-expanded')).toBe('true');
}

async function sendGet(): Promise<void> {
  const count = sandbox.log.requests.length;
  await workbench.lens('Send', 1).click();
  await expect.poll(() => sandbox.log.requests.length).toBe(count + 1);
  await shown(workbench.panel, '/get', 'done').waitFor();
}

describe('the sidebar', () => {
  it('invites while there is no session', async () => {
    await workbench.page
      .locator('.pane-body')
      .getByText('A session keeps cookies, defaults and connections between requests.')
      .waitFor();
  });

  it('shows the cookies of a session by domain, masked', async () => {
    await workbench.lens('Send').click();
    await shown(workbench.panel, '/cookies', 'done').waitFor();
    for (const name of ['tea', 'biscuit']) {
      const row = workbench.tree(new RegExp(`^${name}`));
      await row.waitFor();
      expect(await row.innerText()).toContain('••••••');
    }
    await workbench.tree('127.0.0.1').first().waitFor();
    expect(await workbench.tree(/green|ginger/).count()).toBe(0);
  });

  it('shows a value when it is asked to, and hides it again', async () => {
    await act(/^tea/, 'Show or Hide Cookie Value');
    await workbench.tree('green').waitFor();
    await act(/^tea/, 'Show or Hide Cookie Value');
    await expect.poll(() => workbench.tree('green').count()).toBe(0);
  });

  it('deletes one cookie, and the next request goes without it', async () => {
    await sendGet();
    expect(cookieSent('/get')).toBe('tea=green; biscuit=ginger');
    if ((await workbench.tree(/^tea/).count()) > 0) await act(/^tea/, 'Delete Cookie');
    await expect.poll(() => workbench.tree(/^tea/).count()).toBe(0);
    await sendGet();
    expect(cookieSent('/get')).toBe('biscuit=ginger');
  });

  it('closes a connection, and the next request opens another', async () => {
    await open(/^Connections/);
    const before = sandbox.connections;
    await act(/^#\d+ http/, 'Close Connection');
    await expect.poll(() => sandbox.openConnections).toBe(0);
    await expect.poll(() => workbench.tree(/^#\d+ http/).count()).toBe(0);
    await sendGet();
    expect(sandbox.connections).toBe(before + 1);
  });

  it('keeps sessions apart', async () => {
    await workbench.lens('Send', 2).click();
    await shown(workbench.panel, '/headers', 'done').waitFor();
    await workbench.tree(/^guest/).waitFor();
    expect(cookieSent('/headers')).toBeUndefined();
  });

  it('deletes all cookies of a session after a question', async () => {
    const { page } = workbench;
    await act(/^Cookies/, 'Delete All Cookies of the Session');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Delete the only cookie of session default?').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await expect.poll(() => workbench.tree(/^biscuit/).count()).toBe(1);
    await act(/^Cookies/, 'Delete All Cookies of the Session');
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await expect.poll(() => workbench.tree(/^biscuit/).count()).toBe(0);
    await sendGet();
    expect(cookieSent('/get')).toBeUndefined();
  });
});
