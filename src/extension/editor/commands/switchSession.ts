/** Chooses the session of the requests in a file that name none themselves. */
import * as vscode from 'vscode';
import type { Sessions } from '../sessions/sessions.ts';
import { targetOf, type Command } from './command.ts';

export const switchSession: Command = {
  id: 'httpSessions.switchSession',
  async run(context, ...values) {
    const file = targetOf(context, values)?.file;
    if (file === undefined) return;
    const { sessions } = context;
    const { current, names } = await sessionNames(sessions, file, undefined);
    const created: vscode.QuickPickItem = {
      label: vscode.l10n.t('New Session…'),
      iconPath: new vscode.ThemeIcon('add'),
    };
    const picked = await vscode.window.showQuickPick(
      [...names.map((label) => itemOf(label, label === current)), created],
      { title: vscode.l10n.t('Session for this file'), placeHolder: current },
    );
    const name = picked === created ? await askName() : picked?.label;
    if (name !== undefined) sessions.choose(file, name);
  },
};

/** The sessions of a file's folder, with the one that is in use at first; `named`: what a request says itself. */
export async function sessionNames(
  sessions: Sessions,
  file: vscode.Uri,
  named: string | undefined,
): Promise<{ readonly current: string; readonly names: readonly string[] }> {
  // Those that files name are choices, too, before anything was sent with them.
  await sessions.openKept();
  const current = sessions.nameFor(file, named);
  const folder = vscode.workspace.getWorkspaceFolder(file)?.uri.toString();
  const known = sessions.list().filter((one) => one.folder?.uri.toString() === folder);
  return { current, names: [...new Set([current, ...known.map((one) => one.name)])] };
}

function itemOf(label: string, isCurrent: boolean): vscode.QuickPickItem {
  return { label, ...(isCurrent ? { description: vscode.l10n.t('in use') } : {}) };
}

async function askName(): Promise<string | undefined> {
  const name = await vscode.window.showInputBox({
    title: vscode.l10n.t('New Session'),
    prompt: vscode.l10n.t('A name without spaces, as `# @session` takes it'),
    validateInput: (text) =>
      /^\S+$/.test(text.trim()) ? undefined : vscode.l10n.t('Give a name without spaces.'),
  });
  return name?.trim();
}
