/**
 * The one event of the core, `response` (rule R118): functions that see each response of a chain before redirects
 * are followed and cookies are stored, and may replace it. Digest authentication is such a function. Which hooks
 * apply is decided while preparing; this file only runs them.
 */
import type { AdapterSettings } from '../transport/adapter.ts';
import type { PreparedRequest } from './preparedRequest.ts';
import type { Response } from '../response/response.ts';

/** What a hook may use: the settings of the send it sees, and a way to send again over the same adapter. */
export interface HookContext {
  readonly settings: AdapterSettings;
  /** Sends over the same adapter with the same settings; runs no hooks and follows no redirect. */
  send(prepared: PreparedRequest): Promise<Response>;
}

/** Returns the response that replaces the one it was given, or undefined to leave it as it is. */
export type ResponseHook = (
  response: Response,
  context: HookContext,
) => Response | undefined | Promise<Response | undefined>;

export interface Hooks {
  readonly response?: ResponseHook | readonly ResponseHook[] | undefined;
}

/** Runs hooks in order; each sees what the one before returned. What a hook throws, the send rejects with. */
export async function runResponseHooks(
  hooks: Hooks,
  response: Response,
  context: HookContext,
): Promise<Response> {
  let current = response;
  for (const hook of hooksOf(hooks)) current = (await hook(current, context)) ?? current;
  return current;
}

function hooksOf({ response }: Hooks): readonly ResponseHook[] {
  if (response === undefined) return [];
  return typeof response === 'function' ? [response] : response;
}
