import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { HoverRequest, type MarkupContent } from 'vscode-languageserver/node';
import { knowledgeChanged } from '../../../src/language/protocol.ts';
import { startTestClient, type TestClient, type TestClientOptions } from '../../support/languageServer.ts';

let folder: string;
let client: TestClient | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'http-sessions-'));
});
afterEach(async () => {
  client?.dispose();
  await rm(folder, { recursive: true });
});

const uriOf = (name: string): string => pathToFileURL(join(folder, name)).href;

async function start(options: TestClientOptions = {}): Promise<TestClient> {
  client = await startTestClient({ folder: pathToFileURL(folder).href, ...options });
  return client;
}

async function codes(open: TestClient, text: string): Promise<unknown[]> {
  const found = open.nextDiagnostics(uriOf('main.http'));
  await open.open(uriOf('main.http'), text);
  return (await found).diagnostics.map(({ code }) => code);
}

it('reads the environment files beside a document, again when they change', async () => {
  await writeFile(join(folder, 'http-client.env.json'), '{ "dev": { "host": "one" } }');
  const open = await start();
  await open.connection.sendNotification(knowledgeChanged, {
    environmentName: 'dev',
    sent: {},
  });
  expect(await codes(open, 'GET https://{{host}}\n')).toEqual([]);
  await writeFile(join(folder, 'http-client.env.json'), '{\n "dev": { "host": "another" } }');
  const hover = await open.connection.sendRequest(HoverRequest.type, {
    textDocument: { uri: uriOf('main.http') },
    position: { line: 0, character: 15 },
  });
  expect((hover?.contents as MarkupContent).value).toBe('`another`\n\nfrom env dev (http-client.env.json:2)');
});

it('knows which body files are there', async () => {
  await writeFile(join(folder, 'a b.json'), '{}');
  const open = await start();
  expect(
    await codes(
      open,
      'POST https://example.com\n\n< ./a b.json\n\n###\nPOST https://example.com\n\n< ./c.json\n',
    ),
  ).toEqual(['missing-file']);
});

it('asks the client for the variables of REST Client', async () => {
  const open = await start({
    capabilities: { workspace: { configuration: true } },
    answers: { 'workspace/configuration': () => [null, { $shared: { host: 'a' } }, null] },
  });
  expect(await codes(open, 'GET https://{{host}}/{{other}}\n')).toEqual(['unresolved-variable']);
});
