/**
 * Chooses the environment from those around the file in front, one or several, for all files or this one; makes a new one,
 * shows what they define, and leads to the session as well.
 */
import * as vscode from 'vscode';
import type { EnvironmentChoice } from '../../../language/protocol.ts';
import { environmentOf, environmentParts } from '../../../language/semantics/index.ts';
import { environmentInForce } from '../environments/contextLabel.ts';
import { inherit } from '../environments/environments.ts';
import { createEnvironment } from '../environments/newEnvironment.ts';
import { showVariables } from '../environments/variablesPicker.ts';
import { isProtected } from '../settings/settings.ts';
import { targetOf, type Command, type CommandContext } from './command.ts';

type Item = vscode.QuickPickItem & { readonly choose?: () => unknown };

export const environmentCommands: readonly Command[] = [
  {
    id: 'httpSessions.switchEnvironment',
    async run(context, ...values) {
      const file = fileOf(context, values);
      if (file !== undefined) await chooseFrom(file, context, 'all');
    },
  },
  {
    id: 'httpSessions.showVariables',
    async run(context, ...values) {
      const file = fileOf(context, values);
      if (file === undefined) return;
      const document = await vscode.workspace.openTextDocument(file);
      await showVariables(file, await context.sender.scopeOf(document));
    },
  },
  {
    id: 'httpSessions.newEnvironment',
    async run(context, ...values) {
      const file = fileOf(context, values);
      if (file !== undefined) await createNew(file, context);
    },
  },
];

function fileOf(context: CommandContext, values: readonly unknown[]): vscode.Uri | undefined {
  return targetOf(context, values)?.file ?? context.panels.active?.file;
}

/** For whom a choice counts. */
type Reach = 'all' | 'file';

async function chooseFrom(file: vscode.Uri, context: CommandContext, reach: Reach): Promise<void> {
  const items = context.environments
    .choicesFor(file)
    .then((choices) => [
      ...environmentItems(file, choices, { context, reach }),
      ...moreItems(file, choices, { context, reach }),
      ...(reach === 'all' ? sessionItems(file, context) : []),
    ]);
  const picked = await vscode.window.showQuickPick<Item>(items, {
    title:
      reach === 'all'
        ? vscode.l10n.t('Environment for this workspace')
        : vscode.l10n.t('Environment for this file alone'),
    placeHolder: vscode.l10n.t('Variables come from http-client.env.json, .env files and settings.'),
    matchOnDetail: true,
  });
  await picked?.choose?.();
}

interface Choosing {
  readonly context: CommandContext;
  readonly reach: Reach;
}

function choose(file: vscode.Uri, name: string | undefined, { context, reach }: Choosing): void {
  const { environments } = context;
  if (reach === 'file') environments.chooseFor(file, name);
  else {
    // Whoever chooses for all means this file as well.
    environments.chooseFor(file, inherit);
    environments.choose(name);
  }
}

function environmentItems(
  file: vscode.Uri,
  choices: readonly EnvironmentChoice[],
  choosing: Choosing,
): Item[] {
  const parts = partsInForce(file, choices, choosing.context);
  const item = (name: string | undefined, origins: readonly string[]): Item => ({
    label: name ?? vscode.l10n.t('No Environment'),
    description: [
      ...((name === undefined ? parts.length === 0 : parts.includes(name)) ? [vscode.l10n.t('in use')] : []),
      ...(name !== undefined && isProtected(file, name) ? [vscode.l10n.t('protected')] : []),
    ].join(', '),
    ...(origins.length === 0 ? {} : { detail: origins.join(', ') }),
    choose: () => {
      choose(file, name, choosing);
    },
  });
  return [...choices.map(({ name, origins }) => item(name, origins)), item(undefined, [])];
}

function partsInForce(
  file: vscode.Uri,
  choices: readonly EnvironmentChoice[],
  { environments }: CommandContext,
): readonly string[] {
  const chosen = environments.chosenFor(file);
  const current = environmentInForce({ chosen, names: choices.map(({ name }) => name) });
  return current === undefined ? [] : environmentParts(current);
}

function moreItems(file: vscode.Uri, choices: readonly EnvironmentChoice[], choosing: Choosing): Item[] {
  const { context, reach } = choosing;
  const { t } = vscode.l10n;
  const hasOwn = context.environments.byFile[file.toString()] !== undefined;
  return [
    { label: t('More'), kind: vscode.QuickPickItemKind.Separator },
    ...(choices.length < 2
      ? []
      : [
          {
            label: t('Use Several…'),
            detail: t('What a later one in the list says counts before the earlier ones.'),
            iconPath: new vscode.ThemeIcon('layers'),
            choose: () => chooseSeveral(file, choices, choosing),
          },
        ]),
    ...(choices.length === 0 || reach === 'file'
      ? []
      : [
          {
            label: t('For This File Alone…'),
            ...(hasOwn ? { description: t('in use') } : {}),
            iconPath: new vscode.ThemeIcon('file'),
            choose: () => chooseFrom(file, context, 'file'),
          },
        ]),
    ...(hasOwn
      ? [
          {
            label: t('As for All Files'),
            description: context.environments.chosen ?? t('No Environment'),
            iconPath: new vscode.ThemeIcon('files'),
            choose: () => {
              context.environments.chooseFor(file, inherit);
            },
          },
        ]
      : []),
    {
      label: t('New Environment…'),
      iconPath: new vscode.ThemeIcon('add'),
      choose: () => createNew(file, context),
    },
    {
      label: t('Show Variables…'),
      iconPath: new vscode.ThemeIcon('symbol-variable'),
      choose: () => vscode.commands.executeCommand('httpSessions.showVariables', file.toString(), 0),
    },
  ];
}

async function chooseSeveral(
  file: vscode.Uri,
  choices: readonly EnvironmentChoice[],
  choosing: Choosing,
): Promise<void> {
  const parts = partsInForce(file, choices, choosing.context);
  const picked = await vscode.window.showQuickPick(
    choices.map(({ name, origins }) => ({
      label: name,
      picked: parts.includes(name),
      detail: origins.join(', '),
      ...(isProtected(file, name) ? { description: vscode.l10n.t('protected') } : {}),
    })),
    { title: vscode.l10n.t('Environments that count together'), canPickMany: true },
  );
  if (picked !== undefined) choose(file, environmentOf(picked.map(({ label }) => label)), choosing);
}

async function createNew(file: vscode.Uri, context: CommandContext): Promise<void> {
  const taken = (await context.environments.choicesFor(file)).map(({ name }) => name);
  const name = await createEnvironment(file, taken);
  if (name !== undefined) choose(file, name, { context, reach: 'all' });
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
