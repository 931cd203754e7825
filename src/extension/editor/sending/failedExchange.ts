/**
 * An exchange for a request that could not even be prepared: it shows what the file says and why nothing was
 * sent. So a missing file or an undefined variable is told in the same place as every other failure.
 */
import { randomUUID } from 'node:crypto';
import type { RequestDefinition } from '../../../language/semantics/index.ts';
import type { Exchange } from '../../runner/index.ts';
import type { Sessions } from '../sessions/sessions.ts';
import { entryOf } from './entryOf.ts';
import type { ExchangeEntry } from './exchanges.ts';
import { loadEngine } from './loadEngine.ts';
import type { FoundRequest } from './preparing.ts';

export interface FailedPreparation {
  readonly sessions: Sessions;
  readonly error: unknown;
  readonly environment: string | undefined;
  /** Of a request that names none; the one chosen for its file when absent. */
  readonly session?: string | undefined;
}

/** Of a request that could be found, and no more. */
export async function failedEntry(
  found: FoundRequest,
  { sessions, error, environment, session: chosen }: FailedPreparation,
): Promise<ExchangeEntry> {
  const { definition, session: named } = found.place;
  const file = found.document.uri;
  const session = sessions.nameFor(file, named ?? chosen);
  const exchange = await failedExchange({ definition, file: file.toString(), session, error });
  return entryOf(found, { exchange, environment });
}

interface FailedRequest {
  readonly definition: RequestDefinition;
  /** The document's URI. */
  readonly file: string;
  readonly session: string;
  readonly error: unknown;
}

async function failedExchange(failed: FailedRequest): Promise<Exchange> {
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
