/**
 * Sends every request of a fixture in order, as the terminal would, and writes down each byte that two raw servers
 * got. The clock, randomness and the servers' ports are fixed, so that the same file gives the same text.
 */
import path from 'node:path';
import { Session } from '../../../src/extension/http/index.ts';
import {
  createBodyStore,
  createExchangeLog,
  diskReader,
  findEnvironmentSources,
  prepareExchange,
  sendExchange,
} from '../../../src/extension/runner/index.ts';
import { define, readEnvironments } from '../../../src/language/semantics/index.ts';
import { parse } from '../../../src/language/syntax/index.ts';
import type { RawRequest, RawServer } from '../../sandbox/index.ts';
import { startRawServer } from '../../sandbox/index.ts';

/** Monday 23 November 2026, 10:20:30.456 UTC, in a place one hour east. */
const clock = { now: () => Date.UTC(2026, 10, 23, 10, 20, 30, 456), offset: () => 60 };

export interface SentFile {
  /** Every request that arrived, in order, byte for byte. */
  readonly wire: string;
  /** Sentences about what was not done. */
  readonly warnings: readonly string[];
  /** `state name` of each exchange, in the order of the file. */
  readonly ends: readonly string[];
}

/** Sends a text as if it were the file; `file` is absolute and says where bodies and environments are. */
export async function sendFile(file: string, text: string): Promise<SentFile> {
  const arrived: string[] = [];
  const other = await startRawServer({ respond: (request) => note('other host', request) });
  const server: RawServer = await startRawServer({ respond: (request) => note('', request) });
  function note(host: string, request: RawRequest): string {
    arrived.push(`${host === '' ? '' : `(${host}) `}${bytesAsText(request, [server, other])}`);
    return answerTo(request, other);
  }

  const folder = path.dirname(file);
  const definition = define(parse(text));
  const session = new Session({ environment: {} });
  session.cookies.set({ name: 'a', value: '9', domain: '127.0.0.1' });
  session.cookies.set({ name: 'c', value: '3', domain: '127.0.0.1' });
  session.cookies.set({ name: 'd', value: '4', domain: 'localhost' });
  const bodies = createBodyStore({ folder: path.join(folder, 'never-written') });
  const log = createExchangeLog();
  const sources = await findEnvironmentSources(file, { reader: diskReader });
  const warnings: string[] = [];
  const ends: string[] = [];
  try {
    for (const request of definition.requests) {
      // Cookies are what one fixture is about; the others are easier to read without.
      if (!file.includes('cookies')) session.cookies.clear();
      const prepared = await prepareExchange(request, {
        path: file,
        scope: {
          file: definition,
          environment: readEnvironments(sources).select('dev'),
          clock,
          random: () => 0.5,
          overrides: new Map([
            ['host', server.url],
            ['address', `127.0.0.1:${server.port}`],
          ]),
          exchanges: log.ofFile(file),
        },
        access: { roots: [folder] },
        openSession: () => ({ name: 'default', session }),
      });
      warnings.push(...prepared.warnings);
      const exchange = await sendExchange(prepared, { bodies }).finished;
      await log.record(exchange);
      ends.push(`${exchange.state} ${exchange.error?.message ?? exchange.response?.status ?? ''}`.trim());
    }
  } finally {
    await bodies.dispose();
    await session.close();
    await server.close();
    await other.close();
  }
  return { wire: arrived.join(''), warnings, ends };
}

function answerTo({ head }: RawRequest, other: RawServer): string {
  const [, target = ''] = head.split(' ', 2);
  const to: Readonly<Record<string, string>> = {
    '/elsewhere': `http://localhost:${other.port}/arrived`,
    '/here': '/arrived',
  };
  const location = to[target];
  if (location !== undefined) {
    return `HTTP/1.1 302 Found\r\nLocation: ${location}\r\nContent-Length: 0\r\n\r\n`;
  }
  const body = target === '/login' ? '{"t": "t-1"}' : '';
  return `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
}

/**
 * The bytes as lines: CR is `␍`, LF ends the line, other bytes outside of ASCII are `\xNN`, `∎` is the end. Ports and
 * our own version become words, since they change.
 */
function bytesAsText({ head, wireBody }: RawRequest, [server, other]: readonly RawServer[]): string {
  const text = head + wireBody.toString('latin1');
  const shown = text
    .replaceAll(`127.0.0.1:${server?.port ?? ''}`, 'SERVER')
    .replaceAll(`localhost:${other?.port ?? ''}`, 'OTHER')
    .replace(/http-sessions\/[\d.]+/, 'http-sessions/VERSION')
    .replaceAll('\\', '\\\\')
    .replaceAll('\r', '␍')
    .replaceAll(/[\x00-\x09\x0b-\x1f\x7f-\xff]/g, (byte) => {
      return `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`;
    });
  return `${shown}∎\n\n`;
}
