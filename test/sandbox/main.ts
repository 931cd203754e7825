/**
 * Starts the sandbox from a terminal and ends it on Ctrl+C. `PORT` and `TLS_PORT` choose the ports, 8080 and
 * 8443 unless told; a port that is taken is replaced by a free one, and said so.
 */

import { startSandboxNear } from './startNear.ts';

const PORT = 8080;
const TLS_PORT = 8443;

const wanted = { port: portFrom('PORT', PORT), tlsPort: portFrom('TLS_PORT', TLS_PORT) };
const sandbox = await startSandboxNear(wanted, (sentence) => process.stderr.write(`${sentence}\n`));
process.stdout.write(
  [
    `Sandbox: ${sandbox.url}`,
    `   TLS: ${sandbox.tlsUrl} (self-signed; its certificate is at ${sandbox.url}/certificate.pem)`,
    'Press Ctrl+C to stop it.',
    '',
  ].join('\n'),
);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void sandbox.close().then(() => process.exit(0));
  });
}

function portFrom(name: string, otherwise: number): number {
  const text = process.env[name];
  const port = text === undefined || text === '' ? otherwise : Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  process.stderr.write(`${name} must be a port from 0 to 65535, not "${text ?? ''}".\n`);
  process.exit(1);
}
