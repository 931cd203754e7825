/**
 * The panel for everybody, in one sitting: everything by keys, every state in every theme, in a narrow group at twice the
 * size, without motion, spoken of seldom; hidden, reloaded, closed and opened again as it was.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Frame, Locator } from 'playwright-core';
import { afterEach, expect, it } from 'vitest';
import { shownStates, type ShownState } from '../../src/extension/webview/panelStates.ts';
import { startEverythingServer, type EverythingServer } from './everythingServer.ts';
import { makeUpNetwork, type MadeUpNetwork } from './madeUpNetwork.ts';
import { shown } from './panel.ts';
import { overflowOf, seriousFindings } from './webview/seriousFindings.ts';
import { openWorkbench, takePicture, type Workbench } from './workbench.ts';

const themes = [
  ['Default Light Modern', 'vscode-light'],
  ['Default Dark Modern', 'vscode-dark'],
  ['Default High Contrast', 'vscode-high-contrast'],
  ['Default High Contrast Light', 'vscode-high-contrast-light'],
] as const;

/** What is sent for each state that a new exchange can be in. */
const requests = {
  idle: 'POST /edit',
  pending: 'GET /hang',
  streaming: 'GET /events',
  done: 'GET /json',
  cancelled: 'GET /drip',
  failed: 'GET /cut',
  huge: 'GET /lines',
  binary: 'GET /document.pdf',
  empty: 'DELETE /empty',
  offline: 'GET http://no-such-host.invalid/away',
} as const;

let server: EverythingServer;
let network: MadeUpNetwork;
let workbench: Workbench;

/** What this attempt has opened, the last one last. */
const closing: (() => Promise<void>)[] = [];

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await takePicture(`failed-${task.name}`);
  for (const close of closing.splice(0).toReversed()) await close();
});

const press = (keys: string) => workbench.page.keyboard.press(keys);
const part = (id: string) => workbench.panel.getByTestId(id);
const isEditorFocused = () => workbench.page.locator('.monaco-editor.focused').count();
const settingsFile = () => join(workbench.folder, '.vscode/settings.json');

/** The lines of the file: each request stands two lines below the one before it. */
const lineOf = (request: string): number =>
  lines.findIndex((line) => line.includes(request.split(' ')[1] ?? '')) + 1;

const extra = ['GET /me', 'GET /lines?more', 'GET /json?last', 'GET /hang?killed'];
let lines: readonly string[] = [];

async function goToRequest(request: string): Promise<void> {
  await press('Control+1');
  await expect.poll(isEditorFocused).toBe(1);
  await press('Control+G');
  await workbench.page.keyboard.type(String(lineOf(request)));
  await press('Enter');
  const place = workbench.page.locator('#status\\.editor\\.selection');
  await expect.poll(() => place.innerText()).toContain(`Ln ${lineOf(request)},`);
}

async function send(request: string, ...states: readonly string[]): Promise<void> {
  await goToRequest(request);
  await press('Control+Alt+R');
  await showing(request, ...states).waitFor();
}

/** The panel on that request; its address is shown without a query. */
function showing(request: string, ...states: readonly string[]): Locator {
  const path = new URL(request.split(' ')[1] ?? '', server.url).pathname;
  return shown(workbench.panel, path, ...states);
}

/** The panel's page, which is another one after each time that it was hidden. */
async function pageOf(): Promise<Frame> {
  const root = await workbench.panel.locator('html').elementHandle();
  const frame = await root.ownerFrame();
  if (!frame) throw new Error('The panel has no page.');
  return frame;
}

/** Presses a key until something has the focus; a page has less than this many places for it. */
async function pressUntil(key: string, wanted: Locator): Promise<void> {
  for (let count = 0; count < 60; count++) {
    if ((await wanted.count()) > 0) return;
    await press(key);
  }
  throw new Error(`${key} did not lead there.`);
}

/** From the editor, because the key goes both ways. */
async function focusPanel(): Promise<void> {
  await press('Control+1');
  await expect.poll(isEditorFocused).toBe(1);
  await press('Control+Alt+Q');
  await focusIn('[data-testid=status]').waitFor();
}

const focusIn = (selector: string) => workbench.panel.locator(`${selector}:focus`);

/** A row of the sidebar by keys alone; a tree that is drawn anew may lose the focus on the way. */
async function focusRow(label: RegExp): Promise<void> {
  const focused = workbench.page.locator('.pane-body .monaco-list-row.focused').filter({ hasText: label });
  const isThere = async () => {
    await workbench.command('Focus on Sessions View');
    await workbench.page.locator('.pane-body .monaco-list:focus-within').waitFor();
    for (let count = 0; count < 12 && (await focused.count()) === 0; count++) await press('ArrowDown');
    if ((await focused.count()) === 0) await press('Home');
    return focused.count();
  };
  await expect.poll(isThere, { interval: 1000 }).toBe(1);
  // Enter selects a row that has the focus alone, and opens the form of one that is selected.
  const selected = workbench.page.locator('.pane-body .monaco-list-row.selected').filter({ hasText: label });
  const isSelected = async () => {
    if ((await selected.count()) > 0) return true;
    await press('Enter');
    return false;
  };
  await expect.poll(isSelected, { interval: 1000 }).toBe(true);
}

const cookiesSent = () => server.seen.filter(({ url }) => url === '/me').map(({ cookie }) => cookie);

async function sendMe(): Promise<string | undefined> {
  const before = cookiesSent().length;
  await send('GET /me', 'done');
  await expect.poll(() => cookiesSent().length).toBe(before + 1);
  return cookiesSent().at(-1);
}

async function everythingByKeys(): Promise<void> {
  const { page } = workbench;
  await press('Control+P');
  await page.keyboard.type('all.http');
  await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: 'all.http' }).waitFor();
  await press('Enter');
  await page.locator('.codelens-decoration a:visible').first().waitFor();

  await goToRequest(requests.idle);
  await press('Control+Alt+P');
  await showing(requests.idle, 'idle').waitFor();
  expect(await isEditorFocused()).toBe(1);
  await press('Control+Alt+Q');
  await focusIn('[data-testid=status]').waitFor();
  await pressUntil('Tab', focusIn('[aria-label="Value, X-By"]'));
  await press('Control+A');
  await page.keyboard.type('keys');
  await press('Control+Enter');
  await showing(requests.idle, 'done').waitFor();
  expect(server.seen.at(-1)).toMatchObject({ method: 'POST', url: '/edit', by: 'keys' });

  await focusPanel();
  await pressUntil('F6', focusIn('[data-testid=body] .cm-content'));
  await press('Control+F');
  await page.keyboard.type('edited');
  await expect.poll(() => part('code-find-count').first().innerText()).toBe('1 of 1');
  await press('Escape');
  await expect.poll(() => part('code-find-count').first().isVisible()).toBe(false);
  expect(await isEditorFocused()).toBe(0);
  await press('Escape');
  await expect.poll(isEditorFocused).toBe(1);
  expect(await page.locator('#status\\.editor\\.selection').innerText()).toContain(
    `Ln ${lineOf(requests.idle)}, Col 1`,
  );

  expect(await sendMe()).toBe('sid=first');
  await focusRow(/^sid/);
  const box = page.locator('.quick-input-widget input').first();
  const isOpen = async () => {
    if (await box.isVisible()) return true;
    await press('F2');
    return false;
  };
  await expect.poll(isOpen, { interval: 1500 }).toBe(true);
  await press('Control+A');
  await page.keyboard.type('second');
  await press('Enter');
  await expect.poll(() => box.isVisible()).toBe(false);
  expect(await sendMe()).toBe('sid=second');
  const isGone = async () => {
    if ((await workbench.tree(/^sid/).count()) === 0) return true;
    await focusRow(/^sid/);
    await press('Delete');
    return false;
  };
  await expect.poll(isGone, { interval: 1500 }).toBe(true);
  expect(await sendMe()).toBeUndefined();
}

/** Looks at what is on show in all themes, forth or back, and in a narrow group at twice the size. */
async function isForEverybody(state: ShownState): Promise<void> {
  const { page, panel } = workbench;
  const number = shownStates.indexOf(state);
  for (const [theme, bodyClass] of number % 2 === 0 ? themes : themes.toReversed()) {
    await writeFile(settingsFile(), JSON.stringify({ 'workbench.colorTheme': theme }));
    await panel.locator(`body.${bodyClass}`).waitFor();
    const frame = await pageOf();
    expect([state, theme, await seriousFindings(frame)]).toEqual([state, theme, []]);
    expect([state, await frame.evaluate(() => document.getAnimations().length)]).toEqual([state, 0]);
  }
  const wide = page.viewportSize() ?? { width: 1400, height: 900 };
  const session = await page.context().newCDPSession(page);
  // What a window of 1380 × 1200 pixels is at 200 %: both groups are 320 CSS pixels wide.
  const narrow = { width: 690, height: 600, deviceScaleFactor: 2, mobile: false };
  await session.send('Emulation.setDeviceMetricsOverride', narrow);
  const frame = await pageOf();
  const width = () => frame.evaluate(() => document.documentElement.clientWidth);
  await expect.poll(width).toBeLessThanOrEqual(320);
  expect(await width()).toBeGreaterThan(290);
  expect(await frame.evaluate(() => devicePixelRatio)).toBe(2);
  await expect.poll(async () => [state, await overflowOf(frame)]).toEqual([state, 0]);
  if (state === 'pending' || state === 'streaming') {
    const box = await part('cancel').boundingBox();
    expect(box !== null && box.x + box.width <= narrow.width && box.y + box.height <= narrow.height).toBe(
      true,
    );
  }
  await session.detach();
  await page.setViewportSize(wide);
  await expect.poll(width).toBeGreaterThan(330);
}

/** What is said while events come, with the time on the page's clock. */
async function isSpokenOfSeldom(): Promise<void> {
  await focusPanel();
  const frame = await pageOf();
  await frame.evaluate(() => {
    const said: [string, number][] = [];
    const region = document.querySelector('[data-testid=speech]');
    if (region === null) throw new Error('There is nothing that speaks.');
    new MutationObserver(() => said.push([region.textContent, performance.now()])).observe(region, {
      childList: true,
      characterData: true,
      subtree: true,
    });
    (window as unknown as Record<string, unknown>)['said'] = said;
  });
  const said = () =>
    frame.evaluate(() => (window as unknown as Record<string, unknown>)['said'] as [string, number][]);
  await expect.poll(async () => (await said()).length, { timeout: 60_000 }).toBeGreaterThan(2);
  const all = await said();
  for (const [sentence] of all) expect(sentence).toMatch(/^Receiving events, \d+ new/);
  for (const [at, [, time]] of all.entries())
    expect(time - (all[at - 1]?.[1] ?? Number.NEGATIVE_INFINITY)).toBeGreaterThan(4900);
}

async function hideAndShow(): Promise<void> {
  await press('Control+1');
  await expect.poll(isEditorFocused).toBe(1);
  const frames = workbench.page.locator('iframe.webview.ready');
  await workbench.command('View: Toggle Maximize Editor Group');
  await expect.poll(() => frames.first().isVisible()).toBe(false);
  await workbench.command('View: Toggle Maximize Editor Group');
  await expect.poll(() => frames.first().isVisible()).toBe(true);
}

it('the panel is for everybody, and comes back as it was left', { timeout: 480_000 }, async () => {
  server = await startEverythingServer();
  closing.push(() => server.close());
  network = await makeUpNetwork();
  closing.push(() => network.remove());
  const all = [...Object.values(requests), ...extra].map((request) =>
    request.replace(' /', ` ${server.url}/`),
  );
  lines = all.flatMap((request) => [
    '###',
    request,
    ...(request.startsWith('POST') ? ['X-By: file'] : []),
    '',
  ]);
  workbench = await openWorkbench({
    files: { 'all.http': lines.join('\n'), '.vscode/settings.json': '{}' },
    // Room for one long body and not for two.
    settings: { 'httpSessions.body.editorLimit': 1, 'httpSessions.body.storeLimit': 3 },
    environment: network.environment,
  });
  closing.push(() => workbench.close());
  const { page, panel } = workbench;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await workbench.openSidebar();
  await everythingByKeys();
  await workbench.command('View: Close Primary Side Bar');

  await goToRequest(requests.idle);
  await press('Control+Alt+P');
  await showing(requests.idle, 'idle').waitFor();
  await isForEverybody('idle');

  await send(requests.pending, 'pending');
  expect(await part('speech').textContent()).toBe('Sending GET /hang');
  await isForEverybody('pending');
  await press('Control+Alt+K');
  await showing(requests.pending, 'cancelled').waitFor();

  await send(requests.streaming, 'streaming');
  await part('event-filter').fill('type:update');
  await isForEverybody('streaming');
  await isSpokenOfSeldom();
  await hideAndShow();
  await expect.poll(() => part('event-filter').inputValue()).toBe('type:update');
  await expect
    .poll(async () => new Set(await panel.locator('[data-testid=event] .event-type').allInnerTexts()))
    .toEqual(new Set(['update']));
  await press('Control+Alt+K');
  await showing(requests.streaming, 'cancelled').waitFor();
  expect(server.eventsClosed()).toBe(true);

  await send(requests.done, 'done');
  await part('body').filter({ hasText: '"known"' }).waitFor();
  expect(await part('speech').textContent()).toMatch(/^200 OK, [\d.]+ (?:milli)?seconds?, \d+ bytes, JSON$/);
  await isForEverybody('done');

  await send(requests.cancelled, 'streaming');
  await press('Control+Alt+K');
  await showing(requests.cancelled, 'cancelled').waitFor();
  await isForEverybody('cancelled');

  await send(requests.failed, 'failed');
  expect(await part('speech').textContent()).toMatch(/^Failed/);
  await isForEverybody('failed');

  for (const state of ['binary', 'empty'] as const) {
    await send(requests[state], state);
    await isForEverybody(state);
  }

  await network.setUp(false);
  await send(requests.offline, 'offline');
  await isForEverybody('offline');

  await send(requests.huge, 'huge');
  await isForEverybody('huge');
  const grid = part('body-pages');
  const firstLine = () => grid.getAttribute('data-first-line').then(Number);
  await grid.evaluate((one) => (one.scrollTop = one.scrollHeight / 2));
  await expect.poll(firstLine).toBeGreaterThan(1000);
  const anchor = await firstLine();
  const row = (line: number) => grid.locator(`[aria-rowindex="${line}"] [role=gridcell]`);
  await expect.poll(() => row(anchor).innerText()).toBe(server.lineText(anchor));
  await hideAndShow();
  await expect.poll(firstLine).toBe(anchor);
  await expect.poll(() => row(anchor).innerText()).toBe(server.lineText(anchor));

  await reload();
  await showing(requests.huge, 'huge').waitFor({ timeout: 60_000 });
  expect(await part('tab-response').getAttribute('aria-selected')).toBe('true');
  await expect.poll(firstLine).toBe(anchor);
  await expect.poll(() => row(anchor).innerText()).toBe(server.lineText(anchor));

  await send('GET /lines?more', 'huge');
  await send('GET /json?last', 'done');
  await send('GET /hang?killed', 'pending');
  await expect.poll(() => server.seen.at(-1)?.url).toBe('/hang?killed');
  process.kill(await network.extensionHost(), 'SIGKILL');
  await reload();
  await workbench.openSidebar();
  await openRow(/GET \/hang$/, showing('GET /hang?killed', 'interrupted'));
  await workbench.command('View: Close Primary Side Bar');
  await isForEverybody('interrupted');
  await workbench.openSidebar();
  await openRow(/^200 GET \/lines$/, showing(requests.huge, 'evicted'), 'last');
  await workbench.command('View: Close Primary Side Bar');
  await isForEverybody('evicted');
  await workbench.openSidebar();

  await openRow(/^200 GET \/json/, showing(requests.done, 'done'));
  await page.getByRole('tab', { name: /GET \/json/ }).click({ button: 'middle' });
  await expect.poll(() => page.getByRole('tab', { name: /GET \/json/ }).count()).toBe(0);
  await openRow(/^200 GET \/json/, showing(requests.done, 'done'));
  await part('save-body').click();
  // Under the name that the dialog comes with.
  const name = page.locator('.quick-input-widget input[type=text]');
  await expect.poll(() => name.inputValue()).toContain(join(workbench.folder, 'json'));
  const target = await name.inputValue();
  await press('Enter');
  await expect.poll(() => readFile(target, 'utf8').catch(() => '')).toBe(server.json);
});

async function reload(): Promise<void> {
  const { page } = workbench;
  const loaded = page.waitForEvent('domcontentloaded');
  await workbench.command('Developer: Reload Window');
  await loaded;
  await page.locator('.monaco-workbench').waitFor();
  await page.getByRole('tab', { name: 'all.http' }).waitFor();
}

/** Opens a row of the history; a click that falls into a refresh of the tree is lost, so it is tried again. */
async function openRow(label: RegExp, wanted: Locator, which: 'first' | 'last' = 'first'): Promise<void> {
  const isOpen = async () => {
    if ((await wanted.count()) > 0) return true;
    const rows = workbench.page.locator('.pane-body .monaco-list-row .monaco-icon-label-container');
    const names = rows.locator('.label-name').filter({ hasText: label });
    await names[which]()
      .click({ timeout: 5000 })
      .catch(() => undefined);
    return false;
  };
  await expect.poll(isOpen, { interval: 2000, timeout: 60_000 }).toBe(true);
}
