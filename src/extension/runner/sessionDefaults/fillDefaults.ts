/**
 * Turns a session's written defaults into what a request goes by: variables filled, paths made whole, and the rest as
 * the core wants it. What a folder that nobody trusts must not decide is left out and told. Sends nothing and changes no
 * session; `withDefaults` does.
 */
import path from 'node:path';
import {
  fillText,
  looksSecret,
  type DefaultValue,
  type RequestDefinition,
  type ResolveScope,
  type UnresolvedVariable,
  type WrittenDefault,
  type WrittenDefaults,
} from '../../../language/semantics/index.ts';
import type { ClientCertificate, FormValues, SendOptions } from '../../http/index.ts';
import type { ProxyRules } from './proxyVariables.ts';

export interface FilledDefaults {
  /** `null` leaves a header of a fresh session out. */
  readonly headers: readonly (readonly [name: string, value: string | null])[];
  readonly params: Readonly<Record<string, FormValues>>;
  /** As in an Authorization header, short forms included. */
  readonly auth: string | undefined;
  /** False: the jar is neither read nor written. */
  readonly usesCookies: boolean;
  readonly proxies: ProxyRules;
  readonly options: Pick<
    SendOptions,
    'verify' | 'ca' | 'cert' | 'certificates' | 'allowRedirects' | 'maxRedirects' | 'totalTimeout'
  >;
  /** Seconds; undefined leaves it to the settings. */
  readonly timeout: { readonly connect: number | undefined; readonly read: number | undefined };
  /** Where each value stands, by its key: `http-sessions.json:5`. */
  readonly places: ReadonlyMap<string, string>;
  readonly unresolved: readonly UnresolvedVariable[];
  readonly secrets: readonly string[];
  /** Sentences about what does not count. */
  readonly problems: readonly string[];
}

export interface FillContext {
  readonly definition: RequestDefinition;
  readonly scope: ResolveScope;
  /** False in a folder that is not trusted: its files decide neither whom to believe nor which way to go. */
  readonly mayRoute: boolean;
}

/** What decides about connections rather than about the request. */
const routing = /^(?:verify|ca|cert|proxies\..*|timeout\..*|redirects\..*)$/;

export function fillDefaults(written: WrittenDefaults, context: FillContext): FilledDefaults {
  const filling = new Filling(context);
  const counted = [...written.values()].filter((one) => filling.counts(one));
  const under = (section: string): readonly WrittenDefault[] =>
    counted.filter(({ key }) => key.startsWith(`${section}.`));
  const get = (key: string): WrittenDefault | undefined => counted.find((one) => one.key === key);
  const number = (key: string): number | undefined => numberOf(get(key)?.value);

  const auth = get('auth');
  return {
    headers: under('headers').flatMap((one) => filling.header(one)),
    params: Object.fromEntries(under('params').map((one) => [one.name, filling.values(one)])),
    auth: auth === undefined || auth.value === null ? undefined : filling.text(auth),
    usesCookies: get('cookies')?.value !== false,
    proxies: Object.fromEntries(
      under('proxies').map((one) => [one.key.slice('proxies.'.length), filling.proxy(one)]),
    ),
    timeout: { connect: number('timeout.connect'), read: number('timeout.read') },
    options: {
      ...verifyOption(get('verify'), filling),
      ...caOption(get('ca'), filling),
      ...certOption(get('cert'), filling),
      ...flagOption('allowRedirects', get('redirects.follow')),
      ...numberOption('maxRedirects', get('redirects.max')),
      // 0 waits for ever, and so that no setting has its say there is a number for that.
      ...numberOption('totalTimeout', get('timeout.total'), Infinity),
    },
    places: new Map(counted.map((one) => [one.key, placeOf(one)])),
    unresolved: filling.unresolved,
    secrets: [...filling.secrets],
    problems: filling.problems,
  };
}

/** `http-sessions.json:5`; a setting has no line. */
function placeOf({ origin, line }: Pick<WrittenDefault, 'origin' | 'line'>): string {
  return line === 0 ? origin : `${origin}:${line}`;
}

class Filling {
  readonly unresolved: UnresolvedVariable[] = [];
  readonly secrets = new Set<string>();
  readonly problems: string[] = [];
  readonly #context: FillContext;

  constructor(context: FillContext) {
    this.#context = context;
  }

  counts(one: WrittenDefault): boolean {
    const { key } = one;
    if (this.#context.mayRoute || !routing.test(key)) return true;
    this.problems.push(`${placeOf(one)}: ${key} is not used, because the folder is not trusted.`);
    return false;
  }

  text(one: WrittenDefault, value: DefaultValue = one.value): string {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    const { definition, scope } = this.#context;
    const filled = fillText(text, definition, scope);
    for (const use of filled.unresolved) {
      this.unresolved.push({ ...use, part: 'header', line: one.line, place: one.origin });
    }
    for (const secret of filled.secrets) this.secrets.add(secret);
    // Whoever wrote it there wanted no one to see it on a screen, either.
    if (looksSecret(one.key, text))
      this.secrets.add(
        filled.text
          .trim()
          .split(/[\s:]+/)
          .at(-1) ?? '',
      );
    return filled.text;
  }

  header(one: WrittenDefault): readonly (readonly [string, string | null])[] {
    if (one.value === null) return [[one.name, null]];
    const values = listOf(one.value);
    return values.map((value) => [one.name, this.text(one, value)] as const);
  }

  values(one: WrittenDefault): FormValues {
    const fill = (value: DefaultValue): string | null => (value === null ? null : this.text(one, value));
    return isList(one.value) ? one.value.map(fill) : fill(one.value);
  }

  proxy(one: WrittenDefault): string | null {
    if (one.value === null) return null;
    return listOf(one.value)
      .map((host) => this.text(one, host))
      .join(',');
  }

  path(one: WrittenDefault, value: DefaultValue): string {
    return path.resolve(one.folder, this.text(one, value));
  }
}

function verifyOption(one: WrittenDefault | undefined, filling: Filling): Pick<SendOptions, 'verify'> {
  if (one === undefined) return {};
  return { verify: typeof one.value === 'boolean' ? one.value : filling.path(one, one.value) };
}

function caOption(one: WrittenDefault | undefined, filling: Filling): Pick<SendOptions, 'ca'> {
  if (one === undefined) return {};
  if (one.value === null) return { ca: [] };
  const files = listOf(one.value);
  return { ca: files.map((file) => filling.path(one, file)) };
}

function certOption(
  one: WrittenDefault | undefined,
  filling: Filling,
): Pick<SendOptions, 'cert' | 'certificates'> {
  if (one === undefined) return {};
  // None at all: those that the settings have for hosts do not count either.
  if (one.value === null) return { certificates: {} };
  if (typeof one.value === 'string') return { cert: filling.path(one, one.value) };
  const cert = certificateOf(one, filling);
  return cert === undefined ? {} : { cert };
}

function certificateOf(one: WrittenDefault, filling: Filling): ClientCertificate | undefined {
  const parts = one.value as Readonly<Record<string, DefaultValue>>;
  const file = (key: string): string | undefined => {
    const value = parts[key];
    return typeof value === 'string' ? filling.path(one, value) : undefined;
  };
  const written = parts['passphrase'];
  const passphrase =
    typeof written === 'string' ? filling.text({ ...one, key: 'cert.passphrase' }, written) : undefined;
  const pfx = file('pfx');
  if (pfx !== undefined) return { pfx, passphrase };
  const certificate = file('certificate');
  return certificate === undefined ? undefined : { certificate, key: file('key'), passphrase };
}

function flagOption<K extends 'allowRedirects'>(
  name: K,
  one: WrittenDefault | undefined,
): Partial<Record<K, boolean>> {
  return typeof one?.value === 'boolean' ? ({ [name]: one.value } as Record<K, boolean>) : {};
}

function numberOption<K extends 'maxRedirects' | 'totalTimeout'>(
  name: K,
  one: WrittenDefault | undefined,
  zero = 0,
): Partial<Record<K, number>> {
  const number = numberOf(one?.value);
  return number === undefined ? {} : ({ [name]: number || zero } as Record<K, number>);
}

function isList(value: DefaultValue): value is readonly DefaultValue[] {
  return Array.isArray(value);
}

function listOf(value: DefaultValue): readonly DefaultValue[] {
  return isList(value) ? value : [value];
}

function numberOf(value: DefaultValue | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
