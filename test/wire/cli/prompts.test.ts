import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RawServer } from '../../sandbox/index.ts';
import { startRawServer } from '../../sandbox/index.ts';
import type { Place } from './runCli.ts';
import { createPlace } from './runCli.ts';

let server: RawServer;
let place: Place;
beforeAll(async () => {
  server = await startRawServer();
  place = await createPlace({
    'ask.http': `# @prompt user Who?\n# @note Deletes a user\nGET ${server.url}/{{user}}?pin={{$password PIN}}\n`,
  });
});
afterAll(async () => {
  await place.remove();
  await server.close();
});

describe('a request that asks, where nobody can type', () => {
  it('is not sent, and the error says how to answer', async () => {
    const { code, err } = await place.run('send', 'ask.http');
    expect(code).toBe(3);
    expect(err).toContain('The request asks for "user" (Who?), "PIN".');
    expect(err).toContain('--var user=… --var PIN=…');
    expect(server.requests).toEqual([]);
  });

  it('is sent with the answers of the command line, and its note is told', async () => {
    const { code, err } = await place.run('send', 'ask.http', '--var', 'user=ann', '--var', 'PIN=12');
    expect(code).toBe(0);
    expect(err).toContain('Deletes a user');
    expect(server.requests.map(({ head }) => head.split('\r\n', 1)[0])).toEqual(['GET /ann?pin=12 HTTP/1.1']);
  });
});
