import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { startRawServer } from '../../sandbox/index.ts';
import { makeCertificate } from '../../sandbox/certificate.ts';
import { makeCertificates } from '../http/certificates.ts';
import { exchangesIn, here } from './runCli.ts';
import { sandbox } from './sandbox.ts';

describe('options of send', () => {
  it.each([
    ['/get', '--limit-header-fields', '1', 'HeadersTooLarge'],
    ['/bytes/5000', '--limit-body-bytes', '1k', 'BodyTooLarge'],
    ['/delay/10', '--total-timeout', '0.2', 'TotalTimeout'],
    ['/delay/10', '--timeout', '0.2', 'HeadersTimeout'],
  ])('ends %s at its limit: %s %s', async (path, option, value, name) => {
    const { run } = await here({ 'a.http': `GET ${sandbox.url}${path}\n` });
    const result = await run('send', 'a.http', '--json', option, value);
    expect([result.code, exchangesIn(result)[0]?.error?.name]).toEqual([3, name]);
    expect(result.err).toContain(` The option is ${option}.\n`);
  });

  it('reads a file in the dialect that it is told', async () => {
    const { run } = await here({ 'a.http': 'GET http://a.test/\n' });
    const { out } = await run('list', 'a.http', '--json', '--dialect', 'jetbrains');
    expect(JSON.parse(out)).toMatchObject([{ dialect: 'jetbrains' }]);
  });

  it('sends through a proxy, also to the own machine when it is asked to', async () => {
    const proxy = await startRawServer({
      respond: () => 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nproxy',
    });
    const { run } = await here({ 'a.http': `GET ${sandbox.url}/get?a=1\n` });
    const result = await run('send', 'a.http', '--proxy', proxy.url);
    expect([result.code, result.out]).toEqual([0, 'proxy']);
    expect(proxy.requests[0]?.head).toMatch(`GET ${sandbox.url}/get?a=1 HTTP/1.1\r\n`);
    await proxy.close();
  });

  it('gives up on a server that is silent for too long', async () => {
    const server = await startRawServer({ script: (connection) => connection.untilEnd() });
    const { run } = await here({ 'a.http': `GET ${server.url}/\n` });
    const result = await run('send', 'a.http', '--json', '--timeout', '0.2');
    expect([result.code, exchangesIn(result)[0]?.error]).toMatchObject([3, { name: 'HeadersTimeout' }]);
    await server.close();
  });

  it('shows a client certificate to a server that wants one', async () => {
    const certificates = await makeCertificates();
    const own = await makeCertificate();
    const server = createServer(
      {
        cert: own.certificate,
        key: own.key,
        ca: certificates.ca,
        requestCert: true,
        rejectUnauthorized: true,
      },
      (socket) => {
        const name = String(socket.getPeerCertificate().subject.CN);
        socket.end(`HTTP/1.1 200 OK\r\nContent-Length: ${name.length}\r\n\r\n${name}`);
      },
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { run } = await here({
      'a.http': `GET https://127.0.0.1:${(server.address() as AddressInfo).port}/\n`,
      'ca.pem': own.certificate,
    });
    const { $CLIENT_CERT: cert = '', $CLIENT_KEY: key = '', $CLIENT_BOTH: both = '' } = certificates.files;
    const trusting = ['send', 'a.http', '--cacert', 'ca.pem'];
    const results = await Promise.all([
      run(...trusting, '--cert', cert, '--key', key),
      run(...trusting, '--cert', both),
      run(...trusting),
      run(...trusting, '--cert', 'nowhere.pem'),
    ]);
    expect(results.map(({ code, out }) => [code, out])).toEqual([
      [0, 'client'],
      [0, 'client'],
      [3, ''],
      [3, ''],
    ]);
    expect(results[3].err).toContain('nowhere.pem');
    server.close();
    certificates.remove();
  });

  it('prints a body while the rest of it is still on its way', async () => {
    let goOn: () => void = () => undefined;
    const more = new Promise<void>((resolve) => (goOn = resolve));
    const server = await startRawServer({
      script: async (connection) => {
        await connection.readRequest();
        await connection.send('HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\npart');
        await more;
        await connection.send('rest');
      },
    });
    const { start } = await here({ 'a.http': `GET ${server.url}/\n` });
    const { process: child, ended } = start('send', 'a.http', '--stream');
    child.stdout?.once('data', goOn);
    expect(await ended).toMatchObject({ code: 0, out: 'partrest' });
    await server.close();
  });

  it('colours what it says about a pipe only when it is forced to', async () => {
    const { run } = await here({ 'a.http': `GET ${sandbox.url}/bytes/3\n` }, { FORCE_COLOR: '1' });
    const { bytes, err } = await run('send', 'a.http');
    expect(bytes.length).toBe(3);
    expect(err).toContain('\x1b[32m200 OK\x1b[39m');
  });
});

describe('an end from outside', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('on %s is exit code %i, with nothing left behind (X08)', async (signal, code) => {
    const server = await startRawServer({
      script: async (connection) => {
        await connection.readRequest();
        await connection.send(`HTTP/1.1 200 OK\r\nContent-Length: 9000000\r\n\r\n${'x'.repeat(2_000_000)}`);
        await connection.untilEnd();
      },
    });
    const { start, folder } = await here({ 'a.http': `GET ${server.url}/\n\n###\nGET ${server.url}/\n` });
    const { process: child, ended } = start('send', 'a.http', '--stream', '--cookie-jar', 'jar.json');
    child.stdout?.once('data', () => child.kill(signal));
    expect((await ended).code).toBe(code);
    expect(server.connections.length).toBe(1);
    expect((await readdir(folder)).sort()).toEqual(['a.http', 'jar.json']);
    await server.close();
  });

  it('is quiet when the reader of a pipe has seen enough', async () => {
    const { start, folder } = await here({
      'a.http': `GET ${sandbox.url}/bytes/5000000\n\n###\nGET ${sandbox.url}/get\n`,
    });
    const { process: child, ended } = start('send', 'a.http');
    child.stdout?.once('data', () => child.stdout?.destroy());
    expect(await ended).toMatchObject({ code: 0, err: '' });
    expect(await readdir(folder)).toEqual(['a.http']);
  });
});
