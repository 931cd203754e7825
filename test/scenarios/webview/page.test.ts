/** The panel's page in a browser under its real content security policy, with a host made for the test. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FromPage, PreparedEdit } from '../../../src/extension/webview/protocol.ts';
import { startPageHost, type OpenOptions, type OpenPage, type PageHost } from './pageHost.ts';
import { applyEdit, jsonBody, scenes, type Scene } from './scenes.ts';

let host: PageHost;
beforeAll(async () => {
  host = await startPageHost();
});
afterAll(() => host.close());

interface ShownPage extends OpenPage {
  readonly edits: readonly PreparedEdit[];
  readonly sends: readonly { readonly edit: PreparedEdit; readonly force: boolean }[];
  /** What can be read of the body; tests of streaming put more there. */
  readonly held: { body: Uint8Array };
}

/** Opens the page on a scene; the host answers edits as the real one does and begins every send. */
async function show(scene: Scene, options: Partial<OpenOptions> = {}): Promise<ShownPage> {
  const edits: PreparedEdit[] = [];
  const sends: { edit: PreparedEdit; force: boolean }[] = [];
  let view = scene.snapshot.prepared;
  const held = { body: scene.body };
  const opened = await host.open({
    handlers: {
      readBody: ({ offset, length }) => Promise.resolve(held.body.slice(offset, offset + length).buffer),
      edit: ({ edit }) => {
        edits.push(edit);
        view = applyEdit(view, edit);
        return Promise.resolve(view);
      },
      send: ({ exchangeId, edit, force }) => {
        sends.push({ edit, force });
        return Promise.resolve({ exchangeId });
      },
    },
    onMessage: (message, channel) => {
      if (message.type !== 'ready') return;
      channel.post({ type: 'start', strings: {}, locale: 'en', snapshot: scene.snapshot, tab: undefined });
    },
    ...options,
  });
  await opened.page.waitForSelector(`#exchange[data-state=${scene.snapshot.state}]`);
  return { ...opened, edits, sends, held };
}

const editorText = (shown: OpenPage, testId: string): Promise<string> =>
  shown.page.getByTestId(testId).locator('.cm-content').innerText();

const scene = (name: string): Scene => {
  const found = scenes[name];
  if (found === undefined) throw new Error(`There is no scene ${name}.`);
  return found;
};

describe('every state', () => {
  it.each([320, 700, 1100])('fits into %d pixels, with no error and no refused style', async (width) => {
    const shown = await show(scene('idle'), { width });
    for (const [name, { snapshot, body }] of Object.entries(scenes)) {
      shown.held.body = body;
      shown.channel.post({ type: 'snapshot', snapshot: { ...snapshot, exchangeId: name }, tab: undefined });
      await shown.page.waitForSelector(`#exchange[data-state=${snapshot.state}]`);
      expect(await shown.page.getByTestId('status').innerText()).not.toBe('');
      const over = await shown.page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect([name, over]).toEqual([name, 0]);
    }
    expect(shown.problems).toEqual([]);
    await shown.close();
  });
});

describe('the code view under the content security policy', () => {
  it('is laid out and coloured by its own style sheet', async () => {
    const shown = await show(scene('done'));
    const body = shown.page.getByTestId('body');
    await body.locator('.cm-line').first().waitFor();
    const scroller = await body.locator('.cm-scroller').evaluate((one) => getComputedStyle(one).display);
    const colours = await body
      .locator('.cm-line span')
      .evaluateAll((spans) => new Set(spans.map((span) => getComputedStyle(span).color)).size);
    expect(scroller).toBe('flex');
    expect(colours).toBeGreaterThan(2);
    await shown.close();
  });
});

describe('the prepared request', () => {
  it('shows every header with its origin, and masks what is secret', async () => {
    const shown = await show(scene('idle'));
    const rows = shown.page.getByTestId('header-row');
    expect(await rows.count()).toBe(8);
    const auth = rows.nth(4);
    expect(await auth.getByTestId('header-value').getAttribute('type')).toBe('password');
    await auth.getByRole('button', { name: 'Show Value' }).click();
    expect(await auth.getByTestId('header-value').getAttribute('type')).toBe('text');
    await auth.getByTestId('origin-link').click();
    await expect.poll(() => shown.received).toContainEqual({ type: 'goToLine', exchangeId: 'x1', line: 5 });
    await shown.close();
  });

  it('sends the body exactly as it was edited, with the line breaks it had', async () => {
    const shown = await show(scene('idle'));
    const line = shown.page.getByTestId('prepared-body').locator('.cm-line').nth(2);
    await line.click();
    await shown.page.keyboard.press('End');
    await shown.page.keyboard.insertText(',');
    await shown.page.keyboard.press('Enter');
    await shown.page.keyboard.insertText('"é😀": 1.10');
    await expect.poll(() => shown.edits.at(-1)?.body).toContain('1.10');
    await shown.page.getByTestId('send').click();
    await expect.poll(() => shown.sends.length).toBe(1);
    shown.channel.post({ type: 'snapshot', snapshot: scene('pending').snapshot, tab: undefined });
    await expect
      .poll(() => shown.page.evaluate(() => (document.activeElement as HTMLElement).dataset['testid']))
      .toBe('status');
    expect(shown.edits.at(-1)?.body).toBe('{\r\n  "user": "ada",\r\n  "pass": "b2",\r\n  "é😀": 1.10\r\n}');
    await shown.close();
  });

  it('sends nothing of a part that was not touched', async () => {
    const shown = await show(scene('idle'));
    await shown.page.getByTestId('send').click();
    await expect.poll(() => shown.sends).toEqual([{ edit: {}, force: false }]);
    await shown.close();
  });

  it('adds, turns off, moves and removes headers by keyboard, and keeps the focus', async () => {
    const shown = await show(scene('idle'));
    const { page } = shown;
    await page.getByTestId('add-header').click();
    await page.keyboard.type('X-T');
    await page.keyboard.press('Tab');
    await page.keyboard.type('1');
    await expect.poll(() => shown.edits.at(-1)?.headers?.find(({ name }) => name === 'X-T')?.value).toBe('1');
    await page.keyboard.press('Alt+ArrowUp');
    const names = (): string[] => shown.edits.at(-1)?.headers?.map(({ name }) => name) ?? [];
    await expect.poll(() => names().slice(-3)).toEqual(['X-T', 'Accept', 'Content-Length']);
    expect(await page.evaluate(() => (document.activeElement as HTMLInputElement).value)).toBe('1');
    await page.getByRole('checkbox', { name: 'Send the header User-Agent' }).uncheck();
    await page.getByTestId('header-row').nth(3).hover();
    await page.getByRole('button', { name: 'Remove Header, Content-Type' }).click();
    await expect.poll(names).not.toContain('Content-Type');
    const agent = shown.edits.at(-1)?.headers?.find(({ name }) => name === 'User-Agent');
    expect(agent?.enabled).toBe(false);
    expect(await page.getByTestId('edited').innerText()).toContain('headers');
    await shown.close();
  });

  it('can be sent with unresolved variables only on purpose', async () => {
    const shown = await show(scene('unresolved'));
    expect(await shown.page.getByTestId('send').isDisabled()).toBe(true);
    await shown.page.getByTestId('send-anyway').click();
    await expect.poll(() => shown.sends).toEqual([{ edit: {}, force: true }]);
    await shown.close();
  });

  it("says the host's sentence when it cannot be sent, and can be sent again", async () => {
    const shown = await show(scene('idle'), {
      handlers: {
        readBody: () => Promise.resolve(new ArrayBuffer(0)),
        edit: () => Promise.reject(new Error('The URL has no host.')),
        send: () => Promise.reject(new Error('Sending is off in Restricted Mode.')),
      },
    });
    await shown.page.getByTestId('url').fill('http://');
    const notice = shown.page.getByTestId('unresolved');
    await expect.poll(() => notice.innerText()).toContain('The URL has no host.');
    await shown.page.getByTestId('send').click();
    await expect.poll(() => notice.innerText()).toContain('Restricted Mode');
    expect(await shown.page.getByTestId('send').isEnabled()).toBe(true);
    await shown.close();
  });

  it('is reset to what the host says', async () => {
    const first = scene('idle').snapshot;
    const shown = await show(scene('idle'), {
      onMessage: (message: FromPage, channel) => {
        if (message.type === 'ready') {
          channel.post({ type: 'start', strings: {}, locale: 'en', snapshot: first, tab: undefined });
        }
        if (message.type === 'reset') channel.post({ type: 'snapshot', snapshot: first, tab: undefined });
      },
    });
    await shown.page.getByTestId('prepared-body').locator('.cm-line').first().click();
    await shown.page.keyboard.insertText('oops');
    await shown.page.getByTestId('method').fill('PUT');
    await shown.page.getByTestId('reset').click();
    await expect.poll(() => editorText(shown, 'prepared-body')).toMatch(/^\{\s+"user": "ada"/);
    expect(await shown.page.getByTestId('method').inputValue()).toBe('POST');
    await shown.close();
  });

  it('is text, not fields, once it was sent', async () => {
    const shown = await show(scene('done'));
    await shown.page.getByTestId('tab-request').click();
    expect(await shown.page.getByTestId('method').isEditable()).toBe(false);
    expect(await shown.page.getByTestId('header-name').allInnerTexts()).toEqual(
      scene('done')
        .snapshot.prepared.headers.filter(({ enabled }) => enabled)
        .map(({ name }) => name),
    );
    expect(await shown.page.getByTestId('send').isVisible()).toBe(false);
    expect(await shown.page.getByTestId('header-value').nth(4).innerText()).toBe('••••••');
    await shown.close();
  });
});

describe('the response', () => {
  it('is laid out without changing a number or a repeated key, and raw on demand', async () => {
    const shown = await show(scene('done'));
    await expect.poll(() => editorText(shown, 'body')).toContain('"id": 12345678901234567890,');
    expect(await editorText(shown, 'body')).toMatch(/"ok": true,\s+"none": null,\s+"ok": false/);
    await shown.page.getByTestId('mode-raw').click();
    await expect.poll(() => editorText(shown, 'body')).toContain('"price":1.10');
    await shown.close();
  });

  it('grows while it arrives', async () => {
    const { snapshot } = scene('streaming');
    const whole = new TextEncoder().encode(jsonBody);
    const shown = await show({ snapshot: { ...snapshot, received: 10 }, body: whole.slice(0, 10) });
    await expect.poll(() => editorText(shown, 'body')).toBe('{"id":1234');
    shown.held.body = whole.slice(0, 20);
    shown.channel.post({
      type: 'progress',
      progress: {
        exchangeId: 'x1',
        state: 'streaming',
        phase: 'body',
        elapsed: 900,
        received: 20,
        expected: 426,
      },
    });
    await expect.poll(() => editorText(shown, 'body')).toBe('{"id":12345678901234');
    expect(await shown.page.getByTestId('cancel').isVisible()).toBe(true);
    shown.held.body = whole;
    shown.channel.post({ type: 'snapshot', snapshot: { ...scene('done').snapshot }, tab: undefined });
    await expect.poll(() => editorText(shown, 'body')).toContain('"id": 12345678901234567890,');
    expect(await shown.page.getByTestId('cancel').isVisible()).toBe(false);
    await shown.close();
  });

  it('cannot run anything: markup is text and an image is only an image', async () => {
    const hostile =
      '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script><base href="//evil.test">';
    const { snapshot } = scene('serverError');
    const html = await show({
      body: new TextEncoder().encode(hostile),
      snapshot: {
        ...snapshot,
        received: hostile.length,
        response: {
          ...snapshot.response!,
          reason: hostile,
          headers: [['X-A', hostile]],
          connection: hostile,
        },
        title: hostile,
      },
    });
    await expect.poll(() => editorText(html, 'body')).toContain('onerror="window.hacked=1"');
    for (const section of ['headers', 'timing']) await html.page.getByTestId(`section-${section}`).click();
    expect(
      await html.page.evaluate(() => [
        document.querySelectorAll('img[src="x"], base').length,
        'hacked' in window,
      ]),
    ).toEqual([0, false]);
    await html.close();
    const image = await show(scene('image'));
    await image.page.locator('img.image').waitFor();
    expect(await image.page.evaluate(() => 'hacked' in window)).toBe(false);
    await image.close();
  });

  it('stays, dimmed, while the same request is on its way again', async () => {
    const shown = await show(scene('done'));
    await expect.poll(() => editorText(shown, 'body')).toContain('"id"');
    shown.channel.post({
      type: 'snapshot',
      snapshot: { ...scene('pending').snapshot, exchangeId: 'x2' },
      tab: undefined,
    });
    await shown.page.getByTestId('previous').waitFor();
    expect(await editorText(shown, 'body')).toContain('"id"');
    await shown.close();
  });

  it('is found in with the find box, whose Escape goes no further', async () => {
    const shown = await show(scene('done'));
    await expect.poll(() => editorText(shown, 'body')).toContain('"id"');
    await shown.page.getByTestId('status').focus();
    await shown.page.keyboard.press('Control+f');
    await shown.page.getByTestId('code-find-bar').waitFor();
    await expect.poll(() => shown.received).toContainEqual({ type: 'findVisible', visible: true });
    await shown.page.keyboard.type('line 3');
    await expect.poll(() => shown.page.locator('.cm-searchMatch').count()).toBe(1);
    await shown.page.keyboard.press('Escape');
    await expect.poll(() => shown.received.at(-1)).toEqual({ type: 'findVisible', visible: false });
    await shown.page.getByTestId('status').focus();
    await shown.page.keyboard.press('Escape');
    await expect.poll(() => shown.received.at(-1)).toEqual({ type: 'focusEditor' });
    await shown.close();
  });
});

describe('the frame', () => {
  it('has both tabs beside each other from 900 pixels on', async () => {
    const shown = await show(scene('done'), { width: 1100 });
    expect(await shown.page.getByTestId('tab-request').isVisible()).toBe(false);
    expect(await shown.page.getByRole('region', { name: 'Request' }).isVisible()).toBe(true);
    expect(await shown.page.getByRole('region', { name: 'Response' }).isVisible()).toBe(true);
    await shown.page.setViewportSize({ width: 600, height: 700 });
    await shown.page.getByTestId('tab-request').waitFor();
    await shown.close();
  });

  it('is gone through by keyboard: arrows in tabs, F6 between groups', async () => {
    const shown = await show(scene('done'));
    await shown.page.getByTestId('tab-response').focus();
    await shown.page.keyboard.press('ArrowLeft');
    expect(await shown.page.getByTestId('tab-request').getAttribute('aria-selected')).toBe('true');
    await shown.page.keyboard.press('ArrowRight');
    const focused: string[] = [];
    await shown.page.getByTestId('status').focus();
    for (let step = 0; step < 4; step++) {
      await shown.page.keyboard.press('F6');
      focused.push(
        await shown.page.evaluate(() => {
          const active = document.activeElement as HTMLElement;
          return active.dataset['testid'] ?? active.className;
        }),
      );
    }
    expect(focused).toEqual(['tab-response', 'section-body', 'mode-pretty', 'cm-content cm-lineWrapping']);
    await shown.close();
  });

  it('says what happened in one hidden status region, and moves nothing when motion is reduced', async () => {
    const shown = await show(scene('streaming'), { reducedMotion: true });
    shown.channel.post({ type: 'snapshot', snapshot: scene('done').snapshot, tab: undefined });
    await expect
      .poll(() => shown.page.getByTestId('speech').textContent())
      .toBe('200 OK, 84 milliseconds, 426 bytes, JSON');
    expect(await shown.page.evaluate(() => document.getAnimations().length)).toBe(0);
    await shown.close();
  });

  it('drops what a frame inside the page might forge', async () => {
    const shown = await show(scene('done'));
    await shown.page.evaluate(() => {
      window.postMessage({ frame: 'message', key: '', message: { type: 'perform', action: 'send' } });
      window.postMessage({ type: 'snapshot', snapshot: {} });
    });
    expect(await shown.page.getByTestId('exchange').getAttribute('data-state')).toBe('done');
    expect(shown.sends).toEqual([]);
    await shown.close();
  });
});
