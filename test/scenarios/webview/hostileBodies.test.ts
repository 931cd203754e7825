/** Bodies that want to run, fetch, send or mislead: in every view nothing of it happens, and a server sees no request. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWholeBody, type BodyPage, type BodyPageOptions } from './bodyHost.ts';
import { startPageHost, type PageHost } from './pageHost.ts';

let host: PageHost;
let server: Server;
let hits: string[];
let evil: string;
beforeAll(async () => {
  host = await startPageHost();
  hits = [];
  server = createServer((request, response) => {
    hits.push(request.url ?? '');
    response.end('window.hacked = 1');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  evil = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await host.close();
  server.close();
});

const html = (): string => `<!DOCTYPE html><html><head>
<base href="${evil}/"><meta http-equiv="refresh" content="0; url=${evil}/refresh">
<link rel="stylesheet" href="${evil}/sheet"><link rel="prefetch" href="${evil}/prefetch"><link rel="icon" href="${evil}/icon">
<style>@import url("${evil}/import"); @font-face { font-family: f; src: url("${evil}/font") }
body { background: url("${evil}/background"); font-family: f; color: rgb(1, 2, 3) } h1 { color: rgb(200, 0, 0) }</style>
<script>parent.hacked = 1; window.hacked = 1</script><script src="${evil}/script"></script></head>
<body onload="parent.hacked=1" background="${evil}/attribute"><h1 style="margin-left: 7px">Hello</h1>
<img src="${evil}/image" onerror="parent.hacked=1"><img src=x onerror="parent.hacked=1" srcset="${evil}/srcset 2x">
<img alt="own" src="data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7">
<svg><script>parent.hacked=1</script><image href="${evil}/svg"/><a xlink:href="javascript:parent.hacked=1"><text>x</text></a></svg>
<iframe src="${evil}/frame"></iframe><iframe srcdoc="<script>top.hacked=1</script>"></iframe>
<object data="${evil}/object"></object><embed src="${evil}/embed"><video src="${evil}/video" autoplay></video>
<form action="${evil}/form" id="f"><input name="a" autofocus onfocus="parent.hacked=1"><button>Go</button></form>
<a id="script" href="javascript:parent.hacked=1">script</a> <a id="command" href="command:workbench.action.quit">command</a>
<a id="plain" href="${evil}/link" target="_top" ping="${evil}/ping">link</a>
<div style="background-image: url('${evil}/inline')" onclick="parent.hacked=1">text</div><math><maction actiontype="statusline" xlink:href="javascript:parent.hacked=1">m</maction></math>
</body></html>`;

async function open(body: string | Uint8Array, options: BodyPageOptions): Promise<BodyPage> {
  return openWholeBody(host, typeof body === 'string' ? Buffer.from(body) : body, options);
}

async function isUntouched({ page }: BodyPage): Promise<void> {
  const address = page.url();
  // Two frames and a moment of the browser's own work: whatever would be fetched has been asked for by then.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
  expect(page.url()).toBe(address);
  expect(hits).toEqual([]);
}

describe('a hostile body', () => {
  it('of HTML is a still picture: styled, but without scripts, requests, forms and links (X05)', async () => {
    const opened = await open(html(), { mediaType: 'text/html' });
    const { page } = opened;
    await page.getByTestId('mode-preview').click();
    const frame = page.frameLocator('[data-testid=html-frame]');
    await expect.poll(() => frame.locator('h1').innerText()).toBe('Hello');
    expect(await page.getByTestId('html-frame').getAttribute('sandbox')).toBe('allow-same-origin');
    expect(await page.getByTestId('static').innerText()).toContain('Static');
    // Styles came in through the object model.
    await expect
      .poll(() =>
        frame
          .locator('h1')
          .evaluate((one) => [getComputedStyle(one).color, getComputedStyle(one).marginLeft]),
      )
      .toEqual(['rgb(200, 0, 0)', '7px']);
    await expect
      .poll(() => frame.locator('img[alt=own]').evaluate((one) => (one as HTMLImageElement).naturalWidth))
      .toBe(1);
    for (const id of ['script', 'command', 'plain']) await frame.locator(`#${id}`).click();
    await frame.getByText('text', { exact: true }).click();
    expect(
      await frame
        .locator('script, iframe, object, embed, video, link, base, form[action], [onerror], [href]')
        .count(),
    ).toBe(0);
    await isUntouched(opened);
    await opened.close();
  });

  it.each([
    ['text', 'text/html', 'raw'],
    ['pages', 'text/html', 'large'],
    ['hex', 'text/html', 'hex'],
    ['XML', 'application/xml', 'raw'],
  ])('is only %s', async (_name, mediaType, mode) => {
    const body = mode === 'large' ? `${html()}\n${'padding\n'.repeat(700_000)}` : html();
    const opened = await open(body, { mediaType });
    const { page } = opened;
    if (mode === 'hex') await page.getByTestId('mode-hex').click();
    const view = { raw: 'body', large: 'body-pages', hex: 'body-hex' }[mode] ?? '';
    await expect.poll(() => page.getByTestId(view).last().innerText()).toContain('DOCTYPE');
    expect(await page.locator('img[src], svg script, form[action], a[href^=javascript]').count()).toBe(0);
    await isUntouched(opened);
    await opened.close();
  });

  it('of SVG is only a picture, and what is no picture is said to be none', async () => {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20" onload="parent.hacked=1"><script>parent.hacked=1</script><image href="${evil}/svg" width="5" height="5"/><style>@import url("${evil}/svgimport");</style></svg>`;
    const opened = await open(svg, { mediaType: 'image/svg+xml' });
    await opened.page.locator('img.image').waitFor();
    await isUntouched(opened);
    await opened.close();
  });

  it('cannot hide or turn around what it says', async () => {
    const opened = await open('a\u202eb\u2066c\u001b[31md', { mediaType: 'text/plain' });
    const body = opened.page.getByTestId('body');
    await expect
      .poll(() => body.locator('.cm-specialChar').allInnerTexts())
      .toEqual(['U+202E', 'U+2066', 'ESC']);
    await opened.close();
  });
});
