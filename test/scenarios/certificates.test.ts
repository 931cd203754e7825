/** A server with a certificate that nobody vouches for: what a person is told, and what trusting it means. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox, type Sandbox } from '../sandbox/index.ts';
import { shown } from './panel.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

let sandbox: Sandbox;
let workbench: Workbench;

beforeAll(async () => {
  sandbox = await startSandbox();
  const port = String(sandbox.tlsPort);
  const file = `### 0
GET https://127.0.0.1:${port}/get?first

### 1
# @session other
GET https://127.0.0.1:${port}/get?session

### 2
GET https://localhost:${port}/get?host

### 3
GET https://127.0.0.1:${port}/get?again
`;
  workbench = await openWorkbench({
    files: { 'tls.http': file, '.vscode/settings.json': '{}' },
    environment: { NODE_TLS_REJECT_UNAUTHORIZED: '0' },
  });
  await workbench.openFile('tls.http');
});
afterAll(async () => {
  await workbench.close();
  await sandbox.close();
});

const arrived = () => sandbox.log.requests.filter(({ secure }) => secure).map(({ url }) => url);

async function refused(nth: number, target: string): Promise<string> {
  await workbench.lens('Send', nth).click();
  await shown(workbench.panel, target, 'failed').waitFor();
  return workbench.panel.getByTestId('failure').innerText();
}

describe('a certificate that nobody vouches for', () => {
  it('is shown with its fingerprint, and nothing is sent', async () => {
    const card = await refused(0, '127.0.0.1');
    expect(card).toContain('TlsUntrusted');
    expect(card).toContain('self-signed');
    expect(card).toContain(new X509Certificate(sandbox.certificate).fingerprint256);
    expect(card).toContain('Nothing was sent.');
    expect(arrived()).toEqual([]);
  });

  it('is trusted by one click, for this host and session alone, and the status bar says so', async () => {
    const { page, panel } = workbench;
    await panel.getByTestId('trust-certificate').click();
    await shown(panel, '127.0.0.1', 'done').waitFor();
    expect(arrived()).toEqual(['/get?first']);
    await page.locator('.monaco-editor .view-line').nth(1).click();
    await page.locator('.statusbar-item').filter({ hasText: 'default' }).hover();
    await page.locator('.monaco-hover').getByText('1 certificate trusted this session').waitFor();
    await refused(1, '127.0.0.1');
    await refused(2, 'localhost');
    expect(arrived()).toEqual(['/get?first']);
  });

  it('is not trusted in place of another one, and is written nowhere', async () => {
    const { tlsPort } = sandbox;
    await sandbox.close();
    sandbox = await startSandbox({ tlsPort });
    const card = await refused(3, '127.0.0.1');
    expect(card).toContain('not the one that was trusted');
    expect(card).toContain(new X509Certificate(sandbox.certificate).fingerprint256);
    expect(arrived()).toEqual([]);
    expect(await readFile(join(workbench.folder, '.vscode/settings.json'), 'utf8')).toBe('{}');
  });

  it('is no longer trusted after the window was reloaded', async () => {
    const { page, panel } = workbench;
    await panel.getByTestId('trust-certificate').click();
    await shown(panel, '127.0.0.1', 'done').waitFor();
    expect(arrived()).toEqual(['/get?again']);
    await workbench.command('Developer: Reload Window');
    await page.waitForEvent('domcontentloaded');
    await page.locator('.monaco-workbench').waitFor();
    await page.getByRole('tab', { name: 'tls.http' }).click();
    const card = await refused(3, '127.0.0.1');
    expect(card).toContain('TlsUntrusted');
    expect(arrived()).toEqual(['/get?again']);
  });
});
