/** Scripts in the editor: they run in a trusted folder, what they set goes on, what fails is at its line. */
import { deepEqual, equal } from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestApi } from '../../../src/extension/extension.ts';
import { startSandbox, type Sandbox } from '../../sandbox/index.ts';
import { activated, closeEverything, openFile, send, until } from '../host.ts';

describe('scripts', () => {
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

  it('set what is sent, test what came, and carry values to the next request', async () => {
    const document = await openFile(
      'scripts.http',
      [
        '< {% request.variables.set("id", 7) %}',
        `GET ${sandbox.url}/anything/{{id}}`,
        '',
        '> {%',
        '  client.test("asked for 7", () => client.assert(response.body.url.endsWith("/7")));',
        '  client.global.set("next", 8);',
        '  client.log("printed");',
        '%}',
        '',
        '###',
        `GET ${sandbox.url}/anything/{{next}}`,
        '',
      ].join('\n'),
    );
    const first = await send(api, document, 0);
    deepEqual(
      first.exchange.tests?.map(({ name, outcome, line }) => [name, outcome, line]),
      [['asked for 7', 'passed', 5]],
    );
    deepEqual(first.exchange.logs, [{ level: 'log', text: 'printed', line: 7 }]);
    const second = await send(api, document, 1);
    equal(second.exchange.prepared.url, `${sandbox.url}/anything/8`);
  });

  it('that do not parse are marked while they are written, until they do', async () => {
    const document = await openFile('broken.http', `GET ${sandbox.url}/get\n\n> {%\n  client.log(;\n%}\n`);
    const marks = (): readonly vscode.Diagnostic[] =>
      vscode.languages
        .getDiagnostics(document.uri)
        .filter(({ message }) => message.startsWith('SyntaxError'));
    const [mark] = await until('the mark', () => (marks().length > 0 ? marks() : undefined));
    deepEqual([mark?.range.start.line, mark?.range.start.character], [3, 2]);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(3, 13), '1)');
    await vscode.workspace.applyEdit(edit);
    equal(await until('no mark', () => (marks().length === 0 ? true : undefined)), true);
  });

  it('that throw are marked at their line', async () => {
    const document = await openFile('throws.http', `GET ${sandbox.url}/get\n\n> {%\n  nope();\n%}\n`);
    await send(api, document, 0);
    const marks = await until('the mark', () => {
      const found = vscode.languages
        .getDiagnostics(document.uri)
        .filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error);
      return found.length > 0 ? found : undefined;
    });
    deepEqual(
      marks.map(({ message, range }) => [message, range.start.line]),
      [["ReferenceError: 'nope' is not defined", 3]],
    );
  });
});
