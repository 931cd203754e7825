import { describe, expect, it } from 'vitest';
import {
  durationLabel,
  hostOf,
  panelTitle,
  pathOf,
  requestTitle,
  resultLabel,
  sizeLabel,
} from '../../../src/extension/editor/labels.ts';
import { RequestException } from '../../../src/extension/http/index.ts';
import { bodyOf, exchangeOf, preparedRequest, responseOf } from './exchangeExamples.ts';
import { english } from './localize.ts';

describe('sizes and durations', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1 KB'],
    [1234, '1.2 KB'],
    [99_960, '100 KB'],
    [1_073_741_824, '1.1 GB'],
  ])('writes %d bytes as %s', (bytes, text) => {
    expect(sizeLabel(bytes)).toBe(text);
  });

  it.each([
    [0.4, '0 ms'],
    [84, '84 ms'],
    [999.7, '1.0 s'],
    [3440, '3.4 s'],
    [59_960, '1 min 0 s'],
    [125_000, '2 min 5 s'],
  ])('writes %d milliseconds as %s', (milliseconds, text) => {
    expect(durationLabel(milliseconds)).toBe(text);
  });
});

describe('results', () => {
  it('tells status, duration and size of a finished request', () => {
    const exchange = exchangeOf({
      state: 'done',
      startedAt: 1000,
      endedAt: 1084,
      response: responseOf(),
      body: bodyOf('x'.repeat(1200)),
    });
    expect(resultLabel(exchange, english)).toBe('200 · 84 ms · 1.2 KB');
  });

  it('names the fault of a failed request', () => {
    const error = new RequestException('Nobody listens.', 'ConnectRefused');
    expect(resultLabel(exchangeOf({ state: 'failed', error }), english)).toBe('Failed: ConnectRefused');
  });

  it('says nothing while a request is idle or running', () => {
    expect(resultLabel(exchangeOf(), english)).toBeUndefined();
    expect(resultLabel(exchangeOf({ state: 'streaming' }), english)).toBeUndefined();
  });
});

describe('titles', () => {
  it('puts status, method and path on the tab, without the query', () => {
    expect(panelTitle(exchangeOf({ state: 'done', response: responseOf() }), [], english)).toBe(
      '200 POST /login',
    );
  });

  it('prefers what the file calls a request', () => {
    const source = { file: 'a.http', line: 1, name: undefined, title: 'Log in' };
    expect(requestTitle(exchangeOf({ source }), [])).toBe('Log in');
    expect(requestTitle(exchangeOf(), [])).toBe('POST /login');
  });

  it('holds no secret, however the path encodes it', () => {
    const prepared = preparedRequest('GET', 'http://api.test/k3y "1"/a');
    expect(panelTitle(exchangeOf({ prepared }), ['k3y "1"'], english)).toBe('GET /••••••/a');
    expect(requestTitle(exchangeOf({ prepared }), ['k3y "1"'])).toBe('GET /••••••/a');
  });

  it('shows hosts without credentials', () => {
    expect(hostOf('https://me:secret@api.test:8443/a')).toBe('api.test:8443');
    expect(pathOf('http://api.test')).toBe('/');
    expect(pathOf(preparedRequest('GET', 'http://api.test/a?b#c').url)).toBe('/a');
  });
});
