/**
 * Makes an environment: in the environment file nearest to a file, or in a new one beside it, together with the private
 * file that secrets belong in. It offers to keep that one out of Git, and never overwrites what is there.
 */
import * as vscode from 'vscode';
import { withEnvironmentVariable } from '../../../language/semantics/index.ts';

const publicName = 'http-client.env.json';
const privateName = 'http-client.private.env.json';

/** The name of the new environment; undefined when nobody gave one. Its file is open, the caret in its first value. */
export async function createEnvironment(
  file: vscode.Uri,
  taken: readonly string[],
): Promise<string | undefined> {
  const name = await askForName(taken);
  if (name === undefined) return undefined;
  const folder = await folderOf(file);
  const place = vscode.Uri.joinPath(folder, publicName);
  const text = (await read(place)) ?? '';
  const change = withEnvironmentVariable(text, name, 'host');
  if (change === undefined) {
    void vscode.window.showErrorMessage(
      vscode.l10n.t('{0} holds no environments as JSON. Correct it first.', publicName),
    );
    return undefined;
  }
  if (text === '') await vscode.workspace.fs.writeFile(place, new Uint8Array());
  const document = await vscode.workspace.openTextDocument(place);
  const edit = new vscode.WorkspaceEdit();
  for (const { start, end, text: inserted } of change.edits) {
    edit.replace(place, new vscode.Range(document.positionAt(start), document.positionAt(end)), inserted);
  }
  await vscode.workspace.applyEdit(edit);
  await document.save();
  const value = document.positionAt(change.value);
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(value, value) });
  await addPrivateFile(folder, name);
  return name;
}

async function askForName(taken: readonly string[]): Promise<string | undefined> {
  const name = await vscode.window.showInputBox({
    title: vscode.l10n.t('New Environment'),
    prompt: vscode.l10n.t('A name such as dev'),
    validateInput: (text) => {
      const trimmed = text.trim();
      if (!/^[^\s$+][^+]*$/.test(trimmed))
        return vscode.l10n.t('Give a name without $ in front and without +.');
      return taken.includes(trimmed) ? vscode.l10n.t('There is an environment of that name.') : undefined;
    },
  });
  return name?.trim();
}

/** Where an environment file lies already, from the file's folder upwards; the file's own folder when there is none. */
async function folderOf(file: vscode.Uri): Promise<vscode.Uri> {
  const home = vscode.Uri.joinPath(file, '..');
  const top = vscode.workspace.getWorkspaceFolder(file)?.uri ?? home;
  for (let folder = home; ; folder = vscode.Uri.joinPath(folder, '..')) {
    if ((await read(vscode.Uri.joinPath(folder, publicName))) !== undefined) return folder;
    if (folder.path === top.path || !folder.path.startsWith(top.path)) return home;
  }
}

async function addPrivateFile(folder: vscode.Uri, environment: string): Promise<void> {
  const place = vscode.Uri.joinPath(folder, privateName);
  if ((await read(place)) === undefined) {
    const text = `${JSON.stringify({ [environment]: {} }, undefined, 2)}\n`;
    await vscode.workspace.fs.writeFile(place, new TextEncoder().encode(text));
  }
  const ignore = vscode.Uri.joinPath(folder, '.gitignore');
  const ignored = (await read(ignore)) ?? '';
  if (
    ignored
      .split(/\r?\n/)
      .some((line) => line.trim() !== '' && privateName.endsWith(line.replace(/^[*/]+/, '')))
  )
    return;
  const add = vscode.l10n.t('Add to .gitignore');
  void vscode.window
    .showInformationMessage(
      vscode.l10n.t('Secrets belong in {0}, which is for you alone. Keep it out of Git.', privateName),
      add,
    )
    .then(async (answer) => {
      if (answer !== add) return;
      const now = (await read(ignore)) ?? '';
      const gap = now === '' || now.endsWith('\n') ? '' : '\n';
      await vscode.workspace.fs.writeFile(ignore, new TextEncoder().encode(`${now}${gap}${privateName}\n`));
    });
}

async function read(file: vscode.Uri): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  } catch {
    return undefined;
  }
}
