import { describe, expect, it } from 'vitest';
import {
  ChannelError,
  createHostChannel,
  createPageChannel,
  maxUnanswered,
  type HostChannel,
  type PageChannel,
  type PageRequestHandlers,
} from '../../../src/extension/webview/channel.ts';
import { handlersWith } from '../../support/pageHandlers.ts';
import { maxReadLength, type FromPage, type ToPage } from '../../../src/extension/webview/protocol.ts';

interface Pair {
  readonly page: PageChannel;
  readonly host: HostChannel;
  readonly atPage: ToPage[];
  readonly atHost: FromPage[];
  /** Puts a raw message in at one end, as a stranger would. */
  readonly toHost: (message: unknown) => void;
  readonly toPage: (message: unknown) => void;
}

function connect(handlers: Partial<PageRequestHandlers> = {}): Pair {
  const hostListeners = new Set<(message: unknown) => void>();
  const pageListeners = new Set<(message: unknown) => void>();
  const toHost = (message: unknown): void => hostListeners.forEach((listener) => listener(message));
  const toPage = (message: unknown): void => pageListeners.forEach((listener) => listener(message));
  const listen = (listeners: Set<(message: unknown) => void>) => (listener: (message: unknown) => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  const atPage: ToPage[] = [];
  const atHost: FromPage[] = [];
  const host = createHostChannel(
    { key: 'secret', post: (message) => toPage(structuredClone(message)), onMessage: listen(hostListeners) },
    handlersWith(handlers),
    (message) => atHost.push(message),
  );
  const page = createPageChannel(
    { key: 'secret', post: (message) => toHost(structuredClone(message)), onMessage: listen(pageListeners) },
    (message) => atPage.push(message),
  );
  return { page, host, atPage, atHost, toHost, toPage };
}

const range = { exchangeId: 'x', offset: 0, length: 4 } as const;

describe('messages', () => {
  it('arrive at the other side', () => {
    const { page, host, atPage, atHost } = connect();
    page.post({ type: 'cancel', exchangeId: 'x' });
    host.post({ type: 'perform', action: 'find' });
    expect(atHost).toEqual([{ type: 'cancel', exchangeId: 'x' }]);
    expect(atPage).toEqual([{ type: 'perform', action: 'find' }]);
  });

  it.each([
    ['without the key', { frame: 'message', message: { type: 'ready' } }],
    ['with another key', { key: 'guess', frame: 'message', message: { type: 'ready' } }],
    ['of an unknown type', { key: 'secret', frame: 'message', message: { type: 'save', path: '../../x' } }],
    ['named like a method of objects', { key: 'secret', frame: 'message', message: { type: 'constructor' } }],
    ['with a field too many', { key: 'secret', frame: 'message', message: { type: 'ready', command: 'rm' } }],
    [
      'with a field of another type',
      { key: 'secret', frame: 'message', message: { type: 'cancel', exchangeId: 7 } },
    ],
    [
      'with an id that is too long',
      { key: 'secret', frame: 'message', message: { type: 'cancel', exchangeId: 'x'.repeat(5000) } },
    ],
    ['that are no object', 'ready'],
    ['that are a list', [{ key: 'secret', frame: 'message', message: { type: 'ready' } }]],
    ['of a frame that does not exist', { key: 'secret', frame: 'eval', message: { type: 'ready' } }],
  ])('%s are dropped and counted', (_name, message) => {
    const { host, atHost, toHost } = connect();
    toHost(message);
    expect(atHost).toEqual([]);
    expect(host.dropped).toBe(1);
  });

  it('from the host are checked by the page, too', () => {
    const { page, atPage, toPage } = connect();
    toPage({ key: 'secret', frame: 'message', message: { type: 'perform', action: 'format' } });
    expect(atPage).toEqual([]);
    expect(page.dropped).toBe(1);
  });

  it('stop after dispose', () => {
    const { page, host, atHost } = connect();
    host.dispose();
    page.post({ type: 'ready' });
    expect(atHost).toEqual([]);
  });
});

describe('requests', () => {
  it('are answered', async () => {
    const { page } = connect({ readBody: () => Promise.resolve(new Uint8Array([1, 2, 3, 4]).buffer) });
    expect(new Uint8Array(await page.request('readBody', range))).toEqual(new Uint8Array([1, 2, 3, 4]));
  });

  it('get each its own answer when they overlap', async () => {
    const waiting: ((value: ArrayBuffer) => void)[] = [];
    const { page } = connect({
      readBody: () => new Promise((resolve) => waiting.push(resolve)),
    });
    const first = page.request('readBody', range);
    const second = page.request('readBody', range);
    waiting[1]?.(new ArrayBuffer(2));
    waiting[0]?.(new ArrayBuffer(1));
    expect([(await first).byteLength, (await second).byteLength]).toEqual([1, 2]);
  });

  it("reject with the host's sentence and nothing else of its error", async () => {
    const { page } = connect({ send: () => Promise.reject(new Error('The variable host has no value.')) });
    const failure = await page
      .request('send', { exchangeId: 'x', edit: {}, force: false })
      .catch((e: unknown) => e);
    expect(failure).toBeInstanceOf(ChannelError);
    expect(failure).toMatchObject({ reason: 'failed', message: 'The variable host has no value.' });
  });

  it('reject when a handler throws at once', async () => {
    const { page } = connect({
      readBody: () => {
        throw new Error('Gone.');
      },
    });
    await expect(page.request('readBody', range)).rejects.toMatchObject({
      reason: 'failed',
      message: 'Gone.',
    });
  });

  it.each([
    ['a range longer than the limit', { ...range, length: maxReadLength + 1 }],
    ['a negative offset', { ...range, offset: -1 }],
    ['a fractional offset', { ...range, offset: 0.5 }],
    ['a path', { ...range, path: '/etc/passwd' }],
  ])('for %s are refused before the handler', async (_name, params) => {
    let called = 0;
    const { page } = connect({
      readBody: () => {
        called++;
        return Promise.resolve(new ArrayBuffer(0));
      },
    });
    await expect(page.request('readBody', params)).rejects.toMatchObject({ reason: 'failed' });
    expect(called).toBe(0);
  });

  it('reject when the answer does not fit the schema', async () => {
    const { page } = connect({ readBody: () => Promise.resolve(new ArrayBuffer(maxReadLength + 1)) });
    await expect(page.request('readBody', range)).rejects.toMatchObject({ reason: 'malformed' });
  });

  it('for an unknown method are dropped', () => {
    const { host, toHost } = connect();
    toHost({ key: 'secret', frame: 'request', id: 1, method: 'exec', params: {} });
    toHost({ key: 'secret', frame: 'request', id: 2, method: 'toString', params: {} });
    expect(host.dropped).toBe(2);
  });

  it('are refused when too many are unanswered', async () => {
    const { page } = connect({ readBody: () => new Promise(() => undefined) });
    const all = Array.from({ length: maxUnanswered + 1 }, () => page.request('readBody', range));
    await expect(all.at(-1)).rejects.toMatchObject({ reason: 'failed' });
  });

  it('can be cancelled: the page rejects and the handler hears of it', async () => {
    let heard = false;
    const { page } = connect({
      readBody: (_params, signal) =>
        new Promise(() => signal.addEventListener('abort', () => (heard = true))),
    });
    const controller = new AbortController();
    const answer = page.request('readBody', range, controller.signal);
    controller.abort();
    await expect(answer).rejects.toMatchObject({ reason: 'cancelled' });
    expect(heard).toBe(true);
  });

  it('that were cancelled before are not sent', async () => {
    let called = 0;
    const { page } = connect({
      readBody: () => {
        called++;
        return Promise.reject(new Error('Not in this test.'));
      },
    });
    await expect(page.request('readBody', range, AbortSignal.abort())).rejects.toMatchObject({
      reason: 'cancelled',
    });
    expect(called).toBe(0);
  });

  it('reject when the page is disposed, and after it', async () => {
    const { page } = connect({ readBody: () => new Promise(() => undefined) });
    const answer = page.request('readBody', range);
    page.dispose();
    await expect(answer).rejects.toMatchObject({ reason: 'disposed' });
    await expect(page.request('readBody', range)).rejects.toMatchObject({ reason: 'disposed' });
  });

  it('that run when the host is disposed are aborted and not answered', async () => {
    const gate = Promise.withResolvers<ArrayBuffer>();
    let aborted = false;
    const { page, host, toPage } = connect({
      readBody: (_params, signal) => {
        signal.addEventListener('abort', () => (aborted = true));
        return gate.promise;
      },
    });
    let settled = false;
    void page.request('readBody', range).finally(() => (settled = true));
    host.dispose();
    gate.resolve(new ArrayBuffer(1));
    await gate.promise;
    toPage({ key: 'secret', frame: 'reply', id: 99, result: new ArrayBuffer(1) });
    expect([aborted, settled, page.dropped]).toEqual([true, false, 1]);
  });
});
