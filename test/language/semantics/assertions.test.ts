/** httpYac's assertions, form by form: what is written, and what it says about one answer. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  checkAssertion,
  loadPathReaders,
  readAssertion,
  type AnswerFacts,
} from '../../../src/language/semantics/index.ts';

const json = `{"name":"Ada","age":36,"big":12345678901234567890,"ok":false,"tags":["a","b"],"none":null,"deep":{"b":2,"a":1}}`;

async function facts(body = json): Promise<AnswerFacts> {
  return {
    status: 200,
    duration: 84,
    headers: [
      ['Content-Type', 'application/json'],
      ['X-Many', '1'],
      ['x-many', '2'],
    ],
    body,
    paths: await loadPathReaders(body),
    hash: (algorithm, text) => {
      const digest = createHash(algorithm).update(text ?? body);
      const bytes = digest.digest();
      return Promise.resolve([bytes.toString('hex'), bytes.toString('base64')]);
    },
    matches: (pattern, text) => Promise.resolve(new RegExp(pattern).test(text)),
  };
}

/** `✓`, or `✕` and what was there. */
async function verdict(source: string, body?: string): Promise<string> {
  const read = readAssertion(source);
  if (read.kind !== 'assertion') return `${read.kind}: ${read.reason}`;
  const { passed, actual } = await checkAssertion(read.assertion, await facts(body));
  return passed ? '✓' : `✕ ${actual}`;
}

describe('an assertion that holds', () => {
  const md5 = createHash('md5').update(json);
  it.each([
    'status == 200',
    'status==200',
    'status != 404',
    'status > 199',
    'status >= 200',
    'status < 300',
    'status <= 200',
    'duration < 500',
    'header content-type includes json',
    'header Content-Type contains json',
    'header content-type startsWith application',
    'header content-type endsWith json',
    'header content-type matches ^app.+/json$',
    'header content-type == "application/json"',
    'header x-many == 1, 2',
    'header x-many exists',
    'header x-none != 1',
    'body exists',
    'body isString',
    'body includes "Ada"',
    'body startsWith {"name"',
    `body md5 ${md5.copy().digest('hex')}`,
    `body md5 ${md5.digest('base64')}`,
    `body sha256 ${createHash('sha256').update(json).digest('hex').toUpperCase()}`,
    `body sha512 ${createHash('sha512').update(json).digest('hex')}`,
    `body $.name sha256 ${createHash('sha256').update('Ada').digest('hex')}`,
    'body $.name == Ada',
    'body $.name == "Ada"',
    'body name == Ada',
    'body $.name isString',
    "body $['name'] == Ada",
    'body $.tags[?(@ == "b")] == b',
    'body $.age == 36',
    'body $.age == 36.0',
    'body $.age > 9',
    'body $.age isNumber',
    'body $.big isNumber',
    'body $.big == 12345678901234567890',
    'body $.ok isFalse',
    'body $.ok isBoolean',
    'body $.ok == false',
    'body $.none isFalse',
    'body $.none == null',
    'body $.nothing isFalse',
    'body $.tags isArray',
    'body $.tags includes b',
    'body $.tags == ["a", "b"]',
    'body $.deep == {"a": 1, "b": 2}',
    'body $.tags[1] exists',
  ])('%s', async (source) => {
    expect(await verdict(source)).toBe('✓');
  });
});

describe('an assertion that does not hold says what was there', () => {
  it.each([
    ['status == 201', '✕ 200'],
    ['status > 200', '✕ 200'],
    ['status < soon', '✕ 200'],
    ['duration < 50', '✕ 84'],
    ['header content-type includes xml', '✕ application/json'],
    ['header x-none exists', '✕ no such header'],
    ['body $.name == ada', '✕ Ada'],
    ['body $.name isNumber', '✕ Ada'],
    ['body $.age isString', '✕ 36'],
    ['body $.big == 12345678901234567891', '✕ 12345678901234567890'],
    ['body $.nothing exists', '✕ nothing in the body is at $.nothing'],
    ['body $.tags includes c', '✕ ["a","b"]'],
    ['body $.tags isString', '✕ ["a","b"]'],
    ['body $.name md5 00', `✕ ${createHash('md5').update('Ada').digest('hex')}`],
  ])('%s', async (source, expected) => {
    expect(await verdict(source)).toBe(expected);
  });

  it('in a body that is no JSON, whatever is compared', async () => {
    for (const source of ['body $.a == 1', 'body $.a != 1', 'body $.a exists', 'body $.a isFalse']) {
      expect(await verdict(source, 'plain')).toBe('✕ the body is not JSON');
    }
  });

  it('shortens what is long', async () => {
    expect(await verdict('body == x', 'y'.repeat(500))).toBe(`✕ ${'y'.repeat(200)}…`);
  });
});

describe('XML', () => {
  const xml = '<?xml version="1.0"?><a><b n="3">x</b></a>';
  it.each(['xpath /a/b == x', 'xpath //b/@n == 3', 'body /a/b startsWith x', 'xpath /a/b exists'])(
    'is looked into: %s',
    async (source) => {
      expect(await verdict(source, xml)).toBe('✓');
    },
  );
});

describe('what is not checked', () => {
  it.each(['js response.parsedBody.ok == true', 'response.status == 200', '(1 + 1) == 2'])(
    'needs a script: %s',
    async (source) => {
      expect(await verdict(source)).toBe('script: JavaScript of httpYac is not run');
    },
  );

  it.each([
    ['status', 'there is nothing to compare with'],
    ['status === 200', '“===” is no comparison'],
    ['status equals 200', '“equals” is no comparison'],
    ['header', 'the name of the header is missing'],
    ['header a', 'there is nothing to compare with'],
    ['header a includes', 'includes needs a value'],
    ['body exists now', 'exists stands alone'],
    ['speed < 3', '“speed” is none of status, header, body, xpath and duration'],
  ])('is no form that is known: %s', async (source, reason) => {
    expect(await verdict(source)).toBe(`unclear: ${reason}`);
  });
});
