import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  CompletionRequest,
  DocumentSymbolRequest,
  HoverRequest,
  RenameRequest,
  SemanticTokensRequest,
  TextDocumentSyncKind,
} from 'vscode-languageserver/node';
import {
  knowledgeChanged,
  requestsInDocument,
  type Knowledge,
  type RequestOutline,
} from '../../../src/language/protocol.ts';
import { startTestClient, type TestClient } from '../../support/languageServer.ts';

const uri = 'untitled:one.http';
let client: TestClient;

beforeEach(async () => {
  client = await startTestClient();
});
afterEach(() => client.dispose());

const requests = (): Promise<RequestOutline[]> => client.connection.sendRequest(requestsInDocument, { uri });

describe('the language server', () => {
  it('asks for changes alone', () => {
    expect(client.capabilities.textDocumentSync).toBe(TextDocumentSyncKind.Incremental);
  });

  it('tells the requests of a document, and follows its changes', async () => {
    await client.open(uri, 'GET https://example.com/a\n');
    expect((await requests()).map(({ method, url, line }) => ({ method, url, line }))).toEqual([
      { method: 'GET', url: 'https://example.com/a', line: 0 },
    ]);
    const start = { line: 0, character: 0 };
    await client.change(uri, 2, [
      { range: { start, end: { line: 0, character: 3 } }, text: 'PUT' },
      { range: { start, end: start }, text: '### New\n' },
    ]);
    expect((await requests()).map(({ method, title, line }) => ({ method, title, line }))).toEqual([
      { method: 'PUT', title: 'New', line: 1 },
    ]);
  });

  it('sends diagnostics of the newest version and clears them when the document closes', async () => {
    const found = client.nextDiagnostics(uri);
    await client.open(uri, 'GET https://example.com/{{nope}}\n');
    expect((await found).diagnostics.map(({ code }) => code)).toEqual(['unresolved-variable']);
    const later = client.nextDiagnostics(uri);
    await client.change(uri, 2, [{ text: 'GET https://example.com/\n' }]);
    expect(await later).toEqual({ uri, version: 2, diagnostics: [] });
    const last = client.nextDiagnostics(uri);
    await client.close(uri);
    expect((await last).diagnostics).toEqual([]);
  });

  it('makes diagnostics anew when the editor tells what it knows', async () => {
    client.dispose();
    client = await startTestClient({
      capabilities: { workspace: { configuration: true } },
      answers: { 'workspace/configuration': () => [null, { dev: { user: 'x' } }, null] },
    });
    const first = client.nextDiagnostics(uri);
    await client.open(uri, 'GET https://example.com/{{user}}\n');
    expect((await first).diagnostics).toHaveLength(1);
    const second = client.nextDiagnostics(uri);
    const knowledge: Knowledge = { environmentName: 'dev', sent: {} };
    await client.connection.sendNotification(knowledgeChanged, knowledge);
    expect((await second).diagnostics).toEqual([]);
  });

  it('answers each kind of question', async () => {
    await client.open(uri, '@host = https://example.com\n\nGET {{host}}\n');
    const position = { line: 2, character: 8 };
    const textDocument = { uri };
    expect(await client.connection.sendRequest(HoverRequest.type, { textDocument, position })).toMatchObject({
      contents: { value: expect.stringContaining('https://example.com') as string },
    });
    expect(
      await client.connection.sendRequest(CompletionRequest.type, { textDocument, position }),
    ).toMatchObject({ items: expect.arrayContaining([expect.objectContaining({ label: 'host' })]) });
    expect(await client.connection.sendRequest(DocumentSymbolRequest.type, { textDocument })).toHaveLength(2);
    expect(await client.connection.sendRequest(SemanticTokensRequest.type, { textDocument })).toEqual({
      data: [0, 1, 4, 0, 1, 2, 6, 4, 0, 0],
    });
  });

  it('says why a name cannot be', async () => {
    await client.open(uri, '@host = a\n');
    const answer = client.connection.sendRequest(RenameRequest.type, {
      textDocument: { uri },
      position: { line: 0, character: 2 },
      newName: 'two words',
    });
    await expect(answer).rejects.toThrow('cannot be a name');
  });

  it('has nothing to say about a document that is not open', async () => {
    expect(await requests()).toEqual([]);
    expect(
      await client.connection.sendRequest(HoverRequest.type, {
        textDocument: { uri },
        position: { line: 0, character: 0 },
      }),
    ).toBeNull();
    expect(client.log).toEqual([]);
  });
});
