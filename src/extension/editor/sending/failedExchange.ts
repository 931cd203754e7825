/**
 * An exchange for a request that could not even be prepared: it shows what the file says and why nothing was
 * sent. So a missing file or an undefined variable is told in the same place as every other failure.
 */
import { randomUUID } from 'node:crypto';
import type { RequestDefinition } from '../../../language/semantics/index.ts';
import type { Exchange } from '../../runner/index.ts';
import { loadEngine } from './loadEngine.ts';

export interface FailedPreparation {
  readonly definition: RequestDefinition;
  /** The document's URI. */
  readonly file: string;
  readonly session: string;
  readonly error: unknown;
}

export async function failedExchange(failed: FailedPreparation): Promise<Exchange> {
  const { Headers, PreparedRequest, RequestException } = await loadEngine();
  const { definition, error } = failed;
  const { method, url, headers, name, title, line } = definition;
  const now = Date.now();
  return {
    id: randomUUID(),
    source: { file: failed.file, line, name, title },
    session: failed.session,
    prepared: new PreparedRequest({
      method,
      url,
      headers: new Headers(headers.map((header) => [header.name, header.value] as const)),
      body: null,
      origins: { headers: new Map(), params: [], cookies: [] },
      cookies: [],
      auth: undefined,
      hooks: {},
    }),
    headerOrigins: headers.map((header) => `file:${header.line}`),
    state: error instanceof RequestException && error.name === 'Cancelled' ? 'cancelled' : 'failed',
    phase: 'queue',
    startedAt: now,
    endedAt: now,
    response: undefined,
    body: undefined,
    expectedLength: undefined,
    bytesSent: 0,
    error:
      error instanceof RequestException
        ? error
        : new RequestException(error instanceof Error ? error.message : String(error), 'Internal', {
            cause: error,
          }),
  };
}
