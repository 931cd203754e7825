import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox, type Sandbox } from '../../sandbox/index.ts';
import { asking } from './ask.ts';

let sandbox: Sandbox;
const path = asking(() => sandbox.url);

beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

describe('streams', () => {
  it('sends JSON lines that say back the request', async () => {
    const lines = (await path('/stream/3?a=1')).text.trim().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { id: 0, args: { a: '1' } },
      { id: 1 },
      { id: 2 },
    ]);
  });

  it('sends server-sent events with id, event and data', async () => {
    const { headers, text } = await path('/sse?count=2&interval=1');
    expect(headers['content-type']).toBe('text/event-stream');
    expect(text).toBe(
      'id: 1\nevent: tick\ndata: {"n":1,"of":2}\n\nid: 2\nevent: last\ndata: {"n":2,"of":2}\n\n',
    );
  });

  it('continues after the last event that the client knows', async () => {
    const { text } = await path('/sse?count=3&interval=0', { headers: { 'Last-Event-ID': '2' } });
    expect(text).toBe('id: 3\nevent: last\ndata: {"n":3,"of":3}\n\n');
  });

  it('sends a hundred thousand events without a pause', async () => {
    const { text } = await path('/sse?count=100000&interval=0');
    expect(text.split('\n\n').length - 1).toBe(100_000);
  });

  it('sends newline-delimited JSON', async () => {
    const { headers, text } = await path('/ndjson?count=2&interval=1');
    expect(headers['content-type']).toBe('application/x-ndjson');
    expect(text).toBe('{"n":1,"of":2,"square":1}\n{"n":2,"of":2,"square":4}\n');
  });

  it('sends the first event before the last one is due', async () => {
    const response = await fetch(`${sandbox.url}/sse?count=2&interval=60000`);
    const reader = response.body!.getReader();
    const { value } = await reader.read();
    expect(Buffer.from(value!).toString()).toContain('id: 1\n');
    await reader.cancel();
  });

  it('drips bytes for the time that was asked for', async () => {
    const start = performance.now();
    const { headers, text } = await path('/drip?numbytes=7&duration=0.2&delay=0.1&code=203');
    expect(performance.now() - start).toBeGreaterThan(250);
    expect([headers['content-length'], text]).toEqual(['7', '*******']);
  });

  it('answers after a delay', async () => {
    const start = performance.now();
    const { json } = await path('/delay/0.1', { method: 'POST' });
    expect(performance.now() - start).toBeGreaterThan(95);
    expect(json['method']).toBe('POST');
  });

  it('stops a stream when the client leaves', async () => {
    const own = await startSandbox();
    const request = get(`${own.url}/drip?numbytes=100&duration=600`, { agent: false });
    request.on('error', () => undefined);
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    await once(response, 'readable');
    expect(own.openConnections).toBe(1);
    request.destroy();
    await expect.poll(() => own.openConnections, { timeout: 10_000 }).toBe(0);
    await own.close();
  });

  it.each(['/stream/-1', '/sse?count=0', '/ndjson?interval=x', '/drip?duration=-1', '/delay/61'])(
    'refuses %s',
    async (address) => {
      expect((await path(address)).status).toBe(400);
    },
  );
});
