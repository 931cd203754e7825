/**
 * Nothing but the user's own sends needs or uses a network: everything else runs in a network namespace that has no
 * route, and what would leave it is counted. Where no such namespace can be made, the count alone must do.
 */
import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CompletionRequest,
  createProtocolConnection,
  DidOpenTextDocumentNotification,
  DocumentFormattingRequest,
  PublishDiagnosticsNotification,
  RequestType,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { program } from '../cli/runCli.ts';

const initialize = new RequestType<object, unknown, void>('initialize');
const hasNamespaces = spawnSync('unshare', ['-rn', 'true']).status === 0;
if (!hasNamespaces) {
  console.log('No network namespace can be made here: only attempts to use the network are counted.');
}

const text = `@host = https://api.example.com
### one
POST {{host}}/graphql
Content-Type: application/json
Authorization: Basic user password

{"$schema": "https://json.schemastore.org/package.json", "a": 1}

### two
GRAPHQL {{host}}/graphql

query { me { name } }
`;

let folder: string;
let log: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'egress-'));
  log = path.join(folder, 'egress.log');
  await writeFile(path.join(folder, 'a.http'), text);
  await writeFile(
    path.join(folder, 'http-client.env.json'),
    '{"$schema": "https://example.com/schema.json", "dev": {"host": "https://dev.example.com"}}',
  );
});
afterAll(() => rm(folder, { recursive: true }));

/** The command that runs a program of Node where there is no network, counting. */
function offline(...words: readonly string[]): { readonly file: string; readonly words: readonly string[] } {
  const counter = pathToFileURL(path.join(import.meta.dirname, 'countEgress.ts')).href;
  const node = [process.execPath, '--import', counter, ...words];
  const [file = '', ...rest] = hasNamespaces ? ['unshare', '-rn', ...node] : node;
  return { file, words: rest };
}

const environment = () => ({ PATH: process.env['PATH'], TMPDIR: folder, HOME: folder, EGRESS_LOG: log });

async function attempts(): Promise<readonly string[]> {
  const lines = await readFile(log, 'utf8').catch(() => '');
  await rm(log, { force: true });
  return lines.split('\n').filter((line) => /^(?:connect|send|lookup|resolve) /.test(line));
}

async function run(...given: readonly string[]): Promise<{ readonly code: number; readonly out: string }> {
  const { file, words } = offline(...given);
  try {
    const { stdout } = await promisify(execFile)(file, words, { cwd: folder, env: environment() });
    return { code: 0, out: stdout };
  } catch (error) {
    const { code, stdout } = error as { readonly code: number; readonly stdout: string };
    return { code, out: stdout };
  }
}

describe('without any network', () => {
  it('a file is listed and its requests are prepared', async () => {
    const listed = await run(await program(), 'list', 'a.http', '--json');
    expect(JSON.parse(listed.out)).toMatchObject([{ requests: [{ method: 'POST' }, { method: 'GRAPHQL' }] }]);
    const prepared = await run(await program(), 'prepare', 'a.http', '-e', 'dev', '--json');
    expect([prepared.code, prepared.out]).toEqual([
      0,
      expect.stringContaining('https://api.example.com/graphql'),
    ]);
    expect(await attempts()).toEqual([]);
  });

  it('the language server finds, completes and lays out', async () => {
    const main = path.resolve(import.meta.dirname, '../../../src/language/server/main.ts');
    const { file, words } = offline(main, '--stdio');
    const server = spawn(file, words, {
      cwd: folder,
      env: environment(),
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const client = createProtocolConnection(
      new StreamMessageReader(server.stdout),
      new StreamMessageWriter(server.stdin),
    );
    client.listen();
    await client.sendRequest(initialize, { processId: null, capabilities: {} });
    const uri = pathToFileURL(path.join(folder, 'a.http')).href;
    const found = new Promise((resolve) =>
      client.onNotification(PublishDiagnosticsNotification.type, resolve),
    );
    await client.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: { uri, languageId: 'http', version: 1, text },
    });
    await found;
    for (const line of [2, 6, 11]) {
      const position = { line, character: 8 };
      await client.sendRequest(CompletionRequest.type, { textDocument: { uri }, position });
    }
    const options = { tabSize: 2, insertSpaces: true };
    await client.sendRequest(DocumentFormattingRequest.type, { textDocument: { uri }, options });
    client.dispose();
    server.kill();
    await once(server, 'exit');
    expect(await attempts()).toEqual([]);
  });

  it('cookies, history and bodies are opened and kept', async () => {
    const { out } = await run(path.join(import.meta.dirname, 'openStores.ts'), folder);
    expect(JSON.parse(out)).toEqual({
      cookies: 1,
      history: 0,
      body: 19,
      url: 'https://xn--bcher-kva.example/',
    });
    expect(await attempts()).toEqual([]);
  });

  it('a send says that it found no way out, and is what is counted', async () => {
    const { code, out } = await run(await program(), 'send', 'a.http', '--line', '3', '--json');
    expect(code).toBe(3);
    if (hasNamespaces) expect(out).toMatch(/"name":"(?:DnsFailed|ConnectRefused)"/);
    expect((await attempts()).length).toBeGreaterThan(0);
  });
});
