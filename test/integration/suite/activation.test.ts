/**
 * What opening a folder and a file costs: nothing before an .http file or Markdown, no language server before there is
 * a request, and no engine before one is prepared.
 */
import { deepEqual, equal, ok } from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  activated,
  closeEverything,
  extension,
  lensTitles,
  openFile,
  press,
  serverProcess,
  until,
} from '../host.ts';

interface Manifest {
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
}

/** Files of the extension that this process has loaded. */
const loaded = (name: string) => Object.keys(require.cache).filter((path) => path.endsWith(`dist/${name}`));

describe('activation', () => {
  after(closeEverything);

  it('leaves the extension alone while there is no .http file', async () => {
    await openFile('notes.txt', 'GET is a verb.');
    equal(extension().isActive, false);
    deepEqual(loaded('extension.cjs'), []);
  });

  it('starts no language server for Markdown without requests', async () => {
    await openFile('prose.md', '# GET is a verb\n\n```js\nfetch();\n```\n');
    await until('the extension', () => extension().isActive);
    equal(loaded('extension.cjs').length, 1);
    equal(serverProcess(), undefined);
  });

  it('starts it with the first .http file', async () => {
    const document = await openFile('first.http', 'GET http://127.0.0.1:1/\n');
    equal(document.languageId, 'http');
    await until('the language server', serverProcess);
  });

  it('offers lenses without what sends requests', async () => {
    const document = await openFile('first.http', 'GET http://127.0.0.1:1/\n');
    deepEqual(await lensTitles(document), ['Send', 'Prepare']);
    deepEqual(loaded('engine.cjs'), []);
  });

  it('loads what sends requests with the first Prepare', async () => {
    const document = await openFile('first.http', 'GET http://127.0.0.1:1/\n');
    await press(document, 'Prepare');
    equal(loaded('engine.cjs').length, 1);
  });

  it('registers every command of the manifest and no other', async () => {
    await activated();
    const manifest = extension().packageJSON as Manifest;
    const contributed = manifest.contributes.commands.map(({ command }) => command).sort();
    const registered = (await vscode.commands.getCommands(true))
      .filter((id) => id.startsWith('httpSessions.'))
      // VS Code makes commands of its own for each view.
      .filter((id) => !/^httpSessions\.(?:sessions|history|tokens)\./.test(id))
      .sort();
    ok(contributed.length > 10);
    deepEqual(registered, contributed);
  });
});
