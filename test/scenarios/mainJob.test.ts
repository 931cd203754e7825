/**
 * The main job as a person does it: log in, see the cookie, use it and the token over the same connection, look at
 * a request before it goes and change it, cancel a slow stream. Asserts on what the server received and on what the
 * window shows.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox, type Sandbox } from '../sandbox/sandbox.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

const file = (sandbox: Sandbox) => `@host = ${sandbox.url}

### Log in
# @name login
POST {{host}}/login
Content-Type: application/json

{ "user": "ada", "password": "lovelace" }

### Who am I
GET {{host}}/me
Authorization: Bearer {{login.response.body.$.token}}

### Edit me
POST {{host}}/anything
Content-Type: application/json
X-First: 1
X-Second: 2

{"a":1}

### Slow
GET {{host}}/drip?duration=30&numbytes=3000
`;

let sandbox: Sandbox;
let workbench: Workbench;

beforeAll(async () => {
  sandbox = await startSandbox();
  workbench = await openWorkbench({ files: { 'api.http': file(sandbox) } });
  await workbench.openFile('api.http');
});
afterAll(async () => {
  await workbench.close();
  await sandbox.close();
});

describe('the main job', () => {
  it('sends a login from its lens, keeps the caret in the editor and shows the answer', async () => {
    const { page, panel } = workbench;
    await page.locator('.monaco-editor .view-line').first().click();
    await workbench.lens('Send').click();
    await panel.getByTestId('status').filter({ hasText: '200' }).waitFor();
    await panel.locator('[data-testid="exchange"][data-state="done"]').waitFor();
    await panel.getByTestId('body').filter({ hasText: '"token"' }).waitFor();
    await expect.poll(() => page.locator('.monaco-editor.focused').count()).toBe(1);
    await expect.poll(() => workbench.lens(/200/).count()).toBe(1);
    const [record] = sandbox.log.requests;
    expect(record?.method).toBe('POST');
    expect(record?.body.toString()).toBe('{ "user": "ada", "password": "lovelace" }');
  });

  it('shows the cookie of the answer in the sidebar, masked', async () => {
    await workbench.openSidebar();
    const row = workbench.tree('sid');
    await row.waitFor();
    const shown = await row.innerText();
    expect(shown).toContain('••••');
    expect(shown).not.toMatch(/[0-9a-f]{8}-/);
  });

  it('sends cookie and token over the same connection', async () => {
    await workbench.lens('Send', 1).click();
    await workbench.panel.getByTestId('status').filter({ hasText: '200' }).waitFor();
    const record = await recorded('/me');
    const cookies = record.headers.filter(([name]) => name.toLowerCase() === 'cookie');
    expect(cookies).toEqual([[expect.any(String), expect.stringMatching(/^sid=[0-9a-f-]{36}$/)]]);
    await workbench.panel
      .getByTestId('body')
      .filter({ hasText: /"cookie": "valid".*"token": "valid"/s })
      .waitFor();
    expect(record.headers.find(([name]) => name === 'Authorization')?.[1]).toMatch(/^Bearer \S{8,}$/);
    expect(record.socket).toBe(sandbox.log.requests[0]?.socket);
    expect(sandbox.connections).toBe(1);
  });

  it('prepares a request, and sends exactly what was edited', async () => {
    const { panel } = workbench;
    await workbench.lens('Prepare', 2).click();
    await panel.getByTestId('prepared-body').filter({ hasText: '{"a":1}' }).waitFor();
    expect(sandbox.log.requests.some(({ url }) => url === '/anything')).toBe(false);
    await panel.getByTestId('prepared-body').locator('.cm-content').fill('{"a":"é😀"}');
    await panel.getByRole('checkbox', { name: /X-First/ }).uncheck();
    await panel.getByTestId('send').click();
    await panel.getByTestId('status').filter({ hasText: '200' }).waitFor();
    const record = await recorded('/anything');
    const names = record.headers.map(([name]) => name);
    expect(record.body.toString()).toBe('{"a":"é😀"}');
    expect(record.headers.find(([name]) => name.toLowerCase() === 'content-length')?.[1]).toBe('14');
    expect(names).toContain('X-Second');
    expect(names).not.toContain('X-First');
    expect(await readFile(join(workbench.folder, 'api.http'), 'utf8')).toBe(file(sandbox));
  });

  it('cancels a slow stream from the lens, and keeps what came', async () => {
    const { panel } = workbench;
    await workbench.lens('Send', 3).click();
    await panel.locator('[data-testid="exchange"][data-state="streaming"]').waitFor();
    const before = sandbox.openConnections;
    await workbench.lens(/Cancel ·/).click();
    await panel.locator('[data-testid="exchange"][data-state="cancelled"]').waitFor();
    expect(await panel.getByTestId('status').innerText()).toContain('Cancelled');
    await expect.poll(() => sandbox.openConnections).toBe(before - 1);
    expect((await panel.getByTestId('body').innerText()).trim().length).toBeGreaterThan(0);
    await expect.poll(() => workbench.lens(/Cancel ·/).count()).toBe(0);
  });
});

async function recorded(path: string) {
  await expect.poll(() => sandbox.log.requests.some(({ url }) => url.startsWith(path))).toBe(true);
  const record = sandbox.log.requests.findLast(({ url }) => url.startsWith(path));
  if (record === undefined) throw new Error(`The sandbox saw no ${path}.`);
  return record;
}
