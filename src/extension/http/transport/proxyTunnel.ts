/**
 * The CONNECT exchange with an HTTP proxy (RFC 9110 9.3.6), on a socket that is already connected to it. Nothing of
 * the request goes to the proxy but the host and port and the proxy's own credentials. Called by `dial.ts`.
 */
import type { Socket } from 'node:net';
import { ProxyError } from '../errors/errors.ts';

interface Proxy {
  readonly host: string;
  readonly port: number;
  readonly authorization: string | undefined;
}

interface Target {
  readonly host: string;
  readonly port: number;
}

const maxAnswer = 64 * 1024;

/** Resolves when the proxy has opened the tunnel; rejects with ProxyError when it answers anything but 2xx. */
export function openTunnel(socket: Socket, proxy: Proxy, target: Target): Promise<void> {
  const host = target.host.includes(':') ? `[${target.host}]` : target.host;
  const authority = `${host}:${target.port}`;
  const lines = [`CONNECT ${authority} HTTP/1.1`, `Host: ${authority}`];
  if (proxy.authorization !== undefined) lines.push(`Proxy-Authorization: ${proxy.authorization}`);
  socket.write(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
  return new Promise((resolve, reject) => {
    let answer: Buffer = Buffer.alloc(0);
    const finish = (outcome: () => void): void => {
      socket.removeListener('readable', onReadable);
      socket.removeListener('end', onEnd);
      outcome();
    };
    const onReadable = (): void => {
      for (let piece = read(socket); piece !== null; piece = read(socket)) {
        answer = Buffer.concat([answer, piece]);
        const start = finalHead(answer);
        const end = answer.indexOf('\r\n\r\n', start);
        if (end !== -1) {
          const rest = answer.subarray(end + 4);
          finish(() => settle(answer.subarray(start, end).toString('latin1')));
          if (rest.byteLength > 0) socket.unshift(rest);
          return;
        }
        if (answer.byteLength > maxAnswer) {
          finish(() => reject(failure(proxy, 'sent an answer to CONNECT that does not end')));
          return;
        }
      }
    };
    const onEnd = (): void =>
      finish(() => reject(failure(proxy, 'closed the connection instead of opening a tunnel')));
    const settle = (head: string): void => {
      const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(head)?.[1]);
      if (status >= 200 && status < 300) {
        resolve();
      } else if (status === 407) {
        const what =
          proxy.authorization === undefined
            ? 'wants credentials'
            : 'did not accept the user name and password';
        reject(
          new ProxyError(`The proxy ${proxy.host}:${proxy.port} ${what} (407).`, 'ProxyAuthRequired', {
            phase: 'connect',
            hint: 'Put the user name and password into the proxy URL.',
          }),
        );
      } else {
        reject(
          failure(
            proxy,
            `refused the tunnel to ${authority}: ${JSON.stringify(head.split('\r\n')[0] ?? '')}`,
          ),
        );
      }
    };
    socket.on('readable', onReadable);
    socket.once('end', onEnd);
  });
}

/** Where the answer begins that is no informational one (RFC 9110 15.2); those count towards the limit like the rest. */
function finalHead(answer: Buffer): number {
  let start = 0;
  while (/^HTTP\/1\.[01] 1\d\d /.test(answer.toString('latin1', start, start + 13))) {
    const end = answer.indexOf('\r\n\r\n', start);
    if (end === -1) break;
    start = end + 4;
  }
  return start;
}

function read(socket: Socket): Buffer | null {
  return socket.read() as Buffer | null;
}

function failure(proxy: Proxy, what: string): ProxyError {
  return new ProxyError(`The proxy ${proxy.host}:${proxy.port} ${what}.`, 'ProxyFailed', {
    phase: 'connect',
  });
}
