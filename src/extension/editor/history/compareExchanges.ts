/**
 * Puts the responses of two exchanges beside each other: in VS Code's diff as long as they are text that it takes, else as
 * the place where they begin to differ.
 */
import * as vscode from 'vscode';
import { requestTitle } from '../labels.ts';
import type { ExchangeEntry } from '../sending/exchanges.ts';
import { loadEngine } from '../sending/loadEngine.ts';
import { bodyUri, maxComparedBody } from './exchangeDocuments.ts';

/** The older one stands on the left. */
export async function compareExchanges(one: ExchangeEntry, other: ExchangeEntry): Promise<void> {
  const [left, right] =
    (one.exchange.startedAt ?? 0) <= (other.exchange.startedAt ?? 0) ? [one, other] : [other, one];
  const bodies = [left.exchange.body, right.exchange.body];
  if (left.exchange.lostBody !== undefined || right.exchange.lostBody !== undefined) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('The body of one of them is no longer stored, so there is nothing to compare.'),
    );
    return;
  }
  if (bodies.some((body) => (body?.length ?? 0) > maxComparedBody)) {
    await tellFirstDifference(left, right);
    return;
  }
  await vscode.commands.executeCommand('vscode.diff', bodyUri(left), bodyUri(right), titleOf(left, right));
}

async function tellFirstDifference(left: ExchangeEntry, right: ExchangeEntry): Promise<void> {
  const [one, other] = [left.exchange.body, right.exchange.body];
  if (one === undefined || other === undefined) return;
  const { firstDifference } = await loadEngine();
  const aborted = new AbortController();
  const at = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Comparing two large bodies'),
      cancellable: true,
    },
    async (_progress, token) => {
      token.onCancellationRequested(() => {
        aborted.abort();
      });
      return firstDifference(one, other, aborted.signal).catch((error: unknown) => {
        if (aborted.signal.aborted) return 'cancelled';
        throw error;
      });
    },
  );
  if (typeof at === 'string') return;
  const number = new Intl.NumberFormat(vscode.env.language);
  void vscode.window.showInformationMessage(
    at === undefined
      ? vscode.l10n.t('The two bodies are equal, byte for byte.')
      : vscode.l10n.t('The first difference is at byte {0}.', number.format(at)),
  );
}

/** `GET /me: 10:41 ↔ 10:42`, or what tells the two apart when they are of different requests, sessions or environments. */
function titleOf(left: ExchangeEntry, right: ExchangeEntry): string {
  const time = new Intl.DateTimeFormat(vscode.env.language, { timeStyle: 'medium' });
  const name = ({ exchange, environment }: ExchangeEntry, withSession: boolean): string =>
    [
      ...(withSession
        ? [[environment, exchange.session].filter((part) => part !== undefined).join(' · ')]
        : []),
      time.format(exchange.startedAt),
    ].join(' ');
  const isOther = left.exchange.session !== right.exchange.session || left.environment !== right.environment;
  const one = requestTitle(left.exchange, left.secrets);
  const other = requestTitle(right.exchange, right.secrets);
  return one === other
    ? `${one}: ${name(left, isOther)} ↔ ${name(right, isOther)}`
    : `${one} ${name(left, isOther)} ↔ ${other} ${name(right, isOther)}`;
}
