import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  Request,
  Session,
  type RequestEdit,
  type RequestOptions,
} from '../../../src/extension/http/index.ts';
import { startRawServer, type RawServer } from '../../sandbox/index.ts';
import { onlyRequestOf, promisedBytes } from './promisedBytes.ts';

let raw: RawServer;
beforeAll(async () => {
  raw = await startRawServer();
});
afterAll(() => raw.close());

async function* pieces(): AsyncGenerator<Uint8Array, void, undefined> {
  yield Buffer.from('one,');
  yield await Promise.resolve(Buffer.from('two'));
}

interface Kind {
  readonly kind: string;
  readonly method?: string;
  readonly target?: string;
  readonly options?: RequestOptions;
  readonly edit?: RequestEdit;
}

const kinds: readonly Kind[] = [
  { kind: 'nothing but an address' },
  { kind: 'a path and a query to encode', target: '/a b/ü?q=Malmö city&x=%20#part' },
  {
    kind: 'parameters',
    options: {
      params: [
        ['a', '1 2'],
        ['a', 'é'],
      ],
    },
  },
  {
    kind: 'repeated headers in their order and case',
    options: {
      headers: [
        ['X-B', '1'],
        ['x-a', '2'],
        ['X-B', '3'],
      ],
    },
  },
  { kind: 'a header in Latin-1', options: { headers: { 'X-Name': 'Zoë' } } },
  { kind: 'a host of its own', options: { headers: { Host: 'shop.example.test' } } },
  { kind: 'a connection that closes', options: { headers: { Connection: 'close' } } },
  { kind: 'no user agent', options: { headers: { 'User-Agent': null } } },
  { kind: 'no compression', options: { headers: { 'Accept-Encoding': null } } },
  { kind: 'cookies', options: { cookies: { tea: 'green', biscuit: 'ginger' } } },
  { kind: 'credentials', options: { auth: ['ada', 'pass:word'] } },
  { kind: 'HEAD', method: 'HEAD' },
  { kind: 'OPTIONS', method: 'OPTIONS' },
  { kind: 'DELETE without a body', method: 'DELETE' },
  { kind: 'POST without a body', method: 'POST' },
  { kind: 'a method of its own', method: 'PURGE' },
  { kind: 'text', method: 'POST', options: { data: 'Grüße, 世界 👋' } },
  { kind: 'bytes', method: 'PUT', options: { data: Uint8Array.of(0, 13, 10, 128, 255) } },
  { kind: 'JSON', method: 'PATCH', options: { json: { n: 1, text: 'ü' } } },
  {
    kind: 'a form',
    method: 'POST',
    options: {
      data: [
        ['a', '1'],
        ['a', 'é &'],
        ['b', ''],
      ],
    },
  },
  { kind: 'a GET with a body', options: { data: 'please' } },
  { kind: 'a DELETE with a body', method: 'DELETE', options: { data: 'now' } },
  {
    kind: 'files',
    method: 'POST',
    options: {
      files: { f: { filename: 'ä.txt', content: 'text', contentType: 'text/plain' } },
      data: { a: '1' },
    },
  },
  {
    kind: 'a stream of known length',
    method: 'POST',
    options: { data: { length: 7, description: 'pieces', replayable: true, open: pieces } },
  },
  {
    kind: 'a stream of unknown length',
    method: 'POST',
    options: { data: { length: undefined, description: 'pieces', replayable: true, open: pieces } },
  },
  { kind: 'an edited body', method: 'POST', options: { json: { cups: 1 } }, edit: { body: '{"cups":10}' } },
  { kind: 'a body that was taken away', method: 'POST', options: { data: 'text' }, edit: { body: null } },
  { kind: 'a body that was added', edit: { method: 'PUT', body: 'new' } },
  { kind: 'edited headers', edit: { headers: [['X-Only', 'this']] } },
];

describe('the preview is the wire', () => {
  it.each(kinds)('for $kind', async ({ method = 'GET', target = '/', options = {}, edit }) => {
    const session = new Session();
    const prepared = session.prepareRequest(new Request(method, `${raw.url}${target}`, options));
    const edited =
      edit === undefined
        ? prepared
        : prepared.with(edit.url === undefined ? edit : { ...edit, url: `${raw.url}${edit.url}` });
    const connections = raw.connections.length;
    const promise = await promisedBytes(edited);
    await session.send(edited);
    await session.close();
    expect(onlyRequestOf(raw, connections)).toEqual(promise);
  });
});
