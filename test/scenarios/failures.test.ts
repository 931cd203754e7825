/** What a person sees when a request does not end well: in the panel and above the request, never as a toast. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startRawServer, startSandbox, type Sandbox } from '../sandbox/index.ts';
import { shown } from './panel.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

const file = (sandbox: Sandbox, refused: string) => `@host = ${sandbox.url}

### 0
GET ${refused}/refused

### 1
GET {{host}}/delay/30?cancel=me

### 2
GET ${sandbox.tlsUrl}/get?tls=untrusted

### 3
DELETE {{host}}/status/204

### 4
HEAD {{host}}/get?head

### 5
GET {{host}}/unresolved/{{nobody}}

### 6
POST {{host}}/post?missing
Content-Type: text/plain

< ./missing.txt

### 7
GET {{host}}/get?at=last
`;

let sandbox: Sandbox;
let workbench: Workbench;

beforeAll(async () => {
  sandbox = await startSandbox();
  const nobody = await startRawServer();
  await nobody.close();
  workbench = await openWorkbench({ files: { 'fail.http': file(sandbox, nobody.url) } });
  await workbench.openFile('fail.http');
});
afterAll(async () => {
  await workbench.close();
  await sandbox.close();
});

const toasts = () => workbench.page.locator('.notifications-toasts .notification-toast').count();
const received = (path: string) => sandbox.log.requests.filter(({ url }) => url.startsWith(path)).length;

describe('a request that does not end well', () => {
  it('is named when nobody listens on the port', async () => {
    const { panel } = workbench;
    await workbench.lens('Send').click();
    await shown(panel, '/refused', 'failed').waitFor();
    expect(await panel.getByTestId('status').innerText()).toContain('ConnectRefused');
    expect(await panel.getByTestId('failure').innerText()).toContain('ConnectRefused');
    await workbench.lens('Failed: ConnectRefused').waitFor();
    expect(await toasts()).toBe(0);
  });

  it('is cancelled from the panel while it waits', async () => {
    const { panel } = workbench;
    await workbench.lens('Send', 1).click();
    await shown(panel, '/delay', 'pending').waitFor();
    await expect.poll(() => received('/delay')).toBe(1);
    await panel.getByTestId('cancel').click();
    await shown(panel, '/delay', 'cancelled').waitFor();
    expect(await panel.getByTestId('status').innerText()).toMatch(/^Cancelled after/);
    await workbench.lens(/^Cancelled after/).waitFor();
    await expect.poll(() => sandbox.openConnections).toBe(0);
  });

  it('sends nothing to a server whose certificate nobody vouches for', async () => {
    const { panel } = workbench;
    await workbench.lens('Send', 2).click();
    await shown(panel, '/get', 'failed').waitFor();
    const card = await panel.getByTestId('failure').innerText();
    expect(card).toContain('TlsUntrusted');
    expect(card).toContain('it is self-signed');
    expect(sandbox.log.requests.filter(({ secure }) => secure)).toEqual([]);
  });

  it('says why an answer has no body', async () => {
    const { panel } = workbench;
    await workbench.lens('Send', 3).click();
    await shown(panel, '/status/204', 'empty').waitFor();
    expect(await panel.getByTestId('status').innerText()).toMatch(/^204 No Content\s.* · no body\s/);
    await workbench.lens('Send', 4).click();
    await shown(panel, '/get', 'empty').waitFor();
    expect(await panel.getByTestId('status').innerText()).toContain('no body by definition');
  });

  it('names the variable that has no value, and sends nothing', async () => {
    const { panel } = workbench;
    await workbench.lens('Send', 5).click();
    await shown(panel, '/unresolved', 'failed').waitFor();
    const card = await panel.getByTestId('failure').innerText();
    expect(card).toContain('UnresolvedVariable');
    expect(card).toContain('nobody');
    expect(received('/unresolved')).toBe(0);
  });

  it('names the file that is not there, and sends nothing', async () => {
    const { panel } = workbench;
    await workbench.lens('Send', 6).click();
    await shown(panel, '/post', 'failed').waitFor();
    expect(await panel.getByTestId('failure').innerText()).toContain('missing.txt');
    expect(received('/post')).toBe(0);
  });

  it('does not keep a later one from ending well', async () => {
    const { panel } = workbench;
    await workbench.lens('Send', 7).click();
    await shown(panel, '/get', 'done').waitFor();
    expect(await panel.getByTestId('failure').isVisible()).toBe(false);
    expect(await toasts()).toBe(0);
  });
});
