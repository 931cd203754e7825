/**
 * Gives the scripts after a request their answer, as text, and tells cancellation in the words of a send. Loaded by
 * `sendExchange` with the first answer that has a handler.
 */
import type { PreparedRequest, Response } from '../../http/index.ts';
import { RequestException } from '../../http/index.ts';
import type { BodyReader } from '../bodies/bodyStore.ts';
import { bodyText, requestText } from '../send/exchangeLog.ts';
import type { Handlers, ScriptResults } from './requestScripts.ts';

export interface WholeAnswer {
  readonly prepared: PreparedRequest;
  readonly response: Response;
  readonly body: BodyReader | undefined;
}

/** Rejects with Cancelled when the signal is aborted. */
export async function runHandlers(
  handlers: Handlers,
  { prepared, response, body }: WholeAnswer,
  signal: AbortSignal,
): Promise<ScriptResults> {
  const answer = {
    sent: { url: prepared.url, headers: [...prepared.headers], body: requestText(prepared) },
    response: {
      status: response.status,
      headers: [...response.headers],
      body: await bodyText(body, response),
    },
  };
  try {
    return await handlers.run(answer, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
    const message = 'Cancelled while a script ran; the response is kept.';
    throw new RequestException(message, 'Cancelled', { phase: 'script' });
  }
}
