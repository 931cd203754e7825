/**
 * Cookies with a person's hands: why each one is not sent, the form, the box for its value, deleting and bringing back,
 * and pasting what a server would have said. The hosts exist only behind a proxy, which answers for all of them.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FrameLocator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shown } from './panel.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

const file = `### 0
GET http://shop.test/set

### 1
GET http://other.test/set

### 2
GET http://shop.test/me

### 3
GET http://shop.test/again

### 4
GET http://shop.test/own
Cookie: sid=z
`;

/** The Cookie header of each request by its URL, the last one of each. */
const sent = new Map<string, string | undefined>();
let proxy: Server;
let workbench: Workbench;

beforeAll(async () => {
  proxy = createServer((request, response) => {
    const url = request.url ?? '';
    sent.set(url, request.headers.cookie);
    if (url === 'http://shop.test/set') {
      response.setHeader('set-cookie', [
        'sid=1',
        'adm=2; Path=/admin',
        'old=3; Max-Age=1',
        'off=4; HttpOnly',
      ]);
    }
    if (url === 'http://other.test/set') response.setHeader('set-cookie', 'far=5');
    response.end('ok');
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  workbench = await openWorkbench({
    files: { 'jar.http': file },
    settings: { 'httpSessions.proxy': `http://127.0.0.1:${(proxy.address() as AddressInfo).port}` },
  });
  await workbench.openFile('jar.http');
  await workbench.openSidebar();
});
afterAll(async () => {
  await workbench.close();
  proxy.close();
});

const row = (name: string) => workbench.tree(new RegExp(`^${name}`)).first();

async function send(nth: number, path: string): Promise<void> {
  await workbench.lens('Send', nth).click();
  await shown(workbench.panel, path, 'done').waitFor();
}

/** The tab, or its name in the list of a narrow panel. */
async function chooseCookies(): Promise<void> {
  const tab = workbench.panel.getByTestId('section-cookies');
  if (await tab.isVisible()) await tab.click();
  else await workbench.panel.locator('.sections-row select').selectOption('cookies');
}

/** The page of the form, which covers that of the responses. */
function form(): FrameLocator {
  return workbench.page.frameLocator('iframe.webview.ready:visible').frameLocator('iframe#active-frame');
}

async function select(name: string): Promise<void> {
  await row(name).locator('.label-name').click();
  await expect.poll(() => row(name).getAttribute('class')).toContain('focused');
}

/** Pastes onto a row, unless there is a row of that name already. */
async function paste(onto: string, text: string, name: string): Promise<void> {
  const { page } = workbench;
  if ((await row(name).count()) === 0) {
    await page.evaluate((line) => navigator.clipboard.writeText(line), text);
    await select(onto);
    await page.keyboard.press('Control+v');
  }
  await row(name).waitFor();
}

describe('the cookies of a session', () => {
  it('come by response, by paste and by check box', async () => {
    await send(0, '/set');
    for (const name of ['sid', 'adm', 'off']) await row(name).waitFor();
    await workbench.lens('Send', 1).click();
    await row('far').waitFor();
    await paste('sid', 'Set-Cookie: sec=6; Secure', 'sec');
    await row('off').getByRole('checkbox').click();
    await expect.poll(() => row('off').innerText()).toContain('off');
    await expect.poll(() => row('old').innerText()).toContain('expired');
  });

  it('say why each of them was not sent', async () => {
    await send(2, '/me');
    expect(sent.get('http://shop.test/me')).toBe('sid=1');
    await chooseCookies();
    const text = async () =>
      (await workbench.panel.getByTestId('cookies-notSent').innerText()).replace(/\s+/g, ' ');
    for (const sentence of [
      /adm .*It is for paths under \/admin\./,
      /sec .*It is Secure and the request is plain http\./,
      /old .*It has expired\./,
      /far .*It is for other\.test, not for shop\.test\./,
      /off .*It is switched off\./,
    ]) {
      await expect.poll(text).toMatch(sentence);
    }
  });

  it('are sent when the form has made them fit', async () => {
    await workbench.panel.getByTestId('cookie').filter({ hasText: 'adm' }).getByTestId('edit-cookie').click();
    const path = form().getByTestId('path');
    await path.fill('admin');
    await form().getByTestId('problem').getByText('A path starts with a slash.').waitFor();
    expect(await form().getByTestId('save').getAttribute('aria-disabled')).toBe('true');
    await path.fill('/');
    await form().getByTestId('line').getByText('adm=…; Path=/').waitFor();
    await form().getByTestId('save').click();
    await expect.poll(() => workbench.page.getByRole('tab', { name: /^Cookie adm/ }).count()).toBe(0);
    await send(3, '/again');
    expect(sent.get('http://shop.test/again')).toBe('sid=1; adm=2');
  });

  it('keep their value when the new one would break the header', async () => {
    await select('sid');
    await workbench.page.keyboard.press('F2');
    const box = workbench.page.locator('.quick-input-widget');
    await box.locator('input').fill('a=b;c');
    await box.getByText('A value cannot hold a semicolon').waitFor();
    await workbench.page.keyboard.press('Enter');
    expect(await box.isVisible()).toBe(true);
    await workbench.page.keyboard.press('Escape');
    await box.waitFor({ state: 'hidden' });
  });

  it('come back as they were after deleting them was undone', async () => {
    const before = await row('off').getAttribute('aria-label');
    await select('off');
    await workbench.page.keyboard.press('Delete');
    await expect.poll(() => row('off').count()).toBe(0);
    await workbench.page.keyboard.press('Control+z');
    await row('off').waitFor();
    expect(await row('off').getAttribute('aria-label')).toBe(before);
    expect(before).toMatch(/HttpOnly, disabled/);
  });

  it('are added by pasting what a server would have said', async () => {
    await paste('sid', 'Set-Cookie: x=1; HttpOnly', 'x');
    await expect.poll(() => row('x').getAttribute('aria-label')).toMatch(/domain shop\.test.*HttpOnly/);
  });

  it('give way to a Cookie header in the file, and stay in the jar', async () => {
    await send(4, '/own');
    expect(sent.get('http://shop.test/own')).toBe('sid=z');
    await chooseCookies();
    const text = () => workbench.panel.getByTestId('cookies-notSent').innerText();
    await expect.poll(text).toMatch(/sid[\s\S]*Your Cookie header replaces it\./);
    for (const name of ['sid', 'adm', 'x']) expect(await row(name).count()).toBe(1);
  });
});
