/**
 * What undefined variables mean for a send: in the URL, a header or a directive they stop it, in a body they go
 * as they were written, because bodies may hold such braces on purpose (http-syntax 1b).
 */
import path from 'node:path';
import type { UnresolvedVariable } from '../../../language/semantics/index.ts';
import { RequestException } from '../../http/index.ts';

/** Those that stop a send. */
export function blockingVariables(unresolved: readonly UnresolvedVariable[]): readonly UnresolvedVariable[] {
  return unresolved.filter(({ part }) => part !== 'body');
}

/** One sentence about one use. */
export function unresolvedSentence(
  { name, reason, part, line, place }: UnresolvedVariable,
  file?: string,
): string {
  const other = place ?? (file === undefined ? undefined : path.basename(file));
  const where = other === undefined ? `line ${line}` : `${other}:${line}`;
  const what = part === 'url' ? 'in the URL' : `in a ${part}`;
  return `{{${name}}} ${what} (${where}): ${reason.replace(/\.$/, '')}.`;
}

/** The error that tells why nothing was sent; undefined when nothing stops it. */
export function blockingError(
  unresolved: readonly UnresolvedVariable[],
  file: string,
): RequestException | undefined {
  const blocking = blockingVariables(unresolved);
  const [first] = blocking;
  if (first === undefined) return undefined;
  const name = first.code === 'VariableCycle' ? 'VariableCycle' : 'UnresolvedVariable';
  return new RequestException(blocking.map((use) => unresolvedSentence(use, file)).join(' '), name, {
    phase: 'queue',
    hint: hintFor(first),
  });
}

function hintFor({ code, name, reason }: UnresolvedVariable): string {
  if (code === 'VariableCycle') return 'Break the cycle.';
  if (name.startsWith('$secret')) {
    return 'Keep it with “HTTP: Set Secret”; in a terminal, set its variable HTTP_SESSIONS_SECRET_….';
  }
  const [, unsent] = /request "([\w.-]+)" has not been sent/.exec(reason) ?? [];
  return unsent === undefined
    ? 'Define it in the file or an environment, or send the request it comes from first.'
    : `Send "${unsent}" first; a line \`# @ref ${unsent}\` above the request does that each time.`;
}
