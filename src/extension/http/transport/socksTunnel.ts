/**
 * The exchange with a SOCKS5 proxy (RFC 1928, RFC 1929), on a socket that is already connected to it. The proxy
 * learns where to connect and its own credentials, nothing of the request; TLS comes after it and is ours, with
 * every setting (CVE-2026-9697). Called by `dial.ts`, and loaded only when a proxy is of this kind.
 */
import dns from 'node:dns';
import net from 'node:net';
import type { LookupFunction, Socket } from 'node:net';
import { ConnectionError, InvalidProxyURL, ProxyError } from '../errors/errors.ts';
import type { RequestException } from '../errors/errors.ts';

interface Proxy {
  readonly host: string;
  readonly port: number;
  readonly credentials: readonly [user: string, password: string] | undefined;
}

/** `host` is a name for the proxy to look up, or an address. */
interface Target {
  readonly host: string;
  readonly port: number;
}

const version = 5;
const noAuthentication = 0;
const userAndPassword = 2;
const connect = 1;
const addressType = { ipv4: 1, name: 3, ipv6: 4 };

/** What the proxy says about itself (RFC 1928 section 6). */
const refusals: ReadonlyMap<number, string> = new Map([
  [1, 'failed'],
  [2, 'does not allow the connection'],
  [7, 'does not know the command'],
  [8, 'does not know this kind of address'],
]);

/** What the proxy says about the target. */
const targetFaults: ReadonlyMap<number, string> = new Map([
  [3, 'the network is unreachable'],
  [4, 'the host is unreachable or its name unknown'],
  [5, 'the connection was refused'],
  [6, 'the time to live expired'],
]);

/**
 * Resolves when the proxy has connected to the target; not a byte more has been read by then. Rejects with
 * ProxyError when the proxy refuses, and with ConnectionError when it says that the target cannot be reached.
 */
export async function openSocksTunnel(socket: Socket, proxy: Proxy, target: Target): Promise<void> {
  await authenticate(socket, proxy);
  const port = Buffer.alloc(2);
  port.writeUInt16BE(target.port);
  socket.write(Buffer.concat([Buffer.from([version, connect, 0]), addressBytes(target.host), port]));
  const [answered, reply, , type] = await read(socket, 4, proxy);
  if (answered !== version) throw failure(proxy, 'does not answer as SOCKS5 does');
  if (reply !== 0) throw refusal(reply ?? 1, proxy, target);
  // The address it connects from, which nobody needs, and two bytes of port.
  await read(socket, (await addressLength(socket, type, proxy)) + 2, proxy);
}

async function addressLength(socket: Socket, type: number | undefined, proxy: Proxy): Promise<number> {
  if (type === addressType.ipv4) return 4;
  if (type === addressType.ipv6) return 16;
  if (type !== addressType.name) throw failure(proxy, 'does not answer as SOCKS5 does');
  return (await read(socket, 1, proxy))[0] ?? 0;
}

/** The address of a name, for a proxy that is to be given addresses only. Rejects with what the lookup says. */
export function lookUp(host: string, lookup: LookupFunction = dns.lookup): Promise<string> {
  if (net.isIP(host) !== 0) return Promise.resolve(host);
  return new Promise((resolve, reject) => {
    lookup(host, {}, (error, found) => {
      if (error !== null) reject(error);
      else resolve(typeof found === 'string' ? found : (found.at(0)?.address ?? ''));
    });
  });
}

async function authenticate(socket: Socket, proxy: Proxy): Promise<void> {
  const { credentials } = proxy;
  const methods = credentials === undefined ? [noAuthentication] : [noAuthentication, userAndPassword];
  socket.write(Buffer.from([version, methods.length, ...methods]));
  const [answered, method] = await read(socket, 2, proxy);
  if (answered !== version) throw failure(proxy, 'does not answer as SOCKS5 does');
  if (method === noAuthentication) return;
  if (method !== userAndPassword || credentials === undefined) {
    if (credentials === undefined) throw wantsCredentials(proxy, 'wants credentials');
    throw failure(proxy, 'accepts no way of authentication that is known here');
  }
  const [user, password] = credentials.map((text) => Buffer.from(text, 'utf8'));
  if (user === undefined || password === undefined || user.length > 255 || password.length > 255) {
    throw new InvalidProxyURL('User name and password for a SOCKS proxy have at most 255 bytes each.');
  }
  const message = [Buffer.from([1, user.length]), user, Buffer.from([password.length]), password];
  socket.write(Buffer.concat(message));
  const [, status] = await read(socket, 2, proxy);
  if (status !== 0) throw wantsCredentials(proxy, 'did not accept the user name and password');
}

function addressBytes(host: string): Buffer {
  const kind = net.isIP(host);
  if (kind === 4) return Buffer.from([addressType.ipv4, ...host.split('.').map(Number)]);
  if (kind === 6) return Buffer.from([addressType.ipv6, ...ipv6Bytes(host)]);
  const name = Buffer.from(host, 'latin1');
  if (name.length > 255) throw new InvalidProxyURL('A host name for a SOCKS proxy has at most 255 bytes.');
  return Buffer.from([addressType.name, name.length, ...name]);
}

/** The 16 bytes of an address that `net.isIP` takes for one; a zone means nothing to another machine. */
function ipv6Bytes(address: string): readonly number[] {
  const [plain = ''] = address.split('%');
  const v4 = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(plain);
  const text = v4 === null ? plain : `${v4[1]}${hexPair(v4[2], v4[3])}:${hexPair(v4[4], v4[5])}`;
  const [head = '', tail] = text.split('::');
  const groups = (part: string | undefined): string[] =>
    part === undefined || part === '' ? [] : part.split(':');
  const before = groups(head);
  const after = groups(tail);
  const zeros = Array<string>(8 - before.length - after.length).fill('0');
  return [...before, ...zeros, ...after].flatMap((group) => {
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 255];
  });
}

function hexPair(high = '0', low = '0'): string {
  return (Number(high) * 256 + Number(low)).toString(16);
}

/** Exactly so many bytes; what comes behind them stays in the socket. */
function read(socket: Socket, count: number, proxy: Proxy): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      socket.removeListener('readable', onReadable);
      socket.removeListener('end', onEnd);
    };
    const onReadable = (): void => {
      const bytes = socket.read(count) as Buffer | null;
      if (bytes === null) return;
      stop();
      // At the end there may be fewer.
      if (bytes.length === count) resolve(bytes);
      else reject(failure(proxy, 'closed the connection instead of opening a tunnel'));
    };
    const onEnd = (): void => {
      stop();
      reject(failure(proxy, 'closed the connection instead of opening a tunnel'));
    };
    socket.on('readable', onReadable);
    socket.once('end', onEnd);
    onReadable();
  });
}

function refusal(reply: number, proxy: Proxy, target: Target): RequestException {
  const fault = targetFaults.get(reply);
  if (fault === undefined) return failure(proxy, refusals.get(reply) ?? `refused (code ${reply})`);
  const { host, port } = target;
  return new ConnectionError(
    `The proxy ${proxy.host}:${proxy.port} could not connect to ${host}:${port}: ${fault}.`,
    'ConnectRefused',
    { phase: 'connect', host, port, hint: 'Check host and port as the proxy sees them.' },
  );
}

function wantsCredentials(proxy: Proxy, what: string): ProxyError {
  return new ProxyError(`The proxy ${proxy.host}:${proxy.port} ${what}.`, 'ProxyAuthRequired', {
    phase: 'connect',
    hint: 'Put the user name and password into the proxy URL.',
  });
}

function failure(proxy: Proxy, what: string): ProxyError {
  return new ProxyError(`The SOCKS proxy ${proxy.host}:${proxy.port} ${what}.`, 'ProxyFailed', {
    phase: 'connect',
  });
}
