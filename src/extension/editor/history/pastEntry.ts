/**
 * An exchange between the history and what the editor shows: one way when it is kept, the other when it is opened again.
 * It reads and writes nothing.
 */
import * as vscode from 'vscode';
import type { KeptExchange } from '../../runner/index.ts';
import { masked } from '../../runner/index.ts';
import { keptDraft, pastDraft } from '../sending/draft.ts';
import type { ExchangeEntry } from '../sending/exchanges.ts';
import { masksSecrets } from '../settings/settings.ts';

export function keptOf({
  exchange,
  key,
  environment,
  draft,
  unresolved,
  secrets,
  limits,
  options,
}: ExchangeEntry): KeptExchange {
  return {
    exchange: { ...exchange, prepared: draft.current },
    shownUrl: masksSecrets() ? masked(draft.current.url, secrets) : draft.current.url,
    key,
    environment,
    ...keptDraft(draft),
    ...(exchange.state === 'idle' ? { unresolved } : {}),
    secrets,
    limits,
    options,
  };
}

/** As it was; a draft can be edited and sent, everything else only be sent again. */
export function pastEntry(kept: KeptExchange): ExchangeEntry {
  const { exchange, key, environment, secrets, limits, options } = kept;
  return {
    file: vscode.Uri.parse(exchange.source.file),
    key,
    exchange,
    environment,
    draft: pastDraft(exchange.prepared, kept),
    unresolved: kept.unresolved ?? [],
    secrets,
    limits,
    options,
    isLogged: true,
    isPast: true,
    notice: undefined,
    cancel: () => undefined,
  };
}
