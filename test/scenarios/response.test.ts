/**
 * A response with a person's hands: the login loop with its cookies and its connection, a stream of events, and the
 * hops of redirects. Asserts on what the server received and on what the panel shows.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shown } from './panel.ts';
import { startResponseServer, type EventServer } from './responseServer.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

const file = ({ url }: EventServer) => `### 0
POST ${url}/login

### 1
GET ${url}/me

### 2
GET ${url}/sse

### 3
GET ${url}/hop/3
Authorization: Bearer abc

### 4
POST ${url}/form

a=1

### 5
GET ${url}/loop

### 6
# @no-redirect
GET ${url}/hop/1
`;

let server: EventServer;
let workbench: Workbench;

beforeAll(async () => {
  server = await startResponseServer();
  workbench = await openWorkbench({
    files: { 'response.http': file(server) },
    settings: { 'httpSessions.redirects.max': 5 },
    width: 1500,
    height: 1000,
  });
  await workbench.openFile('response.http');
});
afterAll(async () => {
  await workbench.close();
  await server.close();
});

const part = (id: string) => workbench.panel.getByTestId(id);
const send = (nth: number) => workbench.lens('Send', nth).click();
/** Chooses a part of the response, by its tab or in the list of a narrow panel. */
async function choose(section: string): Promise<void> {
  const tab = part(`section-${section}`);
  if (await tab.isVisible()) await tab.click();
  else await workbench.panel.locator('.sections-row select').selectOption(section);
}
const header = (path: string, name: string) =>
  server.seen
    .findLast(({ url }) => url === path)
    ?.headers.filter(([one]) => one.toLowerCase() === name)
    .map(([, value]) => value);

describe('the login loop', () => {
  it('sends the cookie that came, and says so and which connection it took', async () => {
    await workbench.page.locator('.monaco-editor .view-line').first().click();
    await send(0);
    await part('status').filter({ hasText: '200' }).waitFor();
    await expect.poll(() => workbench.page.locator('.monaco-editor.focused').count()).toBe(1);
    await workbench.openSidebar();
    await workbench.tree('sid').waitFor();
    expect(await workbench.tree('sid').innerText()).not.toContain('7f3a9c51');
    await send(1);
    await shown(workbench.panel, '/me', 'done').waitFor();
    expect(header('/me', 'cookie')).toEqual(['sid=7f3a9c51-secret']);
    await choose('cookies');
    await expect.poll(() => part('cookies').innerText()).toMatch(/Sent \(1\)\s+sid/);
    expect(await part('cookies').innerText()).not.toContain('7f3a9c51');
    await choose('timing');
    await expect.poll(() => part('timing').innerText()).toContain('Connection #1 reused');
    expect(new Set(server.seen.map(({ socket }) => socket)).size).toBe(1);
    await choose('body');
  });
});

describe('a stream of events', () => {
  const rows = () => workbench.panel.locator('[data-testid=event]');
  const numbers = async () =>
    (await rows().locator('.event-number').allInnerTexts()).map(Number).sort((one, other) => one - other);

  it('shows each event as it comes, whole', async () => {
    await send(2);
    await shown(workbench.panel, '/sse', 'streaming').waitFor();
    await expect.poll(async () => Math.max(0, ...(await numbers()))).toBeGreaterThan(20);
    const all = await numbers();
    expect(all.map((n) => n - (all[0] ?? 0))).toEqual(all.map((_, at) => at));
    expect(await rows().allInnerTexts()).not.toContainEqual(expect.stringContaining('\uFFFD'));
    expect((await rows().last().innerText()).includes('é😀')).toBe(true);
  });

  it('stops following where a person scrolls up, and goes on counting behind a filter', async () => {
    await part('event-grid').hover();
    await expect
      .poll(async () => {
        await workbench.page.mouse.wheel(0, -400);
        return part('follow-events').isChecked();
      })
      .toBe(false);
    await part('new-events').waitFor();
    expect(await part('new-events').innerText()).toMatch(/\d+ new/);
    await part('event-filter').fill('type:update');
    await expect.poll(async () => (await numbers()).every((n) => n % 2 === 0)).toBe(true);
    const count = async () =>
      Number(/[\d,]+/.exec(await part('event-count').innerText())?.[0].replace(',', ''));
    const before = await count();
    await expect.poll(count).toBeGreaterThan(before + 2);
    await part('event-filter').fill('');
    await part('follow-events').check();
  });

  it('misses nothing while the panel is hidden', async () => {
    const { page } = workbench;
    await page.getByRole('tab', { name: /\/sse/ }).click();
    await page.keyboard.press('Control+1');
    const before = Math.max(...(await numbers()));
    await workbench.command('View: Toggle Maximize Editor Group');
    await expect
      .poll(() =>
        server
          .sent()
          .toString()
          .includes(`"n":${before + 20}`),
      )
      .toBe(true);
    await workbench.command('View: Toggle Maximize Editor Group');
    await expect.poll(async () => Math.max(0, ...(await numbers()))).toBeGreaterThan(before + 20);
    const now = await numbers();
    expect(now.map((n) => n - (now[0] ?? 0))).toEqual(now.map((_, at) => at));
  });

  it('is closed at the server at once by Stop, and keeps every byte', async () => {
    const stopped = Date.now();
    await part('stop').click();
    await expect.poll(() => server.closedAt()).toBeGreaterThanOrEqual(stopped);
    await shown(workbench.panel, '/sse', 'cancelled').waitFor();
    const kept = await rows().count();
    expect(kept).toBeGreaterThan(3);
    const last = Math.max(...(await numbers()));
    expect(server.sent().toString()).toContain(`"n":${last}`);
    await choose('body');
    // As much as the server wrote, but for what it wrote while the connection was being closed.
    const shownSize = /([\d.]+) kB kept/.exec(await part('status').innerText())?.[1];
    expect(Math.abs(Number(shownSize) * 1000 - server.sent().length)).toBeLessThan(200);
    await part('body')
      .filter({ hasText: `"n":${last},` })
      .waitFor();
    await part('body').locator('.cm-content').click();
    await workbench.page.keyboard.press('Control+Home');
    await part('body').filter({ hasText: '"n":1,' }).waitFor();
  });
});

describe('redirects', () => {
  it('are shown hop by hop, with what was received, and what was not sent to another origin', async () => {
    await send(3);
    await shown(workbench.panel, '/hop/3', 'done').waitFor();
    const hops = part('hop');
    expect(await hops.allInnerTexts()).toEqual(['302', '302', '302', '200']);
    await hops.nth(0).click();
    await choose('cookies');
    await expect.poll(() => part('cookies').innerText()).toMatch(/Received \(1\)\s+hop/);
    await hops.nth(2).click();
    await choose('headers');
    await expect
      .poll(() => part('headers').innerText())
      .toContain('Authorization not sent: different origin.');
    const [first, , third, last] = server.seen.slice(-4);
    expect(first?.headers.some(([name]) => name === 'Authorization')).toBe(true);
    expect(third?.port).not.toBe(first?.port);
    expect(third?.headers.some(([name]) => name === 'Authorization')).toBe(false);
    await choose('timing');
    await expect.poll(() => part('timing').innerText()).toContain('new');
    await hops.nth(3).click();
    await expect.poll(() => part('timing').innerText()).toContain('reused');
    expect(last?.socket).toBe(third?.socket);
  });

  it('show a POST that became a GET, all hops of a loop, and a Location that was not followed', async () => {
    await send(4);
    await shown(workbench.panel, '/form', 'done').waitFor();
    await choose('headers');
    await expect
      .poll(() => part('headers').innerText())
      .toContain('POST became GET, as status 303 asks for.');
    expect(server.seen.at(-1)?.method).toBe('GET');
    await send(5);
    await shown(workbench.panel, '/loop', 'failed').waitFor();
    expect(await part('status').innerText()).toContain('TooManyRedirects');
    expect(await part('hop').allInnerTexts()).toEqual(Array.from({ length: 6 }, () => '302'));
    await send(6);
    await shown(workbench.panel, '/hop/1', 'done', 'empty').waitFor();
    expect(await part('location').innerText()).toContain(`${server.url}/end`);
    await part('follow-redirect').click();
    await shown(workbench.panel, '/end', 'done').waitFor();
    expect(server.seen.at(-1)?.url).toBe('/end');
  });
});
