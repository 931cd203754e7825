/**
 * Living beside REST Client and httpYac, which serve the same files: asks once which of us shall do it here, remembers
 * the answer as a setting, and keeps our lenses and keys away where the answer is another one. The palette, the sidebar
 * and the panel stay ours in any case. Other extensions' settings are changed only when the person has chosen us.
 */
import * as vscode from 'vscode';
import type { Disposable } from '../disposable.ts';
import { coexistSetting, decideCoexistence, hideForeignLenses, section } from './settings.ts';

export interface Coexistence extends Disposable {
  /** Whether another extension serves the files, so that ours shows no lens and takes no key. */
  readonly yields: boolean;
  /** `REST Client`; undefined where no such extension is enabled. */
  readonly other: string | undefined;
  readonly onDidChange: vscode.Event<void>;
}

/** The extensions that serve `.http` files, too, by their ids. */
const others: Readonly<Record<string, string>> = {
  'humao.rest-client': 'REST Client',
  'anweber.vscode-httpyac': 'httpYac',
};

export function createCoexistence(): Coexistence {
  const changes = new vscode.EventEmitter<void>();
  let isAsked = false;

  const find = (): string | undefined =>
    Object.keys(others).find((id) => vscode.extensions.getExtension(id) !== undefined);
  const yields = (): boolean => coexistSetting() === 'other' && find() !== undefined;
  const tell = (): void => {
    const id = find();
    void vscode.commands.executeCommand('setContext', `${section}.foreignExtension`, id !== undefined);
    void vscode.commands.executeCommand('setContext', `${section}.yields`, yields());
    changes.fire();
  };

  /** Only for somebody who has such a file open, and not again in this window. */
  const askOnce = async (document: vscode.TextDocument): Promise<void> => {
    const id = find();
    if (document.languageId !== 'http' || id === undefined || isAsked || coexistSetting() !== 'ask') return;
    isAsked = true;
    const name = others[id] ?? id;
    const ours = 'HTTP Sessions';
    const both = vscode.l10n.t('Both');
    const answer = await vscode.window.showInformationMessage(
      vscode.l10n.t(
        '{0} serves .http files, too. Which extension shall show lenses and take the keys here?',
        name,
      ),
      ours,
      name,
      both,
    );
    if (answer === undefined) return;
    await decideCoexistence(answer === ours ? 'ours' : answer === both ? 'both' : 'other');
    if (answer === ours) await hideForeignLenses(id);
  };
  const listeners = vscode.Disposable.from(
    changes,
    vscode.extensions.onDidChange(tell),
    vscode.workspace.onDidOpenTextDocument(askOnce),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(`${section}.coexist`)) tell();
    }),
  );
  tell();
  for (const document of vscode.workspace.textDocuments) void askOnce(document);
  return {
    get yields() {
      return yields();
    },
    get other() {
      const id = find();
      return id === undefined ? undefined : others[id];
    },
    onDidChange: changes.event,
    dispose() {
      listeners.dispose();
    },
  };
}
