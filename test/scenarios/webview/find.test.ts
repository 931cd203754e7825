/** Finding in a body that is text of any usual size, or bytes, with the keyboard anywhere in the page. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWholeBody } from './bodyHost.ts';
import { startPageHost, type PageHost } from './pageHost.ts';

let host: PageHost;
beforeAll(async () => {
  host = await startPageHost();
});
afterAll(() => host.close());

describe('finding', () => {
  it('counts the matches in text, goes on from the current place and round, with F3 from anywhere', async () => {
    const lines = Array.from(
      { length: 3000 },
      (_, n) => `line ${String(n)}${n % 1000 === 7 ? ' needle' : ''}`,
    );
    const shown = await openWholeBody(host, Buffer.from(lines.join('\n')));
    const { page } = shown;
    const code = page.getByTestId('body').locator('.cm-content');
    const count = page.getByTestId('code-find-count');
    const current = page.locator('.cm-searchMatch-selected');
    await expect.poll(() => code.innerText()).toContain('line 0');
    await page.getByTestId('status').focus();
    await page.keyboard.press('Control+g');
    await page.getByTestId('go-to-input').fill('1,500');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+f');
    await page.keyboard.type('Needle');
    await expect.poll(() => count.innerText()).toBe('3 of 3');
    await page.getByTestId('status').focus();
    await page.keyboard.press('F3');
    await expect.poll(() => count.innerText()).toBe('1 of 3');
    await expect.poll(() => current.innerText()).toBe('needle');
    await page.keyboard.press('Shift+F3');
    await expect.poll(() => count.innerText()).toBe('3 of 3');
    await page.getByTestId('code-find-case').click();
    await expect.poll(() => count.innerText()).toBe('No results');
    await page.getByTestId('code-find-input').fill('(');
    await page.getByTestId('code-find-regexp').click();
    await expect.poll(() => count.innerText()).toBe('Not an expression');
    await page.getByTestId('code-find-input').fill('[nN]ee');
    await expect.poll(() => count.innerText()).toContain('of 3');
    await page.keyboard.press('Escape');
    expect(await count.isVisible()).toBe(false);
    const found = async () => /line \d+ needle/.exec(await code.innerText())?.[0];
    const before = await found();
    await page.getByTestId('status').focus();
    await page.keyboard.press('F3');
    await expect.poll(found).not.toBe(before);
    expect(shown.problems).toEqual([]);
    await shown.close();
  });

  it('looks for text and for bytes in hex', async () => {
    const bytes = Buffer.alloc(200_000);
    bytes.write('needle', 150_000);
    bytes.set([0xde, 0xad, 0xbe, 0xef], 160_014);
    const shown = await openWholeBody(host, bytes, { mediaType: 'application/octet-stream' });
    const { page } = shown;
    const rows = page.getByRole('grid', { name: 'Response body as hex' });
    const count = page.getByTestId('hex-find-count');
    await expect.poll(() => rows.innerText()).toContain('00000000');
    await page.getByTestId('status').focus();
    await page.keyboard.press('Control+f');
    await page.keyboard.type('needle');
    await expect.poll(() => count.innerText()).toBe('1 of 1');
    await expect.poll(() => rows.locator('mark').allInnerTexts()).toEqual(['6e 65 65 64 6c 65', 'needle']);
    await page.getByTestId('hex-find-hex').click();
    await expect.poll(() => count.innerText()).toBe('These are no bytes in hex.');
    await page.getByTestId('hex-find-input').fill('DE ad be ef');
    await expect.poll(() => count.innerText()).toBe('1 of 1');
    // Over the end of a line.
    await expect.poll(() => rows.locator('mark').allInnerTexts()).toEqual(['de ad', '..', 'be ef', '..']);
    expect(await rows.locator('[data-current] [role=rowheader]').innerText()).toBe('00027100');
    await page.keyboard.press('Escape');
    await expect.poll(() => rows.locator('mark').count()).toBe(0);
    expect(shown.problems).toEqual([]);
    await shown.close();
  });
});
