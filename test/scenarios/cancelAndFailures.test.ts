/** A body that is stopped on its way, and many ways to fail: what the server saw and what the panel says. */
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startRawServer, type RawConnection, type RawServer } from '../sandbox/index.ts';
import { shown } from './panel.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

/** What was sent of the body on a connection, and when the client went. */
interface Drip {
  readonly pattern: string;
  sent: number;
  closedAt: number | undefined;
}

const piece = 'abcdefghijklmnopqrstuvwxyz012345'.repeat(512);
const drips: Drip[] = [];
let server: RawServer;
let refused: RawServer;
let workbench: Workbench;

async function answer(connection: RawConnection): Promise<void> {
  for (;;) {
    const request = await connection.readRequest();
    if (request === undefined) return;
    const path = /^\S+ (\S+)/.exec(request.head)?.[1] ?? '';
    if (path.startsWith('/drip')) await drip(connection);
    else if (path.startsWith('/cut')) {
      await connection.send(
        'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 100\r\n\r\nhello',
      );
      connection.finish();
    } else if (path.startsWith('/gzip')) {
      const whole = gzipSync('A text that is long enough to be cut in the middle. '.repeat(50));
      const head = `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Encoding: gzip\r\nContent-Length: ${whole.length}\r\n\r\n`;
      await connection.send(Buffer.concat([Buffer.from(head), whole.subarray(0, 40)]));
      connection.finish();
    } else if (!path.startsWith('/hang')) {
      await connection.send('HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\ngood');
    }
  }
}

/** 16 KiB at a time, four times a second. */
async function drip(connection: RawConnection): Promise<void> {
  const state: Drip = { pattern: piece, sent: 0, closedAt: undefined };
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
  refused = await startRawServer();
  await refused.close();
  const { url } = server;
  const requests = [
    `GET ${url}/drip`,
    `GET ${url}/good`,
    `GET ${refused.url}/refused`,
    'GET http://no-such-host.invalid/unknown',
    `# @timeout 1 s\nGET ${url}/hang`,
    `GET ${url}/cut`,
    `GET ${url}/gzip`,
    `# @timeout 3 s\nGET ${url}/hang?extended`,
    `GET ${url}/good?last`,
  ];
  const text = requests.map((request, index) => `### ${index}\n${request}\n`).join('\n');
  workbench = await openWorkbench({ files: { 'ends.http': text } });
  await workbench.openFile('ends.http');
});
afterAll(async () => {
  await workbench.close();
  await server.close();
});

const toasts = () => workbench.page.locator('.notifications-toasts .notification-toast').count();

describe('a body that is stopped on its way', () => {
  it('closes the socket at once, keeps what came, and leaves everything ready for the next request', async () => {
    const { page, panel } = workbench;
    await workbench.lens('Send').click();
    await shown(panel, '/drip', 'streaming').waitFor();
    await expect.poll(() => drips[0]?.sent ?? 0).toBeGreaterThan(262_144);
    await expect.poll(() => panel.getByTestId('cancel').innerText()).toContain('Stop & Keep');
    await page.locator('.monaco-editor .view-line').nth(1).click();
    const pressedAt = Date.now();
    await page.keyboard.press('Control+Alt+k');
    await shown(panel, '/drip', 'cancelled').waitFor();
    await expect.poll(() => drips[0]?.closedAt).toBeDefined();
    // What Playwright itself needs for a key is in it.
    expect((drips[0]?.closedAt ?? 0) - pressedAt).toBeLessThan(1000);
    expect(await panel.getByTestId('status').innerText()).toMatch(/^Cancelled after .*\n.* kept/);
    expect(await panel.getByTestId('end-mark').innerText()).toContain('The body ends here');
    const kept = await panel.getByTestId('body').locator('.cm-content').innerText();
    expect(piece.repeat(2).startsWith(kept.trimEnd().slice(0, 1000))).toBe(true);
    await workbench.lens('Send').waitFor();
    await workbench.openSidebar();
    await workbench.tree(/^drip/).waitFor();
    const row = workbench.tree(/Cancelled GET \/drip/);
    await row.locator('.codicon-circle-slash').waitFor();
    await workbench.lens('Send', 1).waitFor();
    await workbench.lens('Send', 1).click();
    await shown(panel, '/good', 'done').waitFor();
    expect(server.requests.at(-1)?.head).toContain('Cookie: drip=1');
  });
});

describe('a failure', () => {
  it.each([
    { nth: 2, path: '/refused', name: 'ConnectRefused', phase: 'connecting', more: /Nothing was sent/ },
    { nth: 4, path: '/hang', name: 'HeadersTimeout', phase: 'waiting for the answer', more: /Limit\s+1 s/ },
    { nth: 5, path: '/cut', name: 'BodyTruncated', phase: 'receiving', more: /Received\s+5 of 100 bytes/ },
    { nth: 6, path: '/gzip', name: 'BodyTruncated', phase: 'receiving', more: /Received/ },
  ])(
    'of $path is named with phase, target and limit, without a toast',
    async ({ nth, path, name, phase, more }) => {
      const { panel } = workbench;
      await workbench.lens('Send', nth).click();
      await shown(panel, path, 'failed').waitFor();
      expect(await panel.getByTestId('status').innerText()).toContain(name);
      const card = await panel.getByTestId('failure').innerText();
      for (const part of [name, phase]) expect(card).toContain(part);
      expect(card).toMatch(/127\.0\.0\.1:\d+/);
      expect(card).toMatch(more);
      expect(await toasts()).toBe(0);
      if (path !== '/cut') return;
      expect(await panel.getByTestId('end-mark').innerText()).toContain('5 B of 100 B were received');
      await expect.poll(() => panel.getByTestId('body').locator('.cm-content').innerText()).toBe('hello');
    },
  );

  it('of an unknown name is that of the lookup, or of the network where there is none', async () => {
    const { panel } = workbench;
    await workbench.lens('Send', 3).click();
    await shown(panel, '/unknown', 'failed', 'offline').waitFor();
    const card = await panel.getByTestId('failure').innerText();
    expect(card).toContain('DnsFailed');
    expect(card).toContain('no-such-host.invalid');
    expect(await toasts()).toBe(0);
  });

  it('by time is put off by Extend', async () => {
    const { panel } = workbench;
    await workbench.lens('Send', 7).click();
    await shown(panel, '/hang', 'pending').waitFor();
    await panel.getByTestId('extend').click();
    await expect.poll(() => panel.getByTestId('status').innerText()).toMatch(/(?:[3-9]|\d\d)\.\d s of 33 s/);
    await panel.getByTestId('cancel').click();
    await shown(panel, '/hang', 'cancelled').waitFor();
    expect(await panel.getByTestId('status').innerText()).toMatch(/^Cancelled after (?:[3-9]|\d\d)\.\d s/);
  });

  it('does not keep the request after twenty of them from ending well', async () => {
    const { panel } = workbench;
    await workbench.lens('Send', 2).click();
    await shown(panel, '/refused', 'failed').waitFor();
    const place = panel.getByTestId('place');
    for (let count = 2; count <= 21; count++) {
      await panel.getByTestId('send-again').click();
      // The first one is that of the test above.
      await expect.poll(() => place.innerText()).toBe(`${count + 1}/${count + 1}`);
      await shown(panel, '/refused', 'failed').waitFor();
    }
    await workbench.lens('Send', 8).click();
    await shown(panel, '/good', 'done').waitFor();
    expect(await panel.getByTestId('failure').isVisible()).toBe(false);
    expect(await toasts()).toBe(0);
  });
});
