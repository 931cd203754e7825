/** A language server that is killed in the middle of an edit comes back and knows everything again. */
import { deepEqual, notEqual, ok } from 'node:assert/strict';
import * as vscode from 'vscode';
import { activated, closeEverything, openFile, serverProcess, until } from '../host.ts';

const findings = (document: vscode.TextDocument): string[] =>
  vscode.languages
    .getDiagnostics(document.uri)
    .map(({ code, message, range, severity }) =>
      JSON.stringify([code, message, severity, range.start.line, range.start.character, range.end.character]),
    )
    .sort();

async function type(document: vscode.TextDocument, text: string): Promise<void> {
  const end = document.positionAt(document.getText().length);
  for (const letter of text) {
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, document.positionAt(document.getText().length), letter);
    await vscode.workspace.applyEdit(edit);
  }
  ok(document.offsetAt(end) < document.getText().length);
}

describe('the language server', () => {
  before(activated);
  after(closeEverything);

  it('comes back after it was killed in mid-edit, and says what a fresh parse says (X01)', async () => {
    const document = await openFile(
      'killed.http',
      '@used = 1\n\n### One\n# @name one\nGET http://h/{{used}}/{{missing}}\n',
    );
    const markdown = await openFile('killed.md', '# Killed\n\n```http\nGET http://h/{{gone}}\n```\n');
    await until('diagnostics', () => findings(document).length > 0 && findings(markdown).length > 0);
    const first = await until('the server', serverProcess);

    await type(document, '\n### Two\n# @na');
    process.kill(first.pid ?? 0, 'SIGKILL');
    await type(document, 'me one\nPOST http://h/{{used}}\nX-Te');
    await type(markdown, '\n```http\nGET http://h/{{later}}\n```\n');
    const second = await until('another server', serverProcess);
    notEqual(second.pid, first.pid);
    await type(document, 'st {{new}}\n\n{ "a": {{one.response.body.$.a}} }\nGET http://h\n@late = 1\n');

    const fresh = await openFile('fresh.http', document.getText());
    const expected = await until('diagnostics of the same text', () => {
      const found = findings(fresh);
      return found.length > 0 ? found : undefined;
    });
    ok(
      expected.some((one) => one.includes('duplicate-name')),
      expected.join('\n'),
    );
    await until(
      'the same diagnostics',
      () => JSON.stringify(findings(document)) === JSON.stringify(expected),
    );
    await until('those of Markdown', () => findings(markdown).length === 2);
    deepEqual(
      (
        await vscode.commands.executeCommand<vscode.DocumentSymbol[]>(
          'vscode.executeDocumentSymbolProvider',
          document.uri,
        )
      ).map(({ name }) => name),
      ['@used', 'One', 'Two', '@late'],
    );
  });
});
