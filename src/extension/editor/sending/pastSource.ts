/**
 * What an exchange from the history needs to be sent again: the session of its name and the settings it went with. What
 * only the file could give then (an authentication that answers challenges) is not there.
 */
import * as vscode from 'vscode';
import type { Environments } from '../environments/environments.ts';
import type { Outlines } from '../lenses/outlines.ts';
import type { Sessions } from '../sessions/sessions.ts';
import { draftSource, textNow, type DraftSource } from './draftNotices.ts';
import type { ExchangeEntry } from './exchanges.ts';
import { loadEngine } from './loadEngine.ts';
import { isAllowed } from '../trust/trust.ts';

export interface PastSourceOptions {
  readonly sessions: Sessions;
  readonly environments: Environments;
  readonly outlines: Outlines;
}

export async function pastSource(entry: ExchangeEntry, options: PastSourceOptions): Promise<DraftSource> {
  const { sessionOnItsWay, unsent, withoutJar, withoutRoute } = await loadEngine();
  const { file, key, exchange, draft } = entry;
  const session = sessionOnItsWay(await options.sessions.open(file, exchange.session));
  const usesJar = entry.options.storeCookies !== false;
  const document = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === file.toString());
  return draftSource({
    environment: options.environments.chosenFor(file),
    text: (document && textNow(document, options.outlines, key)) ?? '',
    prepared: {
      exchange: { ...exchange, ...unsent, prepared: draft.current },
      session: usesJar ? session : withoutJar(session),
      options: isAllowed('routeByFile') ? entry.options : withoutRoute(entry.options),
      unresolved: [],
      secrets: entry.secrets,
      note: undefined,
    },
  });
}
