/**
 * Loaded into a process before anything else (`--import`): writes a line for everything that would leave the computer, or
 * only the process by way of the network, and lets it go on. Pipes between processes do not count.
 */
import dgram from 'node:dgram';
import dns from 'node:dns';
import { appendFileSync } from 'node:fs';
import net from 'node:net';

const log = process.env['EGRESS_LOG'] ?? '';

watch(net.Socket.prototype, 'connect', (values) => {
  const [to] = (Array.isArray(values[0]) ? values[0] : values) as readonly { readonly path?: string }[];
  return to?.path === undefined;
});
watch(dgram.Socket.prototype, 'send', () => true);
watch(dns, 'lookup', () => true);
watch(dns.Resolver.prototype, 'resolve', () => true);
watch(dns.promises, 'lookup', () => true);

function watch<T extends object>(
  owner: T,
  name: keyof T & string,
  counts: (values: unknown[]) => boolean,
): void {
  const original = owner[name] as unknown as (...values: unknown[]) => unknown;
  Object.defineProperty(owner, name, {
    configurable: true,
    writable: true,
    value(this: unknown, ...values: unknown[]): unknown {
      if (counts(values)) appendFileSync(log, `${name} ${String(new Error().stack).slice(0, 600)}\n`);
      return original.apply(this, values);
    },
  });
}
