/**
 * What a screen reader hears: few words when something begins or ends, and while a body arrives at most one sentence in
 * five seconds. Pure decision here; the hidden region that says it belongs to the frame.
 */
import type { ExchangeSnapshot } from '../protocol.ts';
import { statusText } from './statusLine.ts';
import { elapsedAt, type PageState } from './state.ts';
import type { Texts } from './text.ts';

/** Milliseconds between two sentences about a body that is arriving. */
export const sayEvery = 5000;

/** The sentence for going from one state to the next; undefined when nothing is worth saying. */
export function speechFor(
  before: PageState,
  after: PageState,
  now: number,
  texts: Texts,
): string | undefined {
  const { snapshot } = after;
  if (snapshot === undefined) return undefined;
  const same =
    before.snapshot?.exchangeId === snapshot.exchangeId && before.snapshot.state === snapshot.state;
  if (same) return undefined;
  switch (snapshot.state) {
    case 'idle':
      return undefined;
    case 'pending':
      return texts.t('saySending', snapshot.title);
    case 'streaming':
      return texts.t('sayReceiving', texts.spokenSize(snapshot.received));
    case 'done':
    case 'empty':
      return sayDone(snapshot, elapsedAt(after, now), texts);
    case 'cancelled':
      return texts.t('sayCancelled', texts.spokenSize(snapshot.received));
    case 'interrupted':
      return texts.t('interrupted');
    case 'evicted':
      return texts.t('evictedBecause');
    case 'offline':
    case 'failed':
      return sayFailed(snapshot, texts);
  }
}

/**
 * The sentence about a body that is arriving: how much of it, or how many events are new since `said` of them were spoken
 * of; undefined when none is.
 */
export function streamSpeech(
  received: number,
  { events, said }: { readonly events: number | undefined; readonly said: number },
  texts: Texts,
): string | undefined {
  if (events === undefined) return texts.t('sayReceiving', texts.spokenSize(received));
  return events > said ? texts.t('sayEvents', texts.number(events - said)) : undefined;
}

/** What happened, how long it took, how much came and of what kind (ux §3.4). */
function sayDone(snapshot: ExchangeSnapshot, elapsed: number | undefined, texts: Texts): string {
  const { state, response, received } = snapshot;
  const kind = state === 'empty' ? undefined : kindOf(response?.mediaType ?? '');
  return [
    statusText(response),
    texts.spokenDuration(elapsed ?? 0),
    state === 'empty' ? texts.t('noBody') : texts.spokenSize(received),
    ...(kind === undefined ? [] : [kind]),
  ].join(', ');
}

/** Why, and the button that may help. */
function sayFailed({ failure }: ExchangeSnapshot, { t }: Texts): string {
  const sentence = t('sayFailed', failure?.message ?? t('failed'));
  const canTrust = (failure?.certificates ?? []).length > 0;
  return canTrust ? `${sentence} ${t('sayButton', t('trustCertificate'))}` : sentence;
}

/** The name by which everybody knows a type: `JSON`, `PNG`; undefined for others. */
function kindOf(mediaType: string): string | undefined {
  return /[/+.-](json|xml|html|csv|pdf|png|jpeg|gif|svg|yaml)\b/.exec(mediaType)?.[1]?.toUpperCase();
}
