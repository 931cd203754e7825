import { connect } from 'node:net';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { startRawServer } from '../../sandbox/index.ts';
import { ask } from './ask.ts';

async function sendBytes(port: number, ...pieces: string[]): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  let answer = '';
  socket.on('data', (chunk: Buffer) => (answer += chunk.toString('latin1')));
  for (const piece of pieces) await new Promise((resolve) => socket.write(piece, 'latin1', resolve));
  socket.end();
  await once(socket, 'close');
  return answer;
}

describe('the raw server', () => {
  it('records every byte of every request on a socket', async () => {
    const server = await startRawServer();
    const first = 'GET /a  HTTP/1.1\r\nx:  1 \r\n\r\n';
    const second = 'POST /b HTTP/1.1\r\nContent-Length: 3\r\n\r\n\xe4bc';
    const answer = await sendBytes(server.port, first.slice(0, 7), first.slice(7) + second);
    expect(answer).toBe('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'.repeat(2));
    expect(server.connections[0]!.received.toString('latin1')).toBe(first + second);
    expect(server.requests.map(({ head, body }) => head + body.toString('latin1'))).toEqual([first, second]);
    await server.close();
  });

  it('keeps a chunked body as sent and without its framing', async () => {
    const server = await startRawServer();
    const body = '3\r\nabc\r\n02;x=y\r\nde\r\n0\r\nTrailer: 1\r\n\r\n';
    await sendBytes(server.port, `PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n${body}`);
    const [request] = server.requests;
    expect(request!.wireBody.toString()).toBe(body);
    expect(request!.body.toString()).toBe('abcde');
    await server.close();
  });

  it('answers what a test makes of the request', async () => {
    const server = await startRawServer({
      respond: ({ body }) =>
        `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body.toString('latin1')}`,
    });
    expect((await ask(server.url, { method: 'POST', body: 'echo' })).text).toBe('echo');
    await server.close();
  });

  it('can break off in the middle of a body', async () => {
    const server = await startRawServer({
      script: async (connection) => {
        await connection.readRequest();
        await connection.send('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhello');
        connection.reset();
      },
    });
    await expect(ask(server.url)).rejects.toMatchObject({ code: 'ECONNRESET' });
    await server.close();
  });

  it('tells of a script that failed', async () => {
    const server = await startRawServer({
      script: () => {
        throw new Error('the script is wrong');
      },
    });
    await expect(ask(server.url)).rejects.toThrow();
    await expect(server.close()).rejects.toThrow('the script is wrong');
  });
});
