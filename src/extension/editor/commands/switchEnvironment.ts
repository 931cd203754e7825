/** Chooses the environment of the workspace from those around the file in front; leads to its session as well. */
import * as vscode from 'vscode';
import type { EnvironmentChoice } from '../../../language/protocol.ts';
import { environmentInForce } from '../environments/contextLabel.ts';
import { isProtected } from '../settings.ts';
import { targetOf, type Command, type CommandContext } from './command.ts';

type Item = vscode.QuickPickItem & { readonly choose?: () => unknown };

export const switchEnvironment: Command = {
  id: 'httpSessions.switchEnvironment',
  async run(context, ...values) {
    const file = targetOf(context, values)?.file ?? context.panels.active?.file;
    if (file === undefined) return;
    const items = context.environments
      .choicesFor(file)
      .then((choices) => [...environmentItems(file, choices, context), ...sessionItems(file, context)]);
    const picked = await vscode.window.showQuickPick<Item>(items, {
      title: vscode.l10n.t('Environment for this workspace'),
      placeHolder: vscode.l10n.t('Variables come from http-client.env.json, .env files and settings.'),
      matchOnDetail: true,
    });
    await picked?.choose?.();
  },
};

function environmentItems(
  file: vscode.Uri,
  choices: readonly EnvironmentChoice[],
  { environments }: CommandContext,
): Item[] {
  const { chosen } = environments;
  const current = environmentInForce({ chosen, names: choices.map(({ name }) => name) });
  const item = (name: string | undefined, origins: readonly string[]): Item => ({
    label: name ?? vscode.l10n.t('No Environment'),
    description: [
      ...(name === current ? [vscode.l10n.t('in use')] : []),
      ...(name !== undefined && isProtected(file, name) ? [vscode.l10n.t('protected')] : []),
    ].join(', '),
    ...(origins.length === 0 ? {} : { detail: origins.join(', ') }),
    choose: () => {
      environments.choose(name);
    },
  });
  return [...choices.map(({ name, origins }) => item(name, origins)), item(undefined, [])];
}

function sessionItems(file: vscode.Uri, { sessions }: CommandContext): Item[] {
  return [
    { label: vscode.l10n.t('Session'), kind: vscode.QuickPickItemKind.Separator },
    {
      label: vscode.l10n.t('Switch Session…'),
      description: sessions.nameFor(file, undefined),
      iconPath: new vscode.ThemeIcon('account'),
      choose: () => vscode.commands.executeCommand('httpSessions.switchSession', file.toString(), 0),
    },
  ];
}
