/** Bodies that are too large for an editor, in the page alone: as lines, as hex, searched, and while they arrive. */
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBody, openWholeBody } from './bodyHost.ts';
import { startPageHost, type PageHost } from './pageHost.ts';

let host: PageHost;
beforeAll(async () => {
  host = await startPageHost();
});
afterAll(() => host.close());

const lineCount = 400_000;

/** 400,000 numbered lines, 7.9 MB: with 19 pixels each higher than the bar can show exactly. */
const numbered = Buffer.from(
  Array.from({ length: lineCount }, (_, index) =>
    index === 123_455 || index === 350_000 ? `line ${index + 1} needle` : `line ${index + 1} of many`,
  ).join('\n'),
);

const grid = (page: Page): Locator => page.getByTestId('body-pages');
const firstLine = async (page: Page): Promise<number> =>
  Number(await grid(page).getAttribute('data-first-line'));
const rowText = (page: Page, line: number): Locator =>
  grid(page).locator(`[aria-rowindex="${String(line)}"] [role=gridcell]`);

describe('a body in pages', () => {
  it('is gone through by exact lines with keys and wheel, to its very end', async () => {
    const { page, largest, problems, close } = await openWholeBody(host, numbered);
    await page.waitForSelector('#exchange[data-state=huge]');
    await expect.poll(() => rowText(page, 1).innerText()).toBe('line 1 of many');
    expect(await grid(page).getAttribute('aria-rowcount')).toBe(String(lineCount));
    await grid(page).focus();
    await page.keyboard.press('Control+End');
    await expect.poll(() => rowText(page, lineCount).innerText()).toBe(`line ${String(lineCount)} of many`);
    await page.keyboard.press('Control+Home');
    await expect.poll(() => firstLine(page)).toBe(1);
    await page.keyboard.press('PageDown');
    await expect.poll(() => firstLine(page)).toBeGreaterThan(10);
    const paged = await firstLine(page);
    await page.keyboard.press('PageDown');
    await expect.poll(() => firstLine(page)).toBe(2 * paged - 1);
    await page.keyboard.press('PageUp');
    await page.keyboard.press('PageUp');
    await expect.poll(() => firstLine(page)).toBe(1);
    const height = await rowText(page, 1).evaluate((cell) => cell.parentElement?.offsetHeight ?? 0);
    await grid(page).hover();
    await page.mouse.wheel(0, height * 3);
    await expect.poll(() => firstLine(page)).toBe(4);
    expect(largest()).toBeLessThanOrEqual(256 * 1024);
    expect(problems).toEqual([]);
    await close();
  });

  it('is dragged anywhere with the bar, and goes to a line, an offset or a part', async () => {
    const { page, close } = await openWholeBody(host, numbered);
    await expect.poll(() => rowText(page, 1).innerText()).toBe('line 1 of many');
    await grid(page).evaluate((one) => (one.scrollTop = one.scrollHeight / 2));
    await expect.poll(async () => Math.abs((await firstLine(page)) - lineCount / 2)).toBeLessThan(100);
    const first = await firstLine(page);
    await expect.poll(() => rowText(page, first).innerText()).toBe(`line ${String(first)} of many`);
    for (const [typed, line] of [
      ['123,456', 123_456],
      [`@${String(numbered.indexOf('line 2000 '))}`, 2000],
      ['100%', lineCount],
    ] as const) {
      await grid(page).focus();
      await page.keyboard.press('Control+g');
      await page.getByTestId('go-to-input').fill(typed);
      await page.keyboard.press('Enter');
      await expect
        .poll(() => grid(page).locator('[data-current] [role=rowheader]').innerText())
        .toBe(line.toLocaleString('en'));
    }
    await close();
  });

  it('is searched by the host: first match, next, only matching lines, and back', async () => {
    const { page, received, close } = await openWholeBody(host, numbered);
    await expect.poll(() => rowText(page, 1).innerText()).toBe('line 1 of many');
    await page.getByTestId('status').focus();
    await page.keyboard.press('Control+f');
    await page.keyboard.type('NEEDLE');
    const count = page.getByTestId('find-count');
    await expect.poll(() => count.innerText()).toBe('1 of 2');
    await expect.poll(() => grid(page).locator('mark[data-current]').innerText()).toBe('needle');
    await expect.poll(() => rowText(page, 123_456).isVisible()).toBe(true);
    await page.keyboard.press('Enter');
    await expect.poll(() => rowText(page, 350_001).isVisible()).toBe(true);
    await page.keyboard.press('F3');
    await expect.poll(() => count.innerText()).toBe('1 of 2');
    await page.getByTestId('find-only').click();
    await expect
      .poll(() => grid(page).locator('[role=rowheader]').allInnerTexts())
      .toEqual(['123,456', '350,001']);
    await grid(page).focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect.poll(() => rowText(page, 350_001).isVisible()).toBe(true);
    await page.getByTestId('find-case').click();
    await expect.poll(() => count.innerText()).toBe('No results');
    await page.getByTestId('find-input').fill('(');
    await page.getByTestId('find-regexp').click();
    await expect.poll(() => count.innerText()).toBe('This is not a regular expression.');
    await page.keyboard.press('Escape');
    await expect.poll(() => received.at(-1)).toEqual({ type: 'stopSearch', exchangeId: 'x1' });
    expect(await page.getByTestId('find-bar').isVisible()).toBe(false);
    await close();
  });

  it('grows while it arrives: the end is followed until somebody scrolls away', async () => {
    const { page, append, end, close } = await openBody(host, {
      mediaType: 'application/x-ndjson',
      expected: 8_000_000,
    });
    const part = (from: number): Buffer =>
      Buffer.from(
        Array.from({ length: 1000 }, (_, index) => `{"n":${String(from + index)}}`.padEnd(2000)).join('\n') +
          '\n',
      );
    await append(part(0));
    await expect.poll(() => rowText(page, 1000).innerText()).toMatch(/^{"n":999}/);
    expect(await page.getByTestId('page-place').innerText()).toMatch(
      /of ~[\d,]+ · ~.+ of 8 MB · indexing 25 %/,
    );
    await append(part(1000));
    await expect.poll(() => rowText(page, 2000).innerText()).toMatch(/^{"n":1999}/);
    await grid(page).focus();
    await page.keyboard.press('Control+Home');
    await expect.poll(() => page.getByTestId('follow').getAttribute('aria-pressed')).toBe('false');
    await append(part(2000));
    await end();
    await expect.poll(() => grid(page).getAttribute('aria-rowcount')).toBe('3000');
    expect(await firstLine(page)).toBe(1);
    await close();
  });

  it('cuts long lines, shows more of them, and what is found far inside', async () => {
    const long = Buffer.concat([
      Buffer.from('short\n'),
      Buffer.alloc(6_000_000, 'x'),
      Buffer.from('needle'),
      Buffer.alloc(1000, 'y'),
      Buffer.from('\nlast'),
    ]);
    const { page, close } = await openWholeBody(host, long);
    await expect.poll(() => rowText(page, 2).innerText()).toContain('… 6 MB, first 10,000 characters');
    expect(await rowText(page, 2).locator('bdi').innerText()).toBe('x'.repeat(10_000));
    await grid(page).focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect.poll(() => rowText(page, 2).innerText()).toContain('first 110,000 characters');
    await page.keyboard.press('Control+f');
    await page.keyboard.type('needle');
    await expect.poll(() => grid(page).locator('mark[data-current]').isVisible()).toBe(true);
    await expect
      .poll(() => rowText(page, 2).getByTestId('show-start').innerText())
      .toContain('6 MB before this');
    await expect.poll(() => rowText(page, 3).innerText()).toBe('last');
    await close();
  });

  it('is decoded right in UTF-16, and names what misleads', async () => {
    const text = `${'é😀 '.repeat(20)}\n`.repeat(60_000) + 'a\u202eb\u001b[31mc';
    const bytes = Buffer.from(text, 'utf16le');
    const { page, close } = await openWholeBody(host, bytes, { charset: 'utf-16le' });
    await expect.poll(() => rowText(page, 1).innerText()).toBe('é😀 '.repeat(20));
    await grid(page).focus();
    await page.keyboard.press('End');
    await expect.poll(() => rowText(page, 60_001).innerText()).toBe('aU+202EbESC[31mc');
    expect(await rowText(page, 60_001).locator('.character').allInnerTexts()).toEqual(['U+202E', 'ESC']);
    await close();
  });

  it('of bytes is hex of any size, and says what the bytes are', async () => {
    const pdf = Buffer.alloc(7_000_000, 0);
    pdf.write('%PDF-1.7');
    pdf.write('the end', 6_999_993);
    const { page, close } = await openWholeBody(host, pdf, { mediaType: 'application/pdf' });
    await page.waitForSelector('#exchange[data-state=binary]');
    const hex = page.getByRole('grid', { name: 'Response body as hex' });
    await expect
      .poll(() => hex.locator('[role=gridcell]').first().innerText())
      .toMatch(/^25 50 44 46 .* %PDF-1\.7/);
    expect(await page.getByTestId('charset').innerText()).toBe('magic: PDF');
    await hex.focus();
    await page.keyboard.press('End');
    await expect.poll(() => hex.locator('[role=gridcell]').last().innerText()).toContain('the end');
    await page.keyboard.press('Control+g');
    await page.getByTestId('go-to-input').fill('0x400');
    await page.keyboard.press('Enter');
    await expect.poll(() => hex.locator('[data-current] [role=rowheader]').innerText()).toBe('00000400');
    await close();
  });
});

describe('a long body in the editor', () => {
  it('is laid out whole, and raw on demand', async () => {
    const count = 20_000;
    const objects = Array.from({ length: count }, (_, n) => `{"n":${String(n)},"x":1.10}`);
    const body = Buffer.from(`[${objects.join(',\r\n')}]`);
    const { page, problems, close } = await openWholeBody(host, body, { mediaType: 'application/json' });
    const numbers = page.getByTestId('body').locator('.cm-lineNumbers .cm-gutterElement');
    const content = page.getByTestId('body').locator('.cm-content');
    await expect.poll(() => content.innerText()).toContain('"x": 1.10');
    await content.click();
    await page.keyboard.press('Control+End');
    await expect.poll(() => numbers.last().innerText()).toBe(String(count * 4 + 2));
    await page.getByTestId('mode-raw').click();
    await expect.poll(() => content.innerText()).toContain('"n":0,"x":1.10');
    await content.click();
    await page.keyboard.press('Control+End');
    await expect.poll(() => numbers.last().innerText()).toBe(String(count));
    expect(problems).toEqual([]);
    await close();
  });
});
