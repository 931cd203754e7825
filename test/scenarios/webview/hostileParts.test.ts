/**
 * The same hostile text in every place of the page where something of a server, of a file or of a script is shown: it stays
 * text, a server sees no request of it, and messages that it might forge are dropped. Bodies are in `hostileBodies.test.ts`.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HopDetail } from '../../../src/extension/webview/hops.ts';
import type { ExchangeSnapshot, PreparedView } from '../../../src/extension/webview/protocol.ts';
import { openWholeBody } from './bodyHost.ts';
import { startPageHost, type OpenPage, type PageHost } from './pageHost.ts';
import { cookie, detail, openResponse, snapshotOf } from './responseScenes.ts';
import { openStates } from './stateScenes.ts';
import { prepared, scenes } from './scenes.ts';

let host: PageHost;
let server: Server;
const hits: string[] = [];
/** Everything that may not happen, in one text without a line break. */
let hostile: string;
beforeAll(async () => {
  host = await startPageHost();
  server = createServer((request, response) => {
    hits.push(request.url ?? '');
    response.end('window.hacked = 1');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const evil = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  hostile = [
    `<script>window.hacked=1</script><script src="${evil}/script"></script>`,
    `<img src="${evil}/image" onerror="window.hacked=1"><meta http-equiv="refresh" content="0; url=${evil}/refresh">`,
    `<form action="${evil}/form"><button>Go</button></form><style>@import url("${evil}/import")</style>`,
    `<svg onload="window.hacked=1"><image href="${evil}/svg"/></svg><iframe src="${evil}/frame"></iframe>`,
    `<a href="javascript:window.hacked=1">a</a><a href="command:workbench.action.quit">b</a>`,
    `\u202egnp.exe\u2066 \u001b[31mred\u001b]8;;${evil}/osc\u0007link\u001b]8;;\u0007`,
  ].join('');
});
afterAll(async () => {
  await host.close();
  server.close();
});

/** What the text would have become if it were more than text. */
const traces =
  'script:not([nonce]), img:not(.image, .cm-widgetBuffer), meta[http-equiv=refresh], form, svg, iframe:not([sandbox]), a, [onerror], [onload]';

async function isUntouched({ page, problems }: OpenPage): Promise<void> {
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  expect(await page.locator(`body :is(${traces})`).count()).toBe(0);
  expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
  expect(problems).toEqual([]);
  expect(hits).toEqual([]);
}

describe('hostile text', () => {
  it('is text in every part of a response', async () => {
    const row = cookie(hostile, hostile, { value: hostile, secret: false, facts: [hostile] });
    const bad: HopDetail = {
      ...detail,
      url: hostile,
      reason: hostile,
      requestHeaders: [{ name: hostile, value: hostile, secret: false }],
      responseHeaders: [
        { name: 'X-Bad', value: hostile, secret: false },
        { name: 'Server-Timing', value: `db;dur=5;desc="${hostile}"`, secret: false },
      ],
      dropped: [hostile],
      cookies: { sent: [row], notSent: [row], received: [row], refused: [row] },
      connection: hostile,
      facts: [{ name: hostile, value: hostile }],
      certificates: detail.certificates.map((one) => ({ ...one, subject: hostile, names: [hostile] })),
    };
    const test = { name: hostile, line: 5, outcome: 'failed', expected: hostile } as const;
    const answer = snapshotOf(
      {
        title: hostile,
        session: hostile,
        environment: hostile,
        tests: [{ ...test, actual: hostile, message: hostile }],
        logs: [{ level: 'log', text: hostile, line: 9 }],
      },
      {
        reason: hostile,
        notices: [hostile],
        location: hostile,
        events: 'stream',
        hops: [{ status: 302, method: hostile, url: hostile }],
      },
    );
    const shown = await openResponse(host, answer, { hops: [bad, bad] });
    const { page } = shown;
    await shown.stream.add(`event: ${hostile}\nid: ${hostile}\ndata: ${hostile}\n\n`);
    for (const section of ['headers', 'cookies', 'timing', 'tests', 'events']) {
      await page.getByTestId(`section-${section}`).click();
      await expect.poll(() => page.locator(`#panel-${section}`).innerText()).toContain('<script>');
      await isUntouched(shown);
    }
    await page.getByTestId('event-grid').focus();
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.getByTestId('event-text').innerText()).toContain('<script>');
    await page.getByTestId('hop').first().click();
    await expect.poll(() => page.getByTestId('hop-note').innerText()).toContain('<script>');
    await isUntouched(shown);
    await shown.close();
  });

  it('is text in the card of a failure, and in a request before and after it was sent', async () => {
    const failed = scenes['failed']!.snapshot;
    const bad: PreparedView = {
      ...prepared,
      method: hostile,
      url: hostile,
      headers: prepared.headers.map((one) => ({ ...one, value: hostile, origin: hostile, secret: false })),
      route: [{ name: hostile, value: hostile, origin: hostile, warning: true }],
      unresolved: [hostile],
      escaped: [{ typed: hostile, sent: hostile }],
    };
    const failure: ExchangeSnapshot = {
      ...failed,
      prepared: bad,
      failure: {
        ...failed.failure!,
        message: hostile,
        hint: hostile,
        target: hostile,
        setting: hostile,
        start: hostile,
      },
    };
    const draft = { ...scenes['idle']!.snapshot, prepared: bad, notice: hostile, title: hostile };
    const body = new Uint8Array();
    const shown = await openStates(host, { snapshot: failure, body }, { width: 1200 });
    await expect.poll(() => shown.page.getByTestId('failure').innerText()).toContain('<script>');
    await isUntouched(shown);
    await shown.show({ snapshot: { ...draft, exchangeId: 'x2' }, body });
    await expect.poll(() => shown.page.getByTestId('unresolved').innerText()).toContain('<script>');
    await isUntouched(shown);
    await shown.close();
  });

  it('is text in the table of a list, in what a path finds and what was looked for', async () => {
    const body = Buffer.from(JSON.stringify([{ [hostile]: hostile }, { a: hostile }]));
    const shown = await openWholeBody(host, body, { mediaType: 'application/json' });
    const { page } = shown;
    await page.getByTestId('mode-table').click();
    await expect.poll(() => page.getByTestId('body-table').innerText()).toContain('<script>');
    await isUntouched(shown);
    await page.getByTestId('mode-pretty').click();
    await page.getByTestId('body').getByText('<script>').first().click();
    await expect.poll(() => page.getByTestId('path-bar').innerText()).toContain('<script>');
    await page.keyboard.press('Control+f');
    await page.keyboard.insertText('<img src=');
    await expect.poll(() => page.locator('.cm-searchMatch').count()).toBeGreaterThan(0);
    await isUntouched(shown);
    await shown.close();
  });

  it('names what would turn around or colour a line of a long body', async () => {
    const shown = await openWholeBody(host, Buffer.from(`${hostile}\n${'padding\n'.repeat(700_000)}`));
    const names = shown.page.getByTestId('body-pages').locator('.character');
    await expect
      .poll(() => names.allInnerTexts())
      .toEqual(expect.arrayContaining(['U+202E', 'U+2066', 'ESC']));
    await isUntouched(shown);
    await shown.close();
  });
});

describe('a message that a page did not get from its host', () => {
  it.each([
    ['without a key', { frame: 'message', message: { type: 'perform', action: 'send' } }],
    ['with another key', { frame: 'message', key: 'guessed', message: { type: 'perform', action: 'send' } }],
    ['without a frame', { type: 'snapshot', snapshot: { exchangeId: 'forged', state: 'done' } }],
  ])('is dropped %s', async (_how, message) => {
    const shown = await openStates(host, scenes['idle']!);
    await shown.page.evaluate((forged) => window.postMessage(forged), message);
    // A message of the host comes after the forged one and is obeyed.
    await shown.show({ ...scenes['done']!, snapshot: { ...scenes['done']!.snapshot, exchangeId: 'real' } });
    expect(shown.received.filter(({ type }) => type !== 'ready' && type !== 'stateShown')).toEqual([]);
    await shown.close();
  });
});
