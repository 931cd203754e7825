/** One request sent with two sessions, and both exchanges beside each other. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestApi } from '../../../src/extension/extension.ts';
import { startSandbox, type Sandbox } from '../../sandbox/index.ts';
import { activated, closeEverything, inWorkspace, openFile, send, until } from '../host.ts';

/** Picks the choices of these labels, one after the other, and answers what the person was asked. */
async function picking(labels: readonly string[], run: () => Thenable<unknown>): Promise<readonly string[]> {
  const titles: string[] = [];
  const { showQuickPick } = vscode.window;
  const stand = (items: readonly vscode.QuickPickItem[], options: vscode.QuickPickOptions) => {
    const wanted = labels[titles.push(options.title ?? '') - 1];
    return Promise.resolve(items.find(({ label }) => label === wanted));
  };
  Object.assign(vscode.window, { showQuickPick: stand });
  try {
    await run();
  } finally {
    Object.assign(vscode.window, { showQuickPick });
  }
  return titles;
}

describe('one request as two users', () => {
  let api: TestApi;
  let sandbox: Sandbox;
  before(async () => {
    api = await activated();
    sandbox = await startSandbox();
  });
  after(async () => {
    await vscode.workspace.fs.delete(inWorkspace('beside'), { recursive: true });
    await closeEverything();
    await sandbox.close();
  });

  const cookiesSent = (): readonly (string | undefined)[] =>
    sandbox.log.requests
      .filter(({ url }) => url === '/get')
      .map(({ headers }) => headers.find(([name]) => name.toLowerCase() === 'cookie')?.[1]);

  it('goes with each session, also when it names one, and shows both answers', async () => {
    const login = (name: string): string =>
      `# @session ${name}\nGET ${sandbox.url}/cookies/set?user=${name}\n`;
    const logins = ['ada', 'bob', 'eve'].map(login);
    const text = [...logins, `# @session ada\nGET ${sandbox.url}/get\n`].join('\n###\n');
    const document = await openFile('beside/users.http', text);
    for (const nth of logins.keys()) await send(api, document, nth);
    const line = text.split('\n').findLastIndex((one) => one.startsWith('GET'));
    const titles = await picking(['ada', 'bob'], () =>
      vscode.commands.executeCommand('httpSessions.sendBeside', document.uri.toString(), line),
    );
    deepEqual(titles, ['Send with (1 of 2)', 'Send with (2 of 2), beside ada']);
    deepEqual(cookiesSent(), ['user=ada', 'user=bob']);

    const tab = await until('the two beside each other', () => {
      const { input, label } = vscode.window.tabGroups.activeTabGroup.activeTab ?? {};
      return input instanceof vscode.TabInputTextDiff ? { input, label } : undefined;
    });
    equal(tab.label, 'GET /get: ada ↔ bob');
    const sides = await Promise.all(
      [tab.input.original, tab.input.modified].map((uri) => vscode.workspace.openTextDocument(uri)),
    );
    const texts = sides.map((side) => side.getText());
    match(texts[0] ?? '', /200 OK[\s\S]*Session: ada[\s\S]*HTTP\/1\.1 200/);
    match(texts[1] ?? '', /200 OK[\s\S]*Session: bob[\s\S]*HTTP\/1\.1 200/);
    ok(texts.every((side) => /^Cookie: •+$/m.test(side)));
  });
});
