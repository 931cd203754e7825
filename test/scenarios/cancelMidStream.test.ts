/** A body that is stopped on its way: what the server saw, what the panel keeps, and that the next request goes. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startRawServer, type RawConnection, type RawServer } from '../sandbox/index.ts';
import { shown } from './panel.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

/** What was sent of the body on a connection, and when the client went. */
interface Drip {
  sent: number;
  closedAt: number | undefined;
}

const piece = 'abcdefghijklmnopqrstuvwxyz012345'.repeat(512);
const drips: Drip[] = [];
let server: RawServer;
let workbench: Workbench;

async function answer(connection: RawConnection): Promise<void> {
  for (;;) {
    const request = await connection.readRequest();
    if (request === undefined) return;
    const path = /^\S+ (\S+)/.exec(request.head)?.[1] ?? '';
    if (path.startsWith('/drip')) await drip(connection);
    else {
      await connection.send('HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\ngood');
    }
  }
}

/** 16 KiB at a time, four times a second. */
async function drip(connection: RawConnection): Promise<void> {
  const state: Drip = { sent: 0, closedAt: undefined };
  drips.push(state);
  void connection.untilEnd().then(() => {
    state.closedAt = Date.now();
  });
  await connection.send(
    'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nSet-Cookie: drip=1; Path=/\r\nContent-Length: 1073741824\r\n\r\n',
  );
  while (!connection.ended) {
    const burst = state.sent < 262_144 ? 17 : 1;
    for (let index = 0; index < burst; index++) await connection.send(piece);
    state.sent += burst * piece.length;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

beforeAll(async () => {
  server = await startRawServer({ script: answer });
  const text = `### 0\nGET ${server.url}/drip\n\n### 1\nGET ${server.url}/good\n`;
  workbench = await openWorkbench({ files: { 'ends.http': text } });
  await workbench.openFile('ends.http');
});
afterAll(async () => {
  await workbench.close();
  await server.close();
});

describe('a body that is stopped on its way', () => {
  it('closes the socket at once, keeps what came, and leaves everything ready for the next request', async () => {
    const { page, panel } = workbench;
    // That of an attempt before this one.
    if ((await shown(panel, '/drip', 'streaming').count()) > 0) await panel.getByTestId('cancel').click();
    const before = drips.length;
    const drip = () => drips[before];
    await workbench.lens('Send', 0).click();
    await shown(panel, '/drip', 'streaming').waitFor();
    await expect.poll(() => drip()?.sent ?? 0).toBeGreaterThan(262_144);
    await expect.poll(() => panel.getByTestId('cancel').innerText()).toContain('Stop & Keep');
    await page.locator('.monaco-editor .view-line').nth(1).click();
    const pressedAt = Date.now();
    await page.keyboard.press('Control+Alt+k');
    await shown(panel, '/drip', 'cancelled').waitFor();
    await expect.poll(() => drip()?.closedAt).toBeGreaterThanOrEqual(pressedAt);
    const status = await panel.getByTestId('status').innerText();
    expect(status).toMatch(/^Cancelled after .*\s.* kept/);
    // What the server has written, but for what was on its way.
    const [, number, unit] = /([\d.]+) ([kM])B kept/.exec(status) ?? [];
    const kept = Number(number) * (unit === 'M' ? 1_000_000 : 1000);
    expect(Math.abs(kept - (drip()?.sent ?? 0))).toBeLessThanOrEqual(65_536 + 2 * piece.length);
    expect(await panel.getByTestId('end-mark').innerText()).toContain('The body ends here');
    const text = await panel.getByTestId('body').locator('.cm-content').innerText();
    expect(text.length).toBeGreaterThan(1000);
    expect(piece.repeat(2).startsWith(text.trimEnd().slice(0, 1000))).toBe(true);
    await workbench.lens('Send', 0).waitFor();
    await workbench.openSidebar();
    await workbench.tree(/^drip/).first().waitFor();
    const row = workbench.tree(/Cancelled GET \/drip/).first();
    await row.locator('.codicon-circle-slash').waitFor();
    await workbench.lens('Send', 1).waitFor();
    await workbench.lens('Send', 1).click();
    await shown(panel, '/good', 'done').waitFor();
    expect(server.requests.at(-1)?.head).toContain('Cookie: drip=1');
  });
});
