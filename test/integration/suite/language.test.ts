/** The language features as VS Code asks for them, on a real document with the real language server. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import * as vscode from 'vscode';
import { activated, closeEverything, inWorkspace, openFile, until } from '../host.ts';

const text = `@host = http://127.0.0.1:8080
@city = Malmö

### Log in
# @name login
POST {{host}}/login
Content-Type: application/json

{ "user": "ada" }

### Who am I
GET {{host}}/me?city={{city}}&no={{nobody}}
Authorization: Bearer {{login.response.body.$.token}}

### From a file
POST {{host}}/post

< ./letter.txt
`;

describe('the language', () => {
  let document: vscode.TextDocument;
  before(async () => {
    await activated();
    await vscode.workspace.fs.writeFile(inWorkspace('letter.txt'), Buffer.from('Dear server'));
    document = await openFile('language.http', text);
  });
  after(closeEverything);

  /** The place right behind the first occurrence of some text. */
  const behind = (part: string) => document.positionAt(document.getText().indexOf(part) + part.length);
  const ask = <T>(command: string, ...values: unknown[]) =>
    vscode.commands.executeCommand<T>(`vscode.${command}`, document.uri, ...values);

  it('outlines the requests', async () => {
    const symbols = await until('symbols', async () => {
      const found = await ask<vscode.DocumentSymbol[] | undefined>('executeDocumentSymbolProvider');
      return found !== undefined && found.length > 0 ? found : undefined;
    });
    deepEqual(
      symbols.map(({ name, range }) => [name, range.start.line]),
      [
        ['@host', 0],
        ['@city', 1],
        ['Log in', 3],
        ['Who am I', 10],
        ['From a file', 14],
      ],
    );
  });

  it('completes variables, header names and methods', async () => {
    const labels = async (at: vscode.Position) => {
      const list = await ask<vscode.CompletionList>('executeCompletionItemProvider', at);
      return list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    };
    const variables = await labels(behind('city={{'));
    for (const name of ['host', 'city', 'login']) ok(variables.includes(name), variables.join());
    ok((await labels(behind('application/json'))).includes('application/json'));
    await insert(document, 'X-Mood: curious\n', behind('no={{nobody}}\n'));
    ok((await labels(behind('X-Mood'))).includes('Accept'));
    await remove(document, 'X-Mood: curious\n');
  });

  it('explains a variable by its value and where it comes from', async () => {
    const hovers = await ask<vscode.Hover[]>('executeHoverProvider', behind('/me?city={{ci'));
    const shown = hovers
      .flatMap(({ contents }) => contents)
      .map((content) => (content instanceof vscode.MarkdownString ? content.value : ''))
      .join('\n');
    match(shown, /Malmö/);
  });

  it('folds each request', async () => {
    const ranges = await ask<vscode.FoldingRange[]>('executeFoldingRangeProvider');
    const starts = ranges.map(({ start }) => start);
    for (const heading of ['### Log in', '### Who am I', '### From a file'])
      ok(starts.includes(behind(heading).line), `${heading}: ${starts.join()}`);
  });

  it('links to the file of a body', async () => {
    const links = await ask<vscode.DocumentLink[]>('executeLinkProvider');
    const link = links.find(({ range }) => document.getText(range) === './letter.txt');
    equal(link?.target?.path, inWorkspace('letter.txt').path);
  });

  it('warns of a variable that nothing defines, and stops when it is defined', async () => {
    const messages = () => vscode.languages.getDiagnostics(document.uri).map(({ message }) => message);
    const [warning] = await until('a warning', () => (messages().length > 0 ? messages() : undefined));
    match(warning ?? '', /"nobody" is not defined/);
    equal(messages().length, 1);
    await insert(document, '@nobody = me\n', new vscode.Position(0, 0));
    await until('no warning', () => messages().length === 0);
    await remove(document, '@nobody = me\n');
  });

  it('goes to the definition of a variable and finds its uses', async () => {
    const at = behind('/me?city={{ci');
    const [place] = await ask<(vscode.Location | vscode.LocationLink)[]>('executeDefinitionProvider', at);
    ok(place);
    equal(('uri' in place ? place.range : place.targetRange).start.line, 1);
    equal((await ask<vscode.Location[]>('executeReferenceProvider', at)).length, 2);
  });

  it('renames a variable everywhere', async () => {
    const edit = await ask<vscode.WorkspaceEdit>('executeDocumentRenameProvider', behind('@ho'), 'server');
    await vscode.workspace.applyEdit(edit);
    const renamed = document.getText();
    equal(renamed, text.replace('@host', '@server').replaceAll('{{host}}', '{{server}}'));
    await vscode.commands.executeCommand('undo');
  });
});

async function insert(document: vscode.TextDocument, text: string, at: vscode.Position): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, at, text);
  await vscode.workspace.applyEdit(edit);
}

async function remove(document: vscode.TextDocument, text: string): Promise<void> {
  const start = document.getText().indexOf(text);
  const edit = new vscode.WorkspaceEdit();
  edit.delete(
    document.uri,
    new vscode.Range(document.positionAt(start), document.positionAt(start + text.length)),
  );
  await vscode.workspace.applyEdit(edit);
}
