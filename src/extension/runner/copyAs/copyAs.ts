/**
 * The same prepared request for other tools: curl for three shells, Python, `fetch`, and the message itself. Pure;
 * everything is made from the PreparedRequest, like the preview and the wire. Called by the editor's copy commands.
 */
import type { PreparedRequest } from '../../http/index.ts';
import { curlCommand } from './curl.ts';
import { curlCmd } from './curlCmd.ts';
import { curlPowerShell } from './curlPowerShell.ts';
import { fetchCall } from './fetch.ts';
import { httpMessage } from './httpMessage.ts';
import { pythonProgram } from './python.ts';

export type CopyFormat = 'curl' | 'curlPowerShell' | 'curlCmd' | 'python' | 'fetch' | 'http';

/** Secrets are in it as they are: whoever copies it decides about masking first. */
export function copyAs(prepared: PreparedRequest, format: CopyFormat): string {
  return writers[format](prepared);
}

const writers: Readonly<Record<CopyFormat, (prepared: PreparedRequest) => string>> = {
  curl: curlCommand,
  curlPowerShell,
  curlCmd,
  python: pythonProgram,
  fetch: fetchCall,
  http: httpMessage,
};
