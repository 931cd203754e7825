import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox, type Sandbox } from '../../sandbox/index.ts';
import { asking } from './ask.ts';

let sandbox: Sandbox;
const path = asking(() => sandbox.url);

beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

describe('what was sent is said back', () => {
  it('shows query, headers, origin and URL of a GET', async () => {
    const { json, headers } = await path('/get?a=1&b=2&b=3&c', { headers: { 'X-Case': 'Kept' } });
    expect(headers['content-type']).toBe('application/json');
    expect(json).toEqual({
      args: { a: '1', b: ['2', '3'], c: '' },
      headers: { 'X-Case': 'Kept', Host: `127.0.0.1:${sandbox.port}`, Connection: 'close' },
      origin: '127.0.0.1',
      url: `${sandbox.url}/get?a=1&b=2&b=3&c`,
    });
  });

  it('takes any method and any path below /anything', async () => {
    const { json } = await path('/anything/a/b%20c?x=y', { method: 'PURGE', body: 'hello' });
    expect(json).toMatchObject({ method: 'PURGE', data: 'hello', args: { x: 'y' }, json: null });
    expect(json['url']).toBe(`${sandbox.url}/anything/a/b%20c?x=y`);
  });

  it.each(['post', 'put', 'patch', 'delete'])('reads the JSON body of a request to /%s', async (name) => {
    const { json } = await path(`/${name}`, { method: name.toUpperCase(), body: '{"n": 1}' });
    expect(json).toMatchObject({ json: { n: 1 }, data: '{"n": 1}', form: {}, files: {} });
  });

  it('reads a form', async () => {
    const { json } = await path('/post', {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: 'name=Ada+L&tag=a&tag=b',
    });
    expect(json).toMatchObject({ form: { name: 'Ada L', tag: ['a', 'b'] }, data: '', json: null });
  });

  it('reads fields and files of multipart/form-data', async () => {
    const form = new FormData();
    form.set('name', 'Ada');
    form.set('file', new Blob(['some text']), 'a.txt');
    form.set('raw', new Blob([new Uint8Array([0xff, 0xfe])], { type: 'image/x' }), 'b.bin');
    const response = await fetch(`${sandbox.url}/post`, { method: 'POST', body: form });
    expect(await response.json()).toMatchObject({
      form: { name: 'Ada' },
      files: { file: 'some text', raw: 'data:image/x;base64,//4=' },
    });
  });

  it('shows a body that is not text as a data URL', async () => {
    const { json } = await path('/anything', { method: 'POST', body: new Uint8Array([0, 0x80, 0xff]) });
    expect(json['data']).toBe('data:application/octet-stream;base64,AID/');
  });

  it('names the scheme and host that the client used', async () => {
    const { json } = await path('/get', { headers: { Host: 'shop.test' } });
    expect(json['url']).toBe('http://shop.test/get');
  });

  it.each([
    ['/headers', { headers: { 'User-Agent': 'me', Host: expect.any(String), Connection: 'close' } }],
    ['/ip', { origin: '127.0.0.1' }],
    ['/user-agent', { 'user-agent': 'me' }],
  ])('answers %s', async (address, expected) => {
    expect((await path(address, { headers: { 'User-Agent': 'me' } })).json).toEqual(expected);
  });

  it('makes a new UUID each time', async () => {
    const [first, second] = [await path('/uuid'), await path('/uuid')];
    expect(first.json['uuid']).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(second.json['uuid']).not.toBe(first.json['uuid']);
  });

  it('decodes base64, the URL-safe alphabet too', async () => {
    expect((await path('/base64/SGVsbG8_IQ')).text).toBe('Hello?!');
    expect((await path('/base64/SGk%3D')).text).toBe('Hi');
    expect((await path('/base64/not%20base64')).status).toBe(400);
  });
});

describe('paths and methods that do not fit', () => {
  it('answers an unknown path with the nearest ones', async () => {
    const { status, json } = await path('/cookie/set');
    expect(status).toBe(404);
    expect(json['nearby']).toContain('/cookies/set');
  });

  it('answers a wrong method with the right ones', async () => {
    const { status, headers } = await path('/post');
    expect([status, headers['allow']]).toEqual([405, 'POST, OPTIONS']);
  });

  it('answers OPTIONS with what a path takes', async () => {
    const { status, headers } = await path('/get', { method: 'OPTIONS' });
    expect([status, headers['allow']]).toEqual([204, 'GET, HEAD, OPTIONS']);
  });

  it('answers OPTIONS for the server as a whole', async () => {
    const socket = connect(sandbox.port, '127.0.0.1');
    socket.end('OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    const [bytes] = (await once(socket, 'data')) as [Buffer];
    expect(bytes.toString()).toMatch(/^HTTP\/1\.1 204 [^]*\r\nAllow: GET, /);
  });

  it('lists every path on its first page', async () => {
    expect((await path('/')).text).toContain('/digest-auth/:qop/:user/:password');
  });

  it('finds the path in an absolute request target', async () => {
    const socket = connect(sandbox.port, '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
    socket.end('GET http://proxied.test/get?a=1 HTTP/1.1\r\nHost: proxied.test\r\nConnection: close\r\n\r\n');
    await once(socket, 'close');
    expect(answer).toContain('"url": "http://proxied.test/get?a=1"');
  });

  it('refuses a body of more than 16 MiB where it must be held in memory', async () => {
    const { status } = await path('/post', { method: 'POST', body: new Uint8Array(16 * 1024 * 1024 + 1) });
    expect(status).toBe(413);
  });
});
