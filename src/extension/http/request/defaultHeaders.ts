/**
 * The headers of a fresh session (rule R26): who asks, which content codings can be undone, anything will do, and
 * the connection stays open.
 */
import * as zlib from 'node:zlib';
import { Headers } from './headers.ts';

const version = '0.1.0';

/** Exactly the codings the response can decode; zstd only where Node has it. */
const codings = ['gzip', 'deflate', 'br', ...('createZstdDecompress' in zlib ? ['zstd'] : [])];

const defaults = new Headers([
  ['User-Agent', `http-sessions/${version}`],
  ['Accept-Encoding', codings.join(', ')],
  ['Accept', '*/*'],
  ['Connection', 'keep-alive'],
]);

export function defaultHeaders(): Headers {
  return defaults;
}

/** Whether a header of a session is what a fresh one has. */
export function isDefaultHeader(name: string, value: string | undefined): boolean {
  return value !== undefined && defaults.get(name) === value;
}
