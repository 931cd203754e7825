import { appendFile, mkdtemp, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fileBody, Session } from '../../../src/extension/http/index.ts';
import type { BodyStream } from '../../../src/extension/http/index.ts';
import { startRecordingServer } from './recordingServer.ts';
import type { RecordingServer } from './recordingServer.ts';

let folder: string;
let path: string;
let server: RecordingServer;
let session: Session;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'http-sessions-file-'));
  path = join(folder, 'a.bin');
  session = new Session({ environment: {} });
  server = await startRecordingServer(({ requestLine }) =>
    requestLine.includes('/again')
      ? 'HTTP/1.1 307 Again\r\nLocation: /there\r\nContent-Length: 0\r\n\r\n'
      : 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n',
  );
});
afterEach(async () => {
  await session.close();
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

const fault = (sending: Promise<unknown>): Promise<unknown> =>
  sending.then(
    () => 'no fault',
    (error: unknown) => error,
  );

async function sized(size: number): Promise<BodyStream> {
  await writeFile(path, Buffer.alloc(size, 'x'));
  return fileBody(path);
}

describe('a file as a body', () => {
  it.each([0, 1, 64 * 1024, 200_000])('of %i bytes is sent with its length', async (size) => {
    await session.post(server.url, { data: await sized(size) });
    const [request] = server.take();
    expect(request?.headers).toContainEqual(['content-length', String(size)]);
    expect(request?.body).toBe('x'.repeat(size));
  });

  it('is sent again, whole, where a redirect asks for it', async () => {
    await session.put(`${server.url}/again`, { data: await sized(100_000) });
    expect(server.take().map(({ body }) => body.length)).toEqual([100_000, 100_000]);
  });

  it('is a part of a form, under its own name', async () => {
    await session.post(server.url, { data: { a: '1' }, files: { f: await sized(3) } });
    expect(server.take()[0]?.body).toContain('name="f"; filename="a.bin"\r\n\r\nxxx\r\n');
  });

  it('is refused when it has changed since it was looked at', async () => {
    const body = await sized(5);
    await writeFile(path, 'y'.repeat(6));
    expect(await fault(session.post(server.url, { data: body }))).toMatchObject({ name: 'FileChanged' });
    const touched = await sized(5);
    await utimes(path, 1, 1);
    expect(await fault(session.post(server.url, { data: touched }))).toMatchObject({ name: 'FileChanged' });
    expect(server.take()).toEqual([]);
  });

  it.each([
    ['grows', () => appendFile(path, 'more')],
    ['shrinks', () => truncate(path, 70_000)],
  ])('that %s while it is sent never arrives as if it were whole', async (_, change) => {
    const body = await sized(200_000);
    const meanwhile: BodyStream = {
      ...body,
      async *open() {
        let first = true;
        for await (const piece of body.open()) {
          yield piece;
          if (first) await change();
          first = false;
        }
      },
    };
    expect(await fault(session.post(server.url, { data: meanwhile }))).toMatchObject({ name: 'FileChanged' });
    expect(server.take()).toEqual([]);
  });

  it('must exist and be a file', async () => {
    expect(await fault(fileBody(path))).toMatchObject({
      name: 'InvalidRequest',
      family: 'OSError',
      message: `The file ${path} does not exist.`,
    });
    expect(await fault(fileBody(folder, { name: 'here' }))).toMatchObject({
      name: 'FileNotAllowed',
      message: 'here is a folder and cannot be a body.',
    });
  });
});
