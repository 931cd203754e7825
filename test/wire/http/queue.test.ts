/** Requests that wait because the connections to a host are all in use. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createUndiciAdapter, Session } from '../../../src/extension/http/index.ts';
import type { Phase } from '../../../src/extension/http/index.ts';
import { startRecordingServer } from './recordingServer.ts';
import type { RecordingServer } from './recordingServer.ts';

let server: RecordingServer;
let session: Session;
beforeEach(async () => {
  server = await startRecordingServer(({ requestLine }) => {
    const closing = requestLine.includes('/last') ? 'Connection: close\r\n' : '';
    return `HTTP/1.1 200 OK\r\n${closing}Content-Length: 2\r\n\r\nok`;
  });
  session = new Session({ environment: {}, adapter: createUndiciAdapter({ maxConnectionsPerHost: 2 }) });
});
afterEach(async () => {
  await session.close();
  await server.close();
});

const paths = Array.from({ length: 12 }, (_, index) => `/${index}`);

describe('requests beyond the connections of a host', () => {
  it('are sent in turn over the ones there are, and say that they wait', async () => {
    const phases: Phase[][] = paths.map(() => []);
    const responses = await Promise.all(
      paths.map((path, index) =>
        session.get(`${server.url}${path}`, { onProgress: ({ phase }) => phases[index]?.push(phase) }),
      ),
    );
    expect(server.take().map(({ requestLine }) => requestLine.split(' ')[1])).toEqual(paths);
    expect(new Set(responses.map(({ connection }) => connection?.id)).size).toBe(2);
    expect(phases.map((seen) => seen.includes('queue'))).toEqual(paths.map((_, index) => index >= 2));
    expect(session.connections().map(({ state }) => state)).toEqual(['idle', 'idle']);
  });

  it('get new connections where the server closes the ones they wait for', async () => {
    const responses = await Promise.all(paths.map((path) => session.get(`${server.url}${path}/last`)));
    expect(responses.map(({ status }) => status)).toEqual(paths.map(() => 200));
    expect(new Set(responses.map(({ connection }) => connection?.id)).size).toBe(paths.length);
  });
});

describe('more idle connections than are kept', () => {
  it('carry the next burst of requests, and are closed when none comes', async () => {
    const roomy = new Session({ environment: {}, adapter: createUndiciAdapter({ maxIdlePerHost: 1 }) });
    const burst = async (): Promise<readonly (number | undefined)[]> => {
      const responses = await Promise.all([1, 2, 3].map((path) => roomy.get(`${server.url}/${path}`)));
      return responses.map(({ connection }) => connection?.id).toSorted();
    };
    expect(await burst()).toEqual(await burst());
    const [, , youngest] = roomy.connections().map(({ id }) => id);
    await expect.poll(() => roomy.connections().map(({ id }) => id), { timeout: 5000 }).toEqual([youngest]);
    await roomy.close();
  });
});
