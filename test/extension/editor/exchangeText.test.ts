import { describe, expect, it } from 'vitest';
import { exchangeText } from '../../../src/extension/editor/history/exchangeText.ts';
import type { Exchange } from '../../../src/extension/runner/index.ts';
import { bodyOf, exchangeOf, preparedRequest, responseOf } from './exchangeExamples.ts';
import { english as t } from './localize.ts';

const request = preparedRequest('POST', 'http://api.test/login?key=s3cret%21', {
  headers: { Authorization: 'Bearer abc', 'X-Plain': 'seen' },
  data: '{"password":"s3cret!"}',
});

function textOf(changes: Partial<Exchange>, body: string | undefined, masked = true): string {
  const exchange = exchangeOf({ prepared: request, startedAt: 1000, endedAt: 1084, ...changes });
  const secrecy = { masked, secrets: ['s3cret!'], revealable: true };
  return exchangeText(exchange, { secrecy, environment: 'dev', body, locale: 'en', t });
}

const done: Partial<Exchange> = {
  state: 'done',
  response: responseOf({
    headers: [
      ['Content-Type', 'text/plain'],
      ['Set-Cookie', 'sid=1234'],
    ],
  }),
  body: bodyOf('hello s3cret!'),
};

describe('an exchange as text', () => {
  it('reads from the outcome to the body', () => {
    const text = textOf(done, 'hello');
    const parts = ['200 OK', 'Duration: 84 ms', 'Session: default', 'Request\n=======', 'POST /login?key='];
    parts.push('X-Plain: seen', 'Response\n========', 'HTTP/1.1 200 OK', 'Content-Type: text/plain', 'hello');
    let at = 0;
    for (const part of parts) {
      const found = text.indexOf(part, at);
      expect([part, found]).not.toEqual([part, -1]);
      at = found;
    }
  });

  it('holds no secret, in no form, unless masks are off', () => {
    const text = textOf(done, 'hello s3cret!');
    for (const secret of ['s3cret', 'Bearer abc', 'sid=1234']) expect(text).not.toContain(secret);
    expect(textOf(done, 'hello s3cret!', false)).toContain('"password":"s3cret!"');
  });

  it('says what there is instead of a body', () => {
    expect(textOf({ ...done, body: bodyOf('') }, undefined)).toContain('(no body)');
    expect(textOf({ ...done, body: undefined, lostBody: 2000 }, undefined)).toContain(
      '(2 KB, no longer stored)',
    );
    expect(textOf(done, undefined)).toContain('(13 B that are not shown as text)');
  });

  it('ends where a draft or an interrupted one ends', () => {
    const draft = textOf({ state: 'idle', startedAt: undefined, endedAt: undefined }, undefined);
    expect(draft).toContain('prepared, not sent');
    expect(draft).not.toContain('Response');
    expect(textOf({ state: 'interrupted' }, undefined)).toContain('VS Code stopped during this request');
  });
});
