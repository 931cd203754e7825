/** The settings of other tools, read as ours, and the page that tells which of them counts. */
import { describe, expect, it } from 'vitest';
import { foreignSettings } from '../../../src/extension/editor/settings/foreignSettings.ts';
import { settingsPage, shownSetting } from '../../../src/extension/editor/settings/settingsPage.ts';
import { english as t } from './localize.ts';

/** What a setting of another tool is to ours. */
function read(ours: string, id: string, value: unknown): unknown {
  const row = (foreignSettings[ours] ?? []).find(({ tool, key }) => `${tool}.${key}` === id);
  if (row === undefined) throw new Error(`no row for ${id}`);
  return row.read(value);
}

describe('a setting of another tool', () => {
  const certificates = {
    'a.test:8443': { cert: './a.pem', key: './a.key' },
    'b.test': { pfx: 'b.pfx', passphrase: 'p' },
  };
  const readCertificates = {
    'a.test:8443': { certificate: './a.pem', key: './a.key', passphrase: undefined },
    'b.test': { pfx: 'b.pfx', passphrase: 'p' },
  };
  it.each([
    ['redirects.follow', 'rest-client.followredirect', false, false],
    ['redirects.follow', 'httpyac.requestGotOptions', { followRedirect: false }, false],
    ['timeout.total', 'rest-client.timeoutinmilliseconds', 1500, 1.5],
    ['timeout.total', 'rest-client.timeoutinmilliseconds', 0, 0],
    ['timeout.total', 'httpyac.requestGotOptions', { timeout: 2000 }, 2],
    ['timeout.total', 'httpyac.requestGotOptions', { timeout: { request: 3000 } }, 3],
    ['tls.clientCertificates', 'rest-client.certificates', certificates, readCertificates],
    ['noProxy', 'rest-client.excludeHostsForProxy', ['a.test', 3, 'b.test:80'], ['a.test', 'b.test:80']],
    ['headers', 'rest-client.defaultHeaders', { 'X-A': '1', 'X-B': 2 }, { 'X-A': '1' }],
    ['cookies', 'rest-client.rememberCookiesForSubsequentRequests', false, false],
    ['cookies', 'httpyac.cookieJarEnabled', { looseMode: true }, undefined],
    ['formEncoding', 'rest-client.formParamEncodingStrategy', 'never', 'never'],
    ['formEncoding', 'rest-client.formParamEncodingStrategy', 'sometimes', undefined],
    ['response.takeFocus', 'httpyac.responseViewPreserveFocus', true, false],
    ['response.openTo', 'rest-client.previewColumn', 'current', 'active'],
    ['lens.enabled', 'httpyac.codelens', { send: false }, false],
    ['lens.enabled', 'httpyac.codelens', {}, undefined],
    ['body.editorLimit', 'rest-client.largeResponseBodySizeLimitInMB', 8, 8],
    ['environment.protected', 'httpyac.environmentStatusBarItemErrorEnvs', ['live'], ['live']],
  ])('for %s, %s, %j counts as %j', (ours, id, value, expected) => {
    expect(read(ours, id, value)).toEqual(expected);
  });

  it('is read by what it is, and says nothing when it makes no sense', () => {
    for (const rows of Object.values(foreignSettings)) {
      for (const row of rows) {
        for (const nonsense of [undefined, Symbol('x'), () => 1]) expect(row.read(nonsense)).toBeUndefined();
      }
    }
  });
});

describe('the page of settings in force', () => {
  it('tells each value with where it comes from, what somebody has set first', () => {
    const text = settingsPage(
      {
        file: 'api/a.http',
        trusted: true,
        session: 'admin',
        settings: [
          { key: 'timeout.read', value: 0, origin: 'default' },
          { key: 'redirects.follow', value: false, origin: 'rest-client.followredirect', scope: 'workspace' },
          { key: 'proxy', value: 'http://me:pw@p.test', origin: 'httpSessions.proxy', scope: 'user' },
        ],
        defaults: [{ key: 'headers.x-a', value: 'one|two', origin: 'http-sessions.json:5' }],
        proxies: [{ key: 'proxy', value: 'http://me:pw@p.test', origin: 'http.proxy' }],
      },
      t,
    );
    expect(text).toContain('# Settings in force for api/a.http');
    expect(text).toContain(
      '| `redirects.follow` | false | rest-client.followredirect, workspace settings: REST Client has it and ours is unset |',
    );
    expect(text).toContain('| `proxy` | http://••••••@p.test | httpSessions.proxy, user settings |');
    expect(text).toContain('| `headers.x-a` | one\\|two | http-sessions.json:5 |');
    expect(text.indexOf('timeout.read')).toBeGreaterThan(text.indexOf('Left at their defaults'));
    expect(text).not.toContain('pw@');
  });

  it('says what a folder that is not trusted cannot decide', () => {
    const page = {
      file: undefined,
      trusted: false,
      settings: [],
      session: undefined,
      defaults: [],
      proxies: [],
    };
    expect(settingsPage(page, t)).toContain('The folder is not trusted');
  });

  it.each([
    ['environmentVariables', { $shared: {}, dev: { token: 's3cret' } }, '$shared, dev'],
    ['tls.clientCertificates', { 'a.test': { passphrase: 's3cret' } }, 'a.test'],
    ['headers', { 'X-Api-Key': 's3cret', 'X-A': '1' }, 'X-Api-Key: ••••••; X-A: 1'],
    ['auth', 'Bearer s3cret', '••••••'],
    ['tls.ca', [], '[]'],
    ['proxy', '', 'none'],
  ])('shows %s without its secrets', (key, value, expected) => {
    expect(shownSetting(key, value, t)).toBe(expected);
  });
});
