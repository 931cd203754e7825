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

  it('is the same value where nothing is secret', () => {
    const plain = preparedRequest('GET', 'http://a.test/');
    expect(maskedRequest(plain, ['s cret'])).toBe(plain);
    expect([hasSecrets(plain, ['s cret']), hasSecrets(prepared, [])]).toEqual([false, true]);
  });
});
