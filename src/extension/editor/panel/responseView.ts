/**
 * The response half of a snapshot: headers, hops, times and connection of one answer as plain values for the page.
 * Pure and without bodies. What was asked is `preparedView.ts`.
 */
import type { Response } from '../../http/index.ts';
import type { ResponseView, TimingRow } from '../../webview/protocol.ts';
import type { Localize } from '../labels.ts';
import { isWithheld, mask } from '../trust/secrecy.ts';
import type { SnapshotContext } from './snapshot.ts';

export function responseView(
  response: Response,
  { secrecy, t }: Pick<SnapshotContext, 'secrecy' | 't'>,
): ResponseView {
  return {
    url: response.url,
    status: response.status,
    reason: response.reason,
    httpVersion: response.httpVersion,
    headers: [...response.headers].map(
      ([name, value]) => [name, isWithheld(name, value, secrecy) ? mask : value] as const,
    ),
    hops: response.history.map((hop) => ({
      status: hop.status,
      method: hop.request.method,
      url: hop.url,
    })),
    timings: timingRows(response),
    connection: connectionSentence(response, t),
    mediaType: mediaTypeOf(response),
    encoding: charsetOf(response) ?? 'utf-8',
  };
}

const timingPhases = ['queue', 'dns', 'connect', 'tls', 'send', 'wait', 'download'] as const;

function timingRows(response: Response): TimingRow[] {
  const { timings } = response;
  return timingPhases.map((phase) => ({ phase, duration: timings[phase] }));
}

/** `Connection #3, reused, request 4 on it, 127.0.0.1:8080`. */
function connectionSentence(response: Response, t: Localize): string {
  const { connection } = response;
  if (connection === undefined) return '';
  return [
    t('Connection #{0}', connection.id),
    connection.reused ? t('reused, request {0} on it', connection.requests) : t('new'),
    connection.remoteAddress,
    connection.protocol,
    connection.proxy === undefined ? undefined : t('through proxy {0}', connection.proxy),
    connection.tls === undefined ? undefined : `${connection.tls.version} ${connection.tls.cipher}`,
    connection.tls?.authorized === false ? t('certificate not verified') : undefined,
  ]
    .filter((part) => part !== undefined)
    .join(', ');
}

function mediaTypeOf(response: Response): string {
  return (response.headers.get('Content-Type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

/** Only what the server says: requests' ISO-8859-1 for text without a charset would garble most pages. */
function charsetOf(response: Response): string | undefined {
  const type = response.headers.get('Content-Type') ?? '';
  return /;\s*charset\s*=\s*"?([^\s";,]+)/i.exec(type)?.[1]?.toLowerCase();
}
