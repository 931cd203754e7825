/** Requests in Markdown and names in environment files, as VS Code asks about them. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as vscode from 'vscode';
import type { TestApi } from '../../../src/extension/extension.ts';
import {
  activated,
  bodyText,
  closeEverything,
  inWorkspace,
  lensTitles,
  openFile,
  send,
  until,
} from '../host.ts';

const ask = <T>(document: vscode.TextDocument, command: string, ...values: unknown[]) =>
  vscode.commands.executeCommand<T>(`vscode.${command}`, document.uri, ...values);

const behind = (document: vscode.TextDocument, part: string) =>
  document.positionAt(document.getText().indexOf(part) + part.length);

describe('requests in Markdown', () => {
  let api: TestApi;
  let server: Server;
  let document: vscode.TextDocument;
  const bodies: string[] = [];

  before(async () => {
    api = await activated();
    server = createServer((request, response) => {
      const pieces: Buffer[] = [];
      request.on('data', (piece: Buffer) => pieces.push(piece));
      request.on('end', () => {
        bodies.push(Buffer.concat(pieces).toString());
        response.end(`${request.method ?? ''} ${request.url ?? ''}`);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    document = await openFile(
      'README.md',
      `# An API\n\nSend {{this}} first:\n\n\`\`\`http\n@host = http://127.0.0.1:${port}\nGET {{host}}/users\n\`\`\`\n\n` +
        `1. Then:\n\n   \`\`\`rest\n   POST {{host}}/users/{{nobody}}\n   Content-Type: text/plain\n\n   one\n     two\n   \`\`\`\n\nGET /nothing\n`,
    );
  });
  after(async () => {
    server.close();
    await closeEverything();
  });

  it('have lenses above them, and prose has none', async () => {
    deepEqual(await lensTitles(document), ['Send', 'Prepare', 'Send All (2)', 'Send', 'Prepare']);
  });

  it('are sent as in a file', async () => {
    const entry = await send(api, document);
    equal(entry.exchange.state, 'done');
    equal(await bodyText(entry), 'GET /users');
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, rangeOf(document, '{{nobody}}'), 'new');
    await vscode.workspace.applyEdit(edit);
    const second = await send(api, document, 1);
    equal(second.exchange.prepared.method, 'POST');
    equal(await bodyText(second), 'POST /users/new');
    equal(bodies.at(-1), 'one\n  two');
    await vscode.commands.executeCommand('undo');
  });

  it('are checked, and prose is not', async () => {
    const found = await until('diagnostics', () => {
      const all = vscode.languages.getDiagnostics(document.uri);
      return all.some(({ message }) => message.includes('"nobody"')) ? all : undefined;
    });
    deepEqual(
      found.map(({ range }) => document.getText(range)),
      ['nobody'],
    );
  });

  it('are explained and completed, and prose is not', async () => {
    const hovers = await ask<vscode.Hover[]>(document, 'executeHoverProvider', behind(document, 'GET {{ho'));
    const shown = hovers
      .flatMap(({ contents }) => contents)
      .map((one) => (one instanceof vscode.MarkdownString ? one.value : ''));
    match(shown.join('\n'), /127\.0\.0\.1/);
    const labels = async (at: vscode.Position) => {
      const list = await ask<vscode.CompletionList>(document, 'executeCompletionItemProvider', at);
      // VS Code itself completes words of the text.
      const ours = list.items.filter(({ kind }) => kind !== vscode.CompletionItemKind.Text);
      return ours.map(({ label }) => (typeof label === 'string' ? label : label.label));
    };
    ok((await labels(behind(document, 'POST {{'))).includes('host'));
    ok(!(await labels(behind(document, 'Send {{'))).includes('host'));
  });

  it('offer fixes that stay inside', async () => {
    const actions = await ask<vscode.CodeAction[]>(
      document,
      'executeCodeActionProvider',
      rangeOf(document, 'nobody'),
    );
    const fix = actions.find(({ title }) => title === 'Define @nobody in this file');
    deepEqual(
      fix?.edit?.get(document.uri).map(({ range, newText }) => [range.start.line, newText]),
      [[5, '@nobody = \n']],
    );
  });

  it('go when their block goes', async () => {
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), 'No requests any more.\n');
    await vscode.workspace.applyEdit(edit);
    await until('no diagnostics', () => vscode.languages.getDiagnostics(document.uri).length === 0);
    deepEqual(await lensTitles(document), []);
  });
});

describe('names in environment files', () => {
  let document: vscode.TextDocument;
  before(async () => {
    await activated();
    await vscode.workspace.fs.writeFile(inWorkspace('named/a.http'), Buffer.from('GET {{base}}/{{base}}\n'));
    document = await openFile('named/http-client.env.json', '{ "dev": { "base": "http://h" } }\n');
  });
  after(closeEverything);

  it('lead to the requests that use them, and are renamed there', async () => {
    const at = behind(document, '"ba');
    const places = await until('references', async () => {
      const found = await ask<vscode.Location[]>(document, 'executeReferenceProvider', at);
      return found.length > 0 ? found : undefined;
    });
    equal(places.filter(({ uri }) => uri.path.endsWith('a.http')).length, 2);
    const edit = await ask<vscode.WorkspaceEdit>(document, 'executeDocumentRenameProvider', at, 'host');
    deepEqual(
      edit.entries().map(([uri, edits]) => [uri.path.split('/').at(-1), edits.length]),
      [
        ['http-client.env.json', 1],
        ['a.http', 2],
      ],
    );
  });

  it('count before they are saved', async () => {
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, rangeOf(document, 'base'), 'other');
    await vscode.workspace.applyEdit(edit);
    const [place] = await until('the new name', async () => {
      const found = await ask<vscode.Location[]>(
        document,
        'executeDefinitionProvider',
        behind(document, '"oth'),
      );
      return found.length > 0 ? found : undefined;
    });
    equal(place?.uri.toString(), document.uri.toString());
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });
});

function rangeOf(document: vscode.TextDocument, part: string): vscode.Range {
  const end = behind(document, part);
  return new vscode.Range(end.translate(0, -part.length), end);
}
