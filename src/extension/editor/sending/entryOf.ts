/**
 * What `Exchanges` holds of a request that was just found and prepared: its draft, what blocks sending it, what to mask
 * and how long to wait. Settings are read, nothing else is asked and nothing is sent. Called by `sender.ts`.
 */
import type { PreparedExchange } from '../../runner/index.ts';
import { createDraft, type UnresolvedUse } from './draft.ts';
import type { ExchangeEntry } from './exchanges.ts';
import type { FoundRequest } from './preparing.ts';
import { sendSettings } from '../settings/settings.ts';

/** `prepared` is left out when the request could not even be prepared. */
export function entryOf(
  { document, place }: FoundRequest,
  {
    exchange,
    environment,
    prepared,
  }: Pick<ExchangeEntry, 'exchange' | 'environment'> & { readonly prepared?: PreparedExchange },
): ExchangeEntry {
  const { connectTimeout, readTimeout } = sendSettings(document.uri);
  const [connect, read] = timeoutsOf(prepared) ?? [connectTimeout, readTimeout];
  return {
    file: document.uri,
    key: place.key,
    exchange,
    environment,
    draft: createDraft(exchange.prepared, prepared?.resolved.url),
    unresolved: prepared === undefined ? [] : blockingUses(prepared),
    secrets: prepared?.secrets ?? [],
    options: prepared?.options ?? {},
    isLogged: prepared?.isLogged ?? !saysNoLog(place),
    limits: { connect: milliseconds(connect), read: milliseconds(read) },
    notice: undefined,
    cancel: () => undefined,
  };
}

/** `# @no-log` counts also where the rest of the request made no sense. */
function saysNoLog({ definition }: FoundRequest['place']): boolean {
  return definition.directives.some(({ key }) => key === 'nolog');
}

/** Uses in a body do not block: braces may be meant there. */
export function blockingUses({ unresolved }: Pick<PreparedExchange, 'unresolved'>): readonly UnresolvedUse[] {
  return unresolved
    .filter(({ part }) => part !== 'body')
    .map(({ name, reason }) => ({ name, sentence: `{{${name}}}: ${reason}` }));
}

function timeoutsOf(
  prepared: PreparedExchange | undefined,
): readonly [number | null, number | null] | undefined {
  const timeout = prepared?.options.timeout;
  if (timeout === undefined || timeout === null) return undefined;
  return typeof timeout === 'number' ? [timeout, timeout] : timeout;
}

function milliseconds(seconds: number | null): number | undefined {
  return seconds === null || seconds === 0 ? undefined : seconds * 1000;
}
