/**
 * Faults of the matrix that an ordinary HTTP client gets wrong, each as a server and what a person must see. They
 * are run against the session, which must pass, and against bare undici, which must not: a check that a client
 * passes without effort protects nobody.
 */
import zlib from 'node:zlib';
import { expect } from 'vitest';
import {
  closingWhenUsedAgain,
  expectRequest,
  forEachRequest,
  halfClose,
  okAnswer,
  reset,
  send,
  startStepServer,
} from '../../support/stepServer.ts';
import type { RawConnection, RawServer, Step } from '../../support/stepServer.ts';

/** What a check asks of a client; a failure must be an error with the fault's `name`. */
export interface FaultClient {
  send(url: string, options?: FaultRequest): Promise<FaultAnswer>;
  close(): Promise<void>;
}

export interface FaultRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly proxy?: string;
  /** Bytes of a body after decoding, at most. */
  readonly maxBody?: number;
  /** Redirects, at most. */
  readonly maxRedirects?: number;
}

export interface FaultAnswer {
  readonly status: number;
  readonly text: string;
  /** The names of what the client says beside the content. */
  readonly notices: readonly string[];
}

export interface FaultCase {
  /** Of the fault matrix. */
  readonly id: string;
  readonly title: string;
  readonly check: (client: FaultClient) => Promise<void>;
}

/** The steps of each connection. */
type Script = readonly (readonly Step[])[];

const ok = okAnswer;
const fast = { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 1 } };

export const faultCases: readonly FaultCase[] = [
  ...(['FIN', 'RST'] as const).map((how) => ({
    id: 'R01',
    title: `replaces a kept connection that is closed as a GET arrives (${how})`,
    check: served(closingWhenUsedAgain(how === 'FIN' ? halfClose : reset), async (client, server) => {
      await client.send(`${server.url}/`);
      expect(await client.send(`${server.url}/`)).toEqual({ status: 200, text: 'ok', notices: ['Retried'] });
      expect(server.connections.map(requestsSeen)).toEqual([2, 1]);
    }),
  })),
  {
    id: 'R02',
    title: 'does not send a POST again that may have arrived, and says so',
    check: served(closingWhenUsedAgain(halfClose), async (client, server) => {
      await client.send(`${server.url}/`);
      await fails(client.send(`${server.url}/`, { method: 'POST', body: 'once' }), 'StaleConnection');
      expect(server.connections.map(requestsSeen)).toEqual([2]);
    }),
  },
  {
    id: 'R04',
    title: 'does not send again once a byte of the answer has come',
    check: served(
      [[expectRequest, send(ok), expectRequest, send('HTTP/'), halfClose]],
      async (client, server) => {
        await client.send(`${server.url}/`);
        await fails(client.send(`${server.url}/`), 'ConnectionClosed', 'headers');
        expect(server.connections).toHaveLength(1);
      },
    ),
  },
  {
    id: 'H02',
    title: 'takes no half header block for an answer',
    check: served(answering('HTTP/1.1 200 OK\r\nX-Half: 1', 'end'), async (client, server) => {
      await fails(client.send(`${server.url}/`), 'ConnectionClosed', 'headers');
    }),
  },
  {
    id: 'H04',
    title: 'says that an answer is not HTTP',
    check: served(answering('<html>hello</html>\r\n\r\n', 'end'), async (client, server) => {
      await fails(client.send(`${server.url}/`), 'BadResponse', 'headers');
    }),
  },
  {
    id: 'H09',
    title: 'stops at too many informational answers',
    check: served(answering('HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(150) + ok), async (client, server) => {
      await fails(client.send(`${server.url}/`), 'BadResponse', 'headers');
    }),
  },
  {
    id: 'H10',
    title: 'passes by a 100 Continue that nobody asked for',
    check: served(answering(`HTTP/1.1 100 Continue\r\n\r\n${ok}`), async (client, server) => {
      expect(await client.send(`${server.url}/`)).toMatchObject({ status: 200, text: 'ok' });
    }),
  },
  {
    id: 'H12',
    title: 'shows 204 and 304 with a length, and says when there was a body all the same',
    check: async (client) => {
      const legal = answering('HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n');
      await served(legal, async (_client, server) => {
        expect(await client.send(`${server.url}/`)).toEqual({ status: 304, text: '', notices: [] });
      })(client);
      const wrong = answering('HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n12345');
      await served(wrong, async (_client, server) => {
        expect(await client.send(`${server.url}/`)).toEqual({
          status: 204,
          text: '',
          notices: ['ExtraBytes'],
        });
      })(client);
    },
  },
  {
    id: 'B01',
    title: 'says that a body ended early, and keeps what came',
    check: served(
      answering('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhello', 'end'),
      async (client, server) => {
        const error = await fails(client.send(`${server.url}/`), 'BodyTruncated', 'body');
        expect(error).toMatchObject({ response: { status: 200, received: Buffer.from('hello') } });
      },
    ),
  },
  {
    id: 'B03',
    title: 'says how many bytes came after a body, and drops their connection',
    check: served(answering(`${ok}EXTRA`), async (client, server) => {
      for (let count = 0; count < 2; count++) {
        expect(await client.send(`${server.url}/`)).toEqual({
          status: 200,
          text: 'ok',
          notices: ['ExtraBytes'],
        });
      }
      expect(server.connections).toHaveLength(2);
    }),
  },
  {
    id: 'E01',
    title: 'gives what can be decoded of a cut body, and says that it is cut',
    check: async (client) => {
      const whole = zlib.gzipSync(Array.from({ length: 20_000 }, (_, at) => at * 7919).join(' '));
      const cut = whole.subarray(0, whole.byteLength / 2);
      await served(answering(encoded('gzip', cut)), async (_client, server) => {
        const { status, text, notices } = await client.send(`${server.url}/`);
        expect([status, text.startsWith('0 7919 15838'), notices]).toEqual([200, true, ['DecodeFailed']]);
      })(client);
    },
  },
  ...(['gzip', 'br'] as const).map((coding) => ({
    id: 'E03',
    title: `stops a bomb at the limit of decoded bytes (${coding})`,
    check: async (client: FaultClient): Promise<void> => {
      const zeros = Buffer.alloc(16 * 1024 * 1024);
      const bomb = coding === 'gzip' ? zlib.gzipSync(zeros) : zlib.brotliCompressSync(zeros, fast);
      await served(answering(encoded(coding, bomb)), async (_client, server) => {
        await fails(client.send(`${server.url}/`, { maxBody: 1024 * 1024 }), 'BodyTooLarge', 'decode');
      })(client);
    },
  })),
  {
    id: 'E07',
    title: 'decodes what browsers decode',
    check: async (client) => {
      const one = zlib.gzipSync('one');
      const bodies: readonly (readonly [coding: string, body: Uint8Array, text: string])[] = [
        ['deflate', zlib.deflateRawSync('raw deflate'), 'raw deflate'],
        ['gzip', Buffer.concat([one, zlib.gzipSync(' two')]), 'one two'],
        ['gzip', Buffer.concat([one, Buffer.from('garbage')]), 'one'],
        ['gzip', Buffer.alloc(0), ''],
        ['unknown', Buffer.from('as it is'), 'as it is'],
      ];
      for (const [coding, body, text] of bodies) {
        await served(answering(encoded(coding, body)), async (_client, server) => {
          expect(await client.send(`${server.url}/`)).toMatchObject({ status: 200, text });
        })(client);
      }
    },
  },
  {
    id: 'E07',
    title: 'shows a body that is not encoded as its label says',
    check: served(answering(encoded('gzip', Buffer.from('just text'))), async (client, server) => {
      expect(await client.send(`${server.url}/`)).toEqual({
        status: 200,
        text: 'just text',
        notices: ['DecodeFailed'],
      });
    }),
  },
  {
    id: 'D01',
    title: 'takes credentials to no other origin, and lets the jar decide about cookies',
    check: async (client) => {
      const end = await startStepServer(answering(ok));
      const hop = `HTTP/1.1 302 Found\r\nLocation: ${end.url}/\r\nSet-Cookie: jar=1\r\nContent-Length: 0\r\n\r\n`;
      try {
        await served(answering(hop), async (_client, server) => {
          const headers = { Authorization: 'Bearer a', Cookie: 'typed=1', 'Proxy-Authorization': 'Basic b' };
          expect(await client.send(`${server.url}/`, { headers })).toMatchObject({ status: 200, text: 'ok' });
          const seen = textOf(end.connections[0]);
          expect(seen).not.toMatch(/authorization|typed/i);
          // Cookies do not know ports (RFC 6265 8.5): the one that the redirect set belongs here too.
          expect(seen).toMatch(/^cookie: jar=1\r$/im);
        })(client);
      } finally {
        await end.close();
      }
    },
  },
  {
    id: 'D01',
    title: 'takes a key in a header of its own to no other origin',
    check: async (client) => {
      const end = await startStepServer(answering(ok));
      const hop = `HTTP/1.1 302 Found\r\nLocation: ${end.url}/\r\nContent-Length: 0\r\n\r\n`;
      try {
        await served(answering(hop), async (_client, server) => {
          const headers = { 'X-Api-Key': 'k', 'X-Plain': 'p' };
          await client.send(`${server.url}/`, { headers });
          const seen = textOf(end.connections[0]);
          expect([/^x-plain: p\r$/im.test(seen), /x-api-key/i.test(seen)]).toEqual([true, false]);
        })(client);
      } finally {
        await end.close();
      }
    },
  },
  {
    id: 'D02',
    title: 'follows no redirect to what is not http, and names the scheme',
    check: served(
      answering('HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n'),
      async (client, server) => {
        const error = await fails(client.send(`${server.url}/`), 'RedirectBlocked');
        expect((error as Error).message).toContain('file:');
      },
    ),
  },
  {
    id: 'D03',
    title: 'gives up a loop with an error that has the last answer, and keeps the cookies of all hops',
    check: served([[counting]], async (client, server) => {
      const error = await fails(client.send(`${server.url}/`, { maxRedirects: 5 }), 'TooManyRedirects');
      expect(error).toMatchObject({ response: { status: 302 } });
      const seen = server.connections.map(textOf).join('');
      expect(seen.match(/^GET /gm)).toHaveLength(6);
      expect(seen).toMatch(/^cookie: c1=1; c2=2; c3=3; c4=4; c5=5\r$/im);
    }),
  },
  {
    id: 'P01',
    title: 'says that a proxy wants credentials, and shows it none that are for the target',
    check: served(
      answering('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n', 'end'),
      async (client, server) => {
        const headers = { Authorization: 'Bearer a' };
        await fails(
          client.send('https://a.test/secret', { proxy: server.url, headers }),
          'ProxyAuthRequired',
        );
        expect(textOf(server.connections[0])).toMatch(/^CONNECT a\.test:443 HTTP\/1\.1\r\n/);
        expect(textOf(server.connections[0])).not.toMatch(/^authorization|secret/im);
      },
    ),
  },
  {
    id: 'P02',
    title: 'names the proxy that fails',
    check: served(answering('HTTP/1.1 502 Bad Gateway\r\n\r\n<html>', 'end'), async (client, server) => {
      const error = await fails(client.send('https://a.test/', { proxy: server.url }), 'ProxyFailed');
      expect((error as Error).message).toContain(`127.0.0.1:${server.port}`);
    }),
  },
];

/** What any client gets right: whoever fails this fails the others for no reason of theirs. */
export async function checkOrdinary(client: FaultClient): Promise<void> {
  const body = encoded('gzip', zlib.gzipSync('ok'));
  const hop = 'HTTP/1.1 302 Found\r\nLocation: /end\r\nContent-Length: 0\r\n\r\n';
  const script: Step = async (connection) => {
    for (;;) {
      const request = await connection.readRequest();
      if (request === undefined) return;
      await connection.send(request.head.startsWith('GET /end') ? body : hop);
    }
  };
  await served([[script]], async (_client, server) => {
    for (let count = 0; count < 2; count++) {
      expect(await client.send(`${server.url}/`)).toEqual({ status: 200, text: 'ok', notices: [] });
    }
  })(client);
}

/** The check with a server that runs the script. */
function served(
  script: Script,
  check: (client: FaultClient, server: RawServer) => Promise<void>,
): (client: FaultClient) => Promise<void> {
  return async (client) => {
    const server = await startStepServer(script);
    try {
      await check(client, server);
    } finally {
      await server.close();
    }
  };
}

/** The error that a send must end with. */
async function fails(sending: Promise<unknown>, name: string, phase?: string): Promise<unknown> {
  const outcome = await sending.then(
    () => 'no error',
    (error: unknown) => error,
  );
  expect(outcome).toMatchObject(phase === undefined ? { name } : { name, phase });
  return outcome;
}

function answering(answer: string | Uint8Array, then?: 'end'): Script {
  return [then === 'end' ? [expectRequest, send(answer), halfClose] : [forEachRequest(send(answer))]];
}

/** Redirects to itself for ever, with a new cookie each time. */
async function counting(connection: RawConnection): Promise<void> {
  for (let count = 1; (await connection.readRequest()) !== undefined; count++) {
    const cookie = `Set-Cookie: c${count}=${count}`;
    await connection.send(`HTTP/1.1 302 Found\r\nLocation: /\r\n${cookie}\r\nContent-Length: 0\r\n\r\n`);
  }
}

function encoded(coding: string, body: Uint8Array): Buffer {
  const head = `HTTP/1.1 200 OK\r\nContent-Encoding: ${coding}\r\nContent-Length: ${body.byteLength}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), body]);
}

function requestsSeen(connection: RawConnection): number {
  return textOf(connection).split('\r\n\r\n').length - 1;
}

function textOf(connection: RawConnection | undefined): string {
  return connection?.received.toString('latin1') ?? '';
}
