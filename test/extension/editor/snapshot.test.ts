import { describe, expect, it } from 'vitest';
import { createDraft } from '../../../src/extension/editor/sending/draft.ts';
import { exchangeSnapshot, type SnapshotContext } from '../../../src/extension/editor/panel/snapshot.ts';
import { RequestException } from '../../../src/extension/http/index.ts';
import type { Exchange } from '../../../src/extension/runner/index.ts';
import { bodyOf, exchangeOf, preparedRequest, responseOf } from './exchangeExamples.ts';
import { english } from './localize.ts';

function snapshot(exchange: Exchange, context: Partial<SnapshotContext> = {}) {
  return exchangeSnapshot(exchange, {
    draft: createDraft(exchange.prepared),
    environment: undefined,
    unresolved: [],
    secrecy: { masked: true, secrets: [], revealable: true },
    notice: undefined,
    limits: { connect: 30_000, read: undefined },
    now: 5000,
    t: english,
    ...context,
  });
}

describe('a snapshot', () => {
  it('lets an idle request be edited and shows the hash of what will go', () => {
    const exchange = exchangeOf();
    const { editable, state, prepared } = snapshot(exchange);
    expect({ editable, state, hash: prepared.hash }).toEqual({
      editable: true,
      state: 'idle',
      hash: exchange.prepared.hash(),
    });
  });

  it('names the environment that the request was prepared with', () => {
    expect(snapshot(exchangeOf(), { environment: 'dev' }).environment).toBe('dev');
    expect(snapshot(exchangeOf()).environment).toBeUndefined();
  });

  it('tells phase, elapsed time and limit while it waits', () => {
    const { phase, elapsed, limit } = snapshot(
      exchangeOf({ state: 'pending', phase: 'connect', startedAt: 4000 }),
    );
    expect({ phase, elapsed, limit }).toEqual({ phase: 'connect', elapsed: 1000, limit: 30_000 });
  });

  it('calls a finished response without a body empty', () => {
    expect(snapshot(exchangeOf({ state: 'done', response: responseOf({ status: 204 }) })).state).toBe(
      'empty',
    );
    expect(snapshot(exchangeOf({ state: 'done', response: responseOf(), body: bodyOf('x') })).state).toBe(
      'done',
    );
  });

  it('reads media type and charset from Content-Type and says UTF-8 when none is named', () => {
    const view = (type: string) =>
      snapshot(exchangeOf({ state: 'done', response: responseOf({ headers: [['Content-Type', type]] }) }))
        .response;
    expect(view('Text/HTML; Charset="ISO-8859-2"')).toMatchObject({
      mediaType: 'text/html',
      encoding: 'iso-8859-2',
    });
    expect(view('text/html')?.encoding).toBe('utf-8');
  });

  it('says in words whether the connection was reused', () => {
    const response = responseOf();
    expect(snapshot(exchangeOf({ state: 'done', response })).response?.connection).toBe(
      'Connection #3 reused, request 4 on it',
    );
  });

  it('masks credentials by name and secrets by value, and nothing when masks are off', () => {
    const prepared = preparedRequest('GET', 'http://api.test/', {
      headers: {
        Authorization: 'Bearer a',
        'X-Api-Key': 'k',
        'X-Plain': 'b',
        'X-Odd': `v=${btoa('hunter2')}`,
      },
    });
    const secretNames = (masked: boolean): string[] =>
      snapshot(exchangeOf({ prepared }), { secrecy: { masked, secrets: ['hunter2'], revealable: true } })
        .prepared.headers.filter((row) => row.secret)
        .map((row) => row.name);
    expect(secretNames(true)).toEqual(['Authorization', 'X-Api-Key', 'X-Odd']);
    expect(secretNames(false)).toEqual([]);
  });

  it('withholds secret values where they may not be revealed, and gives the rest', () => {
    const prepared = preparedRequest('GET', 'http://api.test/', {
      headers: { Authorization: 'Bearer hunter2', 'X-Odd': 'hunter2', 'X-Plain': 'b' },
    });
    const response = responseOf({
      headers: [
        ['Set-Cookie', 'sid=hunter2'],
        ['X-Echo', 'hunter2'],
        ['Server', 'a'],
      ],
    });
    const shown = snapshot(exchangeOf({ state: 'done', prepared, response, body: bodyOf('x') }), {
      secrecy: { masked: true, secrets: ['hunter2'], revealable: false },
    });
    const row = shown.prepared.headers.find(({ name }) => name === 'Authorization');
    expect(row).toMatchObject({ value: '••••••', secret: false });
    expect(row?.locked).toContain('not trusted');
    expect(shown.response?.headers).toEqual([
      ['Set-Cookie', '••••••'],
      ['X-Echo', '••••••'],
      ['Server', 'a'],
    ]);
    expect(JSON.stringify(shown)).not.toContain('hunter2');
    expect(shown.prepared.headers.find(({ name }) => name === 'X-Plain')?.value).toBe('b');
  });

  it('leads from a header to its line', () => {
    const prepared = preparedRequest('GET', 'http://api.test/', { headers: { 'X-A': '1' } });
    const row = snapshot(exchangeOf({ prepared })).prepared.headers.find(({ name }) => name === 'X-A');
    expect(row).toMatchObject({ origin: 'file:4', line: 4 });
  });

  it('leaves bytes that are not text and long texts to be pulled', () => {
    const body = (data: string | Uint8Array) =>
      snapshot(exchangeOf({ prepared: preparedRequest('POST', 'http://api.test/', { data }) })).prepared.body;
    expect(body(Uint8Array.of(0xff, 0))).toMatchObject({ kind: 'pages', length: 2 });
    expect(body('a'.repeat(70_000))).toMatchObject({ kind: 'text', text: undefined, length: 70_000 });
    expect(body('é')).toMatchObject({ kind: 'text', text: 'é', length: 2 });
  });

  it('says that a faulty request failed while it was prepared', () => {
    const error = new RequestException('a.http:3: the file ./a.json does not exist.', 'InvalidRequest', {
      phase: 'queue',
    });
    expect(snapshot(exchangeOf({ state: 'failed', error })).failure?.phase).toBe('preparing');
  });

  it('says what failed without the secrets of the request', () => {
    const error = new RequestException('The name k3y.test does not exist.', 'DnsFailed', {
      host: 'k3y.test',
    });
    const secrecy = { masked: true, secrets: ['k3y.test'], revealable: true };
    const { failure } = snapshot(exchangeOf({ state: 'failed', error }), { secrecy });
    expect(failure).toMatchObject({ message: 'The name •••••• does not exist.', target: '••••••' });
  });

  it('carries name, phase, fact and hint of a failure', () => {
    const error = new RequestException('Connection refused by 127.0.0.1:9.', 'ConnectRefused', {
      phase: 'connect',
      hint: 'Is the server running?',
      host: '::1',
      port: 9,
      bytesSent: 0,
    });
    expect(snapshot(exchangeOf({ state: 'failed', error })).failure).toMatchObject({
      name: 'ConnectRefused',
      phase: 'connect',
      message: 'Connection refused by 127.0.0.1:9.',
      hint: 'Is the server running?',
      target: '[::1]:9',
      limit: undefined,
      nothingSent: true,
      certificates: [],
    });
  });

  it('names the limit that was reached', () => {
    const error = new RequestException('It took too long.', 'HeadersTimeout', { phase: 'wait' });
    const limits = { connect: 30_000, read: 1000 };
    expect(snapshot(exchangeOf({ state: 'failed', error }), { limits }).failure?.limit).toBe(1000);
  });

  it('is offline where a request failed for want of a network', () => {
    const error = new RequestException('The name api.test does not exist.', 'DnsFailed');
    const offline = { isOffline: true, sentFrom: 'the container api' };
    expect(snapshot(exchangeOf({ state: 'failed', error }), offline)).toMatchObject({
      state: 'offline',
      sentFrom: 'the container api',
      failure: { name: 'DnsFailed' },
    });
  });
});
