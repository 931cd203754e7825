/**
 * A response of 256 MiB in a real window: it is shown while it comes, gone through to its end, dragged, searched, and saved
 * with every byte. What it costs in memory and time is measured by the benchmarks.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lineLength, lineText, needleEvery, startLinesServer, type LinesServer } from './linesServer.ts';
import { shown } from './panel.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

const lineCount = 4 * 1024 * 1024;
const size = lineCount * lineLength;

let server: LinesServer;
let workbench: Workbench;

beforeAll(async () => {
  server = await startLinesServer(lineCount);
  const text = `### large\nGET ${server.url}/lines\n\n### compressed\nGET ${server.url}/gzip\n`;
  workbench = await openWorkbench({ files: { 'api.http': text } });
  await workbench.openFile('api.http');
});
afterAll(async () => {
  await workbench.close();
  await server.stop();
});

const grid = (): Locator => workbench.panel.getByTestId('body-pages');
const row = (line: number): Locator => grid().locator(`[aria-rowindex="${String(line)}"] [role=gridcell]`);

describe('a response of 256 MiB', () => {
  it('is shown as lines from its first bytes on, to its very end', async () => {
    await workbench.lens('Send', 0).click();
    await expect.poll(() => row(1).innerText()).toBe(lineText(1));
    await shown(workbench.panel, '/lines', 'huge').waitFor();
    expect(await grid().getAttribute('aria-rowcount')).toBe(String(lineCount));
    await grid().focus();
    await workbench.page.keyboard.press('Control+End');
    await expect.poll(() => row(lineCount).innerText()).toBe(lineText(lineCount));
  });

  it('is dragged to its middle', async () => {
    await grid().evaluate((one) => (one.scrollTop = one.scrollHeight / 2));
    await expect
      .poll(async () => Math.abs(Number(await grid().getAttribute('data-first-line')) - lineCount / 2))
      .toBeLessThan(2000);
    const first = Number(await grid().getAttribute('data-first-line'));
    await expect.poll(() => row(first).innerText()).toBe(lineText(first));
  });

  it('is searched without being here', async () => {
    await grid().focus();
    await workbench.page.keyboard.press('Control+f');
    await workbench.panel.getByTestId('find-input').fill('needle-3');
    await expect.poll(() => workbench.panel.getByTestId('find-count').innerText()).toBe('1 of 1');
    await expect.poll(() => row(3 * needleEvery).innerText()).toBe(lineText(3 * needleEvery));
    await workbench.page.keyboard.press('Escape');
  });

  it('is saved with every byte', async () => {
    await workbench.panel.getByTestId('save-body').click();
    expect(await savedAs('lines.txt', size)).toBe(await server.sha256);
  });
});

describe('a compressed response', () => {
  it('is saved as it came over the wire, too', async () => {
    const { page, panel } = workbench;
    await workbench.lens('Send', 1).click();
    await shown(panel, '/gzip', 'done').waitFor();
    await panel.getByTestId('save-body').click();
    const choices = page.locator('.quick-input-list .monaco-list-row');
    await expect
      .poll(() => choices.allInnerTexts())
      .toEqual([
        expect.stringContaining('Decoded'),
        expect.stringMatching(/As received on the wire[^]*gzip/),
      ]);
    await choices.nth(1).click();
    expect(await savedAs('gzip.txt.gz', undefined)).toBe(server.gzipSha256);
  });
});

/** Takes the name that the dialog comes with, from the address and in the workspace's folder; gives the file's SHA-256. */
async function savedAs(name: string, length: number | undefined): Promise<string> {
  const target = join(workbench.folder, name);
  const input = workbench.page.locator('.quick-input-widget input[type=text]');
  await expect.poll(() => input.inputValue()).toBe(target);
  await workbench.page.keyboard.press('Enter');
  const saved = async () => (await stat(target).catch(() => undefined))?.size;
  // It gets its name when all of it is there.
  await (length === undefined ? expect.poll(saved).toBeGreaterThan(0) : expect.poll(saved).toBe(length));
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(target, { highWaterMark: 1024 * 1024 }))
    hash.update(chunk as Buffer);
  return hash.digest('hex');
}
