/**
 * Crosses the secrets of requests out of whatever a terminal shows of them: addresses, headers, bodies, failures. Bytes on a
 * pipe and `--json` stay what they are; somebody asked for every byte.
 */
import { masked } from '../runner/index.ts';
import type { Terminal } from './terminal.ts';

const known = new WeakMap<Terminal, Set<string>>();

/** Hides these beside those from before. */
export function hideSecrets(terminal: Terminal, secrets: readonly string[]): void {
  const all = known.get(terminal) ?? new Set<string>();
  for (const secret of secrets) all.add(secret);
  known.set(terminal, all);
  terminal.hide((text) => masked(text, [...all]));
}
