/**
 * What the suites share: the activated extension, documents of the workspace, lenses as a person presses them,
 * and waiting until something is so. Holds no assertion about the extension.
 */
import type { ChildProcess } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { ExchangeEntry } from '../../src/extension/editor/sending/exchanges.ts';
import type { TestApi } from '../../src/extension/extension.ts';

export const extensionId = 'http-sessions.http-sessions';

export function extension(): vscode.Extension<TestApi> {
  const found = vscode.extensions.getExtension<TestApi>(extensionId);
  if (found === undefined) throw new Error(`VS Code has not loaded ${extensionId}.`);
  return found;
}

/** What the extension offers to tests; activates it when that has not happened yet. */
export function activated(): Promise<TestApi> {
  return Promise.resolve(extension().activate());
}

export function inWorkspace(path: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (folder === undefined) throw new Error('No folder is open.');
  return vscode.Uri.joinPath(folder.uri, path);
}

/** Writes a file into the workspace and shows it in the first column. */
export async function openFile(path: string, text: string): Promise<vscode.TextDocument> {
  const uri = inWorkspace(path);
  await vscode.workspace.fs.writeFile(uri, Buffer.from(text));
  return showFile(uri);
}

export async function showFile(uri: vscode.Uri): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.One });
  return document;
}

export function closeEverything(): Thenable<unknown> {
  return vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

/** Looks again and again until there is something; rejects with `what` after 20 seconds. */
export async function until<T>(what: string, look: () => T | Promise<T>): Promise<NonNullable<T>> {
  const end = Date.now() + 20_000;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== null && found !== false) return found;
    if (Date.now() > end) throw new Error(`Waited 20 seconds for ${what}.`);
    await pause(10);
  }
}

/** The process of the language server, found among the children of this one. */
export function serverProcess(): ChildProcess | undefined {
  const { _getActiveHandles: handles } = process as unknown as { _getActiveHandles: () => unknown[] };
  return handles
    .call(process)
    .filter(
      (handle): handle is ChildProcess =>
        handle !== null && typeof handle === 'object' && 'spawnargs' in handle,
    )
    .find(({ spawnargs, exitCode, signalCode }) => {
      const isServer = spawnargs.some((argument) => /dist[\\/]server\.cjs/.test(argument));
      return isServer && exitCode === null && signalCode === null;
    });
}

/** The lenses of a document from top to bottom, as VS Code asks for them. */
export async function lensesOf(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
  return vscode.commands.executeCommand<vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    document.uri,
    100,
  );
}

export async function lensTitles(document: vscode.TextDocument): Promise<string[]> {
  return (await lensesOf(document)).map((lens) => lens.command?.title ?? '');
}

/** Does what a click on a lens does; `nth` counts the ones that match from the top, 0 first. */
export async function press(document: vscode.TextDocument, title: string | RegExp, nth = 0): Promise<void> {
  const lenses = await lensesOf(document);
  const matches = lenses.filter(({ command }) =>
    typeof title === 'string' ? command?.title === title : title.test(command?.title ?? ''),
  );
  const command = matches[nth]?.command;
  if (command === undefined) throw new Error(`There is no lens ${String(title)} number ${nth}.`);
  await vscode.commands.executeCommand(command.command, ...((command.arguments ?? []) as unknown[]));
}

/** The newest exchange of a file. */
export function latest(api: TestApi, document: vscode.TextDocument): ExchangeEntry {
  const entry = api.exchanges.ofFile(document.uri).at(-1);
  if (entry === undefined) throw new Error(`${document.uri.path} has no exchange.`);
  return entry;
}

/** Presses Send and gives the exchange when it has ended. */
export async function send(api: TestApi, document: vscode.TextDocument, nth = 0): Promise<ExchangeEntry> {
  await press(document, 'Send', nth);
  return latest(api, document);
}

export async function bodyText({ exchange }: ExchangeEntry): Promise<string> {
  const { body } = exchange;
  return body === undefined ? '' : Buffer.from(await body.read(0, body.length)).toString();
}

/** Sets one of our settings for the workspace, runs, and takes it back. */
export async function withSetting(key: string, value: unknown, run: () => Promise<void>): Promise<void> {
  await withSettings({ [key]: value }, run);
}

export async function withSettings(
  settings: Readonly<Record<string, unknown>>,
  run: () => Promise<void>,
): Promise<void> {
  const write = async (key: string, value: unknown) =>
    vscode.workspace
      .getConfiguration('httpSessions')
      .update(key, value, vscode.ConfigurationTarget.Workspace);
  try {
    for (const [key, value] of Object.entries(settings)) await write(key, value);
    await run();
  } finally {
    for (const key of Object.keys(settings)) await write(key, undefined);
  }
}
