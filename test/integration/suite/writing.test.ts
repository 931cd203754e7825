/** Help with writing: curl commands become requests, and a missing variable gets a place in an environment. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import * as vscode from 'vscode';
import { activated, closeEverything, inWorkspace, openFile, until } from '../host.ts';

const curl = "curl -X POST 'http://127.0.0.1:1/a' -H 'Content-Type: application/json' -d '{}'";
const request = 'POST http://127.0.0.1:1/a\nContent-Type: application/json\n\n{}';

describe('a copied curl command', () => {
  before(activated);
  after(closeEverything);

  it('is inserted as a request at the caret', async () => {
    const document = await openFile('paste.http', 'GET http://127.0.0.1:1/first\n\n');
    const editor = vscode.window.activeTextEditor;
    ok(editor);
    editor.selection = new vscode.Selection(2, 0, 2, 0);
    await vscode.env.clipboard.writeText(curl);
    await vscode.commands.executeCommand('httpSessions.pasteCurl');
    equal(document.getText(), `GET http://127.0.0.1:1/first\n\n###\n${request}`);
  });

  it('opens a file of its own where none is in front', async () => {
    await closeEverything();
    await vscode.env.clipboard.writeText(curl);
    await vscode.commands.executeCommand('httpSessions.pasteCurl');
    const document = vscode.window.activeTextEditor?.document;
    equal(document?.languageId, 'http');
    equal(document.getText(), request);
  });

  it('changes nothing when it is something else', async () => {
    const document = await openFile('curly.http', 'GET http://127.0.0.1:1/\n');
    await vscode.env.clipboard.writeText('curly');
    await vscode.commands.executeCommand('httpSessions.pasteCurl');
    equal(document.getText(), 'GET http://127.0.0.1:1/\n');
  });
});

describe('a variable that nothing defines', () => {
  before(activated);
  after(closeEverything);

  it('is defined in a new environment file, which opens where its value goes', async () => {
    const document = await openFile('fresh-folder/a.http', 'GET http://127.0.0.1:1/{{city}}\n');
    const range = new vscode.Range(0, 25, 0, 29);
    const fix = await until('the fix', async () => {
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        document.uri,
        range,
      );
      return actions.find(({ title }) => title.startsWith('Define city in a new environment file'));
    });
    ok(fix.edit !== undefined && fix.command !== undefined);
    await vscode.workspace.applyEdit(fix.edit);
    await vscode.commands.executeCommand(
      fix.command.command,
      ...((fix.command.arguments ?? []) as unknown[]),
    );
    const editor = await until('the file', () => {
      const open = vscode.window.activeTextEditor;
      return open?.document.uri.path.endsWith('http-client.env.json') === true ? open : undefined;
    });
    equal(editor.document.uri.toString(), inWorkspace('fresh-folder/http-client.env.json').toString());
    equal(editor.document.getText(), '{\n  "dev": {\n    "city": ""\n  }\n}\n');
    deepEqual([editor.selection.active.line, editor.selection.active.character], [2, 13]);
    await editor.document.save();
  });
});
