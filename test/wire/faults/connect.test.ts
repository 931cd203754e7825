/** Faults before a connection is there, and connections that say nothing. */
import { once } from 'node:events';
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { Session, createUndiciAdapter } from '../../../src/extension/http/index.ts';
import type { UndiciAdapterOptions } from '../../../src/extension/http/index.ts';
import { expectRequest, forEachRequest, halfClose, okAnswer, send, stall } from '../../support/stepServer.ts';
import { startStepServer } from '../../support/stepServer.ts';
import { checkRow, failureOf } from './faultRow.ts';
import type { FaultRow } from './faultRow.ts';

const rows: readonly FaultRow[] = [
  {
    id: 'C07',
    title: 'that never answers ends at the limit of silence',
    steps: [expectRequest, stall],
    options: { timeout: [null, 0.1] },
    name: 'HeadersTimeout',
    phase: 'wait',
    message: /0\.1 s \(timeout\.read\)/,
    hasCause: false,
  },
  ...(['GET', 'POST'] as const).map((method): FaultRow => ({
    id: 'C08',
    title: `that is closed before any answer is told, and a ${method} not sent again`,
    method,
    steps: [expectRequest, halfClose],
    name: 'ConnectionClosed',
    phase: 'wait',
    message: /before any response byte/,
  })),
];

/** A port on which nothing listens. */
async function closedPort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function resolving(...addresses: readonly string[]): UndiciAdapterOptions {
  return {
    lookup: (_host, _options, callback) =>
      callback(
        null,
        addresses.map((address) => ({ address, family: net.isIP(address) })),
      ),
  };
}

function failing(code: string): UndiciAdapterOptions {
  return {
    lookup: (host, _options, callback) =>
      callback(Object.assign(new Error(`${code} ${host}`), { code }), '', 4),
  };
}

function sessionOver(options: UndiciAdapterOptions): Session {
  return new Session({ environment: {}, adapter: createUndiciAdapter(options) });
}

describe('a connection', () => {
  it.each(rows)('$title ($id)', checkRow);

  it('to a closed port is refused by name, once (C01)', async () => {
    const port = await closedPort();
    const error = await failureOf(new Session({ environment: {} }).get(`http://127.0.0.1:${port}/`));
    expect(error.toJSON()).toMatchObject({
      name: 'ConnectRefused',
      family: 'ConnectionError',
      phase: 'connect',
      host: '127.0.0.1',
      port,
      bytesSent: 0,
      bytesReceived: 0,
      attempts: 1,
      hint: 'Start the server or check host and port.',
      code: 'ECONNREFUSED',
    });
    expect(error.message).toContain(`127.0.0.1:${port}`);
  });

  it.each([
    ['ENOTFOUND', 'does not exist'],
    ['ENODATA', 'does not exist'],
    ['EAI_AGAIN', 'just now'],
    ['EAI_MEMORY', 'just now (EAI_MEMORY)'],
    ['ESERVFAIL', 'just now (ESERVFAIL)'],
  ])('to a name that fails with %s says whether it may be there later (C03)', async (code, words) => {
    const error = await failureOf(sessionOver(failing(code)).get('http://gone.invalid/'));
    expect(error).toMatchObject({ name: 'DnsFailed', phase: 'dns', host: 'gone.invalid', bytesSent: 0 });
    expect(error.message).toContain(words);
    expect(error.hint).toContain('VPN');
  });

  it('falls back to the next address of a name, and tells which one it was and what became of the other (C04)', async () => {
    const server = await startStepServer([[forEachRequest(send(okAnswer))]]);
    const session = sessionOver(resolving('::1', '127.0.0.1'));
    try {
      const response = await session.get(`http://two.test:${server.port}/`);
      expect(response.connection).toMatchObject({
        remoteAddress: `127.0.0.1:${server.port}`,
        passedOver: [{ address: '::1', code: expect.stringMatching(/^E[A-Z]+$/) }],
      });
    } finally {
      await session.close();
      await server.close();
    }
  });

  it('to a name whose addresses all refuse names each of them, in one error (C04)', async () => {
    const port = await closedPort();
    const error = await failureOf(
      sessionOver(resolving('127.0.0.2', '127.0.0.1')).get(`http://two.test:${port}/`),
    );
    expect(error).toMatchObject({ name: 'ConnectRefused', attempts: 1 });
    expect(error.message).toContain(`127.0.0.2 (ECONNREFUSED), 127.0.0.1 (ECONNREFUSED)`);
  });

  it.each(['http://127.0.0.1:99999/', 'http://127.0.0.1:x/', 'http://:80/', 'http:///path', 'http://[::1/'])(
    'to the bad address %s is not tried (C06)',
    async (url) => {
      const error = await failureOf(new Session({ environment: {} }).get(url));
      expect(error.name).toBe('InvalidRequest');
    },
  );

  it('to port 0 is refused without a wait (C06)', async () => {
    const error = await failureOf(new Session({ environment: {} }).get('http://127.0.0.1:0/'));
    expect(['InvalidRequest', 'ConnectRefused']).toContain(error.name);
  });

  it('never tells the password of its URL (C06)', async () => {
    const port = await closedPort();
    for (const url of [`http://me:p%40ss@127.0.0.1:${port}/`, `http://me:p%40ss@127.0.0.1:99999/`]) {
      const error = await failureOf(new Session({ environment: {} }).get(url));
      expect(JSON.stringify(error)).not.toMatch(/p%40ss|p@ss/);
    }
  });
});
