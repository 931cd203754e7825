/**
 * A folder from elsewhere: it may be looked at, prepared and, with the user's word for each request, sent; its own
 * settings about certificates and proxies, its files and its masked values count for nothing.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startRawServer, startSandbox, type RawServer, type Sandbox } from '../sandbox/index.ts';
import { shown, shownDraft } from './panel.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

const file = (sandbox: Sandbox) => `### 0
GET ${sandbox.url}/get

### 1
GET ${sandbox.tlsUrl}/headers

### 2
POST ${sandbox.url}/post
Content-Type: text/plain

< ./secret.txt

### 3
GET ${sandbox.url}/anything?key={{$processEnv HOME}}
`;

let sandbox: Sandbox;
let proxy: RawServer;
let workbench: Workbench;

beforeAll(async () => {
  sandbox = await startSandbox();
  proxy = await startRawServer();
  workbench = await openWorkbench({
    files: {
      'elsewhere.http': file(sandbox),
      'secret.txt': 'a secret',
      '.vscode/settings.json': JSON.stringify({
        'httpSessions.tls.verify': false,
        'httpSessions.proxy': proxy.url,
        'httpSessions.noProxy': [],
      }),
    },
    settings: {
      'security.workspace.trust.enabled': true,
      'security.workspace.trust.startupPrompt': 'never',
      'security.workspace.trust.untrustedFiles': 'open',
    },
  });
  await workbench.openFile('elsewhere.http');
});
afterAll(async () => {
  await workbench.close();
  await sandbox.close();
  await proxy.close();
});

const dialog = () => workbench.page.locator('.monaco-dialog-box');
const answer = (name: string) => dialog().getByRole('button', { name, exact: true }).click();

describe('in a folder that is not trusted', () => {
  it('the lenses say that Send asks', async () => {
    await workbench.lens('Send…').waitFor();
    const titles = workbench.page.locator('.codelens-decoration').first();
    await expect
      .poll(async () => (await titles.innerText()).replaceAll('\u00a0', ' '))
      .toMatch(/^Prepare\s*\|\s*Send…/);
  });

  it('Prepare shows the request and touches no network', async () => {
    await workbench.lens('Prepare').click();
    await shown(workbench.panel, '/get', 'idle').waitFor();
    expect((await shownDraft(workbench.panel)).head).toMatch(/^GET \/get HTTP\/1\.1\r\n/);
    expect(sandbox.connections).toBe(0);
  });

  it('Send names the host and sends nothing when it is refused', async () => {
    await workbench.lens('Send…').click();
    await dialog().getByText(`Send GET to 127.0.0.1:${sandbox.port}`).waitFor();
    await answer('Cancel');
    await dialog().waitFor({ state: 'detached' });
    expect(sandbox.connections).toBe(0);
    await expect.poll(() => workbench.lens(/Cancel ·/).count()).toBe(0);
  });

  it('Send goes with the word of the user, past the proxy of the folder', async () => {
    await workbench.lens('Send…').click();
    await answer('Send');
    await shown(workbench.panel, '/get', 'done').waitFor();
    expect(sandbox.log.requests.map(({ url }) => url)).toEqual(['/get']);
    expect(proxy.connections.length).toBe(0);
  });

  it('certificates are checked, whatever the folder says (P04)', async () => {
    await workbench.lens('Send…', 1).click();
    await answer('Send');
    await shown(workbench.panel, '/headers', 'failed').waitFor();
    expect(await workbench.panel.getByTestId('failure').innerText()).toContain('TlsUntrusted');
    expect(sandbox.log.requests.filter(({ secure }) => secure)).toEqual([]);
  });

  it('no file is read for a body', async () => {
    await workbench.lens('Prepare', 2).click();
    await shown(workbench.panel, '/post', 'failed').waitFor();
    expect(await workbench.panel.getByTestId('failure').innerText()).toContain('not trusted');
  });

  it('variables of the machine have no value', async () => {
    await workbench.lens('Prepare', 3).click();
    await shown(workbench.panel, '/anything', 'idle').waitFor();
    expect(await workbench.panel.getByTestId('unresolved').innerText()).toContain('$processEnv');
  });

  it('Send asks no more once the folder is trusted', async () => {
    const { page } = workbench;
    await workbench.command('Workspaces: Manage Workspace Trust');
    await page.locator('.workspace-trust-editor').getByRole('button', { name: 'Trust', exact: true }).click();
    // VS Code shows that editor above the others.
    await page
      .locator('.monaco-modal-editor-block')
      .getByRole('button', { name: /^Close/ })
      .first()
      .click();
    await page.locator('.workspace-trust-editor').waitFor({ state: 'detached' });
    await workbench.lens('Send').waitFor();
    expect(await workbench.lens('Send…').count()).toBe(0);
  });
});
