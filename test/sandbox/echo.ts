/**
 * Says back what a request held, in httpbin's JSON shape: `args`, `data`, `files`, `form`, `headers`, `json`,
 * `origin`, `url`. Unlike httpbin, header names keep the case and order in which they came, which is what a
 * tester of clients wants to see.
 */

import type { Call } from './call.ts';
import { multipartBoundary, readMultipart } from './multipart.ts';

type Values = Record<string, string | string[]>;

export interface HeadEcho {
  readonly args: Values;
  readonly headers: Values;
  readonly origin: string;
  readonly url: string;
}

export interface BodyEcho {
  /** The body as text when it is no form; a `data:` URL when it is not UTF-8. */
  readonly data: string;
  readonly files: Values;
  readonly form: Values;
  /** The body read as JSON, or null. */
  readonly json: unknown;
}

export function headEcho(call: Call): HeadEcho {
  return { args: grouped(call.query), headers: headersEcho(call), origin: call.address, url: call.url };
}

/** Repeated headers are joined with `,`. */
export function headersEcho(call: Call): Values {
  const joined = new Map<string, { readonly name: string; readonly values: string[] }>();
  for (const [name, value] of call.headers) {
    const known = joined.get(name.toLowerCase());
    if (known === undefined) joined.set(name.toLowerCase(), { name, values: [value] });
    else known.values.push(value);
  }
  return Object.fromEntries([...joined.values()].map(({ name, values }) => [name, values.join(',')]));
}

export async function bodyEcho(call: Call): Promise<BodyEcho> {
  const body = await call.body();
  const type = call.request.headers['content-type'];
  const boundary = multipartBoundary(type);
  if (boundary !== undefined) return { data: '', json: null, ...(await multipartEcho(body, boundary)) };
  if (type !== undefined && /^application\/x-www-form-urlencoded\b/i.test(type)) {
    const form = grouped(new URLSearchParams(body.toString('utf8')));
    return { data: '', files: {}, form, json: null };
  }
  return { data: textOrDataUrl(body, type), files: {}, form: {}, json: parsed(body) };
}

/** One value is a string, several of one name are a list. */
export function grouped(values: Iterable<readonly [string, string]>): Values {
  const lists = new Map<string, string[]>();
  for (const [name, value] of values) {
    const list = lists.get(name);
    if (list === undefined) lists.set(name, [value]);
    else list.push(value);
  }
  return Object.fromEntries(
    [...lists].map(([name, list]) => [name, list.length === 1 ? (list[0] ?? '') : list]),
  );
}

async function multipartEcho(body: Buffer, boundary: string): Promise<{ files: Values; form: Values }> {
  const files: [string, string][] = [];
  const form: [string, string][] = [];
  let finish = (): void => undefined;
  let bytes: Buffer[] = [];
  for await (const event of readMultipart(once(body), boundary)) {
    if (event.kind === 'bytes') {
      bytes.push(event.bytes);
      continue;
    }
    finish();
    const { name = '', filename, contentType } = event.headers;
    const held: Buffer[] = [];
    bytes = held;
    finish = () => {
      const target = filename === undefined ? form : files;
      target.push([name, textOrDataUrl(Buffer.concat(held), contentType)]);
    };
  }
  finish();
  return { files: grouped(files), form: grouped(form) };
}

async function* once(body: Buffer): AsyncGenerator<Buffer, void, undefined> {
  yield await Promise.resolve(body);
}

function textOrDataUrl(bytes: Buffer, type: string | undefined): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return `data:${type ?? 'application/octet-stream'};base64,${bytes.toString('base64')}`;
  }
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch {
    return null;
  }
}
