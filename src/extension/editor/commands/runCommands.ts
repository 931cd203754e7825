/**
 * Commands that send many requests: a file, its rest, what is selected, a folder, and a file once in each chosen
 * environment and session. Each only says which parts of which files; the sender's runs do the rest.
 */
import * as vscode from 'vscode';
import { holdsRequests } from '../lenses/outlines.ts';
import type { FileRun } from '../sending/runs/runs.ts';
import { targetOf, type Command, type CommandContext } from './command.ts';

const sendAll: Command = {
  id: 'httpSessions.sendAll',
  run(context, ...values) {
    const file = fileOf(context, values);
    return file && context.sender.run([{ file, part: { kind: 'all' } }]);
  },
};

const sendFromHere: Command = {
  id: 'httpSessions.sendFromHere',
  run(context, ...values) {
    const target = targetOf(context, values);
    return target && context.sender.run([{ file: target.file, part: { kind: 'from', line: target.line } }]);
  },
};

const sendSelection: Command = {
  id: 'httpSessions.sendSelection',
  run({ sender }) {
    const editor = vscode.window.activeTextEditor;
    if (editor === undefined || !holdsRequests(editor.document)) return undefined;
    const { document, selections } = editor;
    const parts = selections.toSorted((one, other) => one.start.compareTo(other.start));
    return sender.run(
      parts.map(({ start, end }) => {
        // A selection that ends before the first character of a line does not touch it.
        const last = end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
        return { file: document.uri, part: { kind: 'lines', first: start.line, last } };
      }),
    );
  },
};

/** More files than anybody sends by hand. */
const mostFiles = 500;

const sendFolder: Command = {
  id: 'httpSessions.sendFolder',
  async run({ sender }, given) {
    const folder = given instanceof vscode.Uri ? given : folderInFront();
    if (folder === undefined) return;
    const pattern = new vscode.RelativePattern(folder, '**/*.{http,rest}');
    const found = await vscode.workspace.findFiles(pattern, '**/node_modules/**', mostFiles);
    const files = found.toSorted((one, other) => (one.path < other.path ? -1 : 1));
    if (files.length === 0) {
      void vscode.window.showInformationMessage(vscode.l10n.t('There are no .http files in the folder.'));
      return;
    }
    const send = vscode.l10n.t('Send');
    const question = vscode.l10n.t('Send all requests of {0} files?', files.length);
    const detail = files.slice(0, 10).map((file) => vscode.workspace.asRelativePath(file));
    const more = files.length > detail.length ? ['…'] : [];
    const options = { modal: true, detail: [...detail, ...more].join('\n') };
    if ((await vscode.window.showInformationMessage(question, options, send)) !== send) return;
    await sender.run(
      files.map((file) => ({ file, part: { kind: 'all' }, title: vscode.workspace.asRelativePath(file) })),
      { isQuiet: true },
    );
  },
};

const sendMatrix: Command = {
  id: 'httpSessions.sendMatrix',
  async run(context, ...values) {
    const file = fileOf(context, values);
    if (file === undefined) return;
    const environments = await chooseEnvironments(context, file);
    const sessions = environments === undefined ? undefined : await chooseSessions(context, file);
    if (environments === undefined || sessions === undefined) return;
    const runs = environments.flatMap((environment) =>
      sessions.map((session): FileRun => {
        const title = `${vscode.workspace.asRelativePath(file)} · ${environment ?? noEnvironment()} · ${session}`;
        return { file, part: { kind: 'all' }, setting: { environment, session }, title };
      }),
    );
    await context.sender.run(runs, { isQuiet: true });
    await context.sender.showRuns();
  },
};

const sendRunLine: Command = {
  id: 'httpSessions.sendRunLine',
  run(context, ...values) {
    const target = targetOf(context, values);
    return target && context.sender.run([{ file: target.file, part: { kind: 'run', line: target.line } }]);
  },
};

const showRunOutput: Command = {
  id: 'httpSessions.showRunOutput',
  run({ sender }) {
    return sender.showRuns();
  },
};

const chooseNeeded: Command = {
  id: 'httpSessions.chooseNeeded',
  async run(context, ...values) {
    const file = fileOf(context, values);
    if (file === undefined) return;
    const now = context.needed.policyOf(file);
    const choices = [
      { policy: 'ask', label: vscode.l10n.t('Ask before they are sent') },
      { policy: 'always', label: vscode.l10n.t('Always send them first') },
      { policy: 'never', label: vscode.l10n.t('Never send them') },
    ] as const;
    const placeHolder = vscode.l10n.t('When a request needs others of this file or its imports');
    const items = choices.map((choice) => ({
      ...choice,
      ...(choice.policy === now ? { description: vscode.l10n.t('current') } : {}),
    }));
    const chosen = await vscode.window.showQuickPick(items, { placeHolder });
    if (chosen !== undefined) context.needed.remember(file, chosen.policy);
  },
};

export const runCommands: readonly Command[] = [
  sendAll,
  sendFromHere,
  sendSelection,
  sendFolder,
  sendMatrix,
  sendRunLine,
  showRunOutput,
  chooseNeeded,
];

/** A menu gives a file, a lens its text; else the one in front. */
function fileOf(context: CommandContext, values: readonly unknown[]): vscode.Uri | undefined {
  const [given] = values;
  return given instanceof vscode.Uri ? given : targetOf(context, values)?.file;
}

function folderInFront(): vscode.Uri | undefined {
  const file = vscode.window.activeTextEditor?.document.uri;
  const folder = file === undefined ? undefined : vscode.workspace.getWorkspaceFolder(file);
  return (folder ?? vscode.workspace.workspaceFolders?.[0])?.uri;
}

/** The chosen ones, where undefined is none; undefined when the person chose nothing. */
async function chooseEnvironments(
  { environments }: CommandContext,
  file: vscode.Uri,
): Promise<readonly (string | undefined)[] | undefined> {
  const names = (await environments.choicesFor(file)).map(({ name }) => name);
  if (names.length === 0) return [undefined];
  const used = environments.chosenFor(file);
  const items = names.map((label) => ({ label, picked: label === used, name: label }));
  const none = { label: noEnvironment(), picked: used === undefined, name: undefined };
  const placeHolder = vscode.l10n.t('Environments to send the file in');
  const chosen = await vscode.window.showQuickPick([...items, none], { canPickMany: true, placeHolder });
  return chosen === undefined || chosen.length === 0 ? undefined : chosen.map(({ name }) => name);
}

async function chooseSessions(
  { sessions }: CommandContext,
  file: vscode.Uri,
): Promise<readonly string[] | undefined> {
  const used = sessions.nameFor(file, undefined);
  const names = [...new Set([used, ...sessions.list().map(({ name }) => name)])];
  if (names.length === 1) return names;
  const items = names.map((label) => ({ label, picked: label === used }));
  const placeHolder = vscode.l10n.t('Sessions for requests that name none');
  const chosen = await vscode.window.showQuickPick(items, { canPickMany: true, placeHolder });
  return chosen === undefined || chosen.length === 0 ? undefined : chosen.map(({ label }) => label);
}

function noEnvironment(): string {
  return vscode.l10n.t('No Environment');
}
