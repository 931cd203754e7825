/** What is asked before a send: whether this one may go, and whether a second press was meant. Asks; sends nothing. */
import * as vscode from 'vscode';
import type { PageTab } from '../../webview/protocol.ts';
import { requestTitle } from '../labels.ts';
import { changesSomething } from '../../runner/index.ts';
import type { SendQuestion } from '../trust/trust.ts';
import type { ExchangeEntry } from './exchanges.ts';

/** What a person must know to let the entry go. */
export function questionAbout({ file, exchange, environment, draft }: ExchangeEntry): SendQuestion {
  const { method, url, headers } = draft.current;
  const cookies = (headers.get('Cookie') ?? '').split(';').filter((pair) => pair.trim() !== '');
  return { file, method, url, session: exchange.session, environment, cookies: cookies.length };
}

/** A second press while the first runs: harmless methods just go again, others only with the user's word. */
export async function isMeantTwice(
  before: ExchangeEntry,
  show: (entry: ExchangeEntry, tab: PageTab) => void,
): Promise<boolean> {
  const { method } = before.exchange.prepared;
  if (!changesSomething(method)) return true;
  const again = vscode.l10n.t('Send Again');
  const look = vscode.l10n.t('Show');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('{0} is still running.', requestTitle(before.exchange, before.secrets)),
    again,
    look,
  );
  if (answer === look) show(before, 'response');
  return answer === again;
}
