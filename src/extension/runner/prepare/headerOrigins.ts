/**
 * Says in a few words where each header of a prepared request came from, for the preview, the panel and the CLI.
 * The core knows the layer (request, session, jar …); the file's lines and variables are added here.
 */
import type { OriginSource, PreparedRequest } from '../../http/index.ts';
import type { RequestDefinition, ResolvedRequest } from '../../../language/semantics/index.ts';

type Resolved = Pick<ResolvedRequest, 'headers' | 'origins'> & {
  readonly definition: Pick<RequestDefinition, 'headers'>;
};

/**
 * One entry for each header of `prepared`, in order: `file:4`, `env dev:token`, `session admin`, `default`,
 * `cookie jar`, `auth`, `netrc`, `environment`, `computed` or `edited`. A Cookie header that several places made
 * names each of them: `cookie jar, session admin`.
 */
export function headerOrigins(
  prepared: PreparedRequest,
  resolved: Resolved,
  session: string,
): readonly string[] {
  const seen = new Map<string, number>();
  return [...prepared.headers].map(([name]) => {
    const key = name.toLowerCase();
    const nth = seen.get(key) ?? 0;
    seen.set(key, nth + 1);
    const source = prepared.origins.headers.get(key)?.source ?? 'computed';
    if (source === 'request') return placeInFile(key, nth, resolved);
    return key === 'cookie' && source === 'computed'
      ? cookieWords(prepared, session)
      : wordsFor(source, session);
  });
}

/** The core puts the header together; what a person wants to know is where its cookies came from. */
function cookieWords({ origins }: PreparedRequest, session: string): string {
  const words = origins.cookies.map(({ origin }) =>
    wordsFor(origin.source === 'request' ? 'computed' : origin.source, session),
  );
  return words.length === 0 ? 'computed' : [...new Set(words)].join(', ');
}

/** A variable of an environment says more than the line that uses it. */
function placeInFile(key: string, nth: number, { headers, origins, definition }: Resolved): string {
  const typed = headers.filter(({ name }) => name.toLowerCase() === key);
  const header = typed[nth] ?? typed.at(-1);
  if (header === undefined) return 'computed';
  const environment = /^env \S+/.exec(origins.get(`header:${header.name}`) ?? '')?.[0];
  const written = definition.headers.find(({ line }) => line === header.line)?.value ?? '';
  const variable = /\{\{\s*([^{}\s]+)\s*\}\}/.exec(written)?.[1];
  return environment === undefined || variable === undefined
    ? `file:${header.line}`
    : `${environment}:${variable}`;
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
