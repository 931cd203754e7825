/** What stands above requests: which lenses there are, and that they follow the text and the settings. */
import { deepEqual, equal, match } from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestApi } from '../../../src/extension/extension.ts';
import { startRawServer, type RawServer } from '../../sandbox/index.ts';
import {
  activated,
  closeEverything,
  latest,
  lensesOf,
  lensTitles,
  openFile,
  press,
  send,
  withSetting,
} from '../host.ts';

describe('lenses', () => {
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

  it('stand on the request lines, one pair for each request', async () => {
    const document = await openFile(
      'pairs.http',
      `# first\n\nGET ${server.url}/a\n\n###\n\n### second\n\nGET ${server.url}/b\n`,
    );
    deepEqual(
      (await lensesOf(document)).map(({ range, command }) => [range.start.line, command?.title]),
      [
        [2, 'Send'],
        [2, 'Prepare'],
        [2, 'Send All (2)'],
        [8, 'Send'],
        [8, 'Prepare'],
      ],
    );
  });

  it('are none in a file without a request', async () => {
    deepEqual(await lensTitles(await openFile('none.http', '@host = http://127.0.0.1\n# nothing\n')), []);
  });

  it('tell the result, and keep it when lines move above the request', async () => {
    const document = await openFile('result.http', `GET ${server.url}/result\n`);
    await send(api, document);
    match((await lensTitles(document)).join(' | '), /^Send \| Prepare \| 200 · \d+(\.\d)? m?s · 0 B$/);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), '# a line\n# another\n\n');
    await vscode.workspace.applyEdit(edit);
    const lenses = await lensesOf(document);
    deepEqual(
      lenses.map(({ range }) => range.start.line),
      [3, 3, 3],
    );
    match(lenses[2]?.command?.title ?? '', /^200 · /);
    await document.save();
  });

  it('show the exchange they tell of', async () => {
    const document = await openFile('shown.http', `GET ${server.url}/one\n\n###\n\nGET ${server.url}/two\n`);
    await send(api, document, 0);
    const first = latest(api, document).exchange.id;
    await send(api, document, 1);
    equal(api.panels.of(document.uri)?.exchangeId, latest(api, document).exchange.id);
    await press(document, /^200 · /, 0);
    equal(api.panels.of(document.uri)?.exchangeId, first);
  });

  it('name the failure', async () => {
    const document = await openFile('failure.http', `GET ${await refusedUrl()}\n`);
    await send(api, document);
    deepEqual(await lensTitles(document), ['Send', 'Prepare', 'Failed: ConnectRefused']);
  });

  it('send all requests in order', async () => {
    const document = await openFile(
      'all.http',
      ['a', 'b', 'c'].map((path) => `GET ${server.url}/all/${path}\n`).join('\n###\n\n'),
    );
    await press(document, 'Send All (3)');
    const paths = server.requests.flatMap(({ head }) => /^GET \/all\/(\S+)/.exec(head)?.[1] ?? []);
    deepEqual(paths, ['a', 'b', 'c']);
  });

  it('go when they are turned off, and leave out the result when that is', async () => {
    const document = await openFile('off.http', `GET ${server.url}/off\n`);
    await send(api, document);
    await withSetting('lens.result', false, async () => {
      deepEqual(await lensTitles(document), ['Send', 'Prepare']);
    });
    await withSetting('lens.enabled', false, async () => {
      deepEqual(await lensTitles(document), []);
    });
    equal((await lensTitles(document)).length, 3);
  });
});

/** A port where nobody listens: a server had it a moment ago. */
async function refusedUrl(): Promise<string> {
  const server = await startRawServer();
  await server.close();
  return server.url;
}
