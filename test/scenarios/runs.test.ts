/**
 * Many requests at a time as a person sends them: one that needs another one first, a whole file that is watched and
 * cancelled in the status bar, and what it came to. Asserts on what the server received and on what the window shows.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startSandbox, type Sandbox } from '../sandbox/sandbox.ts';
import { openWorkbench, takePicture, type Workbench } from './workbench.ts';

const chain = (host: string): string => `@host = ${host}

### Log in
# @name login
POST {{host}}/login
Content-Type: application/json

{ "user": "ada", "password": "lovelace" }

### Who am I
# @no-cookie-jar
GET {{host}}/me
Authorization: Bearer {{login.response.body.$.token}}

?? status == 200
`;

const suite = (host: string): string =>
  Array.from(
    { length: 6 },
    (_, index) => `### Step ${index + 1}\nGET ${host}/delay/${index === 0 ? 0 : 2}\n`,
  ).join('\n');

let sandbox: Sandbox;
let workbench: Workbench;

beforeAll(async () => {
  sandbox = await startSandbox();
  workbench = await openWorkbench({
    files: { 'chain.http': chain(sandbox.url), 'suite.http': suite(sandbox.url) },
  });
});
afterAll(async () => {
  await workbench.close();
  await sandbox.close();
});
beforeEach(() => {
  sandbox.log.clear();
});

const paths = (): readonly string[] => sandbox.log.requests.map(({ url }) => url);

describe('a request that needs another one', () => {
  it('says which and where it goes, and is sent behind it', async () => {
    const { page } = workbench;
    await workbench.openFile('chain.http');
    await workbench.lens('Send', 1).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Another request has to be sent first. Send it?').waitFor();
    await dialog.getByText(`login: POST to ${new URL(sandbox.url).host}`).waitFor();
    await takePicture('runs-needed');
    await dialog.getByRole('button', { name: 'Send It First' }).click();
    await expect.poll(() => workbench.lens(/^200.*✓ 1\/1/).count()).toBe(1);
    expect(paths()).toEqual(['/login', '/me']);
  });
});

describe('a whole file', () => {
  it('is counted in the status bar, and the rest of it is not sent when that is pressed', async () => {
    const { page } = workbench;
    await workbench.openFile('suite.http');
    await workbench.lens(/^Send All/).click();
    const item = page.getByRole('button', { name: /requests sent; press to cancel/ });
    await item.waitFor();
    await expect.poll(() => item.innerText()).toMatch(/[1-5]\/6/);
    await takePicture('runs-running');
    await item.click();
    await page.getByRole('button', { name: /passed, 1 cancelled, [34] not run/ }).waitFor();
    expect(paths().length).toBeLessThan(4);
  });

  it('shows what it came to', async () => {
    const { page } = workbench;
    await page.getByRole('button', { name: /passed, 1 cancelled/ }).click();
    await page.getByRole('tab', { name: /Runs\.txt/ }).waitFor();
    const report = page.locator('.monaco-editor .view-line');
    await report.filter({ hasText: /✓.Step.1/ }).waitFor();
    await report.filter({ hasText: /Step.6.·.not.sent:.the.run.was.cancelled/ }).waitFor();
    await takePicture('runs-report');
  });
});
