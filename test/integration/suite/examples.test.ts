/** That a newcomer's first look at `examples/` shows no error. */
import { deepEqual, ok } from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeEverything, inWorkspace, lensTitles, showFile } from '../host.ts';

describe('the examples', () => {
  after(closeEverything);

  it('open without an error, each with its lenses', async () => {
    const entries = await vscode.workspace.fs.readDirectory(inWorkspace('examples'));
    const names = entries.map(([name]) => name).filter((name) => name.endsWith('.http'));
    ok(names.length > 10, names.join());
    const errors: string[] = [];
    for (const name of names) {
      const uri = inWorkspace(`examples/${name}`);
      const checked = whenChecked(uri);
      const document = await showFile(uri);
      await checked;
      for (const { severity, message, range } of vscode.languages.getDiagnostics(uri)) {
        if (severity === vscode.DiagnosticSeverity.Error)
          errors.push(`${name}:${range.start.line + 1} ${message}`);
      }
      const titles = await lensTitles(document);
      ok(titles.includes('Send') && titles.includes('Prepare'), `${name}: ${titles.join(' | ')}`);
    }
    deepEqual(errors, []);
  });
});

/** Resolves when the language server has said what is wrong with a file, be it nothing. */
function whenChecked(uri: vscode.Uri): Promise<void> {
  return new Promise((resolve) => {
    const listener = vscode.languages.onDidChangeDiagnostics(({ uris }) => {
      if (!uris.some((one) => one.toString() === uri.toString())) return;
      listener.dispose();
      resolve();
    });
  });
}
