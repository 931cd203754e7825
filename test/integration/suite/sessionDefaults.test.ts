/** Defaults of sessions in a real VS Code: from the file to the request, the Problems view and back to the file. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestApi } from '../../../src/extension/extension.ts';
import { startSandbox, type Sandbox } from '../../sandbox/index.ts';
import { activated, closeEverything, inWorkspace, latest, openFile, press, send, until } from '../host.ts';

describe('defaults of sessions', () => {
  let api: TestApi;
  let sandbox: Sandbox;
  let files = 0;
  const written: vscode.Uri[] = [];
  before(async () => {
    api = await activated();
    sandbox = await startSandbox();
  });
  afterEach(async () => {
    for (const uri of written.splice(0)) await vscode.workspace.fs.delete(uri);
  });
  after(async () => {
    await closeEverything();
    await sandbox.close();
  });

  async function write(path: string, content: object | string): Promise<vscode.Uri> {
    const uri = inWorkspace(path);
    const text = typeof content === 'string' ? content : JSON.stringify(content, undefined, 2);
    await vscode.workspace.fs.writeFile(uri, Buffer.from(text));
    written.push(uri);
    return uri;
  }
  const newFile = (folder: string, request: string) => openFile(`${folder}/${++files}.http`, `${request}\n`);

  it('go with what is prepared and sent, and say where they stand', async () => {
    await write('defaults/http-sessions.json', {
      sessions: {
        admin: { headers: { 'X-Tenant': 'acme' }, params: { page: 1 }, redirects: { follow: false } },
      },
    });
    const document = await newFile('defaults', `# @session admin\nGET ${sandbox.url}/redirect/1`);
    await press(document, 'Prepare');
    const { exchange } = latest(api, document);
    const index = [...exchange.prepared.headers].findIndex(([name]) => name === 'X-Tenant');
    equal(exchange.headerOrigins[index], 'session admin, http-sessions.json:5');
    equal(exchange.prepared.url, `${sandbox.url}/redirect/1?page=1`);

    const sent = await send(api, document);
    equal(sent.exchange.response?.status, 302);
    equal(sandbox.log.requests.at(-1)?.url, '/redirect/1?page=1');

    // The next request has another session, and nothing of this one.
    const other = await send(api, await newFile('defaults', `GET ${sandbox.url}/get`));
    equal(other.exchange.prepared.headers.has('X-Tenant'), false);
    equal(other.exchange.prepared.url, `${sandbox.url}/get`);
  });

  it('count as soon as the file is saved', async () => {
    await write('saved/http-sessions.json', { sessions: { default: { headers: { 'X-A': 'one' } } } });
    const document = await newFile('saved', `GET ${sandbox.url}/get`);
    equal((await send(api, document)).exchange.prepared.headers.get('X-A'), 'one');
    await write('saved/http-sessions.json', { sessions: { default: { headers: { 'X-A': 'two' } } } });
    equal((await send(api, document)).exchange.prepared.headers.get('X-A'), 'two');
    written.pop();
  });

  it('are told to a draft when the file changes', async () => {
    const path = 'drafted/http-sessions.json';
    await write(path, { sessions: { default: { headers: { 'X-A': 'one' } } } });
    const document = await newFile('drafted', `GET ${sandbox.url}/get`);
    await press(document, 'Prepare');
    const { id } = latest(api, document).exchange;
    const notice = () => api.exchanges.get(id)?.notice;
    equal(notice(), undefined);
    await write(path, { sessions: { default: { headers: { 'X-A': 'two', 'X-B': '1' } } } });
    written.pop();
    const expected = 'http-sessions.json has changed since this was prepared: headers.x-a, headers.x-b.';
    await until('the notice', () => notice() === expected);
    await api.sender.update(id);
    equal(notice(), undefined);
    equal(api.exchanges.get(id)?.exchange.prepared.headers.get('X-A'), 'two');
  });

  it('may name a secret, which is in no file', async () => {
    await write('secret/http-sessions.json', { sessions: { default: { auth: 'Bearer {{$secret token}}' } } });
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    const document = await newFile('secret', `GET ${sandbox.url}/get`);
    const without = await send(api, document);
    match(without.unresolved[0]?.sentence ?? '', /no secret of this folder is named "token"/);
    await api.sessions.secrets.set(folder, 'token', 's3cret');
    try {
      const { exchange, secrets } = await send(api, document);
      equal(exchange.prepared.headers.get('Authorization'), 'Bearer s3cret');
      ok(secrets.includes('s3cret'));
      deepEqual(await api.sessions.secrets.names(folder), ['token']);
    } finally {
      await api.sessions.secrets.delete(folder, 'token');
    }
    deepEqual(await api.sessions.secrets.names(folder), []);
  });

  it('make sessions that are known before they are used', async () => {
    await write('known/http-sessions.json', { sessions: { auditor: { cookies: false } } });
    await api.sessions.openKept();
    const auditor = await until('the session of the file', async () => {
      await api.sessions.openKept();
      return api.sessions.list().find(({ name }) => name === 'auditor');
    });
    const file = inWorkspace('known/a.http');
    deepEqual([...api.sessions.defaultsOf(auditor, file).keys()], ['cookies']);
    deepEqual([...api.sessions.defaultsOf(auditor, inWorkspace('elsewhere/a.http')).keys()], []);
  });

  it('are checked where they are written: by the schema, and for secrets', async () => {
    const uri = await write('checked/http-sessions.json', {
      sessions: { admin: { verfy: true, auth: 'Bearer abcdef' } },
    });
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
    const problems = await until('problems of the schema and of ours', () => {
      const found = vscode.languages.getDiagnostics(uri);
      return found.length >= 2 ? found : undefined;
    });
    const messages = problems.map(({ message }) => message).join('\n');
    match(messages, /verfy/);
    match(messages, /looks like a secret/);
    equal(problems.filter(({ message }) => message.includes('verfy')).length, 1);
    const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      uri,
      new vscode.Position(2, 14),
    );
    ok(items.some(({ label }) => label === 'proxies'));
  });

  it('are written into the file where somebody adds one', async () => {
    const uri = await write('added/http-sessions.json', { sessions: { admin: { cookies: true } } });
    await newFile('added', `GET ${sandbox.url}/get`);
    await api.sessions.openKept();
    const owner = await until('the session', async () => {
      await api.sessions.openKept();
      return api.sessions.files.all().some((one) => one.uri.toString() === uri.toString())
        ? api.sessions.list().find(({ name }) => name === 'admin')
        : undefined;
    });
    await vscode.commands.executeCommand('httpSessions.editDefault', { kind: 'defaults', owner });
    const editor = vscode.window.activeTextEditor;
    equal(editor?.document.uri.toString(), uri.toString());
    equal(editor.document.lineAt(editor.selection.active.line).text.trim(), '"admin": {');
  });
});
