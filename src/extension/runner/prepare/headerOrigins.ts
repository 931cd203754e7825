/**
 * Says in a few words where each header of a prepared request came from, for the preview, the panel and the CLI.
 * The core knows the layer (request, session, jar …); the file's lines and variables are added here.
 */
import type { OriginSource, PreparedRequest } from '../../http/index.ts';
import type { RequestDefinition, ResolvedRequest } from '../../../language/semantics/index.ts';

type Resolved = Pick<ResolvedRequest, 'headers' | 'origins'> & {
  readonly definition: Pick<RequestDefinition, 'headers'>;
};

/** The session of a request, in words. */
export interface SessionOrigin {
  readonly name: string;
  /** Where its defaults stand, by their keys: `headers.x-tenant` → `http-sessions.json:5`. */
  readonly places?: ReadonlyMap<string, string> | undefined;
}

/**
 * One entry for each header of `prepared`, in order: `file:4`, `env dev:token`, `session admin`,
 * `session admin, http-sessions.json:5`, `default`, `cookie jar`, `auth`, `netrc`, `environment`, `computed` or `edited`. A Cookie header that several places made
 * names each of them: `cookie jar, session admin`.
 */
export function headerOrigins(
  prepared: PreparedRequest,
  resolved: Resolved,
  session: SessionOrigin,
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
      : wordsFor(source, session, key);
  });
}

/** The core puts the header together; what a person wants to know is where its cookies came from. */
function cookieWords({ origins }: PreparedRequest, session: SessionOrigin): string {
  const words = origins.cookies.map(({ origin }) =>
    wordsFor(origin.source === 'request' ? 'computed' : origin.source, session, ''),
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

function wordsFor(
  source: Exclude<OriginSource, 'request'>,
  { name, places }: SessionOrigin,
  header: string,
): string {
  const inSession = (place: string | undefined): string =>
    place === undefined ? `session ${name}` : `session ${name}, ${place}`;
  switch (source) {
    case 'session':
      return inSession(places?.get(`headers.${header}`));
    case 'auth':
      // A request without credentials of its own has those of its session.
      return places?.has('auth') === true ? inSession(places.get('auth')) : source;
    case 'jar':
      return 'cookie jar';
    case 'default':
    case 'environment':
    case 'netrc':
    case 'computed':
    case 'edited':
      return source;
  }
}
