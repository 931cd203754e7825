import { describe, expect, it } from 'vitest';
import { hasSecrets, maskedRequest } from '../../../src/extension/editor/trust/maskedRequest.ts';
import { preparedRequest } from './exchangeExamples.ts';

describe('a request with its secrets crossed out', () => {
  const prepared = preparedRequest('POST', 'http://a.test/?key=s%20cret', {
    headers: { Authorization: 'Bearer abc', Cookie: 'sid=1; theme=dark', 'X-Api-Key': 'k', 'X-Plain': 'p' },
    data: '{"password": "s cret"}',
  });
  const masked = maskedRequest(prepared, ['s cret']);

  it('keeps names and schemes', () => {
    expect(masked.headers.get('Authorization')).toBe('Bearer ***');
    expect(masked.headers.get('Cookie')).toBe('sid=***; theme=***');
    expect(masked.headers.get('X-Api-Key')).toBe('***');
    expect(masked.headers.get('X-Plain')).toBe('p');
  });

  it('holds no secret in its URL and body, in whatever form it stood there', () => {
    expect(masked.url).toBe('http://a.test/?key=***');
    expect(masked.body).toBe('{"password": "***"}');
  });

  it.each([
    ['a header', { headers: { 'X-Note': 'a s cret', 'X-Last': 'plain' } }, 'http://a.test/'],
    ['the URL', {}, 'http://a.test/s%20cret'],
    ['the body', { data: 's cret' }, 'http://a.test/'],
  ])('is another value when %s alone holds one', (_what, options, url) => {
    const one = preparedRequest('POST', url, options);
    const shown = maskedRequest(one, ['s cret']);
    expect(shown).not.toBe(one);
    expect([shown.url, JSON.stringify([...shown.headers]), shown.body as string].join()).not.toMatch(
      /s(?:%20| )cret/,
    );
    expect(hasSecrets(one, ['s cret'])).toBe(true);
  });

  it('keeps bytes and absent bodies as they are', () => {
    const bytes = Uint8Array.of(1, 2);
    const one = preparedRequest('POST', 'http://a.test/', { data: bytes, headers: { 'X-Api-Key': 'k' } });
    expect(maskedRequest(one, []).body).toBe(one.body);
  });

  it('is the same value where nothing is secret', () => {
    const plain = preparedRequest('GET', 'http://a.test/');
    expect(maskedRequest(plain, ['s cret'])).toBe(plain);
    expect([hasSecrets(plain, ['s cret']), hasSecrets(prepared, [])]).toEqual([false, true]);
  });
});
