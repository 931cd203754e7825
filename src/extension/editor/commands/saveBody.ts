/** Writes the body of a response to a file that the user chooses, decoded or as it came; partial bodies too. */
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import * as vscode from 'vscode';
import { sizeLabel } from '../labels.ts';
import { bodyFileName, rawFileName } from '../panel/bodyNames.ts';
import type { Exchange } from '../../runner/index.ts';
import { entryOf, type Command } from './command.ts';

export const saveBody: Command = {
  id: 'httpSessions.saveBody',
  async run(context, ...values) {
    const exchange = entryOf(context, values)?.exchange;
    if (exchange?.body === undefined) return;
    const form = exchange.body.raw === undefined ? 'decoded' : await askForForm(exchange, exchange.body.raw);
    if (form !== undefined) await saveExchangeBody(exchange, form);
  },
};

/** `raw`: as it came over the wire, which only an encoded body has apart from the decoded one. */
type BodyForm = 'decoded' | 'raw';

/** Undefined when the user would rather not save. */
async function askForForm(exchange: Exchange, raw: Body): Promise<BodyForm | undefined> {
  const coding = exchange.response?.headers.get('Content-Encoding') ?? '';
  const items = [
    {
      form: 'decoded' as const,
      label: vscode.l10n.t('Decoded'),
      description: sizeLabel(exchange.body?.length ?? 0),
    },
    {
      form: 'raw' as const,
      label: vscode.l10n.t('As received on the wire'),
      description: `${coding}, ${sizeLabel(raw.length)}`,
    },
  ];
  const picked = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Save Body') });
  return picked?.form;
}

/** Asks where to, and gives the file that was written; undefined when none was. VS Code asks before a file is replaced. */
export async function saveExchangeBody(
  exchange: Exchange,
  form: BodyForm = 'decoded',
): Promise<vscode.Uri | undefined> {
  const body = form === 'raw' ? exchange.body?.raw : exchange.body;
  if (body === undefined) return undefined;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const name = form === 'raw' ? rawFileName(exchange) : bodyFileName(exchange);
  const target = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Save Body'),
    defaultUri: folder === undefined ? vscode.Uri.file(name) : vscode.Uri.joinPath(folder, name),
  });
  if (target === undefined) return undefined;
  return (await write(body, target)) ? target : undefined;
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
