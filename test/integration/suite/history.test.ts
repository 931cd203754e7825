/** What was sent stays: listed, opened again with the same bytes, sent again, read as text, and left out when asked to be. */
import { deepEqual, equal, match, notEqual, ok } from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestApi } from '../../../src/extension/extension.ts';
import { startRawServer, type RawServer } from '../../sandbox/index.ts';
import {
  activated,
  bodyText,
  closeEverything,
  latest,
  openFile,
  press,
  send,
  until,
  withSetting,
} from '../host.ts';

const run = (command: string, ...values: unknown[]) =>
  vscode.commands.executeCommand(`httpSessions.${command}`, ...values);

describe('the history', () => {
  let api: TestApi;
  let server: RawServer;
  before(async () => {
    api = await activated();
    server = await startRawServer();
  });
  after(async () => {
    await closeEverything();
    await server.close();
  });

  const rowsOf = (document: vscode.TextDocument) =>
    api.histories.list().filter(({ file }) => file === document.uri.toString());

  it('has each request that was sent, the newest first', async () => {
    const document = await openFile('kept.http', `GET ${server.url}/one\n\n###\n\nPOST ${server.url}/two\n`);
    await send(api, document, 0);
    await send(api, document, 1);
    const rows = await until('two rows', () => {
      const done = rowsOf(document).filter(({ state }) => state === 'done');
      return done.length === 2 ? done : undefined;
    });
    deepEqual(
      rows.map(({ method, status }) => [method, status]),
      [
        ['POST', 200],
        ['GET', 200],
      ],
    );
    equal(api.histories.problem, undefined);
  });

  it('leaves out what says # @no-log, and everything when it is turned off', async () => {
    const document = await openFile(
      'quiet.http',
      `# @no-log\nGET ${server.url}/quiet\n\n###\n\nGET ${server.url}/loud\n`,
    );
    await send(api, document, 0);
    await withSetting('history.enabled', false, async () => {
      await send(api, document, 1);
    });
    await send(api, document, 1);
    await until('the last one', () => rowsOf(document).some(({ state }) => state === 'done'));
    await api.histories.settle();
    equal(rowsOf(document).length, 1);
  });

  it('goes from one response of a request to the one before and back', async () => {
    const document = await openFile('again.http', `GET ${server.url}/again\n`);
    const first = await send(api, document);
    const second = await send(api, document);
    notEqual(first.exchange.id, second.exchange.id);
    const shown = () => api.panels.of(document.uri)?.exchangeId;
    api.panels.focus(document.uri);
    await until('the panel', () => api.panels.active?.panel.active);
    await run('previousExchange');
    equal(shown(), first.exchange.id);
    await run('previousExchange');
    equal(shown(), first.exchange.id);
    await run('nextExchange');
    equal(shown(), second.exchange.id);
  });

  it('keeps a draft that was edited as prepared and not sent', async () => {
    const document = await openFile('draft.http', `GET ${server.url}/draft\n`);
    await press(document, 'Prepare');
    const { id } = latest(api, document).exchange;
    api.sender.edit(id, { method: 'PUT' });
    api.panels.of(document.uri)?.panel.dispose();
    const row = await until('the draft', () => rowsOf(document).find((one) => one.edited));
    deepEqual([row.id, row.state, row.method], [id, 'idle', 'PUT']);
  });

  it('shows an exchange as text, its secrets crossed out', async () => {
    const document = await openFile('text.http', `GET ${server.url}/text\nAuthorization: Bearer hush-hush\n`);
    const { exchange } = await send(api, document);
    await run('openAsText', exchange.id);
    const text = vscode.window.activeTextEditor?.document.getText() ?? '';
    match(text, /\/text: 200/);
    match(text, /^GET \/text HTTP\/1\.1$/m);
    match(text, /^Authorization: ••••••$/m);
    ok(!text.includes('hush-hush'));
  });

  it('compares two responses in a diff', async () => {
    const document = await openFile('diff.http', `GET ${server.url}/diff\n`);
    await send(api, document);
    const { exchange } = await send(api, document);
    await run('compare', exchange.id);
    const input = await until('a diff', () => {
      const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
      return tab?.input instanceof vscode.TabInputTextDiff ? tab.input : undefined;
    });
    equal(input.modified.path.split('/')[2], exchange.id);
    equal(input.original.scheme, 'http-sessions');
  });

  it('gives the same bytes again from disk, and sends them again', async () => {
    const document = await openFile('disk.http', `POST ${server.url}/disk\n\nsome bytes\n`);
    const before = await send(api, document);
    await until('the row', () => rowsOf(document).some(({ state }) => state === 'done'));
    const history = await api.histories.of(document.uri);
    const kept = await history.open(before.exchange.id);
    ok(kept);
    equal(kept.exchange.prepared.hash(), before.exchange.prepared.hash());
    equal(await bodyText({ ...before, exchange: kept.exchange }), await bodyText(before));
    await run('sendAgain', before.exchange.id);
    const after = latest(api, document);
    equal(after.exchange.prepared.hash(), before.exchange.prepared.hash());
    equal(after.exchange.state, 'done');
  });

  it('forgets what is deleted', async () => {
    const document = await openFile('gone.http', `GET ${server.url}/gone\n`);
    const { exchange } = await send(api, document);
    await until('the row', () => rowsOf(document).some(({ state }) => state === 'done'));
    await api.histories.remove([exchange.id]);
    deepEqual(rowsOf(document), []);
  });
});
