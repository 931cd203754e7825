/** Requests that must not be written: refused by the part that is wrong, and not a byte is sent. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Session } from '../../../src/extension/http/index.ts';
import type { RequestOptions } from '../../../src/extension/http/index.ts';
import { forEachRequest, okAnswer, send, startStepServer } from '../../support/stepServer.ts';
import type { RawServer } from '../../support/stepServer.ts';
import { failureOf } from './faultRow.ts';

let server: RawServer;
const evil = 'x\r\nEvil: 1';

beforeAll(async () => {
  server = await startStepServer([[forEachRequest(send(okAnswer))]]);
});

afterAll(() => server.close());

interface Row {
  readonly what: string;
  readonly method?: string;
  readonly options: RequestOptions;
  readonly says: RegExp;
}

const injections: readonly Row[] = [
  { what: 'a line break in a header value', options: { headers: { 'X-A': evil } }, says: /X-A/ },
  { what: 'a bare line feed in a header value', options: { headers: { 'X-A': 'a\nb' } }, says: /X-A/ },
  { what: 'a NUL in a header value', options: { headers: { 'X-A': 'a\0b' } }, says: /X-A/ },
  { what: 'a line break in a header name', options: { headers: { [evil]: 'a' } }, says: /header name/ },
  { what: 'a space in a header name', options: { headers: { 'X A': 'a' } }, says: /header name/ },
  { what: 'a line break in the method', method: `GET ${evil}`, options: {}, says: /method/ },
  { what: 'a space in the method', method: 'GET /x', options: {}, says: /method/ },
  { what: 'a line break in a cookie', options: { cookies: { a: evil } }, says: /cookie/i },
  { what: 'an emoji in a header value', options: { headers: { 'X-A': '🙂' } }, says: /X-A/ },
];

const framing: readonly Row[] = [
  {
    what: 'a length beside chunks',
    options: { headers: { 'Content-Length': '1', 'Transfer-Encoding': 'chunked' }, data: 'x' },
    says: /Transfer-Encoding/,
  },
  {
    what: 'chunks for a text',
    options: { headers: { 'Transfer-Encoding': 'chunked' }, data: 'x' },
    says: /Transfer/,
  },
  {
    what: 'two hosts',
    options: {
      headers: [
        ['Host', 'a.test'],
        ['Host', 'b.test'],
      ],
    },
    says: /Host/,
  },
  { what: 'a change of protocol', options: { headers: { Upgrade: 'x' } }, says: /Upgrade/ },
  { what: 'an expectation', options: { headers: { Expect: '100-continue' } }, says: /Expect/ },
];

describe('a request', () => {
  it.each(injections)('with $what is refused before a byte is sent (Q01)', refuses);
  it.each(framing)('with $what is refused before a byte is sent (Q02)', refuses);

  it('with a line break in its path goes with no second line (Q01)', async () => {
    const session = new Session({ environment: {} });
    await session.get(`${server.url}/a\r\nEvil: 1`).catch(() => undefined);
    await session.close();
    expect(server.requests.map(({ head }) => head).join('')).not.toMatch(/^Evil/m);
  });

  it('whose typed length is wrong goes with the right one (Q02)', async () => {
    const session = new Session({ environment: {} });
    await session.post(`${server.url}/`, { headers: { 'Content-Length': '3' }, data: 'x' });
    await session.close();
    expect(server.requests.at(-1)?.head).toMatch(/^content-length: 1\r$/im);
  });
});

async function refuses({ method = 'POST', options, says }: Row): Promise<void> {
  const session = new Session({ environment: {} });
  const before = server.connections.length;
  const error = await failureOf(session.request(method, `${server.url}/`, options));
  expect(error.name).toBe('InvalidRequest');
  expect(error.message).toMatch(says);
  expect(error.hint).toMatch(/./);
  expect(server.connections.length).toBe(before);
  await session.close();
}
