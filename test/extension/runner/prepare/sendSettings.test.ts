import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSeconds, sendSettings } from '../../../../src/extension/runner/prepare/sendSettings.ts';
import type { Dialect } from '../../../../src/language/semantics/definition/definition.ts';

/** Settings for directives written as in a file, one a line. */
function settingsFor(text: string, dialect: Dialect = 'rest-client') {
  const directives = text.split('\n').map((line, index) => {
    const [, name = '', value = ''] = /^# @(\S+)\s*(.*)$/.exec(line) ?? [];
    const key = name.replaceAll('-', '').toLowerCase();
    return { key, name, value, line: index + 1, range: { start: 0, end: 0 } };
  });
  return sendSettings(directives, { dialect, folder: '/project' });
}

describe('directives that say how to send', () => {
  it('leaves everything to the session when there are none', () => {
    expect(sendSettings([], { dialect: 'rest-client', folder: '/project' })).toEqual({
      options: {},
      session: undefined,
      usesCookies: true,
      isLogged: true,
      note: undefined,
      problems: [],
    });
  });

  it('reads the switches', () => {
    const settings = settingsFor('# @no-redirect\n# @noCookieJar\n# @no-log\n# @session admin');
    expect(settings).toMatchObject({
      options: { allowRedirects: false },
      usesCookies: false,
      isLogged: false,
      session: 'admin',
    });
  });

  it('takes a switch back with false', () => {
    expect(settingsFor('# @no-redirect false').options).toEqual({});
  });

  it('counts bare times in seconds, and in milliseconds in files of httpYac', () => {
    expect(settingsFor('# @timeout 5').options.timeout).toEqual([5, 5]);
    expect(settingsFor('# @timeout 5', 'httpyac').options.timeout).toEqual([0.005, 0.005]);
    expect(settingsFor('# @timeout 500 ms\n# @connection-timeout 2 m').options.timeout).toEqual([120, 0.5]);
    expect(settingsFor('# @connection-timeout 3').options.timeout).toEqual([3, null]);
  });

  it('reports a time that is none and changes nothing', () => {
    const { options, problems } = settingsFor('# @timeout soon');
    expect(options).toEqual({});
    expect(problems).toEqual(['Line 1: @timeout needs a time such as 5 s, not "soon".']);
    expect(readSeconds('0', 'rest-client')).toBeUndefined();
    expect(readSeconds('-1', 'rest-client')).toBeUndefined();
  });

  it('verifies certificates unless told not to', () => {
    expect(settingsFor('# @insecure').options.verify).toBe(false);
    expect(settingsFor('# @noRejectUnauthorized').options.verify).toBe(false);
    expect(settingsFor('# @verify false').options.verify).toBe(false);
    expect(settingsFor('# @verify').options.verify).toBe(true);
    expect(settingsFor('# @verify ca.pem').options.verify).toBe(path.resolve('/project', 'ca.pem'));
  });

  it('names a proxy or none', () => {
    expect(settingsFor('# @proxy http://p:3128').options.proxies).toEqual({
      http: 'http://p:3128',
      https: 'http://p:3128',
    });
    expect(settingsFor('# @no-proxy').options.proxies).toMatchObject({ http: null, no_proxy: '*' });
  });
});
