import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Exchange } from '../../../../src/extension/runner/index.ts';
import { sendExchange } from '../../../../src/extension/runner/index.ts';
import type { RawServer, RawServerOptions } from '../../../sandbox/index.ts';
import type { Bench } from '../support.ts';
import { createBench } from '../support.ts';

let bench: Bench;
let server: RawServer | undefined;
beforeEach(async () => {
  bench = await createBench();
});
afterEach(() => bench.close());

async function serve(options: RawServerOptions): Promise<string> {
  server = await bench.serve(options);
  return server.url;
}

/** Sends and collects every value the exchange had. */
async function send(text: string, options: { force?: boolean; edit?: string } = {}) {
  const prepared = await bench.prepare(text);
  const seen: Exchange[] = [];
  const edited =
    options.edit === undefined ? undefined : prepared.exchange.prepared.with({ body: options.edit });
  const running = sendExchange(prepared, {
    bodies: bench.bodies,
    onDidChange: (exchange) => seen.push(exchange),
    force: options.force,
    edited,
  });
  const last = await running.finished;
  expect(seen.at(-1)).toBe(last);
  return { prepared, seen, last };
}

const ok = (body: string, head = ''): string =>
  `HTTP/1.1 200 OK\r\n${head}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

describe('the life of an exchange', () => {
  it('goes from idle over pending and streaming to done', async () => {
    const url = await serve({ respond: () => ok('hello') });
    const { prepared, seen, last } = await send(`GET ${url}/\n`);
    expect(prepared.exchange).toMatchObject({ state: 'idle', startedAt: undefined, bytesSent: 0 });
    expect([...new Set(seen.map(({ state }) => state))]).toEqual(['pending', 'streaming', 'done']);
    expect(new Set(seen.map(({ id }) => id))).toEqual(new Set([prepared.exchange.id]));
    expect(last).toMatchObject({ phase: 'body', expectedLength: 5, error: undefined });
    expect(last.endedAt).toBeGreaterThanOrEqual(last.startedAt!);
    expect(Buffer.from(await last.body!.read(0, 10)).toString()).toBe('hello');
    expect(last.body?.complete).toBe(true);
  });

  const endings: readonly (readonly [string, () => string])[] = [
    ['done', () => ok('hello', 'Set-Cookie: a=1\r\n')],
    ['failed', () => 'HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n'],
  ];
  it.each(endings)('is not %s before its cookies are in their place', async (state, respond) => {
    const url = await serve({ respond });
    const prepared = await bench.prepare(`GET ${url}/\n`);
    const seen: string[] = [];
    const running = sendExchange(prepared, {
      bodies: bench.bodies,
      beforeEnd: async () => {
        await Promise.resolve();
        seen.push('kept');
      },
      onDidChange: (exchange) => seen.push(exchange.state),
    });
    expect((await running.finished).state).toBe(state);
    expect(seen.slice(-2)).toEqual(['kept', state]);
    expect(seen.filter((one) => one === 'kept')).toHaveLength(1);
  });

  it('lets the body be read while it arrives', async () => {
    const gate = Promise.withResolvers<undefined>();
    const url = await serve({
      script: async (connection) => {
        await connection.readRequest();
        await connection.send('HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\npart');
        await gate.promise;
        await connection.send('rest');
        await connection.untilEnd();
      },
    });
    const prepared = await bench.prepare(`GET ${url}/\n`);
    const half = Promise.withResolvers<Exchange>();
    const running = sendExchange(prepared, {
      bodies: bench.bodies,
      onDidChange: (exchange) => {
        if (exchange.body?.length === 4) half.resolve(exchange);
      },
    });
    const { state, body } = await half.promise;
    expect([state, body?.complete]).toEqual(['streaming', false]);
    expect(Buffer.from(await body!.read(0, 10)).toString()).toBe('part');
    gate.resolve(undefined);
    const last = await running.finished;
    expect([last.state, last.body?.length]).toEqual(['done', 8]);
  });

  it('keeps what has arrived when it is cancelled, and the next send works', async () => {
    const url = await serve({
      script: async (connection) => {
        const request = await connection.readRequest();
        if (request?.head.startsWith('GET /slow') === true) {
          await connection.send('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\npart');
          await connection.untilEnd();
        } else await connection.send(ok('quick'));
      },
    });
    const prepared = await bench.prepare(`GET ${url}/slow\n`);
    const running = sendExchange(prepared, {
      bodies: bench.bodies,
      onDidChange: ({ body }) => {
        if (body?.length === 4) running.cancel();
      },
    });
    const last = await running.finished;
    expect([last.state, last.error?.name]).toEqual(['cancelled', 'Cancelled']);
    expect([last.body?.length, last.body?.complete]).toEqual([4, false]);
    running.cancel();
    expect((await send(`GET ${url}/\n`)).last.state).toBe('done');
  });

  it('can be cancelled before anything arrived', async () => {
    const url = await serve({ script: (connection) => connection.untilEnd() });
    const prepared = await bench.prepare(`GET ${url}/\n`);
    const stop = new AbortController();
    const running = sendExchange(prepared, {
      bodies: bench.bodies,
      signal: stop.signal,
      onDidChange: ({ phase }) => {
        if (phase === 'wait') stop.abort();
      },
    });
    expect(await running.finished).toMatchObject({
      state: 'cancelled',
      response: undefined,
      body: undefined,
    });
  });

  it('fails with the fault of the core and keeps a body that was cut off', async () => {
    const url = await serve({
      script: async (connection) => {
        await connection.readRequest();
        await connection.send('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\npart');
        connection.finish();
      },
    });
    const { last } = await send(`GET ${url}/\n`);
    expect([last.state, last.error?.name, last.response?.status]).toEqual(['failed', 'BodyTruncated', 200]);
    expect([last.body?.length, last.body?.complete]).toEqual([4, false]);
    expect(last.body?.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('moves a long body to a file that goes away with it', async () => {
    const url = await serve({ respond: () => ok('x'.repeat(5000)) });
    const { last } = await send(`GET ${url}/\n`);
    const folder = path.join(bench.folder, 'bodies');
    expect((await readdir(folder)).length).toBe(1);
    await last.body?.dispose();
    expect(await readdir(folder)).toEqual([]);
  });

  it('sends exactly what the user made of it', async () => {
    const url = await serve({});
    const { last } = await send(`POST ${url}/\nContent-Type: text/plain\n\nbefore\n`, { edit: 'after all' });
    expect(last.state).toBe('done');
    const [request] = server!.requests;
    expect(request?.body.toString()).toBe('after all');
    expect(request?.head).toContain('content-length: 9\r\n');
  });

  it('sends nothing when a header needs a variable that nothing defines, unless it is forced', async () => {
    const url = await serve({});
    const text = `GET ${url}/\nX: {{nope}}\n`;
    const { last } = await send(text);
    expect([last.state, last.error?.name]).toEqual(['failed', 'UnresolvedVariable']);
    expect(server?.connections.length).toBe(0);
    expect((await send(text, { force: true })).last.state).toBe('done');
    expect(server?.requests[0]?.head).toContain('X: {{nope}}\r\n');
  });
});

describe('the HTTP version behind the URL', () => {
  it('offers HTTP/2, and says where it cannot be', async () => {
    const asked = await bench.prepare('GET https://a.test/ HTTP/2\n');
    expect([asked.options.http2, asked.warnings]).toEqual([true, []]);
    const plain = await bench.prepare('GET http://a.test/ HTTP/2\n');
    expect(plain.warnings).toEqual(['Line 1: HTTP/2 is spoken over https only; HTTP/1.1 is used.']);
    expect((await bench.prepare('GET https://a.test/ HTTP/1.1\n')).options.http2).toBe(false);
    expect((await bench.prepare('GET https://a.test/\n')).options.http2).toBeUndefined();
  });
});

describe('what is not done', () => {
  it('is said, so that silence never looks like success', async () => {
    const text = `GET http://a.test/

> {% client.test("x", function() {}); %}
>> ./out.json
?? js response.ok
`;
    const { warnings } = await bench.prepare(text);
    expect(warnings).toEqual([
      'Line 3: the script is not run.',
      'Line 4: the response is not written to ./out.json.',
      'Line 5: the assertion is not checked: JavaScript of httpYac is not run.',
    ]);
  });

  it('includes directives that make no sense', async () => {
    const { warnings } = await bench.prepare('# @timeout soon\nGET http://a.test/\n');
    expect(warnings).toEqual(['Line 1: @timeout needs a time such as 5 s, not "soon".']);
  });
});

describe('directives on the wire', () => {
  it('does not follow a redirect', async () => {
    const url = await serve({
      respond: () => 'HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n',
    });
    const { last } = await send(`# @no-redirect\nGET ${url}/\n`);
    expect([last.response?.status, server?.requests.length]).toEqual([302, 1]);
  });

  it('neither sends nor keeps cookies, on the same connection', async () => {
    const url = await serve({ respond: () => ok('', 'Set-Cookie: b=2\r\n') });
    bench.session.cookies.set({ name: 'a', value: '1', domain: '127.0.0.1' });
    const { last } = await send(`# @no-cookie-jar\nGET ${url}/\n`);
    expect(last.state).toBe('done');
    expect(server?.requests[0]?.head).not.toContain('Cookie');
    expect(bench.session.cookies.list().map(({ name }) => name)).toEqual(['a']);
    await send(`GET ${url}/\n`);
    expect(server?.requests[1]?.head).toContain('Cookie: a=1\r\n');
    expect(server?.connections.length).toBe(1);
  });

  it('keeps cookies from one redirect to the next neither', async () => {
    const hop = 'HTTP/1.1 302 Found\r\nLocation: /b\r\nSet-Cookie: c=3\r\nContent-Length: 0\r\n\r\n';
    const url = await serve({ respond: ({ head }) => (head.startsWith('GET /a') ? hop : ok('end')) });
    const { last } = await send(`# @no-cookie-jar\nGET ${url}/a\n`);
    expect([last.response?.status, server?.requests.length]).toEqual([200, 2]);
    expect(server?.requests[1]?.head).not.toContain('Cookie');
    expect(bench.session.cookies.list()).toEqual([]);
  });

  it('waits no longer than it is told', async () => {
    const url = await serve({ script: (connection) => connection.untilEnd() });
    const { last } = await send(`# @timeout 50 ms\nGET ${url}/\n`);
    expect([last.state, last.error?.name]).toEqual(['failed', 'HeadersTimeout']);
  });

  it('answers a Digest challenge from its short form', async () => {
    const url = await serve({
      respond: ({ head }) =>
        head.includes('Authorization: Digest')
          ? ok('in')
          : 'HTTP/1.1 401 No\r\nWWW-Authenticate: Digest realm="r", nonce="n", qop="auth"\r\nContent-Length: 0\r\n\r\n',
    });
    const { last } = await send(`GET ${url}/\nAuthorization: Digest user password\n`);
    expect(last.response?.status).toBe(200);
    expect(server?.requests.map(({ head }) => head.includes('password'))).toEqual([false, false]);
  });
});
