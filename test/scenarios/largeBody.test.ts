/**
 * A response of 256 MiB in a real window: it is shown while it comes, gone through to its end, dragged, searched, and saved
 * with every byte. What it costs in memory and time is measured by the benchmarks.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pipeline, Readable } from 'node:stream';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shown } from './panel.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

/** Lines of 64 bytes, their break included. */
const lineCount = 4 * 1024 * 1024;
const size = lineCount * 64;

/** 1-based. */
function lineText(line: number): string {
  const text = `{"id":${String(line)},"msg":"${line % 1_000_000 === 0 ? `needle-${String(line / 1_000_000)}` : 'hay'}"`;
  return `${text.padEnd(62)}}`;
}

function* pieces(): Generator<Buffer> {
  const perPiece = 16_384;
  for (let line = 1; line <= lineCount; line += perPiece) {
    const texts: string[] = [];
    for (let at = line; at < line + perPiece; at++) texts.push(lineText(at), '\n');
    yield Buffer.from(texts.join(''));
  }
}

let server: Server;
let workbench: Workbench;
let sent = createHash('sha256');

beforeAll(async () => {
  server = createServer((_request, response) => {
    sent = createHash('sha256');
    response.writeHead(200, { 'content-type': 'text/plain', 'content-length': size });
    const hashed = function* (): Generator<Buffer> {
      for (const piece of pieces()) {
        sent.update(piece);
        yield piece;
      }
    };
    pipeline(Readable.from(hashed()), response, () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  workbench = await openWorkbench({ files: { 'api.http': `GET http://127.0.0.1:${port}/large\n` } });
  await workbench.openFile('api.http');
});
afterAll(async () => {
  await workbench.close();
  server.close();
});

const grid = (): Locator => workbench.panel.getByTestId('body-pages');
const row = (line: number): Locator => grid().locator(`[aria-rowindex="${String(line)}"] [role=gridcell]`);

describe('a response of 256 MiB', () => {
  it('is shown as lines from its first bytes on, to its very end', async () => {
    await workbench.lens('Send').click();
    await expect.poll(() => row(1).innerText()).toBe(lineText(1));
    await shown(workbench.panel, '/large', 'huge').waitFor();
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
    await expect.poll(() => row(3_000_000).innerText()).toBe(lineText(3_000_000));
    await workbench.page.keyboard.press('Escape');
  });

  it('is saved with every byte', async () => {
    const { page } = workbench;
    await workbench.panel.getByTestId('save-body').click();
    // The dialog comes with a name from the address, in the workspace's folder.
    const target = join(workbench.folder, 'large.txt');
    const input = page.locator('.quick-input-widget input[type=text]');
    await expect.poll(() => input.inputValue()).toBe(target);
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await stat(target).catch(() => undefined))?.size).toBe(size);
    const saved = createHash('sha256');
    for await (const chunk of createReadStream(target)) saved.update(chunk as Buffer);
    expect(saved.digest('hex')).toBe(sent.digest('hex'));
  });
});
