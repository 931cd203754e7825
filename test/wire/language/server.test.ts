import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  DefinitionRequest,
  DocumentFormattingRequest,
  HoverRequest,
  InlayHintRequest,
  WorkspaceSymbolRequest,
  type MarkupContent,
} from 'vscode-languageserver/node';
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

it('finds the requests of the whole workspace, and not those of packages', async () => {
  await mkdir(join(folder, 'api'));
  await mkdir(join(folder, 'node_modules'));
  await writeFile(join(folder, 'api', 'users.http'), '### List users\nGET https://example.com/users\n');
  await writeFile(join(folder, 'node_modules', 'other.http'), '### List others\nGET https://example.com\n');
  const open = await start();
  const found = await open.connection.sendRequest(WorkspaceSymbolRequest.type, { query: 'list' });
  expect(found?.map(({ name, location }) => [name, location.uri])).toEqual([
    ['List users', uriOf('api/users.http')],
  ]);
});

it('knows the names of a file that is imported, and its size when it is sent', async () => {
  await writeFile(join(folder, 'shared.http'), '@host = https://example.com\n');
  const open = await start();
  expect(await codes(open, 'import shared.http\n\nPOST {{host}}/a\n\n< ./shared.http\n')).toEqual([]);
  const textDocument = { uri: uriOf('main.http') };
  const definition = await open.connection.sendRequest(DefinitionRequest.type, {
    textDocument,
    position: { line: 2, character: 8 },
  });
  expect(definition).toMatchObject([{ uri: uriOf('shared.http') }]);
  const hints = await open.connection.sendRequest(InlayHintRequest.type, {
    textDocument,
    range: { start: { line: 0, character: 0 }, end: { line: 5, character: 0 } },
  });
  expect(hints?.map(({ label }) => label)).toEqual(['= https://example.com/a', '= 28 bytes, sent as is']);
});

it('formats as the settings say', async () => {
  const open = await start({
    capabilities: { workspace: { configuration: true } },
    answers: { 'workspace/configuration': () => [null, null, null, true, true] },
  });
  await codes(open, 'POST   https://example.com\n\n{"a":1}\n');
  const edits = await open.connection.sendRequest(DocumentFormattingRequest.type, {
    textDocument: { uri: uriOf('main.http') },
    options: { tabSize: 2, insertSpaces: true },
  });
  expect(edits?.map(({ range }) => range.start.line)).toEqual([0, 2, 2, 2]);
});
