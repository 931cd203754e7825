/**
 * The response half of a snapshot: headers, hops, times and connection of one answer as plain values for the page.
 * Pure and without bodies. What was asked is `preparedView.ts`.
 */
import type { Response } from '../../http/index.ts';
import type { Exchange } from '../../runner/index.ts';
import { eventFormatOf } from '../../webview/events.ts';
import type { ResponseView, TimingRow } from '../../webview/protocol.ts';
import type { Localize } from '../labels.ts';
import { isWithheld, mask, shownTo } from '../trust/secrecy.ts';
import type { SnapshotContext } from './snapshot.ts';

/** The answer of an exchange; that of its last hop when it ended in too many redirects. */
export function answerOf({ response, error }: Pick<Exchange, 'response' | 'error'>): Response | undefined {
  const isRedirect = error?.name === 'TooManyRedirects' || error?.name === 'RedirectBlocked';
  return response ?? (isRedirect ? error.response : undefined);
}

export function responseView(
  response: Response,
  { secrecy, t }: Pick<SnapshotContext, 'secrecy' | 't'>,
): ResponseView {
  return {
    url: shownTo(secrecy, response.url),
    status: response.status,
    reason: response.reason,
    httpVersion: response.httpVersion,
    headers: [...response.headers].map(
      ([name, value]) => [name, isWithheld(name, value, secrecy) ? mask : value] as const,
    ),
    hops: response.history.map((hop) => ({
      status: hop.status,
      method: hop.request.method,
      url: shownTo(secrecy, hop.url),
    })),
    timings: timingRows(response),
    connection: connectionSentence(response, t),
    mediaType: mediaTypeOf(response),
    encoding: charsetOf(response) ?? 'utf-8',
    events: eventFormatOf(mediaTypeOf(response)),
    notices: response.notices.map(({ message }) => shownTo(secrecy, message)),
    location: response.next && shownTo(secrecy, response.next.url),
  };
}

const timingPhases = ['queue', 'dns', 'connect', 'tls', 'send', 'wait', 'download'] as const;

export function timingRows(response: Response): TimingRow[] {
  const { timings } = response;
  return timingPhases.map((phase) => ({ phase, duration: timings[phase] }));
}

/** `Connection #3 reused, request 4 on it`. */
export function connectionSentence({ connection }: Response, t: Localize): string {
  if (connection === undefined) return '';
  return connection.reused
    ? t('Connection #{0} reused, request {1} on it', connection.id, connection.requests)
    : t('Connection #{0} new', connection.id);
}

export function mediaTypeOf(response: Response): string {
  return (response.headers.get('Content-Type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

/** Only what the server says: requests' ISO-8859-1 for text without a charset would garble most pages. */
function charsetOf(response: Response): string | undefined {
  const type = response.headers.get('Content-Type') ?? '';
  return /;\s*charset\s*=\s*"?([^\s";,]+)/i.exec(type)?.[1]?.toLowerCase();
}
