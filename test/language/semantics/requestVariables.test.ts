import { describe, expect, it } from 'vitest';
import type { SentExchange } from '../../../src/language/semantics/index.ts';
import { answer, resolveLast, wire } from './wire.ts';

/** What `{{reference}}` gives after `login` was answered; the problem when it gives nothing. */
function read(reference: string, exchange: SentExchange | undefined): string {
  const text = `# @name login\nPOST https://a.test/login\n###\nGET https://a.test\nX: {{${reference}}}`;
  const { headers, unresolved } = resolveLast(text, {
    scope: { exchanges: (name) => (name === 'login' ? exchange : undefined) },
  });
  return unresolved[0]?.reason ?? headers[0]?.value ?? '';
}

const json = answer(
  '{"token": "t1", "big": 12345678901234567890, "price": 1.50, "items": [{"id": 1}, {"id": 2}], "user-id": 7}',
  {
    headers: [
      ['X-Id', '5'],
      ['x-id', '6'],
    ],
    cookies: [['sid', 'abc']],
  },
);
const xml = answer('<reply id="r1"><user>ann</user><list><i>1</i><i>2</i></list></reply>');

describe('a request variable', () => {
  it.each([
    ['login.response.body.$.token', 't1'],
    ['login.response.body.token', 't1'],
    ['login.response.body.$.items[1].id', '2'],
    ['login.response.body.$.items[?@.id == 2].id', '2'],
    ['login.response.body.$.items[0]', '{"id":1}'],
    ['login.response.body.$.user-id', '7'],
    ['login.response.body.asJson.$.token', 't1'],
    ['login.request.body.$.user', 'ann'],
    ['login.request.headers.x-sent', 'yes'],
    ['login.request.url', 'https://a.test/login'],
    ['login.response.headers.X-Id', '5, 6'],
    ["login.response.headers['X-Id']", '5, 6'],
    ['login.response.headers["x-id"]', '5, 6'],
    ['login.response.headers.X-Id[2]', '6'],
    ["login.response.headers['X-Id'][1]", '5'],
    ["login.response.cookies['sid'].value", 'abc'],
    ['login.response.cookies.sid', 'abc'],
    ['login.response.cookies.sid.value', 'abc'],
    ['login.response.status', '200'],
    ['login.token', 't1'],
    ['login.items[1].id', '2'],
  ])('{{%s}} is %s', (reference, value) => {
    expect(read(reference, json)).toBe(value);
  });

  it('keeps the digits of a number', () => {
    expect(read('login.response.body.$.big', json)).toBe('12345678901234567890');
    expect(read('login.response.body.$.price', json)).toBe('1.50');
  });

  it('is the whole body with a star', () => {
    expect(read('login.response.body.*', answer('plain'))).toBe('plain');
  });

  it.each([
    ['login.response.body.//reply/@id', 'r1'],
    ['login.response.body./reply/user', 'ann'],
    ['login.response.body.//list', '<i>1</i><i>2</i>'],
    ['login.response.body.//user/text()', 'ann'],
  ])('{{%s}} reads XML', (reference, value) => {
    expect(read(reference, xml)).toBe(value);
  });

  it.each([
    ['login.response.body.$.nothing', 'nothing in the body is at $.nothing'],
    ['login.response.body.$[', '"$[" is no JSONPath'],
    ['login.response.body.//nothing', 'the body is not XML'],
    ['login.response.headers.nothing', "login's response has no header nothing"],
    ['login.response.headers.X-Id[3]', "login's response has no header X-Id[3]"],
    ['login.response.cookies.nothing', "login's response set no cookie nothing"],
    ['other.response.body.*', 'no request is named "other"'],
  ])('{{%s}} says why it has no value', (reference, reason) => {
    expect(read(reference, json)).toContain(reason);
  });

  it('says what is wrong with an XPath', () => {
    expect(read('login.response.body.//nothing', xml)).toBe('nothing in the body is at //nothing');
    expect(read('login.response.body.//[', xml)).toBe('"//[" is no XPath');
  });

  it('says that its request was not sent, or that its body is no JSON', () => {
    expect(read('login.response.body.$.a', undefined)).toContain('the request "login" has not been sent');
    expect(read('login.response.body.$.a', answer('<a/>'))).toContain('the body is not JSON');
  });

  it('gives way to a variable of the same name', () => {
    const text = '@login.token = mine\n# @name login\nGET https://a.test/{{login.token}}';
    expect(wire(text, { scope: { exchanges: () => json } })).toBe('GET https://a.test/mine');
  });
});
