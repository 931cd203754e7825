/**
 * The main job through lenses: log in, be known by cookie and token over one connection, look at a request before
 * it goes and change it, cancel a slow stream. What the servers got is compared byte for byte with what the
 * exchange says was sent.
 */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestApi } from '../../../src/extension/extension.ts';
import { startRawServer, startSandbox, type RawServer, type Sandbox } from '../../sandbox/index.ts';
import { promisedBytes, receivedBytes } from '../../wire/preview/promisedBytes.ts';
import {
  activated,
  bodyText,
  closeEverything,
  latest,
  lensTitles,
  openFile,
  press,
  send,
  until,
} from '../host.ts';

const story = (sandbox: string, raw: string) => `@host = ${sandbox}

### Log in
# @name login
POST {{host}}/login
Content-Type: application/json

{ "user": "ada", "password": "lovelace" }

### Who am I
GET {{host}}/me
Authorization: Bearer {{login.response.body.$.token}}

### Edit me
POST ${raw}/anything?kind=earl grey
Content-Type: application/json
X-First: 1
X-Second: 2

{"a":1}

### Slow
GET {{host}}/drip?duration=30&numbytes=3000
`;

describe('the story', () => {
  let api: TestApi;
  let sandbox: Sandbox;
  let raw: RawServer;
  let document: vscode.TextDocument;

  before(async () => {
    api = await activated();
    sandbox = await startSandbox();
    raw = await startRawServer();
    document = await openFile('story.http', story(sandbox.url, raw.url));
  });
  after(async () => {
    await closeEverything();
    await sandbox.close();
    await raw.close();
  });

  const tabs = () => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label));
  const received = (n: number) => {
    const record = sandbox.log.requests[n];
    return record && { head: record.head, body: record.body.toString('latin1') };
  };
  const jar = () =>
    api.sessions
      .list()
      .find(({ name }) => name === 'default')
      ?.session.cookies.list() ?? [];

  it('sends the login as it is written, and keeps the focus in the editor', async () => {
    const entry = await send(api, document);
    equal(entry.exchange.state, 'done');
    equal(entry.exchange.response?.status, 200);
    deepEqual(received(0), await promisedBytes(entry.exchange.prepared));
    equal(received(0)?.body, '{ "user": "ada", "password": "lovelace" }');
    equal(vscode.window.activeTextEditor?.document, document);
  });

  it('shows the answer in a panel beside the file', async () => {
    equal(api.panels.of(document.uri)?.exchangeId, latest(api, document).exchange.id);
    await until('the title of the panel', () => tabs().includes('200 POST /login'));
    match((await lensTitles(document)).join(), /Send,Prepare,200 · \d/);
  });

  it('keeps the cookie of the answer in the session', () => {
    const [line] = latest(api, document).exchange.response?.headers.getAll('Set-Cookie') ?? [];
    deepEqual(
      jar().map(({ name, value, domain, httpOnly }) => ({ name, value, domain, httpOnly })),
      [{ name: 'sid', value: /^sid=([^;]+)/.exec(line ?? '')?.[1], domain: '127.0.0.1', httpOnly: true }],
    );
  });

  it('sends cookie and token over the same connection', async () => {
    const { token } = JSON.parse(await bodyText(latest(api, document))) as { token: string };
    const entry = await send(api, document, 1);
    equal(entry.exchange.response?.status, 200);
    deepEqual(JSON.parse(await bodyText(entry)), { user: 'ada', cookie: 'valid', token: 'valid' });
    deepEqual(received(1), await promisedBytes(entry.exchange.prepared));
    const lines = received(1)?.head.split('\r\n') ?? [];
    ok(lines.includes(`Authorization: Bearer ${token}`));
    ok(lines.includes(`Cookie: sid=${jar()[0]?.value}`));
    equal(sandbox.log.requests[1]?.socket, sandbox.log.requests[0]?.socket);
    equal(sandbox.connections, 1);
    equal(entry.exchange.response.connection?.reused, true);
  });

  it('prepares without touching the network', async () => {
    await press(document, 'Prepare', 2);
    const { exchange } = latest(api, document);
    equal(exchange.state, 'idle');
    equal(exchange.prepared.url, `${raw.url}/anything?kind=earl%20grey`);
    equal(api.panels.of(document.uri)?.exchangeId, exchange.id);
    equal(raw.connections.length, 0);
  });

  it('sends exactly what was edited, and leaves the file alone', async () => {
    const { id } = latest(api, document).exchange;
    const view = api.sender.edit(id, { body: '{"a":"é😀"}' });
    const rows = view.headers.map(({ name, value, enabled }) => ({ name, value, enabled }));
    const headers = [
      ...rows.map((row) => ({ ...row, enabled: row.name !== 'X-First' })),
      { name: 'X-New', value: 'yes', enabled: true },
    ];
    const edited = api.sender.edit(id, { headers });
    deepEqual(edited.edited, ['headers', 'body']);
    const before = document.getText();
    await api.sender.sendDraft(id, {}, false);
    const entry = await until('the end', () => {
      const { state } = latest(api, document).exchange;
      return state === 'done' || state === 'failed' ? latest(api, document) : undefined;
    });
    equal(entry.exchange.state, 'done');
    equal(raw.requests.length, 1);
    const [request] = raw.requests;
    ok(request);
    deepEqual(receivedBytes(request), await promisedBytes(entry.exchange.prepared));
    equal(request.body.toString(), '{"a":"é😀"}');
    match(request.head, /^POST \/anything\?kind=earl%20grey HTTP\/1\.1\r\n/);
    match(request.head, /\r\ncontent-length: 14\r\n/i);
    match(request.head, /\r\nX-Second: 2\r\n/);
    match(request.head, /\r\nX-New: yes\r\n/);
    ok(!request.head.includes('X-First'));
    equal(document.getText(), before);
    equal(document.isDirty, false);
  });

  it('cancels a slow stream from its lens, and keeps what came', async () => {
    const sending = press(document, 'Send', 3);
    const streaming = await until('the first bytes', () => {
      const { exchange } = latest(api, document);
      return exchange.state === 'streaming' && (exchange.body?.length ?? 0) > 0 ? exchange : undefined;
    });
    const open = sandbox.openConnections;
    await press(document, /^Cancel · /);
    await sending;
    const { exchange } = latest(api, document);
    equal(exchange.id, streaming.id);
    equal(exchange.state, 'cancelled');
    match(await bodyText(latest(api, document)), /^\*+$/);
    await until('the socket to close', () => sandbox.openConnections === open - 1);
    ok((await lensTitles(document)).every((title) => !title.startsWith('Cancel ·')));
  });

  it('sends again after a cancel, on a new connection', async () => {
    const entry = await send(api, document, 1);
    equal(entry.exchange.response?.status, 200);
    equal(entry.exchange.response.connection?.reused, false);
  });
});
