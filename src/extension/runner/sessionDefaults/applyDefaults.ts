/**
 * What a request goes by because of its session: the session with its defaults from files, and how to send where the
 * request says nothing. The one place where the layers meet: a request's own words and the command line come later and
 * beat all of it, the settings come before. Called by `prepareExchange` for every request.
 */
import type {
  DefaultValue,
  ResolvedRequest,
  ResolveScope,
  UnresolvedVariable,
  WrittenDefaults,
} from '../../../language/semantics/index.ts';
import type { SendOptions, Session, Timeout } from '../../http/index.ts';
import { borrowedSession } from './borrowedSession.ts';
import { fillDefaults, type FilledDefaults } from './fillDefaults.ts';
import { withProxyRules } from './proxyVariables.ts';
import { withDefaults } from './withDefaults.ts';

/** A session as a front end opens it for a request. */
export interface OpenedSession {
  readonly name: string;
  readonly session: Session;
  /** From `http-sessions.json`. */
  readonly defaults?: WrittenDefaults | undefined;
  /** False where its folder must not say whom to believe and which way to go. */
  readonly mayRoute?: boolean | undefined;
  /** What the settings say, weaker than the defaults. */
  readonly options?: SendOptions | undefined;
  /** The ids of the settings that decide about its way: `proxy` → `http.proxy`. */
  readonly origins?: Readonly<Record<string, string>> | undefined;
}

export interface AppliedDefaults {
  readonly session: Session;
  readonly options: SendOptions;
  /** False: cookies are neither sent nor kept. */
  readonly usesCookies: boolean;
  readonly places: ReadonlyMap<string, string>;
  readonly unresolved: readonly UnresolvedVariable[];
  readonly secrets: readonly string[];
  readonly problems: readonly string[];
}

export function applyDefaults(
  { session, defaults, mayRoute = true, options = {} }: OpenedSession,
  resolved: ResolvedRequest,
  scope: ResolveScope,
): AppliedDefaults {
  if (defaults === undefined || defaults.size === 0) {
    return {
      session,
      options,
      usesCookies: true,
      places: new Map(),
      unresolved: [],
      secrets: [],
      problems: [],
    };
  }
  const { definition } = resolved;
  const filled = fillDefaults(leftOpen(defaults, resolved), { definition, scope, mayRoute });
  const { usesCookies, places, unresolved, secrets, problems } = filled;
  return {
    session: withDefaults(session, filled, () => scope.clock.now()),
    options: { ...options, ...filled.options, ...timeoutOption(options.timeout, filled) },
    usesCookies,
    places,
    unresolved,
    secrets,
    problems,
  };
}

/**
 * The session for a request that was prepared before, such as one of the history: its bytes are settled, its way is not.
 * A proxy that is named by a variable stays unfilled, and fails by its name rather than being left out.
 */
export function sessionOnItsWay({ session, defaults, mayRoute = true }: OpenedSession): Session {
  const proxies = [...(defaults?.values() ?? [])].filter(({ key }) => key.startsWith('proxies.'));
  if (!mayRoute || proxies.length === 0) return session;
  const rules = proxies.map(({ key, value }): [string, string | null] => [
    key.slice('proxies.'.length),
    typeof value === 'string' ? value : isNames(value) ? value.join(',') : null,
  ]);
  const next = borrowedSession(session);
  next.environment = withProxyRules(session.environment, Object.fromEntries(rules));
  return next;
}

function isNames(value: DefaultValue): value is readonly string[] {
  return Array.isArray(value);
}

/**
 * Without what the request says itself: the request that gets a token must not wait for it. The query of its URL is what
 * a request says about its params.
 */
function leftOpen(defaults: WrittenDefaults, { url, headers }: ResolvedRequest): WrittenDefaults {
  const params = new URLSearchParams(/\?([^#]*)/.exec(url)?.[1] ?? '');
  const own = new Set([
    ...headers.map(({ name }) => `headers.${name.toLowerCase()}`),
    ...Array.from(params.keys(), (name) => `params.${name}`),
  ]);
  if (own.has('headers.authorization')) own.add('auth');
  return new Map([...defaults].filter(([key]) => !own.has(key)));
}

/** Each half that the file leaves out stays as the settings have it. */
function timeoutOption(
  given: Timeout | undefined,
  { timeout: { connect, read } }: FilledDefaults,
): Pick<SendOptions, 'timeout'> {
  if (connect === undefined && read === undefined) return {};
  const [before, after] =
    typeof given === 'object' && given !== null ? given : [given ?? null, given ?? null];
  const limit = (written: number | undefined, otherwise: number | null): number | null =>
    written === undefined ? otherwise : written || null;
  return { timeout: [limit(connect, before), limit(read, after)] };
}
