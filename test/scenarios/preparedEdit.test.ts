/**
 * A prepared request is edited, sent and taken over into the file: what the server gets is what the panel showed, and
 * the file changes only when it is told to, and then only where something was edited.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startRawServer, type RawRequest, type RawServer } from '../sandbox/rawServer.ts';
import { shown, shownDraft } from './panel.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

const file = (host: string) => `@host = ${host}
@who = ada

### Echo
POST {{host}}/echo?by={{who}}
Content-Type: application/json
X-By: {{who}}

{"a":1}

### Other
GET {{host}}/other
X-By: {{who}}
`;

let server: RawServer;
let workbench: Workbench;
let text: string;

beforeAll(async () => {
  server = await startRawServer({
    respond: () => 'HTTP/1.1 200 OK\r\nSet-Cookie: sid=1; Path=/\r\nContent-Length: 2\r\n\r\nok',
  });
  text = file(server.url);
  workbench = await openWorkbench({ files: { 'edit.http': text } });
  await workbench.openFile('edit.http');
});
afterAll(async () => {
  await workbench.close();
  await server.close();
});

const lastRequest = (): RawRequest => server.requests.at(-1)!;

describe('an edited request', () => {
  it('is sent as it was shown, and leaves the file as it was', async () => {
    const { panel, page } = workbench;
    await workbench.lens('Prepare').click();
    await shown(panel, '/echo', 'idle').waitFor();
    const body = panel.getByTestId('prepared-body').locator('.cm-content');
    await body.click();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.insertText('{"a":"é😀"}');
    await panel.getByRole('checkbox', { name: 'Send the header Accept', exact: true }).uncheck();
    await panel.getByTestId('add-header').click();
    await page.keyboard.type('X-T');
    await page.keyboard.press('Tab');
    await page.keyboard.type('1');
    await expect
      .poll(() => panel.getByLabel('Value, content-length').inputValue())
      .toBe(String(Buffer.byteLength('{"a":"é😀"}')));
    await expect.poll(() => panel.getByTestId('edited').innerText()).toBe('edited: headers, body');
    await expect.poll(async () => (await shownDraft(panel)).head).not.toContain('Accept: ');
    const promised = await shownDraft(panel);
    await page.keyboard.press('ControlOrMeta+Enter');
    await shown(panel, '/echo', 'done').waitFor();
    const { head, wireBody } = lastRequest();
    expect({ head, body: wireBody.toString() }).toEqual(promised);
    expect(wireBody.toString()).toBe('{"a":"é😀"}');
    expect(head).toContain('\r\nX-T: 1\r\n');
    expect(head).not.toMatch(/^accept:/im);
    expect(await readFile(join(workbench.folder, 'edit.http'), 'utf8')).toBe(text);
  });

  it('is taken over into the file, where only what was edited changes', async () => {
    const { panel } = workbench;
    await panel.getByTestId('tab-request').click();
    await panel.getByTestId('copy-to-file').click();
    // VS Code in a browser saves by itself a moment later.
    await expect
      .poll(() => readFile(join(workbench.folder, 'edit.http'), 'utf8'))
      .toBe(
        text
          .replace('{"a":1}', '{"a":"é😀"}')
          .replace('X-By: {{who}}\n', 'X-By: {{who}}\nX-T: 1\n-Accept:\n'),
      );
  });

  it('says what has changed since, and is made anew without losing the edit', async () => {
    const { panel, page } = workbench;
    await workbench.lens('Prepare', 1).click();
    await shown(panel, '/other', 'idle').waitFor();
    await panel.getByLabel('Value, X-By').fill('eve');
    await expect.poll(() => panel.getByTestId('edited').innerText()).toBe('edited: headers');
    await page.locator('.view-line').filter({ hasText: '/other' }).click();
    await page.keyboard.press('End');
    await page.keyboard.type('?more=1');
    const banner = panel.getByTestId('changed');
    await banner.filter({ hasText: 'The file has changed' }).waitFor();
    await panel.getByTestId('update-draft').click();
    await expect.poll(() => panel.getByTestId('url').inputValue()).toContain('/other?more=1');
    expect(await panel.getByLabel('Value, X-By').inputValue()).toBe('eve');
    await expect.poll(() => banner.isVisible()).toBe(false);
  });
});
