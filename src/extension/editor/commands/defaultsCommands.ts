/**
 * Commands for `http-sessions.json`: go to what it says, add something to it, and keep the secrets that it names in the
 * key store. The file is changed in its editor, unsaved, so that whoever asked sees what happens.
 */
import * as vscode from 'vscode';
import {
  addDefault as withDefault,
  defaultKeys,
  defaultsFileName,
  mergeDefaults,
  type WrittenDefault,
} from '../../../language/semantics/index.ts';
import type { NamedSession } from '../sessions/sessions.ts';
import { isAllowed } from '../trust/trust.ts';
import type { SessionNode } from '../views/sessionNodes.ts';
import type { Command, CommandContext } from './command.ts';
import { rowOf } from './cookieCommands.ts';

/** Opens the file at a default, or at the session's place in it; from the panel, at what gives a header. */
const editDefault: Command = {
  id: 'httpSessions.editDefault',
  async run(context, ...values) {
    const [exchangeId, header] = values;
    if (typeof exchangeId === 'string' && typeof header === 'string') {
      const written = await givingHeader(context, exchangeId, header.toLowerCase());
      if (written !== undefined) await showWritten(written);
      return;
    }
    const node = defaultsRow(context, values);
    if (node === undefined) return;
    if (node.kind === 'default') await showWritten(node.written);
    else await addTo(context, node.owner, undefined);
  },
};

/** Adds a default to the file, which is made when there is none, and puts the caret where its value goes. */
const addDefault: Command = {
  id: 'httpSessions.addDefault',
  async run(context, ...values) {
    const owner = defaultsRow(context, values)?.owner ?? context.sessions.list()[0];
    if (owner === undefined) return;
    const picked = await vscode.window.showQuickPick(
      Object.keys(defaultKeys).map((label) => ({ label, description: descriptionOf(label) })),
      { title: vscode.l10n.t('Add a default to session {0}', owner.name) },
    );
    if (picked !== undefined) await addTo(context, owner, picked.label);
  },
};

/** Makes requests of the whole workspace that name no session use this one. */
const useSessionInWorkspace: Command = {
  id: 'httpSessions.useSessionInWorkspace',
  async run(context, ...values) {
    const row = rowOf(context, values);
    if (row?.kind !== 'session') return;
    await context.sessions.chooseForFolder(row.owner.folder, row.owner.name);
  },
};

const setSecret: Command = {
  id: 'httpSessions.setSecret',
  async run({ sessions }, ...values) {
    const folder = folderInFront();
    if (!mayUseSecrets()) return;
    const [given] = values;
    const known = await sessions.secrets.names(folder?.uri);
    const name = typeof given === 'string' ? given : await askForName(known);
    if (name === undefined) return;
    const value = await vscode.window.showInputBox({
      title: vscode.l10n.t('Value of the secret {0}', name),
      prompt: vscode.l10n.t('Kept in the key store of your system, for this folder.'),
      password: true,
      ignoreFocusOut: true,
    });
    if (value === undefined || value === '') return;
    await sessions.secrets.set(folder?.uri, name, value);
    void vscode.window.setStatusBarMessage(
      vscode.l10n.t('Files of this folder can use it as {0}.', `{{$secret ${name}}}`),
      5000,
    );
  },
};

const deleteSecret: Command = {
  id: 'httpSessions.deleteSecret',
  async run({ sessions }) {
    const folder = folderInFront();
    const known = await sessions.secrets.names(folder?.uri);
    const name = await vscode.window.showQuickPick([...known], {
      title: vscode.l10n.t('Delete a secret of this folder'),
      placeHolder: known.length === 0 ? vscode.l10n.t('There is none.') : '',
    });
    if (name !== undefined) await sessions.secrets.delete(folder?.uri, name);
  },
};

export const defaultsCommands: readonly Command[] = [
  editDefault,
  addDefault,
  useSessionInWorkspace,
  setSecret,
  deleteSecret,
];

function defaultsRow(
  context: CommandContext,
  values: readonly unknown[],
): Extract<SessionNode, { kind: 'default' | 'defaults' | 'session' }> | undefined {
  const row = rowOf(context, values);
  return row?.kind === 'default' || row?.kind === 'defaults' || row?.kind === 'session' ? row : undefined;
}

/** The default that a header of an exchange came from, as the files say it now. */
async function givingHeader(
  { exchanges, sessions }: CommandContext,
  exchangeId: string,
  header: string,
): Promise<WrittenDefault | undefined> {
  const entry = exchanges.get(exchangeId);
  if (entry === undefined) return undefined;
  const defaults = mergeDefaults(await sessions.files.read(entry.file), entry.exchange.session);
  return defaults.get(`headers.${header}`) ?? (header === 'authorization' ? defaults.get('auth') : undefined);
}

async function showWritten({ folder, range }: WrittenDefault): Promise<void> {
  const uri = vscode.Uri.joinPath(vscode.Uri.file(folder), defaultsFileName);
  const document = await vscode.workspace.openTextDocument(uri);
  await showAt(document, range.start);
}

/** In the nearest file that there is for the folder, else in a new one at its top. */
async function addTo(
  { sessions }: CommandContext,
  { folder, name }: NamedSession,
  key: string | undefined,
): Promise<void> {
  if (folder === undefined) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Open a folder to give its sessions defaults.'));
    return;
  }
  const { document } = vscode.window.activeTextEditor ?? {};
  const isInside = document !== undefined && vscode.workspace.getWorkspaceFolder(document.uri) === folder;
  const home = isInside ? vscode.Uri.joinPath(document.uri, '..') : folder.uri;
  const uri =
    sessions.files.seenFrom(home, folder.uri).at(-1)?.uri ??
    vscode.Uri.joinPath(folder.uri, defaultsFileName);
  await makeFile(uri);
  const target = await vscode.workspace.openTextDocument(uri);
  const change = withDefault(target.getText(), name, key);
  if (change === undefined) {
    void vscode.window.showErrorMessage(
      vscode.l10n.t('{0} cannot be read. Mend it first.', vscode.workspace.asRelativePath(uri)),
    );
    return;
  }
  if (change.text !== target.getText()) {
    const all = new vscode.Range(new vscode.Position(0, 0), target.positionAt(target.getText().length));
    const edit = new vscode.WorkspaceEdit();
    edit.replace(uri, all, change.text);
    await vscode.workspace.applyEdit(edit);
  }
  await showAt(target, change.caret);
}

async function makeFile(uri: vscode.Uri): Promise<void> {
  try {
    await vscode.workspace.fs.stat(uri);
  } catch {
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode('{}\n'));
  }
}

async function showAt(document: vscode.TextDocument, offset: number): Promise<void> {
  const place = document.positionAt(offset);
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(place, place) });
}

function folderInFront(): vscode.WorkspaceFolder | undefined {
  const file = vscode.window.activeTextEditor?.document.uri;
  return (file && vscode.workspace.getWorkspaceFolder(file)) ?? vscode.workspace.workspaceFolders?.[0];
}

function mayUseSecrets(): boolean {
  if (isAllowed('useSecrets')) return true;
  void vscode.window.showWarningMessage(
    vscode.l10n.t('Secrets are not used in a folder that is not trusted.'),
  );
  return false;
}

async function askForName(known: readonly string[]): Promise<string | undefined> {
  const name = await vscode.window.showInputBox({
    title: vscode.l10n.t('Secret of this folder'),
    prompt:
      known.length === 0
        ? vscode.l10n.t('A name without spaces')
        : vscode.l10n.t('A name without spaces. There is {0}.', known.join(', ')),
    validateInput: (text) =>
      /^[^\s{}]+$/.test(text.trim()) ? undefined : vscode.l10n.t('Give a name without spaces.'),
  });
  return name?.trim();
}

function descriptionOf(key: string): string {
  const { t } = vscode.l10n;
  switch (key) {
    case 'headers':
      return t('Headers that every request has');
    case 'params':
      return t('Parameters that every URL has');
    case 'auth':
      return t('Credentials, as an Authorization header says them');
    case 'verify':
      return t('Whether certificates of servers are checked');
    case 'ca':
      return t('Authorities to trust beside the usual ones');
    case 'cert':
      return t('The client certificate');
    case 'proxies':
      return t('Proxies by scheme');
    case 'timeout':
      return t('Seconds to wait');
    case 'redirects':
      return t('Whether redirects are followed, and how many');
    default:
      return t('Whether cookies are sent and kept');
  }
}
