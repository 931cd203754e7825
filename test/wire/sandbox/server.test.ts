import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent } from 'node:http';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { startSandbox, type RequestRecord, type Sandbox } from '../../sandbox/index.ts';
import { ask } from './ask.ts';

const open: Sandbox[] = [];
const start = async (options?: Parameters<typeof startSandbox>[0]): Promise<Sandbox> => {
  const sandbox = await startSandbox(options);
  open.push(sandbox);
  return sandbox;
};
afterEach(async () => {
  await Promise.all(open.splice(0).map((sandbox) => sandbox.close()));
});

describe('the log', () => {
  it('keeps order, case and repeats of headers, and the body', async () => {
    const sandbox = await start();
    const socket = connect(sandbox.port, '127.0.0.1');
    socket.end(
      'POST /anything?q=%20 HTTP/1.1\r\nhost: x\r\nX-B: 1\r\nx-a: 2\r\nX-B: 3\r\nContent-Length: 2\r\n\r\nhi',
    );
    await once(socket.resume(), 'close');
    const [record] = sandbox.log.requests;
    expect(record).toMatchObject({
      socket: 1,
      secure: false,
      method: 'POST',
      url: '/anything?q=%20',
      headers: [
        ['host', 'x'],
        ['X-B', '1'],
        ['x-a', '2'],
        ['X-B', '3'],
        ['Content-Length', '2'],
      ],
      bodyLength: 2,
    });
    expect(record!.body.toString()).toBe('hi');
    expect(record!.head.split('\r\n').slice(0, 3)).toEqual([
      'POST /anything?q=%20 HTTP/1.1',
      'host: x',
      'X-B: 1',
    ]);
  });

  it('tells which socket a request came on', async () => {
    const sandbox = await start();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    await ask(`${sandbox.url}/get`, { agent });
    await ask(`${sandbox.url}/uuid`, { agent });
    await ask(`${sandbox.url}/ip`);
    agent.destroy();
    expect(sandbox.log.requests.map(({ url, socket }) => [url, socket])).toEqual([
      ['/get', 1],
      ['/uuid', 1],
      ['/ip', 2],
    ]);
    expect(sandbox.log.onSocket(2).map(({ url }) => url)).toEqual(['/ip']);
    expect(sandbox.connections).toBe(2);
  });

  it('counts all of a long body and keeps its first MiB', async () => {
    const sandbox = await start();
    await ask(`${sandbox.url}/upload`, { method: 'POST', body: new Uint8Array(3 * 1024 * 1024) });
    const [record] = sandbox.log.requests;
    expect([record!.bodyLength, record!.body.length]).toEqual([3 * 1024 * 1024, 1024 * 1024]);
  });

  it('calls back for each request before it is answered', async () => {
    const seen: RequestRecord[] = [];
    const sandbox = await start({ onRequest: (record) => seen.push(record) });
    await ask(`${sandbox.url}/get`);
    sandbox.log.clear();
    expect(seen.map(({ url }) => url)).toEqual(['/get']);
    expect(sandbox.log.requests).toEqual([]);
  });
});

describe('the TLS port', () => {
  it('answers the same paths to a client that trusts the certificate', async () => {
    const sandbox = await start();
    for (const host of ['127.0.0.1', 'localhost']) {
      const url = `https://${host}:${sandbox.tlsPort}/get`;
      const { json } = await ask(url, { ca: sandbox.certificate });
      expect(json['url']).toBe(url);
    }
    expect(sandbox.log.requests.every(({ secure }) => secure)).toBe(true);
  });

  it('is not trusted otherwise', async () => {
    const sandbox = await start();
    await expect(ask(`${sandbox.tlsUrl}/get`)).rejects.toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    expect(sandbox.log.requests).toEqual([]);
  });

  it('shows a new certificate at each start', async () => {
    expect((await start()).certificate).not.toBe((await start()).certificate);
  });
});

describe('start and end', () => {
  it('ends open connections when it closes', async () => {
    const sandbox = await startSandbox();
    const pending = ask(`${sandbox.url}/delay/60`);
    const outcome = expect(pending).rejects.toThrow(/socket hang up|ECONNRESET/);
    await expect.poll(() => sandbox.log.requests.length, { timeout: 10_000 }).toBe(1);
    await sandbox.close();
    await outcome;
    await expect(ask(`${sandbox.url}/get`)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('says when a port is taken', async () => {
    const { port } = await start();
    await expect(startSandbox({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('runs from a terminal and ends cleanly on %s', async (signal) => {
    const { port } = await start();
    const main = fileURLToPath(new URL('../../sandbox/main.ts', import.meta.url));
    const child = spawn(process.execPath, [main], {
      env: { ...process.env, PORT: String(port), TLS_PORT: '0' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    let complaints = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
    await expect.poll(() => output, { timeout: 10_000 }).toContain('Ctrl+C');
    expect(complaints).toMatch(
      new RegExp(`^Port ${port} is taken or not allowed; using \\d+ instead\\. Change @host `),
    );
    const url = /Sandbox: (\S+)/.exec(output)?.[1] ?? '';
    expect((await ask(`${url}/get`)).status).toBe(200);
    child.kill(signal);
    expect(await once(child, 'exit')).toEqual([0, null]);
  });
});
