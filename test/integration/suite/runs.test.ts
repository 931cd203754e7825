/** Many requests at a time: a file, its rest, a selection, what a request needs first, and several environments. */
import { deepEqual, doesNotMatch, equal, match } from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestApi } from '../../../src/extension/extension.ts';
import { startSandbox, type Sandbox } from '../../sandbox/index.ts';
import {
  activated,
  bodyText,
  closeEverything,
  inWorkspace,
  lensTitles,
  openFile,
  press,
  send,
  until,
} from '../host.ts';

interface Asked {
  readonly text: string;
  readonly detail: string | undefined;
}

/** Answers each question with one of its buttons, or with nothing; chooses everything but sessions of other suites. */
async function answering(answers: readonly string[], run: () => Promise<unknown>): Promise<readonly Asked[]> {
  const asked: Asked[] = [];
  const { showInformationMessage, showQuickPick } = vscode.window;
  const stand = {
    showInformationMessage: (text: string, options: vscode.MessageOptions) =>
      Promise.resolve(answers[asked.push({ text, detail: options.detail }) - 1]),
    showQuickPick: (items: readonly vscode.QuickPickItem[]) => {
      const isSessions = items.some(({ label }) => label === 'default');
      const isOurs = (label: string) => label === 'default' || label === 'matrix';
      return Promise.resolve(items.filter(({ label }) => !isSessions || isOurs(label)));
    },
  };
  Object.assign(vscode.window, stand);
  try {
    await run();
  } finally {
    Object.assign(vscode.window, { showInformationMessage, showQuickPick });
  }
  return asked;
}

describe('a run', () => {
  let api: TestApi;
  let sandbox: Sandbox;
  before(async () => {
    api = await activated();
    sandbox = await startSandbox();
  });
  after(async () => {
    await closeEverything();
    await sandbox.close();
  });

  /** The requests of a file that were sent, by their names, in order. */
  const sentFrom = (document: vscode.TextDocument): readonly (string | undefined)[] =>
    api.exchanges.ofFile(document.uri).map(({ exchange }) => exchange.source.name);
  const four = (): string =>
    ['one', 'two', 'three', 'four']
      .map((name) => `### ${name}\nGET ${sandbox.url}/anything/${name}\n`)
      .join('\n');

  it('sends all requests of a file, and their results stay with them when lines come above', async () => {
    const document = await openFile('runs/all.http', four());
    await press(document, /^Send All/);
    deepEqual(sentFrom(document), ['one', 'two', 'three', 'four']);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), '@x = 1\n\n');
    await vscode.workspace.applyEdit(edit);
    const results = (await lensTitles(document)).filter((title) => title.startsWith('200'));
    equal(results.length, 4);
  });

  it('sends from the caret on', async () => {
    const document = await openFile('runs/from.http', four());
    const editor = vscode.window.activeTextEditor!;
    editor.selection = new vscode.Selection(7, 0, 7, 0);
    await vscode.commands.executeCommand('httpSessions.sendFromHere');
    deepEqual(sentFrom(document), ['three', 'four']);
  });

  it('sends what is selected', async () => {
    const document = await openFile('runs/selection.http', four());
    const editor = vscode.window.activeTextEditor!;
    editor.selections = [new vscode.Selection(9, 0, 10, 3), new vscode.Selection(1, 0, 3, 0)];
    await vscode.commands.executeCommand('httpSessions.sendSelection');
    deepEqual(sentFrom(document), ['one', 'four']);
  });

  it('sends each round of a loop', async () => {
    const text = `@names = ["a", "b"]\n\n### each\n# @loop for name of names\nGET ${sandbox.url}/anything/{{name}}\n`;
    const document = await openFile('runs/loop.http', text);
    await press(document, 'Send');
    const urls = api.exchanges.ofFile(document.uri).map(({ exchange }) => exchange.prepared.url);
    deepEqual(urls, [`${sandbox.url}/anything/a`, `${sandbox.url}/anything/b`]);
  });

  it('sends each of 55 requests, and keeps the result of each', async () => {
    const text = Array.from({ length: 55 }, (_, index) => `### r${index}\nGET ${sandbox.url}/status/200\n`);
    const document = await openFile('runs/many.http', text.join('\n'));
    await vscode.commands.executeCommand('httpSessions.sendAll');
    const results = (await lensTitles(document)).filter((title) => title.startsWith('200'));
    equal(results.length, 55);
  });

  describe('of a request that needs another one', () => {
    const text = (url: string): string =>
      `### login\nPOST ${url}/login\nContent-Type: application/json\n\n{"user": "ada", "password": "x"}\n\n` +
      `### me\n# @no-cookie-jar\nGET ${url}/me\nAuthorization: Bearer {{login.response.body.$.token}}\n`;

    it('shows which one and where it goes, and sends it first', async () => {
      const document = await openFile('runs/needs.http', text(sandbox.url));
      const asked = await answering(['Send It First'], async () => {
        equal((await send(api, document, 1)).exchange.response?.status, 200);
      });
      deepEqual(asked, [
        {
          text: 'Another request has to be sent first. Send it?',
          detail: `login: POST to ${new URL(sandbox.url).host}`,
        },
      ]);
      deepEqual(sentFrom(document), ['login', 'me']);
      // Its answer is known now.
      deepEqual(await answering([], () => send(api, document, 1)), []);
      deepEqual(sentFrom(document), ['login', 'me', 'me']);
    });

    it('sends nothing when the question is closed', async () => {
      const document = await openFile('runs/closed.http', text(sandbox.url));
      equal((await answering([], () => press(document, 'Send', 1))).length, 1);
      deepEqual(sentFrom(document), []);
    });

    it('remembers never for the file, which its command takes back', async () => {
      const document = await openFile('runs/never.http', text(sandbox.url));
      await answering(['Never for This File'], () => press(document, 'Send', 1));
      deepEqual(await answering([], () => press(document, 'Send', 1)), []);
      const [first, second] = api.exchanges.ofFile(document.uri);
      equal(first?.exchange.error?.name, 'UnresolvedVariable');
      match(second?.exchange.error?.message ?? '', /login.*has not been sent/);
    });

    it('remembers always for the file', async () => {
      const document = await openFile(
        'runs/always.http',
        `${text(sandbox.url)}\n### again\n# @forceRef login\nGET ${sandbox.url}/me\n`,
      );
      equal((await answering(['Always for This File'], () => press(document, 'Send', 2))).length, 1);
      deepEqual(await answering([], () => press(document, 'Send', 2)), []);
      deepEqual(sentFrom(document), ['login', 'again', 'login', 'again']);
    });
  });

  it('tells requests that need each other at the request', async () => {
    const document = await openFile(
      'runs/cycle.http',
      `### a\n# @ref b\nGET ${sandbox.url}/get\n\n### b\n# @ref a\nGET ${sandbox.url}/get\n`,
    );
    await vscode.commands.executeCommand('httpSessions.send', document.uri.toString(), 2);
    const [entry] = api.exchanges.ofFile(document.uri);
    equal(entry?.exchange.error?.message, 'The requests need each other: a → b → a.');
  });

  it('goes into another file by run, and shows the results there', async () => {
    const other = await openFile('runs/other.http', `### user\nGET ${sandbox.url}/anything/{{id}}\n`);
    const document = await openFile(
      'runs/runs.http',
      'run ./other.http (@id=7)\n\nrun ./other.http (@id=8)\n',
    );
    await vscode.commands.executeCommand('httpSessions.sendAll');
    deepEqual(sentFrom(document), []);
    const urls = api.exchanges.ofFile(other.uri).map(({ exchange }) => exchange.prepared.url);
    deepEqual(urls, [`${sandbox.url}/anything/7`, `${sandbox.url}/anything/8`]);
  });

  it('sends what one run line names', async () => {
    const other = await openFile('runs/named.http', `### user\nGET ${sandbox.url}/anything/{{id}}\n`);
    const document = await openFile(
      'runs/lines.http',
      'import ./named.http\n\nrun #user (@id=1)\nrun #user (@id=2)\n',
    );
    deepEqual(await lensTitles(document), ['Run', 'Run']);
    await press(document, 'Run', 1);
    const urls = api.exchanges.ofFile(other.uri).map(({ exchange }) => exchange.prepared.url);
    deepEqual(urls, [`${sandbox.url}/anything/2`]);
  });

  it('puts a response beside the file that it should be', async () => {
    await vscode.workspace.fs.writeFile(inWorkspace('runs/kept.json'), Buffer.from('{"slideshow":{}}'));
    const document = await openFile('runs/kept.http', `GET ${sandbox.url}/json\n\n<> ./kept.json\n`);
    await send(api, document);
    await press(document, 'Compare with Response');
    const tab = await until('the comparison', () => {
      const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
      return input instanceof vscode.TabInputTextDiff ? input : undefined;
    });
    const [left, right] = await Promise.all(
      [tab.original, tab.modified].map(async (uri) =>
        (await vscode.workspace.openTextDocument(uri)).getText(),
      ),
    );
    equal(left?.trim(), '{\n  "slideshow": {}\n}');
    match(right ?? '', /"title": "Harbour"/);
  });

  it('sends a file once in each chosen environment and session, with the cookies of each', async () => {
    const environments = { one: { who: 'ann' }, two: { who: 'bob' } };
    await vscode.workspace.fs.writeFile(
      inWorkspace('runs/matrix/http-client.env.json'),
      Buffer.from(JSON.stringify(environments)),
    );
    const login = await openFile(
      'runs/matrix/login.http',
      `# @session matrix\nGET ${sandbox.url}/cookies/set?of=matrix\n`,
    );
    await send(api, login, 0);
    const document = await openFile('runs/matrix/m.http', `### who\nGET ${sandbox.url}/anything/{{who}}\n`);
    await until(
      'the environments',
      async () => (await api.environments.choicesFor(document.uri)).length === 2,
    );
    await answering([], async () => {
      await vscode.commands.executeCommand('httpSessions.sendMatrix');
    });
    const entries = api.exchanges.ofFile(document.uri);
    const rows = entries.map(({ environment, exchange }) => `${environment ?? '-'} ${exchange.session}`);
    deepEqual(
      rows,
      ['one', 'two', '-'].flatMap((environment) => [`${environment} default`, `${environment} matrix`]),
    );
    match(await bodyText(entries[0]!), /anything\/ann/);
    doesNotMatch(await bodyText(entries[0]!), /of=matrix/);
    match(await bodyText(entries[1]!), /of=matrix/);
    const report = await until('the report', () =>
      vscode.window.visibleTextEditors.find(({ document: { uri } }) => uri.path.endsWith('Runs.txt')),
    );
    match(report.document.getText(), /m\.http · one · default\n✓ who · 200/);
  });

  it('sends the files of a folder, one after the other', async () => {
    const first = await openFile('runs/folder/a.http', `### a\nGET ${sandbox.url}/get\n`);
    const second = await openFile('runs/folder/b.http', `### b\nGET ${sandbox.url}/get\n`);
    const asked = await answering(['Send'], async () => {
      await vscode.commands.executeCommand('httpSessions.sendFolder', inWorkspace('runs/folder'));
    });
    equal(asked[0]?.text, 'Send all requests of 2 files?');
    deepEqual([...sentFrom(first), ...sentFrom(second)], ['a', 'b']);
  });
});
