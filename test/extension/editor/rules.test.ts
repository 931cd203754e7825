import { describe, expect, it } from 'vitest';
import { bodyFileName, bodyText, rawFileName } from '../../../src/extension/editor/panel/bodyNames.ts';
import { matchesAny } from '../../../src/extension/editor/environments/namePatterns.ts';
import { environmentVariables } from '../../../src/extension/editor/environments/proxyVariables.ts';
import { requestKeys } from '../../../src/extension/editor/sending/requestKey.ts';
import { holdsSecret } from '../../../src/extension/editor/trust/secrecy.ts';
import { bodyOf, preparedRequest, responseOf } from './exchangeExamples.ts';

describe('names in a setting', () => {
  it.each([
    ['prod', 'prod*', true],
    ['Production', 'prod*', true],
    ['preprod', 'prod*', false],
    ['preprod', '*prod', true],
    ['eu-prod-2', '*prod*', true],
    ['eu-prod-2', 'eu*2', true],
    ['aba', 'ab*ba', false],
    ['a.b', 'a?b', false],
    ['dev', '', false],
    ['dev', '*', true],
  ])('%s is one of %s: %s', (name, pattern, expected) => {
    expect(matchesAny(name, ['nothing', pattern])).toBe(expected);
  });
});

describe('the proxy variables of a session', () => {
  it('leave the environment alone when no setting names a proxy', () => {
    expect(environmentVariables({ HTTP_PROXY: 'http://env:1' }, { proxy: undefined, noProxy: [] })).toEqual({
      HTTP_PROXY: 'http://env:1',
    });
  });

  it('put the proxy of the settings in the place of every other', () => {
    const base = { HTTPS_PROXY: 'http://env:1', all_proxy: 'http://env:2', HOME: '/h' };
    expect(environmentVariables(base, { proxy: 'http://ours:3', noProxy: [] })).toEqual({
      HOME: '/h',
      http_proxy: 'http://ours:3',
      https_proxy: 'http://ours:3',
    });
  });

  it('add the hosts without proxy to those of the environment', () => {
    const variables = environmentVariables(
      { NO_PROXY: 'a.test' },
      { proxy: undefined, noProxy: ['localhost'] },
    );
    expect(variables).toEqual({ no_proxy: 'a.test,localhost' });
  });
});

describe('finding a request again', () => {
  it('goes by name, else by request line and count', () => {
    const plain = { name: undefined, method: 'GET', url: '{{host}}/a' };
    expect(requestKeys([{ ...plain, name: 'login' }, plain, plain])).toEqual([
      'name login #0',
      'GET {{host}}/a #0',
      'GET {{host}}/a #1',
    ]);
  });
});

describe('secrets', () => {
  it.each(['p@ss w"rd', 'p%40ss%20w%22rd', btoa('p@ss w"rd').slice(0, 12), 'p@ss w\\"rd'])(
    'are found as %s',
    (form) => {
      expect(holdsSecret(`x=${form};`, ['p@ss w"rd'])).toBe(true);
    },
  );

  it('are not found where they are not', () => {
    expect(holdsSecret('nothing', ['p@ss', ''])).toBe(false);
  });
});

describe('the name of a saved body', () => {
  const named = (url: string, headers: [string, string][]): string => {
    const prepared = preparedRequest('GET', url);
    return bodyFileName({ prepared, response: responseOf({ request: prepared, headers }), body: undefined });
  };

  it('comes from the server, as a base name only (Q09)', () => {
    expect(named('http://a.test/x', [['Content-Disposition', 'attachment; filename="../../.bashrc"']])).toBe(
      'bashrc',
    );
    expect(named('http://a.test/x', [['Content-Disposition', 'attachment; filename=report.pdf']])).toBe(
      'report.pdf',
    );
  });

  it('ends as its codings are called when it is saved as it came', () => {
    const prepared = preparedRequest('GET', 'http://a.test/page.html');
    const raw = (coding: string): string => {
      const response = responseOf({ request: prepared, headers: [['Content-Encoding', coding]] });
      return rawFileName({ prepared, response, body: undefined });
    };
    expect(['gzip', 'BR', 'br, zstd', 'unknown'].map(raw)).toEqual([
      'page.html.gz',
      'page.html.br',
      'page.html.br.zst',
      'page.html',
    ]);
  });

  it('comes from the path, with an ending for the type', () => {
    expect(named('http://a.test/users?q=1', [['Content-Type', 'application/json']])).toBe('users.json');
    expect(named('http://a.test/', [['Content-Type', 'image/png']])).toBe('response.png');
    expect(named('http://a.test/logo.svg', [])).toBe('logo.svg');
  });

  it('does not matter to the text, which follows the charset', async () => {
    const response = responseOf({ headers: [['Content-Type', 'text/plain; charset=nonsense']] });
    const prepared = preparedRequest('GET', 'http://a.test/');
    expect(await bodyText({ prepared, response, body: bodyOf('é') })).toBe('é');
  });
});
