/** A small server in a process of its own, so that it and the client do not share an event loop. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

const self = fileURLToPath(import.meta.url);
const large = 256 * 1024 * 1024;

/** Starts it and resolves with its address. */
export async function startServerProcess(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const child = fork(self, ['serve'], { stdio: 'inherit' });
  const [port] = (await once(child, 'message')) as [number];
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      child.kill();
      await once(child, 'exit');
    },
  };
}

if (process.argv[1] === self && process.argv[2] === 'serve') {
  const chunk = Buffer.alloc(64 * 1024, 'x');
  const server = createServer((request, response) => {
    if (request.url !== '/large') {
      response.end('{"ok":true}');
      return;
    }
    response.setHeader('content-length', large);
    let left = large;
    const write = () => {
      while (left > 0) {
        left -= chunk.length;
        if (!response.write(chunk)) return;
      }
      response.end();
    };
    response.on('drain', write);
    write();
  });
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
}
