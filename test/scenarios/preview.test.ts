/**
 * The preview is the wire: what the panel shows before a request goes is, byte for byte, what a server made of
 * sockets gets. Also what the preview says about each line, what it hides, and what it does not let go.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startRawServer, type RawServer } from '../sandbox/rawServer.ts';
import { shown, shownDraft, shownOrigins } from './panel.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

const file = (host: string) => `@host = ${host}
@city = Malmö

### A cookie first
GET {{host}}/cookie

### Query and headers
GET {{host}}/query?from={{city}}&words=a b&keep=%2F
Accept: application/json
x-lower-case: yes

### JSON
POST {{host}}/json
Content-Type: application/json

{ "city": "{{city}}", "icon": "🫖" }

### Form
POST {{host}}/form
Content-Type: application/x-www-form-urlencoded

name=Grace Hopper
&found=a moth

### Nothing but a method
DELETE {{host}}/delete

### Credentials
PUT {{host}}/secret
Authorization: Basic ada:lovelace

text

### Unresolved
GET {{host}}/unresolved
X-Who: {{nobody}}
`;

/** Where the JSON request says its Content-Type, counted from 1. */
const jsonTypeLine = file('').split('\n').indexOf('Content-Type: application/json') + 1;

/** The requests above by their place, without the first. */
const requests = ['/query', '/json', '/form', '/delete', '/secret'];

let server: RawServer;
let workbench: Workbench;

beforeAll(async () => {
  server = await startRawServer({
    respond: () => 'HTTP/1.1 200 OK\r\nSet-Cookie: seen=yes; Path=/\r\nContent-Length: 2\r\n\r\nok',
  });
  workbench = await openWorkbench({ files: { 'preview.http': file(server.url) } });
  await workbench.openFile('preview.http');
  await workbench.lens('Send').click();
  await shown(workbench.panel, '/cookie', 'done').waitFor();
});
afterAll(async () => {
  await workbench.close();
  await server.close();
});

describe('the preview', () => {
  it.each(requests.map((path, index) => [path, index + 1] as const))(
    'of %s is the wire',
    async (path, nth) => {
      const { panel } = workbench;
      const before = server.requests.length;
      await workbench.lens('Prepare', nth).click();
      await shown(panel, path, 'idle').waitFor();
      const promised = await shownDraft(panel);
      expect(server.requests.length).toBe(before);
      await panel.getByTestId('send').click();
      await shown(panel, path, 'done').waitFor();
      const [request, ...more] = server.requests.slice(before);
      expect(more).toEqual([]);
      expect({ head: request?.head, body: request?.wireBody.toString() }).toEqual(promised);
      expect(promised.head).toMatch(new RegExp(`^[A-Z]+ ${path}[? ]`));
      expect(promised.head).toContain('Cookie: seen=yes\r\n');
    },
  );

  it('says of each header where it came from', async () => {
    const { panel } = workbench;
    await workbench.lens('Prepare', 2).click();
    await shown(panel, '/json', 'idle').waitFor();
    const origins = await shownOrigins(panel);
    expect(origins.get('content-type')).toBe(`file:${jsonTypeLine}`);
    expect(origins.get('cookie')).toMatch(/session default|cookie jar/);
    expect(origins.get('user-agent')).toBe('default');
    expect(origins.get('host')).toBe('computed');
    expect(origins.get('content-length')).toBe('computed');
  });

  it('goes to the line of the file that a header came from', async () => {
    const { page, panel } = workbench;
    await panel.getByTestId('header-row').locator('.origin button, .origin a').first().click();
    await page.locator('.monaco-editor.focused').waitFor();
    await expect
      .poll(() => page.locator('#status\\.editor\\.selection').innerText())
      .toContain(`Ln ${jsonTypeLine},`);
  });

  it('masks credentials and cookies until they are revealed', async () => {
    const { panel } = workbench;
    await workbench.lens('Prepare', 5).click();
    await shown(panel, '/secret', 'idle').waitFor();
    const row = panel.getByTestId('header-row').filter({ has: panel.getByLabel('Value, Authorization') });
    const value = row.getByTestId('header-value');
    expect(await value.getAttribute('type')).toBe('password');
    await row.getByRole('button', { name: 'Show Value' }).click();
    expect(await value.getAttribute('type')).toBe('text');
    expect(await value.inputValue()).toBe(`Basic ${btoa('ada:lovelace')}`);
    expect(await panel.getByLabel('Value, Cookie').getAttribute('type')).toBe('password');
    expect(await panel.getByLabel('Value, Host').getAttribute('type')).not.toBe('password');
  });

  it('does not let a request go whose variables have no value, unless it is told to', async () => {
    const { panel } = workbench;
    const before = server.requests.length;
    await workbench.lens('Prepare', 6).click();
    await shown(panel, '/unresolved', 'idle').waitFor();
    const notice = panel.getByTestId('unresolved');
    await notice.filter({ hasText: 'nobody' }).waitFor();
    expect(await panel.getByTestId('send').isDisabled()).toBe(true);
    expect(server.requests.length).toBe(before);
    await panel.getByTestId('send-anyway').click();
    await shown(panel, '/unresolved', 'done').waitFor();
    expect(server.requests.at(-1)?.head).toContain('\r\nX-Who: {{nobody}}\r\n');
  });
});
