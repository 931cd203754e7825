/** The Request tab in a browser: rows that are moved, unlocked and written as text, bodies by reference, and its menu. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CookieRow } from '../../../src/extension/webview/hops.ts';
import type { HeaderEdit, PreparedEdit } from '../../../src/extension/webview/protocol.ts';
import { startPageHost, type OpenPage, type PageHost } from './pageHost.ts';
import { requestScenes } from './requestScenes.ts';
import { applyEdit, scenes, type Scene } from './scenes.ts';

let host: PageHost;
beforeAll(async () => {
  host = await startPageHost();
});
afterAll(() => host.close());

const sentCookie: CookieRow = {
  name: 'sid',
  value: '7f3a',
  note: 'session admin',
  facts: ['127.0.0.1', '/'],
  secret: true,
  stored: undefined,
};
const keptCookie: CookieRow = {
  ...sentCookie,
  name: 'adm',
  note: 'It is for paths under /admin.',
  stored: { name: 'adm', domain: '127.0.0.1', path: '/admin' },
};

interface ShownPage extends OpenPage {
  readonly edits: readonly PreparedEdit[];
}

async function show(name: string, width = 720): Promise<ShownPage> {
  const { snapshot, body }: Scene = { ...scenes, ...requestScenes }[name]!;
  const edits: PreparedEdit[] = [];
  let view = snapshot.prepared;
  const opened = await host.open({
    width,
    handlers: {
      readBody: ({ offset, length }) => Promise.resolve(body.slice(offset, offset + length).buffer),
      edit: ({ edit }) => {
        edits.push(edit);
        view = applyEdit(view, edit);
        return Promise.resolve(view);
      },
      readCookies: () => Promise.resolve({ sent: [sentCookie], notSent: [keptCookie] }),
      hashFile: ({ index }) => Promise.resolve({ sha256: `${index}`.repeat(64) }),
    },
    onMessage: (message, channel) => {
      if (message.type !== 'ready') return;
      channel.post({ type: 'start', strings: {}, locale: 'en', snapshot, tab: undefined });
    },
  });
  await opened.page.waitForSelector(`#exchange[data-state=${snapshot.state}]`);
  return { ...opened, edits };
}

const headersOf = ({ edits }: ShownPage): readonly HeaderEdit[] => edits.at(-1)?.headers ?? [];
const namesOf = (shown: ShownPage): readonly string[] => headersOf(shown).map(({ name }) => name);

describe('the way of a request', () => {
  it('is told below its headers, with who says so, and leads to what a session says', async () => {
    const shown = await show('route', 360);
    const route = shown.page.getByTestId('route');
    await expect
      .poll(() => route.locator('dd').allInnerTexts())
      .toEqual([
        'socks5://127.0.0.1:1080 from session admin, http-sessions.json:5',
        'not checked from the request',
        '/home/me/project/certificates/a-client-with-a-long-name.pfx from httpSessions.tls.clientCertificates',
      ]);
    await shown.page.getByRole('button', { name: 'session admin, http-sessions.json:5' }).click();
    await expect
      .poll(() => shown.received.at(-1))
      .toEqual({ type: 'showDefault', exchangeId: 'x1', header: 'X-Tenant' });
    const widths = await route.evaluate((section) => [section.scrollWidth, section.clientWidth]);
    expect(widths[0]).toBe(widths[1]);
    await shown.close();
  });

  it('is not there while nothing is out of the ordinary', async () => {
    const shown = await show('idle');
    expect(await shown.page.getByTestId('route').isVisible()).toBe(false);
    await shown.close();
  });
});

describe('a secret in the URL', () => {
  it('is masked until it is revealed, and sent as it is when the rest is edited', async () => {
    const shown = await show('maskedUrl');
    const url = shown.page.getByTestId('url');
    const masked = 'http://127.0.0.1:8080/login?token=••••••&page=1';
    expect(await url.inputValue()).toBe(masked);
    expect(await shown.page.content()).not.toContain('s3cr');
    await url.focus();
    await shown.page.keyboard.press('End');
    await shown.page.keyboard.type('2');
    await expect
      .poll(() => shown.edits.at(-1)?.url)
      .toBe('http://127.0.0.1:8080/login?token=s3cr%20t&page=12');
    expect(await url.inputValue()).toBe(`${masked}2`);
    const line = shown.page.locator('.request-line');
    await line.getByRole('button', { name: 'Show Value' }).click();
    expect(await url.inputValue()).toBe('http://127.0.0.1:8080/login?token=s3cr%20t&page=12');
    await line.getByRole('button', { name: 'Hide Value' }).click();
    expect(await url.inputValue()).toBe(`${masked}2`);
    await shown.close();
  });

  it('goes as a whole when a part of it is deleted', async () => {
    const shown = await show('maskedUrl');
    const url = shown.page.getByTestId('url');
    await url.evaluate((input: HTMLInputElement) => {
      const end = input.value.indexOf('&');
      input.focus();
      input.setSelectionRange(end, end);
    });
    await shown.page.keyboard.press('Backspace');
    await shown.page.keyboard.type('new');
    await expect.poll(() => shown.edits.at(-1)?.url).toBe('http://127.0.0.1:8080/login?token=new&page=1');
    await shown.close();
  });
});

describe('a secret in the body', () => {
  it('is masked until it is revealed, also after formatting, and stays in the body that is edited', async () => {
    const shown = await show('secretBody');
    const body = shown.page.getByTestId('prepared-body').locator('.cm-content');
    await expect.poll(() => body.innerText()).toContain('"pass": "••••••"');
    await shown.page.getByTestId('format').click();
    expect(await shown.page.content()).not.toContain('s3cr');
    await body.click();
    await shown.page.keyboard.press('Control+End');
    await shown.page.keyboard.type(' ');
    await expect
      .poll(() => shown.edits.at(-1)?.body)
      .toBe('{\r\n  "user": "ada",\r\n  "pass": "s3cr t"\r\n} ');
    await shown.page.locator('.prepared-body').getByRole('button', { name: 'Show Value' }).click();
    await expect.poll(() => body.innerText()).toContain('"pass": "s3cr t"');
    await shown.close();
  });
});

describe('header rows', () => {
  it('are moved with the pointer, among each other only', async () => {
    const shown = await show('idle');
    const rows = shown.page.getByTestId('header-row');
    const handle = await rows.nth(2).locator('.drag-handle').boundingBox();
    const target = await rows.nth(5).boundingBox();
    await shown.page.mouse.move(handle!.x + 3, handle!.y + 3);
    await shown.page.mouse.down();
    await shown.page.mouse.move(handle!.x + 3, target!.y + 10, { steps: 8 });
    await shown.page.mouse.up();
    await expect
      .poll(() => namesOf(shown))
      .toEqual([
        'Host',
        'Connection',
        'Content-Type',
        'Authorization',
        'Cookie',
        'User-Agent',
        'Accept',
        'Content-Length',
      ]);
    await shown.close();
  });

  it('are written as text, with what is off as a comment', async () => {
    const shown = await show('idle');
    await shown.page.getByTestId('headers-as-text').click();
    const field = shown.page.getByTestId('headers-text');
    const text = await field.inputValue();
    expect(text.split('\n')[0]).toBe('User-Agent: http-sessions/0.1.0');
    expect(text).toContain('# Accept: */*');
    expect(text).toContain('Authorization: ••••••');
    await field.fill('Content-Type: text/plain\n# User-Agent: me\nX-New: a: b\n');
    await expect
      .poll(() => headersOf(shown).slice(2, 5))
      .toEqual([
        { name: 'Content-Type', value: 'text/plain', enabled: true },
        { name: 'User-Agent', value: 'me', enabled: false },
        { name: 'X-New', value: 'a: b', enabled: true },
      ]);
    await shown.page.getByTestId('headers-as-text').click();
    await expect.poll(() => shown.page.getByTestId('header-row').count()).toBe(6);
    await shown.close();
  });

  it('that follow from the rest are unlocked after one question', async () => {
    const shown = await show('escapedUrl');
    const { page } = shown;
    const host = page.getByLabel('Value, host');
    expect(await host.isEditable()).toBe(false);
    await page.getByRole('button', { name: 'Unlock, host' }).click();
    await page.getByRole('button', { name: 'Leave It Locked' }).click();
    expect(await host.isEditable()).toBe(false);
    await page.getByRole('button', { name: 'Unlock, host' }).click();
    await page.getByTestId('unlock-yes').click();
    await host.fill('other.test');
    await expect
      .poll(() => headersOf(shown)[0])
      .toEqual({ name: 'host', value: 'other.test', enabled: true, unlocked: true });
    await page.getByRole('button', { name: 'Lock, host' }).click();
    await expect.poll(() => headersOf(shown)[0]?.unlocked).toBe(undefined);
    await shown.close();
  });
});

describe('a length', () => {
  it('is unlocked after the same question, and one that was added by its name is meant, too', async () => {
    const shown = await show('lengths');
    const { page } = shown;
    await page.getByRole('button', { name: 'Unlock, content-length' }).click();
    await page.getByTestId('unlock-yes').click();
    await page.getByLabel('Value, content-length').fill('3');
    await expect
      .poll(() => headersOf(shown).at(-1))
      .toEqual({ name: 'content-length', value: '3', enabled: true, unlocked: true });
    await page.getByTestId('add-header').click();
    await page.keyboard.type('Transfer-Encoding');
    await expect
      .poll(() => headersOf(shown).find(({ name }) => name === 'Transfer-Encoding'))
      .toMatchObject({ unlocked: true });
    await shown.close();
  });
});

describe('the URL', () => {
  it('has a hint that says what was escaped', async () => {
    const shown = await show('escapedUrl');
    expect(await shown.page.getByTestId('url-hint').innerText()).toBe('Escaped: ␣ as %20, é as %C3%A9');
    await shown.close();
  });
});

describe('a body that is not edited here', () => {
  it('is a list of parts, each file with its size and, when asked for, its SHA-256', async () => {
    const shown = await show('form');
    const parts = shown.page.getByTestId('body-part');
    expect(await parts.count()).toBe(2);
    expect(await parts.first().innerText()).toContain('A kettle, old');
    expect(await parts.nth(1).innerText()).toMatch(/photo\s+kettle\.jpg · image\/jpeg · 14\.2 MB/);
    expect(await parts.nth(1).innerText()).toContain('< ./photos/kettle.jpg');
    await shown.page.getByTestId('hash-file').click();
    await expect
      .poll(() => parts.nth(1).getByTestId('file-hash').innerText())
      .toBe(`SHA-256 ${'0'.repeat(64)}`);
    await shown.close();
  });

  it('is a small file with its SHA-256 at once', async () => {
    const shown = await show('file', 360);
    await expect
      .poll(() => shown.page.getByTestId('file-hash').innerText())
      .toBe(`SHA-256 ${'0'.repeat(64)}`);
    expect(await shown.page.getByTestId('hash-file').count()).toBe(0);
    await shown.close();
  });

  it('is hex, and can be edited in a file', async () => {
    const shown = await show('bytes');
    await expect.poll(() => shown.page.getByTestId('body-hex').first().innerText()).toContain('00 07 0e 15');
    await shown.page.getByTestId('edit-in-file').click();
    await expect.poll(() => shown.received).toContainEqual({ type: 'editBodyInFile', exchangeId: 'x1' });
    await shown.close();
  });
});

describe('what the tab asks of the host', () => {
  it('is a copy in one of six forms, chosen with the keyboard', async () => {
    const shown = await show('idle');
    const { page } = shown;
    await page.getByTestId('copy-as').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('p');
    await page.keyboard.press('Enter');
    await expect
      .poll(() => shown.received)
      .toContainEqual({ type: 'copyAs', exchangeId: 'x1', format: 'python' });
    expect(await page.getByRole('menu').count()).toBe(0);
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).toBe('copy-as');
    await shown.close();
  });

  it('is to update or keep a draft whose sources have changed, or to copy it to the file', async () => {
    const shown = await show('changed');
    const { page } = shown;
    expect(await page.getByTestId('changed').innerText()).toContain('Cookies have changed');
    expect(await page.getByTestId('copy-to-file').isDisabled()).toBe(true);
    await page.getByTestId('update-draft').click();
    await page.getByTestId('keep-draft').click();
    await page.getByTestId('method').fill('PUT');
    await page.getByTestId('copy-to-file').click();
    await expect
      .poll(() => shown.received.map(({ type }) => type))
      .toEqual(expect.arrayContaining(['updateDraft', 'keepDraft', 'copyToFile']));
    await shown.close();
  });
});

describe('the cookies of a request', () => {
  it('are reached from their row before it is sent, with the reason for each', async () => {
    const shown = await show('idle');
    const { page } = shown;
    const row = page.getByTestId('header-row').filter({ hasText: 'cookie jar' });
    await row.getByTestId('origin-link').click();
    await expect.poll(() => page.getByTestId('section-cookies').getAttribute('aria-selected')).toBe('true');
    const text = async () => (await page.getByTestId('cookies').innerText()).replace(/\s+/g, ' ');
    await expect.poll(text).toMatch(/Will be sent \(1\) sid .*Will not be sent \(1\) adm .*paths under/);
    expect(await text()).not.toContain('7f3a');
    await page.getByTestId('edit-cookie').first().click();
    await expect
      .poll(() => shown.received)
      .toContainEqual(expect.objectContaining({ type: 'editCookie', cookie: keptCookie.stored }));
    await page.getByTestId('show-cookies').click();
    await expect.poll(() => shown.received).toContainEqual({ type: 'showCookies', exchangeId: 'x1' });
    await shown.close();
  });
});

describe('Format', () => {
  it('lays a body out as an edit that can be undone, and says when it cannot', async () => {
    const shown = await show('idle');
    const { page } = shown;
    const code = page.getByTestId('prepared-body').locator('.cm-content');
    await code.click();
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText('{"a":1.10,"b":[2]}');
    await page.getByTestId('format').click();
    await expect
      .poll(() => shown.edits.at(-1)?.body)
      .toBe('{\r\n  "a": 1.10,\r\n  "b": [\r\n    2\r\n  ]\r\n}');
    await code.focus();
    await page.keyboard.press('Control+z');
    await expect.poll(() => shown.edits.at(-1)?.body).toBe('{"a":1.10,"b":[2]}');
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText('{');
    await page.getByTestId('format').click();
    await expect.poll(() => page.getByTestId('format-says').innerText()).toContain('cannot be laid out');
    await shown.close();
  });
});
