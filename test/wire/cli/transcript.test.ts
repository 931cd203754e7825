import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import path from 'node:path';
import { parseInvocation } from '../../../src/extension/cli/args.ts';
import { send } from '../../../src/extension/cli/send.ts';
import { createTerminal } from '../../../src/extension/cli/terminal.ts';
import type { RawServer } from '../../sandbox/index.ts';
import { startRawServer } from '../../sandbox/index.ts';
import type { Place } from './runCli.ts';
import { createPlace } from './runCli.ts';

let server: RawServer;
let place: Place;
beforeAll(async () => {
  server = await startRawServer({
    respond: ({ head }) => {
      if (head.startsWith('GET /binary')) {
        return 'HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 3\r\n\r\n\xff\xfe\x00';
      }
      if (head.startsWith('GET /json')) {
        const json = '{"id":12345678901234567890,"n":1.00,"数":[1e400,{}],"a":"\\u202e"}';
        const length = Buffer.byteLength(json);
        return Buffer.from(
          `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n${json}`,
        );
      }
      if (head.startsWith('GET /big')) {
        const length = 300 * 1024;
        return `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: ${length}\r\n\r\n${'x'.repeat(length)}`;
      }
      if (head.startsWith('GET /from')) {
        return 'HTTP/1.1 302 Found\r\nLocation: /evil\r\nContent-Length: 0\r\n\r\n';
      }
      const body = 'clear\x1b[2J screen';
      return `HTTP/1.1 200 OK\r\nX-Evil: a\x9bb\r\nSet-Cookie: s=1\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
    },
  });
});
afterAll(() => server.close());
afterEach(() => place.remove());

/** What a person would see, without colours. */
async function onTerminal(text: string, ...options: string[]): Promise<string> {
  place = await createPlace({ 'a.http': text });
  const invocation = parseInvocation(['send', path.join(place.folder, 'a.http'), ...options]);
  if (invocation.kind !== 'command') throw new Error('not a command');
  let seen = '';
  const stream = { isTTY: true, write: (piece: string | Uint8Array) => (seen += String(piece)) };
  const terminal = createTerminal({ out: stream, err: stream, environment: { NO_COLOR: '1' } });
  await send(invocation.command, terminal, new AbortController().signal);
  return seen;
}

const tidy = (text: string): string =>
  text
    .replaceAll(String(server.port), 'PORT')
    .replace(/\d+ ms/, 'N ms')
    .replace(/#\d+,/, '#N,');

describe('transcript on a terminal', () => {
  it('shows request, redirects, answer and summary, and lets no server drive the terminal', async () => {
    const seen = tidy(await onTerminal(`GET ${server.url}/from\nAuthorization: Bearer secret\n`));
    expect(seen).toBe(
      `GET http://127.0.0.1:PORT/from
302 Found  GET http://127.0.0.1:PORT/from
HTTP/1.1 200 OK
X-Evil: a\\x9bb
Set-Cookie: s=••••••
Content-Length: 16

clear\\x1b[2J screen
200 OK · N ms · 16 B · connection #N, reused

`,
    );
  });

  it('names a body that is no text', async () => {
    const seen = await onTerminal(`GET ${server.url}/binary\n`);
    expect(seen).toContain('\n[3 B of image/png; --output FILE keeps it]\n200 OK');
    const live = await onTerminal(`GET ${server.url}/binary\n`, '--stream');
    expect(live).toContain('\n[a body of image/png; --output FILE keeps it]\n200 OK');
  });

  it('lays out JSON without changing a number, a key or an escape', async () => {
    const seen = await onTerminal(`GET ${server.url}/json\n`);
    expect(seen).toContain(String.raw`
{
  "id": 12345678901234567890,
  "n": 1.00,
  "数": [
    1e400,
    {}
  ],
  "a": "\u202e"
}
200 OK`);
  });

  it('shows the beginning of a long body and says how to have all of it', async () => {
    const seen = await onTerminal(`GET ${server.url}/big\n`);
    expect(seen).toContain(
      `\n${'x'.repeat(256 * 1024)}\n… 45.1 KB more; --output FILE keeps the whole body\n200 OK`,
    );
  });

  it('prints a body as it arrives when asked to, once', async () => {
    const seen = await onTerminal(`GET ${server.url}/evil\n`, '--stream');
    expect(seen.split(String.raw`clear\x1b[2J screen`).length).toBe(2);
  });
});
