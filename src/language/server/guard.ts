/**
 * The one place where a question of the client can go wrong: a cancelled question is answered as cancelled
 * and its work is not begun, and a failing one is logged and answered with nothing, so that one broken
 * feature never takes an editor's other features with it.
 */
import { setImmediate } from 'node:timers/promises';
import { LSPErrorCodes, ResponseError, type CancellationToken } from 'vscode-languageserver/node';

export interface Question<T> {
  /** For the log: the method of the request. */
  readonly what: string;
  /** The answer when the work fails. */
  readonly empty: T;
  readonly token: CancellationToken;
}

export type Guard = <T>(
  question: Question<T>,
  work: () => T | ResponseError | Promise<T | ResponseError>,
) => Promise<T | ResponseError>;

/** `log` gets one line for each failure. */
export function createGuard(log: (line: string) => void): Guard {
  return async ({ what, empty, token }, work) => {
    // A cancellation that is already on its way is only read when the event loop turns.
    await setImmediate();
    if (isCancelled(token)) return cancelled();
    try {
      const answer = await work();
      return isCancelled(token) ? cancelled() : answer;
    } catch (error) {
      log(`${what} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      return empty;
    }
  };
}

/** A call, because the compiler takes a property that was false once to stay so. */
function isCancelled(token: CancellationToken): boolean {
  return token.isCancellationRequested;
}

function cancelled(): ResponseError {
  return new ResponseError(LSPErrorCodes.RequestCancelled, 'The request was cancelled.');
}
