/** The cookie form's page alone in a browser, with a host that answers as the extension would. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CookieFields, CookieVerdict } from '../../../src/extension/webview/cookieForm.ts';
import { startPageHost, type OpenOptions, type OpenPage, type PageHost } from './pageHost.ts';

let host: PageHost;
beforeAll(async () => {
  host = await startPageHost();
});
afterAll(() => host.close());

const fields: CookieFields = {
  name: 'sid',
  value: 's3cret',
  encode: false,
  domain: 'a.test',
  hostOnly: true,
  path: '/admin',
  expires: '2026-11-23T11:42:00',
  secure: false,
  httpOnly: true,
  sameSite: 'lax',
};
const fine: CookieVerdict = { notes: [], expiresIn: 'in 58 min', line: 'sid=…; Path=/admin; HttpOnly' };
const refused: CookieVerdict = {
  ...fine,
  problem: { field: 'path', text: 'A path starts with a slash.' },
};

/** Opens the form; a path without a slash is refused. */
async function openForm(
  options: Partial<OpenOptions> & { readonly shown?: CookieFields } = {},
): Promise<OpenPage> {
  const { shown = fields, ...rest } = options;
  return host.open({
    ...rest,
    script: 'cookieForm',
    handlers: {},
    onMessage: (message, channel) => {
      if (message.type === 'ready') {
        channel.post({
          type: 'cookieForm',
          strings: {},
          locale: 'en',
          title: 'Edit cookie · session admin',
          fields: shown,
          masked: true,
          verdict: fine,
        });
      }
      if (message.type === 'checkCookie') {
        const verdict = message.fields.path.startsWith('/') ? fine : refused;
        channel.post({ type: 'cookieVerdict', revision: message.revision, verdict });
      }
    },
  });
}

const saved = ({ received }: OpenPage) =>
  received.flatMap((message) => (message.type === 'saveCookie' ? [message.fields] : []));

describe('the form of a cookie', () => {
  it('masks the value until it is asked for, and starts there', async () => {
    const open = await openForm();
    const value = open.page.getByTestId('value');
    await expect.poll(() => value.evaluate((input) => input === document.activeElement)).toBe(true);
    expect(await value.getAttribute('type')).toBe('password');
    await open.page.getByRole('button', { name: 'Show Value' }).click();
    expect(await value.getAttribute('type')).toBe('text');
    expect(open.problems).toEqual([]);
    await open.close();
  });

  it('says why it cannot be kept, and saves when it can', async () => {
    const open = await openForm();
    const path = open.page.getByLabel('Path');
    await path.fill('admin');
    await open.page.getByRole('alert').getByText('A path starts with a slash.').waitFor();
    expect(await path.getAttribute('aria-invalid')).toBe('true');
    await path.press('Enter');
    expect(saved(open)).toEqual([]);
    await path.fill('/');
    await expect.poll(() => path.getAttribute('aria-invalid')).toBe('false');
    await path.press('Enter');
    await expect.poll(() => saved(open)).toEqual([{ ...fields, path: '/' }]);
    await open.close();
  });

  it('does not ask for a value that it may not see', async () => {
    const open = await openForm({ shown: { ...fields, value: undefined } });
    await open.page.getByText('values are not shown in a folder that is not trusted').waitFor();
    expect(await open.page.getByTestId('value').isDisabled()).toBe(true);
    await open.page.getByTestId('save').click();
    await expect.poll(() => saved(open)).toEqual([{ ...fields, value: undefined }]);
    await open.close();
  });

  it('fits into 320 px, and is left by Escape', async () => {
    const open = await openForm({ width: 320 });
    await open.page.getByTestId('cookie-form').waitFor();
    const width = await open.page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBe(320);
    await open.page.keyboard.press('Escape');
    await expect.poll(() => open.received.at(-1)?.type).toBe('closeCookieForm');
    await open.close();
  });
});
