import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  createProtocolConnection,
  DidOpenTextDocumentNotification,
  ExitNotification,
  RequestType,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  type ProtocolConnection,
} from 'vscode-languageserver/node';
import { requestsInDocument, type RequestOutline } from '../../../src/language/protocol.ts';

const main = fileURLToPath(new URL('../../../src/language/server/main.ts', import.meta.url));
const initialize = new RequestType<object, unknown, void>('initialize');

let server: ChildProcessByStdio<Writable, Readable, null>;
let client: ProtocolConnection;

const start = (): ChildProcessByStdio<Writable, Readable, null> =>
  spawn(process.execPath, [main, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });

beforeEach(async () => {
  server = start();
  client = createProtocolConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  client.listen();
  await client.sendRequest(initialize, { processId: process.pid, capabilities: {} });
});
afterEach(() => {
  client.dispose();
  server.kill();
});

it('answers as a process of its own and ends when it is told to', async () => {
  const uri = 'untitled:one.http';
  await client.sendNotification(DidOpenTextDocumentNotification.type, {
    textDocument: { uri, languageId: 'http', version: 1, text: 'DELETE https://example.com/1\n' },
  });
  const outlines = await client.sendRequest<RequestOutline[]>(requestsInDocument, { uri });
  expect(outlines.map(({ method }) => method)).toEqual(['DELETE']);
  await client.sendRequest(ShutdownRequest.type);
  const ended = once(server, 'exit');
  await client.sendNotification(ExitNotification.type);
  expect(await ended).toEqual([0, null]);
});
