/** Everything of the main job without a mouse. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox, type Sandbox } from '../sandbox/index.ts';
import { shown } from './panel.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

const file = (host: string) => `### 0
GET ${host}/get

### 1
POST ${host}/anything
Content-Type: application/json

{"a":1}

### 2
GET ${host}/drip?duration=30&numbytes=3000
`;

let sandbox: Sandbox;
let workbench: Workbench;

beforeAll(async () => {
  sandbox = await startSandbox();
  workbench = await openWorkbench({ files: { 'keys.http': file(sandbox.url) } });
});
afterAll(async () => {
  await workbench.close();
  await sandbox.close();
});

const press = (keys: string) => workbench.page.keyboard.press(keys);
const isEditorFocused = () => workbench.page.locator('.monaco-editor.focused').count();
const line = () => workbench.page.locator('#status\\.editor\\.selection').innerText();
/** The test id, else the class, of what has the focus in the panel. */
const focused = () =>
  workbench.panel
    .locator(':focus')
    .first()
    .evaluate((found) => found.getAttribute('data-testid') ?? found.getAttribute('class'));

async function goToLine(number: number): Promise<void> {
  await press('Control+G');
  await workbench.page.keyboard.type(String(number));
  await press('Enter');
  await expect.poll(line).toContain(`Ln ${number},`);
}

describe('the keyboard', () => {
  it('opens a file and sends the request under the caret', async () => {
    const { page, panel } = workbench;
    await press('Control+P');
    await page.keyboard.type('keys.http');
    await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: 'keys.http' }).waitFor();
    await press('Enter');
    await workbench.lens('Send').waitFor();
    await press('Control+Alt+R');
    await shown(panel, '/get', 'done').waitFor();
    expect(await isEditorFocused()).toBe(1);
  });

  it('prepares, edits and sends without leaving the keys', async () => {
    const { page, panel } = workbench;
    await goToLine(5);
    await press('Control+Alt+P');
    await shown(panel, '/anything', 'idle').waitFor();
    expect(await isEditorFocused()).toBe(1);
    await press('Control+Alt+Q');
    await expect.poll(focused).toBe('status');
    await panel.getByTestId('prepared-body').locator('.cm-content').focus();
    await press('Control+A');
    await page.keyboard.type('keys');
    await press('Control+Enter');
    await shown(panel, '/anything', 'done').waitFor();
    const record = sandbox.log.requests.find(({ url }) => url === '/anything');
    expect(record?.body.toString()).toBe('keys');
  });

  it('goes round the groups of the panel with F6', async () => {
    const { panel } = workbench;
    await panel.getByTestId('status').focus();
    await press('F6');
    const second = await focused();
    await press('F6');
    const third = await focused();
    expect(new Set(['status', second, third]).size).toBe(3);
    await press('Shift+F6');
    expect(await focused()).toBe(second);
  });

  it('returns to the request line with Escape', async () => {
    await press('Escape');
    await expect.poll(isEditorFocused).toBe(1);
    expect(await line()).toContain('Ln 5, Col 1');
  });

  it('sends the same bytes again', async () => {
    await press('Control+Alt+L');
    const count = () => sandbox.log.requests.filter(({ url }) => url === '/anything').length;
    await expect.poll(count).toBe(2);
    expect(sandbox.log.requests.at(-1)?.body.toString()).toBe('keys');
    await shown(workbench.panel, '/anything', 'done').waitFor();
  });

  it('cancels from the editor and, with Escape, from the panel', async () => {
    const { panel } = workbench;
    await goToLine(11);
    await press('Control+Alt+R');
    await shown(panel, '/drip', 'streaming').waitFor();
    await press('Control+Alt+K');
    await shown(panel, '/drip', 'cancelled').waitFor();
    await press('Control+Alt+R');
    await shown(panel, '/drip', 'streaming').waitFor();
    await press('Control+Alt+Q');
    await expect.poll(focused).toBe('status');
    await press('Escape');
    await shown(panel, '/drip', 'cancelled').waitFor();
    await expect.poll(() => sandbox.log.requests.filter(({ url }) => url.startsWith('/drip')).length).toBe(2);
  });
});
