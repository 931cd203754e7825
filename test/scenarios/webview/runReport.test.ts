/** The HTML report of a run as somebody opens it: alone, in a browser of its own. */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { htmlReport } from '../../../src/extension/cli/reports/htmlReport.ts';
import {
  errorRecord,
  failedRecord,
  hostile,
  iterationRecord,
  notRunRecord,
  requestRecord,
  runRecord,
  skippedRecord,
} from '../../extension/cli/reports/sampleRun.ts';
import { browserFlags, findBrowser } from '../../host/findBrowser.ts';
import { temporaryFolder } from '../../host/folders.ts';

const run = runRecord({
  state: 'interrupted',
  iterations: [
    iterationRecord([
      requestRecord({ name: 'fine' }),
      requestRecord({ name: `evil ${hostile}`, url: `https://a.test/${'long'.repeat(100)}` }),
      failedRecord,
      errorRecord,
      skippedRecord,
      notRunRecord,
    ]),
    iterationRecord([requestRecord({ name: 'alone' })]),
  ],
});

let folder: string;
let browser: Browser;
let page: Page;
let problems: string[];
beforeAll(async () => {
  folder = await temporaryFolder('report');
  await writeFile(join(folder, 'report.html'), htmlReport(run));
  browser = await chromium.launch({ executablePath: findBrowser(), args: [...browserFlags] });
});
afterAll(async () => {
  await browser.close();
  await rm(folder, { recursive: true });
});
afterEach(() => page.close());

async function open(colorScheme: 'light' | 'dark' = 'light'): Promise<void> {
  page = await browser.newPage({ viewport: { width: 320, height: 800 }, colorScheme });
  problems = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => problems.push(message.text()));
  page.on('request', (request) =>
    problems.push(...(request.url().startsWith('file:') ? [] : [request.url()])),
  );
  await page.goto(pathToFileURL(join(folder, 'report.html')).href);
}

it('is styled in the colours of the reader, fits 320 pixels, and runs nothing that a server said', async () => {
  const backgrounds: string[] = [];
  for (const scheme of ['light', 'dark'] as const) {
    await open(scheme);
    backgrounds.push(await page.evaluate(() => getComputedStyle(document.body).backgroundColor));
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    expect(await page.locator('script').count()).toBe(0);
    expect(await page.getByText('evil </testcase><script>alert(1)</script>').count()).toBe(1);
    expect(problems).toEqual([]);
    if (scheme === 'light') await page.close();
  }
  expect(new Set(backgrounds).size).toBe(2);
});

it('shows what failed at once, the rest by keyboard, and leaves out what passed when asked to', async () => {
  await open();
  expect(await page.getByRole('status').textContent()).toContain('The run was interrupted.');
  expect(await page.getByText('Expected == 1, but it was 2.').isVisible()).toBe(true);
  expect(await page.getByText('the run was interrupted', { exact: true }).isVisible()).toBe(false);

  await page.keyboard.press('Tab');
  expect(
    await page.getByLabel('Only what did not pass').evaluate((box) => box === document.activeElement),
  ).toBe(true);
  await page.keyboard.press('Space');
  expect(await page.getByText('fine', { exact: true }).isVisible()).toBe(false);
  expect(await page.getByText('alone', { exact: true }).isVisible()).toBe(false);
  expect(await page.getByText('login', { exact: true }).isVisible()).toBe(true);

  // What failed, what had no answer, what was skipped, and then what did not run.
  for (let count = 0; count < 4; count += 1) await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  expect(await page.getByText('the run was interrupted', { exact: true }).isVisible()).toBe(true);
  expect(await page.getByRole('img', { name: 'not run' }).first().isVisible()).toBe(true);
});
