/** Beside another extension for the same files: one question, and its answer decides who shows lenses. */
import { deepEqual, equal, match } from 'node:assert/strict';
import * as vscode from 'vscode';
import { activated, closeEverything, inWorkspace, lensTitles, openFile, until } from '../host.ts';

const coexist = () => vscode.workspace.getConfiguration('httpSessions').get<string>('coexist');

describe('beside REST Client', () => {
  const { getExtension } = vscode.extensions;
  const { showInformationMessage } = vscode.window;
  const asked: string[] = [];
  before(async () => {
    await activated();
    const stand = (id: string) => (id === 'humao.rest-client' ? { id } : getExtension(id));
    Object.assign(vscode.extensions, { getExtension: stand });
    Object.assign(vscode.window, {
      showInformationMessage: (text: string, ...answers: readonly string[]) => {
        asked.push(text);
        return Promise.resolve(answers[1]);
      },
    });
  });
  after(async () => {
    Object.assign(vscode.extensions, { getExtension });
    Object.assign(vscode.window, { showInformationMessage });
    await decide(undefined);
    await vscode.workspace.fs.delete(inWorkspace('coexist'), { recursive: true });
    await closeEverything();
  });

  const decide = (answer: string | undefined) =>
    vscode.workspace
      .getConfiguration('httpSessions')
      .update('coexist', answer, vscode.ConfigurationTarget.Workspace);
  const lensCount = (document: vscode.TextDocument) => lensTitles(document).then(({ length }) => length);

  it('asks once whose lenses and keys there are, and keeps to the answer', async () => {
    const first = await openFile('coexist/a.http', 'GET https://a.test/\n');
    await until('the answer', () => coexist() === 'other');
    const second = await openFile('coexist/b.http', 'GET https://b.test/\n');
    await until('no lens', async () => (await lensCount(first)) === 0);
    equal(await lensCount(second), 0);
    equal(asked.length, 1);
    match(asked[0] ?? '', /^REST Client serves \.http files, too\./);
  });

  it('shows lenses again when both shall', async () => {
    const document = await openFile('coexist/c.http', 'GET https://c.test/\n');
    await decide('both');
    await until('lenses', async () => (await lensCount(document)) > 0);
    deepEqual(await lensTitles(document), ['Send', 'Prepare']);
    equal(asked.length, 1);
  });
});
