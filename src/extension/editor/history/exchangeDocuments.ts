/**
 * Exchanges as read-only documents of VS Code: the whole one to read, or a response's body to compare. Their addresses hold
 * an id and nothing else; the text is made when the document is opened, with the masks of that moment.
 */
import * as vscode from 'vscode';
import type { Exchange } from '../../runner/index.ts';
import { bodyFileName, bodyText } from '../panel/bodyNames.ts';
import type { ExchangeEntry } from '../sending/exchanges.ts';
import { loadEngine } from '../sending/loadEngine.ts';
import { masksSecrets } from '../settings/settings.ts';
import { isAllowed } from '../trust/trust.ts';
import { exchangeText } from './exchangeText.ts';
import type { Histories } from './histories.ts';

const scheme = 'http-sessions';

/** Longer bodies are neither shown as text nor compared by it. */
export const maxComparedBody = 20 * 1024 * 1024;

/** The exchange as one text. */
export function exchangeUri({ exchange }: ExchangeEntry): vscode.Uri {
  const { method } = exchange.prepared;
  return vscode.Uri.from({ scheme, path: `/exchange/${exchange.id}/${method} ${lastPart(exchange)}.txt` });
}

/** The body of its response, laid out for comparing. */
export function bodyUri({ exchange }: ExchangeEntry): vscode.Uri {
  return vscode.Uri.from({ scheme, path: `/body/${exchange.id}/${bodyFileName(exchange)}` });
}

/** A file laid out in the same way, to stand beside such a body. */
export function keptBodyUri({ exchange }: ExchangeEntry, file: vscode.Uri): vscode.Uri {
  const path = `/file/${exchange.id}/${file.path.slice(file.path.lastIndexOf('/') + 1)}`;
  return vscode.Uri.from({ scheme, path, query: file.toString() });
}

export function registerExchangeDocuments(histories: Histories): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(scheme, {
    async provideTextDocumentContent({ path, query }) {
      const [, kind, id = ''] = path.split('/');
      const entry = await histories.entry(id);
      if (entry === undefined) return vscode.l10n.t('This exchange is no longer kept.');
      if (kind === 'file') return comparedFile(vscode.Uri.parse(query), entry.exchange);
      return kind === 'body' ? comparedBody(entry.exchange) : wholeText(entry);
    },
  });
}

async function comparedBody(exchange: Exchange): Promise<string> {
  const { comparableText } = await loadEngine();
  return comparableText(await bodyText(exchange), mediaTypeOf(exchange));
}

async function comparedFile(file: vscode.Uri, exchange: Exchange): Promise<string> {
  const { comparableText } = await loadEngine();
  const bytes = await vscode.workspace.fs.readFile(file);
  return comparableText(new TextDecoder().decode(bytes), mediaTypeOf(exchange));
}

/** The exchange as `exchangeText` has it; masked also where the user has turned masks off, if that is asked for. */
export async function wholeText(
  { exchange, environment, secrets }: ExchangeEntry,
  isAlwaysMasked = false,
): Promise<string> {
  const length = exchange.body?.length ?? 0;
  const isShown = length > 0 && length <= maxComparedBody && isText(mediaTypeOf(exchange));
  return exchangeText(exchange, {
    secrecy: {
      masked: isAlwaysMasked || masksSecrets() || !isAllowed('revealSecrets'),
      secrets,
      revealable: false,
    },
    environment,
    body: isShown ? await comparedBody(exchange) : undefined,
    locale: vscode.env.language,
    t: vscode.l10n.t,
  });
}

function mediaTypeOf({ response }: Exchange): string {
  return (response?.headers.get('Content-Type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

/** What a screen reader can make something of. */
function isText(mediaType: string): boolean {
  return /^text\/|[/+](?:json|xml)$|json|javascript|graphql|x-www-form-urlencoded|^$/.test(mediaType);
}

function lastPart({ prepared }: Exchange): string {
  const path = /^[^?#]*/.exec(prepared.url)?.[0] ?? '';
  return (
    path
      .split('/')
      .at(-1)
      ?.replace(/[^\w.-]+/g, '') ?? ''
  );
}
