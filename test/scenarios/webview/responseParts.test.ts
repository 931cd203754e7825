/** What a page shows of a response beside its body: events, cookies, timing, hops; with hosts made for the test. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPageHost, type PageHost } from './pageHost.ts';
import {
  events,
  hopDetails,
  hostile,
  openResponse,
  progressOf,
  redirected,
  snapshotOf,
  type ResponsePage,
} from './responseScenes.ts';

let host: PageHost;
beforeAll(async () => {
  host = await startPageHost();
});
afterAll(() => host.close());

const live = snapshotOf({ state: 'streaming' }, { events: 'stream', mediaType: 'text/event-stream' });

/** More has arrived, and the page is told. */
async function arrive({ stream, channel }: ResponsePage, text: string): Promise<void> {
  await stream.add(text);
  channel.post({ type: 'progress', progress: progressOf(live, { received: stream.bytes().length }) });
}

const data = (shown: ResponsePage): Promise<string[]> =>
  shown.page.locator('[data-testid=event] .event-data').allInnerTexts();

describe('tests', () => {
  it('are rows with what was there, lead to their line, and have no tab where there are none', async () => {
    const line = { expected: '== 200', actual: '200', message: undefined };
    const tests = [
      { ...line, name: 'status == 200', line: 5, outcome: 'passed' },
      { ...line, name: `body == ${hostile}`, line: 6, outcome: 'failed', actual: hostile },
      { ...line, name: 'js a()', line: 7, outcome: 'notRun', expected: undefined, message: 'Not checked.' },
    ] as const;
    const shown = await openResponse(host, snapshotOf({ tests }));
    const { page } = shown;
    const tab = page.getByTestId('section-tests');
    expect(await tab.innerText()).toMatch(/Tests\s*1\/3/);
    await tab.click();
    expect(await page.getByTestId('test').count()).toBe(3);
    expect(await page.getByTestId('test').nth(0).innerText()).toContain('Passed');
    expect(await page.getByTestId('test').nth(1).innerText()).toContain(`Found\n${hostile.slice(0, 9)}`);
    expect(await page.getByTestId('test').nth(2).innerText()).toContain('Not checked.');
    await page.getByTestId('only-failed').check();
    expect(await page.getByTestId('test').count()).toBe(2);
    await page.getByRole('button', { name: 'Line 6' }).click();
    await expect
      .poll(() => shown.received)
      .toContainEqual(expect.objectContaining({ type: 'goToLine', line: 6 }));
    shown.channel.post({ type: 'snapshot', snapshot: snapshotOf(), tab: undefined });
    await expect.poll(() => tab.isVisible()).toBe(false);
    await expect.poll(() => page.getByTestId('tests').isVisible()).toBe(false);
    expect(await page.title()).not.toBe('1');
    expect(shown.problems).toEqual([]);
    await shown.close();
  });
});

describe('what scripts printed', () => {
  it('stands with the tests, and has the tab where there are none', async () => {
    const logs = [
      { level: 'log', text: `token is\n${hostile}`, line: 9 },
      { level: 'warn', text: 'expires soon', line: 10 },
    ] as const;
    const shown = await openResponse(host, snapshotOf({ logs }));
    const { page } = shown;
    await page.getByTestId('section-tests').click();
    expect(await page.getByTestId('log').allInnerTexts()).toEqual([
      expect.stringMatching(/^token is\n[^]*Line 9$/),
      expect.stringMatching(/^Warning[^]*expires soon[^]*Line 10$/),
    ]);
    expect(await page.getByTestId('only-failed').isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Line 10' }).click();
    await expect
      .poll(() => shown.received)
      .toContainEqual(expect.objectContaining({ type: 'goToLine', line: 10 }));
    expect(shown.problems).toEqual([]);
    await shown.close();
  });
});

describe('events', () => {
  it('come as rows, are followed, filtered and counted, and one opens whole', async () => {
    const shown = await openResponse(host, live);
    await arrive(shown, `${events(1, 60)}: keep alive\ndata: ${hostile}\n\n`);
    const { page } = shown;
    const count = page.getByTestId('event-count');
    await expect.poll(() => count.innerText()).toBe('live · 60 events');
    expect((await data(shown)).at(-1)).toContain('<img src=x');
    await page.getByTestId('event-filter').fill('type:update');
    await expect
      .poll(async () => (await data(shown)).every((text) => /\d*[02468],"p"/.test(text)))
      .toBe(true);
    await arrive(shown, events(61, 63));
    await expect.poll(() => count.innerText()).toBe('live · 62 events');
    await page.getByTestId('event-grid').focus();
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.getByTestId('event-text').innerText()).toBe('{\n  "n": 62,\n  "p": 0.92\n}');
    await page.keyboard.press('Escape');
    expect(await page.getByTestId('event-details').isVisible()).toBe(false);
    expect(await page.title()).not.toBe('1');
    expect(shown.problems).toEqual([]);
    await shown.close();
  });

  it('stay where a person scrolls to, and say how many are new', async () => {
    const shown = await openResponse(host, live);
    const { page } = shown;
    await arrive(shown, events(1, 200));
    await expect.poll(() => data(shown)).toContainEqual('{"n":199,"p":0.99}');
    await page.getByTestId('event-grid').hover();
    await page.mouse.wheel(0, -1500);
    await expect.poll(() => page.getByTestId('follow-events').isChecked()).toBe(false);
    await expect.poll(async () => (await data(shown)).includes('{"n":199,"p":0.99}')).toBe(false);
    await arrive(shown, events(200, 214));
    await expect.poll(() => page.getByTestId('new-events').innerText()).toBe('14 new');
    await page.getByTestId('new-events').click();
    await expect.poll(() => data(shown)).toContainEqual('{"n":213,"p":0.93}');
    expect(await page.getByTestId('new-events').isVisible()).toBe(false);
    await page.getByTestId('pause-view').click();
    await arrive(shown, events(214, 220));
    await expect.poll(() => page.getByTestId('event-count').innerText()).toBe('live · 219 events');
    expect(await data(shown)).not.toContainEqual('{"n":219,"p":0.99}');
    await shown.close();
  });

  it('by the thousand are all counted with few questions, and the older ones named', async () => {
    const shown = await openResponse(host, live, { keep: 1000 });
    for (let from = 1; from < 20_000; from += 1000) await arrive(shown, events(from, from + 1000));
    const { page } = shown;
    await expect.poll(() => page.getByTestId('event-count').innerText()).toBe('live · 20,000 events');
    expect(await page.getByTestId('older-events').innerText()).toContain('19,000 older events');
    expect(await page.getByTestId('event').count()).toBeLessThan(100);
    expect(shown.stream.questions()).toBeLessThan(60);
    expect(shown.largest()).toBeLessThanOrEqual(64 * 1024);
    await shown.close();
  });

  it('are not asked for while another part is shown, and all there afterwards', async () => {
    const shown = await openResponse(host, live);
    await arrive(shown, events(1, 5));
    await expect.poll(() => data(shown)).toHaveLength(4);
    await shown.page.getByTestId('section-headers').click();
    const before = shown.stream.questions();
    await arrive(shown, events(5, 9));
    await shown.page.getByTestId('response-header').first().waitFor();
    expect(shown.stream.questions()).toBe(before);
    await shown.page.getByTestId('section-events').click();
    await expect.poll(() => data(shown)).toHaveLength(8);
    await shown.page.getByTestId('stop').click();
    await expect.poll(() => shown.received).toContainEqual({ type: 'cancel', exchangeId: 'x1' });
    await shown.close();
  });

  it('can be seen in any response by hand', async () => {
    const shown = await openResponse(host, snapshotOf());
    await shown.stream.add(events(1, 3));
    expect(await shown.page.getByTestId('section-events').isVisible()).toBe(false);
    await shown.page.getByTestId('view-as-events').click();
    await expect.poll(() => data(shown)).toHaveLength(2);
    await shown.close();
  });
});

describe('the hops of a response', () => {
  it('are a strip of which each shows its own headers, cookies and what was not sent on', async () => {
    const shown = await openResponse(host, redirected, { hops: hopDetails });
    const { page } = shown;
    expect(await page.getByTestId('hop').allInnerTexts()).toEqual(['302', '302', '200']);
    expect(await page.getByTestId('notices').innerText()).toContain('sent twice');
    await page.getByTestId('hop').nth(1).click();
    await expect.poll(() => page.getByTestId('dropped').innerText()).toContain('POST became GET');
    await page.getByTestId('hop').nth(0).click();
    await page.getByTestId('section-cookies').click();
    await expect.poll(() => page.getByTestId('cookie').allInnerTexts()).toHaveLength(1);
    await page.getByTestId('section-timing').click();
    await expect.poll(() => page.getByTestId('timing').innerText()).toContain('Connection #2 new');
    await page.getByTestId('hop').nth(2).click();
    await expect.poll(() => page.getByTestId('timing').innerText()).toContain('Connection #3 reused');
    expect(await page.getByTestId('certificate').innerText()).toContain('It expires in 7 days.');
    expect(await page.getByTestId('server-timing').getByRole('row').allInnerTexts()).toEqual([
      expect.stringMatching(/^db – users\s+53 ms\s*$/),
      expect.stringMatching(/^cache\s*$/),
    ]);
    await shown.close();
  });

  it('offer the redirect that was not followed', async () => {
    const shown = await openResponse(host, snapshotOf({}, { status: 302, location: 'http://a.test/next' }));
    expect(await shown.page.getByTestId('location').innerText()).toContain('http://a.test/next');
    await shown.page.getByTestId('follow-redirect').click();
    await expect.poll(() => shown.received).toContainEqual({ type: 'followRedirect', exchangeId: 'x1' });
    await shown.close();
  });
});

describe('the cookies of a response', () => {
  it('are told with their reasons, masked until shown, and deleted by the host', async () => {
    const shown = await openResponse(host, snapshotOf());
    const { page } = shown;
    await page.getByTestId('section-cookies').click();
    const rows = page.getByTestId('cookie');
    await expect.poll(() => rows.count()).toBe(5);
    expect(await page.getByTestId('cookies').innerText()).not.toContain('7f3a9c');
    expect(await page.getByTestId('cookies-notSent').innerText()).toContain('It is for paths under /admin.');
    expect(await page.getByTestId('cookies-refused').innerText()).toContain('needs Path=/.');
    await rows.first().getByTestId('reveal').click();
    expect(await rows.first().innerText()).toContain('7f3a9c');
    await rows.first().getByTestId('delete-cookie').click();
    const sid = { name: 'sid', domain: 'a.test', path: '/' };
    await expect
      .poll(() => shown.received)
      .toContainEqual({ type: 'deleteCookie', exchangeId: 'x1', cookie: sid });
    await shown.close();
  });
});

describe('a narrow panel', () => {
  it('offers its parts in a list in place of tabs', async () => {
    const shown = await openResponse(host, redirected, { hops: hopDetails, width: 340 });
    const { page } = shown;
    expect(await page.getByTestId('section-headers').isVisible()).toBe(false);
    const parts = page.getByRole('combobox', { name: 'Parts of the response' });
    await parts.selectOption('cookies');
    await expect.poll(() => page.getByTestId('cookie').count()).toBeGreaterThan(0);
    // It has neither events nor assertions.
    const absent = parts.locator('option[hidden]');
    expect(await absent.evaluateAll((all) => all.map((one) => one.getAttribute('value')))).toEqual([
      'events',
      'tests',
    ]);
    await page.getByRole('combobox', { name: 'Views' }).selectOption('request');
    await page.getByTestId('url').waitFor();
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(over).toBeLessThanOrEqual(0);
    await shown.close();
  });
});
