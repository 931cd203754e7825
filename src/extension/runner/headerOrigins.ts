/**
 * Says in a few words where each header of a prepared request came from, for the preview, the panel and the CLI.
 * The core knows the layer (request, session, jar …); the file's lines and variables are added here.
 */
import type { OriginSource, PreparedRequest } from '../http/index.ts';
import type { ResolvedRequest } from '../../language/semantics/index.ts';

/**
 * One entry for each header of `prepared`, in order: `file:4`, `env dev:token`, `session admin`, `default`,
 * `cookie jar`, `auth`, `netrc`, `environment`, `computed` or `edited`.
 */
export function headerOrigins(
  prepared: PreparedRequest,
  resolved: Pick<ResolvedRequest, 'headers' | 'origins'>,
  session: string,
): readonly string[] {
  const seen = new Map<string, number>();
  return [...prepared.headers].map(([name]) => {
    const key = name.toLowerCase();
    const nth = seen.get(key) ?? 0;
    seen.set(key, nth + 1);
    const source = prepared.origins.headers.get(key)?.source ?? 'computed';
    return source === 'request' ? placeInFile(key, nth, resolved) : wordsFor(source, session);
  });
}

/** A variable of an environment says more than the line that uses it. */
function placeInFile(
  key: string,
  nth: number,
  { headers, origins }: Pick<ResolvedRequest, 'headers' | 'origins'>,
): string {
  const typed = headers.filter(({ name }) => name.toLowerCase() === key);
  const header = typed[nth] ?? typed.at(-1);
  if (header === undefined) return 'computed';
  const variable = origins.get(`header:${header.name}`);
  return variable?.startsWith('env ') === true ? variable : `file:${header.line}`;
}

function wordsFor(source: Exclude<OriginSource, 'request'>, session: string): string {
  switch (source) {
    case 'session':
      return `session ${session}`;
    case 'jar':
      return 'cookie jar';
    case 'default':
    case 'environment':
    case 'netrc':
    case 'auth':
    case 'computed':
    case 'edited':
      return source;
  }
}
