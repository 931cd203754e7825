/** Writes the body of a response, decoded, to a file that the user chooses; partial bodies too. */
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import * as vscode from 'vscode';
import { bodyFileName } from '../panel/bodyNames.ts';
import type { Exchange } from '../../runner/index.ts';
import { entryOf, type Command } from './command.ts';

export const saveBody: Command = {
  id: 'httpSessions.saveBody',
  async run(context, ...values) {
    const exchange = entryOf(context, values)?.exchange;
    if (exchange?.body !== undefined) await saveExchangeBody(exchange);
  },
};

/** Asks where to, and gives the file that was written; undefined when none was. VS Code asks before a file is replaced. */
export async function saveExchangeBody(exchange: Exchange): Promise<vscode.Uri | undefined> {
  if (exchange.body === undefined) return undefined;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const name = bodyFileName(exchange);
  const target = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Save Body'),
    defaultUri: folder === undefined ? vscode.Uri.file(name) : vscode.Uri.joinPath(folder, name),
  });
  if (target === undefined) return undefined;
  return (await write(exchange.body, target)) ? target : undefined;
}

type Body = NonNullable<Exchange['body']>;

async function write(body: Body, target: vscode.Uri): Promise<boolean> {
  try {
    if (target.scheme === 'file') await writeInPieces(body, target.fsPath);
    else await vscode.workspace.fs.writeFile(target, await body.read(0, body.length));
    return true;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    void vscode.window.showErrorMessage(vscode.l10n.t('The body was not saved: {0}', reason));
    return false;
  }
}

/** Beside the target first, so that a failure leaves what was there. */
async function writeInPieces(body: Body, path: string): Promise<void> {
  const part = `${path}.${process.pid}.part`;
  try {
    await pipeline(pieces(body), createWriteStream(part, { flags: 'wx' }));
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

async function* pieces(body: Body): AsyncGenerator<Uint8Array> {
  const size = 1024 * 1024;
  const { length } = body;
  for (let offset = 0; offset < length; offset += size) {
    yield await body.read(offset, Math.min(size, length - offset));
  }
}
