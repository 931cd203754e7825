/** What the page offers for JSON: the path of a value, folding level by level, and lists of objects as tables. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { openWholeBody, type BodyPage } from './bodyHost.ts';
import { startPageHost, type PageHost } from './pageHost.ts';

let host: PageHost;
beforeAll(async () => {
  host = await startPageHost();
});
afterAll(() => host.close());

const body = {
  page: 1,
  items: Array.from({ length: 5000 }, (_, n) => ({
    id: n,
    name: `name ${String((n * 7919) % 5000)}`,
    ...(n % 2 === 0 && { nested: { a: [n] } }),
  })),
};
const source = JSON.stringify(body).replace('"id":3,', '"id":12345678901234567890,');

async function openJson(text = source): Promise<BodyPage> {
  const shown = await openWholeBody(host, Buffer.from(text), { mediaType: 'application/json' });
  await shown.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await expect.poll(() => codeOf(shown.page).innerText()).toContain('"');
  return shown;
}

const codeOf = (page: Page) => page.getByTestId('body').locator('.cm-content');
const clipboard = (page: Page) => page.evaluate(() => navigator.clipboard.readText());
const path = (page: Page) => page.getByTestId('json-path').innerText();

describe('the value at the caret', () => {
  it('is named by its path, and copied with its path, every digit as it came', async () => {
    const shown = await openJson();
    const { page } = shown;
    await page.getByText('12345678901234567890').click();
    await expect.poll(() => path(page)).toBe('$.items[3].id');
    await page.getByRole('button', { name: 'Copy Path' }).click();
    await expect.poll(() => clipboard(page)).toBe('$.items[3].id');
    await page.getByRole('button', { name: 'Copy Value' }).click();
    await expect.poll(() => clipboard(page)).toBe('12345678901234567890');
    expect(await page.getByRole('button', { name: 'Copied' }).count()).toBeGreaterThan(0);
    await page.getByText('"nested"').first().click();
    await expect.poll(() => path(page)).toBe('$.items[0].nested');
    await page.getByTestId('path-bar').getByRole('button').last().click();
    await expect.poll(() => clipboard(page)).toBe('{\n  "a": [\n    0\n  ]\n}');
    await page.keyboard.press('Shift+F6');
    await page.keyboard.press('ArrowUp');
    await expect.poll(() => path(page)).toBe('$.items[0].name');
    await page.getByTestId('mode-hex').click();
    expect(await page.getByTestId('path-bar').isVisible()).toBe(false);
    expect(shown.problems).toEqual([]);
    await shown.close();
  });

  it('folds level by level, and unfolds', async () => {
    const shown = await openJson('{"a":{"b":{"c":[1]}},"d":[2],"e":{}}');
    const code = codeOf(shown.page);
    const lines = async () => (await code.locator('.cm-line').allInnerTexts()).map((line) => line.trim());
    const whole = await lines();
    await shown.page.getByTestId('fold-level').click();
    expect(await lines()).toEqual(['{', '"a": {…},', '"d": […],', '"e": {}', '}']);
    await shown.page.getByTestId('unfold-level').click();
    expect(await lines()).toEqual(['{', '"a": {', '"b": {…}', '},', '"d": [', '2', '],', '"e": {}', '}']);
    for (let more = 0; more < 3; more++) await shown.page.getByTestId('unfold-level').click();
    expect(await lines()).toEqual(whole);
    await shown.close();
  });
});

describe('a list of objects', () => {
  it('is a table of which only the rows on screen exist', async () => {
    const shown = await openJson();
    const { page } = shown;
    await page.getByTestId('mode-table').click();
    const grid = page.getByRole('grid', { name: 'Response body as a table' });
    expect(await grid.getByRole('columnheader').allInnerTexts()).toEqual(['#', 'id', 'name', 'nested']);
    expect(await grid.getAttribute('aria-rowcount')).toBe('5001');
    expect(await grid.getByRole('row').count()).toBeLessThan(100);
    expect(await grid.getByRole('row').nth(4).getByRole('gridcell').allInnerTexts()).toEqual([
      '12345678901234567890',
      'name 3757',
      '',
    ]);
    expect(await page.getByTestId('table-says').innerText()).toBe('5,000 rows · $.items');
    await grid.focus();
    await page.keyboard.press('End');
    await expect.poll(() => grid.getByRole('row').last().innerText()).toContain('4999');
    expect(shown.problems).toEqual([]);
    await shown.close();
  });

  it('is sorted by a column, and gone through cell by cell', async () => {
    const shown = await openJson();
    const { page } = shown;
    await page.getByTestId('mode-table').click();
    const grid = page.getByTestId('body-table');
    const name = grid.getByRole('columnheader', { name: 'name' });
    const first = () => grid.locator('[data-row="0"] [role=gridcell]').allInnerTexts();
    await name.getByRole('button').click();
    expect([await name.getAttribute('aria-sort'), await first()]).toEqual([
      'ascending',
      ['0', 'name 0', '{"a":[0]}'],
    ]);
    await page.keyboard.press('Enter');
    expect([await name.getAttribute('aria-sort'), (await first())[1]]).toEqual(['descending', 'name 4999']);
    await grid.focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    const active = await grid.getAttribute('aria-activedescendant');
    expect(await page.locator(`#${active ?? ''}`).innerText()).toBe('name 4998');
    const index = body.items.findIndex((item) => item.name === 'name 4998');
    await expect.poll(() => path(page)).toBe(`$.items[${String(index)}].name`);
    await page.getByRole('button', { name: 'Copy Value' }).click();
    await expect.poll(() => clipboard(page)).toBe('name 4998');
    await shown.close();
  });

  it('is filtered, and copied for spreadsheets as it is shown', async () => {
    const shown = await openJson();
    const { page } = shown;
    await page.getByTestId('mode-table').click();
    await page.getByTestId('body-table').focus();
    await page.keyboard.press('Control+f');
    await page.keyboard.type('name 375');
    await expect.poll(() => page.getByTestId('table-says').innerText()).toContain('11 of 5,000 rows');
    await page.getByTestId('table-filter').fill('name 3757"');
    await page.getByRole('button', { name: 'Copy as CSV' }).click();
    await expect.poll(() => clipboard(page)).toBe('id,name,nested\r\n12345678901234567890,name 3757,\r\n');
    await page.getByRole('button', { name: 'Copy as TSV' }).click();
    await expect
      .poll(() => clipboard(page))
      .toBe('id\tname\tnested\r\n12345678901234567890\tname 3757\t\r\n');
    await shown.close();
  });

  it('that turns out to hold something else is text with a note', async () => {
    const shown = await openJson('[{"a":1},2]');
    await shown.page.getByTestId('mode-table').click();
    await expect.poll(() => shown.page.getByTestId('body-note').innerText()).toContain('no list of objects');
    expect(await shown.page.getByTestId('mode-table').isVisible()).toBe(false);
    expect(await codeOf(shown.page).innerText()).toContain('"a": 1');
    await shown.close();
  });
});
