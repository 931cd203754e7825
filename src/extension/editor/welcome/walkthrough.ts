/**
 * What the buttons of the walkthrough do: a sample with a server to try it on, its requests prepared and sent, and the files
 * that people already have. The commands of the editor do the work; these lead to them.
 */
import path from 'node:path';
import * as vscode from 'vscode';
import type { Disposable } from '../disposable.ts';
import { toolsInForce } from '../settings/settingSources.ts';
import { createPracticeServer, sampleText } from './practiceServer.ts';

export function registerWalkthrough(): Disposable {
  const server = createPracticeServer();
  let sample: vscode.TextDocument | undefined;

  /** The sample, in front; the one from before as long as it is open. */
  async function open(): Promise<vscode.TextDocument> {
    if (sample === undefined || sample.isClosed) {
      const content = sampleText(await server.open());
      sample = await vscode.workspace.openTextDocument({ language: 'http', content });
    }
    await vscode.window.showTextDocument(sample, { viewColumn: vscode.ViewColumn.One });
    return sample;
  }
  async function run(command: string, lines: readonly RegExp[]): Promise<void> {
    const document = await open();
    const text = document.getText().split('\n');
    for (const line of lines) {
      const at = text.findIndex((one) => line.test(one));
      if (at !== -1) await vscode.commands.executeCommand(command, document.uri.toString(), at);
    }
  }
  return vscode.Disposable.from(
    server,
    vscode.commands.registerCommand('httpSessions.openSample', open),
    vscode.commands.registerCommand('httpSessions.prepareSample', () =>
      run('httpSessions.prepare', [/^POST /]),
    ),
    vscode.commands.registerCommand('httpSessions.sendSample', async () => {
      await run('httpSessions.send', [/^POST /, /^GET /]);
      await vscode.commands.executeCommand('httpSessions.sessions.focus');
    }),
    vscode.commands.registerCommand('httpSessions.findFiles', findFiles),
  );
}

/** Files of any tool, and which of them bring their settings along. */
async function findFiles(): Promise<void> {
  const files = await vscode.workspace.findFiles('**/*.{http,rest}', '**/node_modules/**', 500);
  if (files.length === 0) {
    const open = vscode.l10n.t('Open Folder…');
    const answer = await vscode.window.showInformationMessage(
      vscode.l10n.t('There are no .http or .rest files in this window. Open the folder that has yours.'),
      open,
    );
    if (answer === open) await vscode.commands.executeCommand('vscode.openFolder');
    return;
  }
  const tools = toolsInForce();
  const picked = await vscode.window.showQuickPick(
    files
      .toSorted((one, other) => one.path.localeCompare(other.path))
      .map((uri) => ({
        label: path.posix.basename(uri.path),
        description: vscode.workspace.asRelativePath(vscode.Uri.joinPath(uri, '..')),
        uri,
      })),
    {
      title:
        files.length === 1 ? vscode.l10n.t('1 file found') : vscode.l10n.t('{0} files found', files.length),
      placeHolder:
        tools.length === 0
          ? vscode.l10n.t('Open a file: it works as it is.')
          : vscode.l10n.t('Open a file: it works as it is, with the settings of {0}.', tools.join(', ')),
    },
  );
  if (picked !== undefined) await vscode.window.showTextDocument(picked.uri);
}
