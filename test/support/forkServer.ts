/** Starts a server that is a program of ours in a process of its own: it is told `serve`, and sends its port. */
import { fork } from 'node:child_process';
import { once } from 'node:events';

export interface ForkedServer {
  readonly url: string;
  stop(): Promise<void>;
}

export async function forkServer(program: string): Promise<ForkedServer> {
  const child = fork(program, ['serve'], { stdio: 'inherit' });
  const [port] = (await once(child, 'message')) as [number];
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      child.kill();
      await once(child, 'exit');
    },
  };
}
