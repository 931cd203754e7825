/**
 * Starts the sandbox for people, who know its address by heart: on the ports they expect where that is possible,
 * and on others, with a sentence about it, where it is not. Used by `npm start` and by `main.ts`.
 */

import { startSandbox, type Sandbox, type SandboxOptions } from './sandbox.ts';

/** `say` gets one sentence for each port that could not be had. */
export async function startSandboxNear(
  wanted: Required<Pick<SandboxOptions, 'port' | 'tlsPort'>>,
  say: (sentence: string) => void,
): Promise<Sandbox> {
  const ports = { ...wanted };
  const refused: number[] = [];
  for (;;) {
    try {
      const sandbox = await startSandbox(ports);
      if (refused.includes(wanted.port)) say(replaced(wanted.port, sandbox.port, '@host'));
      if (refused.includes(wanted.tlsPort)) say(replaced(wanted.tlsPort, sandbox.tlsPort, '@secureHost'));
      return sandbox;
    } catch (error) {
      const port = portInTheWay(error);
      if (port === undefined || refused.includes(port)) throw error;
      refused.push(port);
      if (port === ports.port) ports.port = 0;
      else ports.tlsPort = 0;
    }
  }
}

function replaced(wanted: number, port: number, variable: string): string {
  return `Port ${wanted} is taken or not allowed; using ${port} instead. Change ${variable} in the examples to match.`;
}

function portInTheWay(error: unknown): number | undefined {
  const { code, port } = error as NodeJS.ErrnoException & { port?: number };
  return code === 'EADDRINUSE' || code === 'EACCES' ? port : undefined;
}
