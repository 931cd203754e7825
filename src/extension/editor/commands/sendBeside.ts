/**
 * Sends one request with two sessions, or in two environments, and puts the two exchanges beside each other: what one
 * user gets and another does not. Each is an exchange like any other, in the history too; which of them are two is not
 * remembered.
 */
import * as vscode from 'vscode';
import { exchangeUri } from '../history/exchangeDocuments.ts';
import { pathOf } from '../labels.ts';
import type { ExchangeEntry } from '../sending/exchanges.ts';
import type { RunSetting } from '../sending/runs/runs.ts';
import { targetOf, type Command, type CommandContext } from './command.ts';
import { sessionNames } from './switchSession.ts';

export const sendBeside: Command = {
  id: 'httpSessions.sendBeside',
  async run(context, ...values) {
    const target = targetOf(context, values);
    if (target === undefined) return;
    const { file, line } = target;
    const document = await vscode.workspace.openTextDocument(file);
    const request = context.outlines.requestAt(document, line);
    if (request === undefined) return;
    const named = request.definition.directives.findLast(({ key }) => key === 'session')?.value;
    const two = await chooseTwo(context, file, named);
    if (two === undefined) return;
    const sent: ExchangeEntry[] = [];
    for (const { label, setting } of two) {
      const before = context.exchanges.lastSent(file, request.key);
      const title = `${vscode.workspace.asRelativePath(file)} · ${label}`;
      const run = { file, part: { kind: 'keys', keys: [request.key] }, setting, title } as const;
      await context.sender.run([run], { isQuiet: true });
      const entry = context.exchanges.lastSent(file, request.key);
      // Not sent: the person has said no to a question, or its file has changed.
      if (entry === undefined || entry === before) return;
      sent.push(entry);
    }
    const [left, right] = sent;
    if (left !== undefined && right !== undefined) await showBeside([left, right], two);
  },
};

interface Choice {
  readonly label: string;
  readonly setting: RunSetting;
}

/** What is in use first; with two choices there is nothing to ask. Undefined when the person chose nothing. */
async function chooseTwo(
  context: CommandContext,
  file: vscode.Uri,
  named: string | undefined,
): Promise<readonly [Choice, Choice] | undefined> {
  const choices = await choicesFor(context, file, named);
  const [one, other] = choices;
  if (one === undefined || other === undefined) {
    const create = vscode.l10n.t('New Session…');
    const text = vscode.l10n.t('There is only one session and no environment to compare with.');
    const answer = await vscode.window.showInformationMessage(text, create);
    if (answer === create) await vscode.commands.executeCommand('httpSessions.newSession');
    return undefined;
  }
  if (choices.length === 2) return [one, other];
  const left = await pick(choices, vscode.l10n.t('Send with (1 of 2)'));
  const rest = choices.filter((choice) => choice !== left);
  const right = left && (await pick(rest, vscode.l10n.t('Send with (2 of 2), beside {0}', left.label)));
  return right && [left, right];
}

async function pick(choices: readonly Choice[], title: string): Promise<Choice | undefined> {
  return vscode.window.showQuickPick(
    choices.map((choice) => ({ ...choice })),
    { title },
  );
}

/** The sessions in the environment that is in use, then the other environments with the session that is in use. */
async function choicesFor(
  { sessions, environments }: CommandContext,
  file: vscode.Uri,
  named: string | undefined,
): Promise<readonly Choice[]> {
  const { current, names } = await sessionNames(sessions, file, named);
  const used = environments.chosenFor(file);
  const others = (await environments.choicesFor(file))
    .map(({ name }) => name)
    .filter((name) => name !== used);
  const choiceOf = (session: string, environment: string | undefined): Choice => ({
    label: [...(environment === undefined ? [] : [environment]), session].join(' · '),
    setting: { environment, session, isForAll: true },
  });
  return [
    ...names.map((name) => choiceOf(name, used)),
    ...others.map((environment) => choiceOf(current, environment)),
  ];
}

/** The whole exchanges, since a status or a header may be all that differs. */
async function showBeside(
  [left, right]: readonly [ExchangeEntry, ExchangeEntry],
  [one, other]: readonly [Choice, Choice],
): Promise<void> {
  const { method, url } = left.exchange.prepared;
  const title = `${method} ${pathOf(url)}: ${one.label} ↔ ${other.label}`;
  await vscode.commands.executeCommand('vscode.diff', exchangeUri(left), exchangeUri(right), title);
}
