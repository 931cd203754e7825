/**
 * Every way for a request to fail, one after the other in one window: what the panel says of each, that nobody is disturbed,
 * and that the next request goes as if nothing had been. The network is made up, so that it can go away.
 */
import os from 'node:os';
import { gzipSync } from 'node:zlib';
import { afterEach, expect, it } from 'vitest';
import { startRawServer, type RawConnection, type RawServer } from '../sandbox/index.ts';
import { makeUpNetwork, type MadeUpNetwork } from './madeUpNetwork.ts';
import { shown } from './panel.ts';
import { openWorkbench, takePicture, type Workbench } from './workbench.ts';

const compressed = gzipSync('A text that is long enough to be cut in the middle. '.repeat(50));
const plain = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n';

let server: RawServer;
let network: MadeUpNetwork;
let workbench: Workbench;
/** Lets the answer to the request whose time was extended go. */
let release: () => void;

async function answer(connection: RawConnection): Promise<void> {
  const released = new Promise<void>((resolve) => (release = resolve));
  for (;;) {
    const request = await connection.readRequest();
    if (request === undefined) return;
    const path = /^\S+ (\S+)/.exec(request.head)?.[1];
    if (path === '/hang') continue;
    if (path === '/cut') {
      await connection.send(`${plain}Content-Length: 100\r\n\r\nhello`);
      connection.finish();
    } else if (path === '/gzip') {
      const head = `${plain}Content-Encoding: gzip\r\nContent-Length: ${compressed.length}\r\n\r\n`;
      await connection.send(Buffer.concat([Buffer.from(head), compressed.subarray(0, -12)]));
      connection.finish();
    } else {
      if (path === '/late') await released;
      await connection.send(`${plain}Content-Length: 4\r\n\r\ngood`);
    }
  }
}

/** What this attempt has opened, the last one last. */
const closing: (() => Promise<void>)[] = [];

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await takePicture(`failed-${task.name}`);
  for (const close of closing.splice(0).toReversed()) await close();
});

it('each failure is named with phase, target and limit, and keeps nothing from ending well', async () => {
  server = await startRawServer({ script: answer });
  closing.push(() => server.close());
  network = await makeUpNetwork();
  closing.push(() => network.remove());
  const refused = await startRawServer();
  await refused.close();
  const { url } = server;
  const requests = [
    `GET ${refused.url}/refused`,
    'GET http://no-such-host.invalid/unknown',
    `# @timeout 1 s\nGET ${url}/hang`,
    `GET ${url}/cut`,
    `GET ${url}/gzip`,
    `# @timeout 10 s\nGET ${url}/late`,
    'GET http://no-such-host.invalid/offline',
    `GET ${url}/good`,
  ];
  workbench = await openWorkbench({
    files: { 'ends.http': requests.map((request, index) => `### ${index}\n${request}\n`).join('\n') },
    environment: network.environment,
  });
  closing.push(() => workbench.close());
  await workbench.openFile('ends.http');
  const { panel, page } = workbench;
  const part = (id: string) => panel.getByTestId(id);
  const place = (base: string) => base.slice('http://'.length);
  const served = (path: string) => server.requests.filter(({ head }) => head.includes(` ${path} `)).length;

  async function fail(path: string, facts: Readonly<Record<string, string>>, state = 'failed') {
    await workbench
      .lens(
        'Send',
        requests.findIndex((one) => one.endsWith(path)),
      )
      .click();
    await shown(panel, path, state).waitFor();
    expect(await part('status').innerText()).toContain(facts['Error']);
    expect(await factsOnCard()).toMatchObject(facts);
    expect(await page.locator('.notifications-toasts .notification-toast').count()).toBe(0);
  }

  async function factsOnCard(): Promise<Record<string, string>> {
    const rows = part('failure-facts').locator('div');
    const names = await rows.locator('dt').allInnerTexts();
    const values = await rows.locator('dd').allInnerTexts();
    return Object.fromEntries(names.map((name, at) => [name, values[at] ?? '']));
  }

  await fail('/refused', { Error: 'ConnectRefused', During: 'connecting', Target: place(refused.url) });
  expect(await part('failure').innerText()).toContain('Nothing was sent.');

  await fail('/unknown', {
    Error: 'DnsFailed',
    During: 'looking up the name',
    Target: 'no-such-host.invalid:80',
  });

  await fail('/hang', {
    Error: 'HeadersTimeout',
    During: 'waiting for the answer',
    Target: place(url),
    Limit: '1 s',
  });
  expect(served('/hang')).toBe(1);

  const body = part('body').locator('.cm-content');
  await fail('/cut', {
    Error: 'BodyTruncated',
    During: 'receiving',
    Target: place(url),
    Received: '5 of 100 bytes',
  });
  expect(await part('end-mark').innerText()).toContain('5 B of 100 B were received');
  await expect.poll(() => body.innerText()).toBe('hello');

  await fail('/gzip', { Error: 'BodyTruncated', During: 'receiving', Target: place(url) });
  await expect.poll(() => body.innerText()).toMatch(/^A text that is/);

  await workbench.lens('Send', 5).click();
  await shown(panel, '/late', 'pending').waitFor();
  await part('extend').click();
  // Longer than it had at first.
  await expect.poll(() => part('status').innerText()).toMatch(/1\d\.\d s of 40 s/);
  release();
  await shown(panel, '/late', 'done').waitFor();
  expect(served('/late')).toBe(1);

  await network.setUp(false);
  await fail('/offline', { Error: 'DnsFailed', Target: 'no-such-host.invalid:80' }, 'offline');
  expect(await part('status').innerText()).toContain(`No network from the remote host ${os.hostname()}`);
  expect((await factsOnCard())['Sent from']).toBe(`the remote host ${os.hostname()}`);
  await network.setUp(true);

  await fail('/refused', { Error: 'ConnectRefused' });
  for (let count = 3; count <= 21; count++) {
    await part('send-again').click();
    await expect.poll(() => part('place').innerText()).toBe(`${count}/${count}`);
    await shown(panel, '/refused', 'failed').waitFor();
  }
  await workbench.lens('Send', requests.length - 1).click();
  await shown(panel, '/good', 'done').waitFor();
  await expect.poll(() => body.innerText()).toBe('good');
  expect(await part('failure').isVisible()).toBe(false);
  expect(await page.locator('.notifications-toasts .notification-toast').count()).toBe(0);
  expect(served('/good')).toBe(1);
});
