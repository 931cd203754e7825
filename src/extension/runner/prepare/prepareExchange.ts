/**
 * From a request in a file to an Exchange that can be shown, edited and sent: fills the variables, makes the
 * Request, and lets the session prepare it. Nothing is sent and nothing is remembered; editor and CLI call it for
 * every Prepare and every Send alike, so that what is shown is what goes.
 */
import path from 'node:path';
import type {
  RequestDefinition,
  ResolvedRequest,
  ResolveScope,
  SentExchange,
  UnresolvedVariable,
} from '../../../language/semantics/index.ts';
import { fillText, resolve, sleepOf, withImports } from '../../../language/semantics/index.ts';
import type { PreparedRequest, Request, SendOptions, Session } from '../../http/index.ts';
import { certificateForHostOf, RequestException } from '../../http/index.ts';
import { askFor } from '../send/answers.ts';
import { runScriptsBefore, type Handlers, type ScriptAccess } from '../scripts/requestScripts.ts';
import { isRun } from '../scripts/scriptSources.ts';
import { maskedResults } from '../scripts/maskedResults.ts';
import type { FileAccess } from '../bodies/bodyFile.ts';
import { refuseInjection } from './refuseInjection.ts';
import { findBodyFile, readWhole } from '../bodies/bodyFile.ts';
import { unsent, type Exchange } from '../send/exchange.ts';
import { createExchangeId } from '../send/exchangeId.ts';
import { takeClientCertificate } from './clientCertificate.ts';
import { headerOrigins, type SessionOrigin } from './headerOrigins.ts';
import { obtainTokens } from '../oauth/obtainTokens.ts';
import type { TokenSource } from '../oauth/tokens.ts';
import { readImports } from '../files/imports.ts';
import type { FileReader, Person } from '../ports.ts';
import { routeOf } from './route.ts';
import { firstWord, sendSettings, type SendSettings } from './sendSettings.ts';
import { substitutedLimit, toRequest } from './toRequest.ts';
import { prepareOutputs, type Output } from '../outputs/outputs.ts';
import { prepareChecks, type Check } from '../tests/checks.ts';
import { blockingError, unresolvedSentence } from './unresolved.ts';
import { withoutJar } from './withoutJar.ts';
import { applyDefaults, defaultTexts, type OpenedSession } from '../sessionDefaults/index.ts';

export interface PrepareContext {
  /** Absolute path of the .http file; paths in it are relative to its folder. */
  readonly path: string;
  /** What `Exchange.source.file` says; the path when absent. */
  readonly source?: string | undefined;
  readonly scope: ResolveScope;
  /** What imported files give; without it imports are not read. */
  readonly imports?: ImportAccess | undefined;
  /** Which files bodies may come from. */
  readonly access: Omit<FileAccess, 'folder'>;
  /** `>>` may write into these folders and below; absent or empty where nothing may be written. */
  readonly writable?: readonly string[] | undefined;
  /** Runs the scripts of the file, or says why it does not; without it none is run. */
  readonly scripts?: ScriptAccess | undefined;
  /** Ends a script that still runs before the request. */
  readonly signal?: AbortSignal | undefined;
  /** For what the request's directives leave open, for example from a command line. */
  readonly defaults?: SendOptions | undefined;
  /** Values to mask beside those that the request itself uses. */
  readonly secrets?: readonly string[] | undefined;
  /** Asked for the values that the request asks for; without it they stay unresolved. */
  readonly person?: Person | undefined;
  /** Asked for the tokens that the request wants; without it they stay unresolved. */
  readonly tokens?: TokenSource | undefined;
  /** The session for the name a request gives itself, or for undefined. */
  readonly openSession: (name: string | undefined) => OpenedSession | Promise<OpenedSession>;
}

export interface ImportAccess {
  readonly reader: FileReader;
  /** The answers of another file, by its absolute path, as `ResolveScope.exchanges` has those of this one. */
  readonly exchanges: (file: string) => (name: string) => SentExchange | undefined;
}

/** What `sendExchange` needs of a prepared exchange. */
export type SendableExchange = Pick<
  PreparedExchange,
  'exchange' | 'session' | 'options' | 'unresolved' | 'secrets'
> &
  Partial<Pick<PreparedExchange, 'checks' | 'handlers' | 'outputs' | 'sleep'>>;

/** All there is about what will be sent. A value; preparing again makes a new one. */
export interface PreparedExchange {
  /** In state `idle`. */
  readonly exchange: Exchange;
  /** The session that sends it. */
  readonly session: Session;
  readonly options: SendOptions;
  readonly resolved: ResolvedRequest;
  /** Every use of a variable that nothing defines; those outside the body stop a send. */
  readonly unresolved: readonly UnresolvedVariable[];
  /** Sentences about what is odd but stops nothing. */
  readonly warnings: readonly string[];
  /** Values to mask wherever a person might see them. */
  readonly secrets: readonly string[];
  /** Milliseconds to wait before it is sent (`# @sleep`). */
  readonly sleep: number;
  /** Where the body is to be written. */
  readonly outputs: readonly Output[];
  /** Its assertions, to be held against the answer. */
  readonly checks: readonly Check[];
  /** Its scripts that run on the answer; undefined where there are none, or none may run. */
  readonly handlers: Handlers | undefined;
  /** False when neither history nor output may show it. */
  readonly isLogged: boolean;
  /** What a person confirms before it is sent (`# @note`), empty without a text; undefined: nothing. */
  readonly note: string | undefined;
}

/**
 * Rejects with a RequestException when no request results: InvalidRequest, FileNotAllowed, Cancelled by the person
 * who was asked, ScriptTimeout and its kin for a script before the request, or UnresolvedVariable and VariableCycle when that is why the URL or a header makes no sense.
 */
export async function prepareExchange(
  definition: RequestDefinition,
  given: PrepareContext,
): Promise<PreparedExchange> {
  const imported = await scopeWithImports(given);
  const folder = path.dirname(given.path);
  const access: FileAccess = { ...given.access, folder };
  const name = sessionName(definition, imported.scope);
  const named = await given.openSession(name);
  const scripted = await runScriptsBefore(definition, {
    file: given.path,
    scope: imported.scope,
    access,
    session: named.session,
    scripts: given.scripts,
    signal: given.signal,
  });
  const also = defaultTexts(definition, named.defaults);
  const answered = await askFor(definition, scripted.scope, { person: given.person, also });
  const withTokens = await obtainTokens(definition, answered.scope, { ...given, opened: named });
  const context = { ...given, scope: withTokens.scope };
  const { resolved, cert } = takeClientCertificate(
    withScriptHeaders(await resolveWithFiles(definition, context, access), scripted.headers),
    folder,
  );
  const settings = sendSettings(resolved.directives, { dialect: context.scope.file.dialect, folder });
  // Its scripts may have said which.
  const opened = settings.session === name ? named : await context.openSession(settings.session);
  const defaults = applyDefaults(opened, resolved, context.scope);
  const usesCookies = settings.usesCookies && defaults.usesCookies;
  const session = usesCookies
    ? defaults.session
    : withoutJar(defaults.session, whyNoCookies(settings, opened));
  const unresolved = [...resolved.unresolved, ...defaults.unresolved];
  const secrets = new Set([
    ...resolved.secrets,
    ...defaults.secrets,
    ...answered.secrets,
    ...withTokens.secrets,
    ...(context.secrets ?? []),
  ]);
  const prepared = await explained(definition, unresolved, context.path, async () => {
    refuseInjection(resolved, context.scope, context.path);
    const request = await toRequest(resolved, {
      file: context.path,
      access,
      session: opened.session,
      now: () => context.scope.clock.now(),
      substitute: (text, line) => {
        const filled = fillText(text, definition, context.scope);
        unresolved.push(...filled.unresolved.map((use) => ({ ...use, line })));
        for (const secret of filled.secrets) secrets.add(secret);
        return filled.text;
      },
    });
    return prepare(request, resolved, session);
  });
  const own: SendOptions =
    opened.mayRoute === false
      ? withoutRoute(settings.options)
      : cert === undefined
        ? settings.options
        : { ...settings.options, cert };
  const options = { ...defaults.options, ...context.defaults, ...own };
  const sleep = sleepOf(resolved.directives) ?? 0;
  const roots = context.writable ?? [];
  const outputs =
    definition.outputs.length === 0
      ? []
      : await prepareOutputs(definition, { file: context.path, scope: context.scope, roots });
  const checks = prepareChecks(definition, context.scope);
  for (const check of checks) for (const secret of check.secrets) secrets.add(secret);
  return {
    exchange: {
      ...idleExchange(prepared, resolved, {
        ...context,
        session: { name: opened.name, places: defaults.places },
      }),
      route: routeOf({
        url: prepared.url,
        session,
        options,
        own,
        commandLine: context.defaults ?? {},
        name: opened.name,
        places: defaults.places,
        origins: opened.origins ?? {},
      }),
      ...maskedResults(scripted, [...secrets]),
    },
    session,
    options: {
      ...withCertificateForHost(options, prepared.url),
      ...versionOption(definition.httpVersion),
      ...(usesCookies ? {} : { storeCookies: false }),
    },
    resolved,
    unresolved,
    warnings: [
      ...imported.problems,
      ...settings.problems,
      ...defaults.problems,
      ...(Number.isNaN(sleep) ? ['@sleep needs milliseconds, such as 500.'] : []),
      ...notPerformed(resolved, context),
      ...checks.flatMap(({ line, read }) =>
        read.kind === 'assertion' ? [] : [`Line ${line}: the assertion is not checked: ${read.reason}.`],
      ),
      ...unresolved
        .filter(({ part }) => part === 'body')
        .map((use) => `${unresolvedSentence(use)} Sent as written.`),
    ],
    secrets: [...secrets],
    checks,
    handlers: scripted.handlers,
    outputs,
    sleep: Number.isNaN(sleep) ? 0 : sleep,
    isLogged: settings.isLogged,
    note: settings.note,
  };
}

/** Names that the file does not define may come from the files it imports. Never rejects. */
export async function scopeWithImports({
  path: file,
  scope,
  imports,
}: PrepareContext): Promise<{ readonly scope: ResolveScope; readonly problems: readonly string[] }> {
  if (imports === undefined || scope.file.imports.length === 0) return { scope, problems: [] };
  const { files, problems } = await readImports({ path: file, definition: scope.file }, imports.reader);
  const others = files.map((one) => imports.exchanges(one.path));
  const exchanges = (name: string): SentExchange | undefined => {
    const own = scope.exchanges?.(name);
    return own ?? others.map((other) => other(name)).find((sent) => sent !== undefined);
  };
  return { scope: withImports({ ...scope, exchanges }, files), problems };
}

/** Whoever a redirect leads to is not told who sends (the core does as requests does). */
function withCertificateForHost({ cert, ...options }: SendOptions, url: string): SendOptions {
  if (cert === undefined || cert === null) return options;
  return { ...options, certificates: { ...options.certificates, ...certificateForHostOf(url, cert) } };
}

/** In a folder that is not trusted, the file's own `@insecure`, `@proxy` and `@cert` do not count. */
export function withoutRoute(options: SendOptions): SendOptions {
  return { ...options, verify: undefined, proxies: undefined, cert: undefined };
}

function whyNoCookies({ usesCookies }: SendSettings, { name }: OpenedSession): string | undefined {
  return usesCookies ? `The session ${name} keeps no cookies, as its defaults say.` : undefined;
}

/** What the request calls its session, as far as that is known before its scripts have run. */
function sessionName(definition: RequestDefinition, scope: ResolveScope): string | undefined {
  const value = definition.directives.findLast(({ key }) => key === 'session')?.value;
  return firstWord(value === undefined ? undefined : fillText(value, definition, scope).text);
}

/** What `client.global.headers` adds where the request itself says nothing. */
function withScriptHeaders(resolved: ResolvedRequest, added: ReadonlyMap<string, string>): ResolvedRequest {
  if (added.size === 0) return resolved;
  const { headers, definition } = resolved;
  const typed = new Set(headers.map(({ name }) => name.toLowerCase()));
  const extra = [...added]
    .filter(([name]) => !typed.has(name.toLowerCase()))
    .map(([name, value]) => ({ name, value, line: definition.line }));
  return { ...resolved, headers: [...headers, ...extra] };
}

/** A GraphQL query may stand in a file of its own, whose text must be there before variables are filled. */
async function resolveWithFiles(
  definition: RequestDefinition,
  context: PrepareContext,
  access: FileAccess,
): Promise<ResolvedRequest> {
  if (definition.body.kind !== 'graphql') return resolve(definition, context.scope);
  const wanted = new Set<string>();
  const fileText = (file: string): undefined => void wanted.add(file);
  const first = resolve(definition, { ...context.scope, fileText });
  if (wanted.size === 0) return first;
  const place = { file: context.path, line: definition.line };
  const texts = new Map<string, string>();
  for (const file of wanted) {
    const found = await findBodyFile(file, access, place);
    texts.set(file, new TextDecoder().decode(await readWhole(found, substitutedLimit, place)));
  }
  return resolve(definition, { ...context.scope, fileText: (file) => texts.get(file) });
}

/** `HTTP/2` behind the URL asks for it, another version rules it out. */
function versionOption(version: string | undefined): Pick<SendOptions, 'http2'> {
  return version === undefined ? {} : { http2: version.startsWith('HTTP/2') };
}

/** What the file asks for and nothing here does; silence would look like success. */
function notPerformed(
  { definition: { scripts, outputs, httpVersion, line: requestLine }, url }: ResolvedRequest,
  { scripts: access, writable = [] }: Pick<PrepareContext, 'scripts' | 'writable'>,
): readonly string[] {
  const because = access !== undefined && 'refused' in access ? `, because ${access.refused}` : '';
  return [
    ...(httpVersion?.startsWith('HTTP/2') === true && !/^https:/i.test(url)
      ? [`Line ${requestLine}: HTTP/2 is spoken over https only; HTTP/1.1 is used.`]
      : []),
    ...scripts
      .filter((script) => access === undefined || 'refused' in access || !isRun(script))
      .map(({ line }) => `Line ${line}: the script is not run${because}.`),
    ...(writable.length > 0 ? [] : outputs).map(
      ({ line, path: file }) => `Line ${line}: the response is not written to ${file}.`,
    ),
  ];
}

/** `# @no-auto-encoding` sends the URL as it was typed. */
function prepare(request: Request, resolved: ResolvedRequest, session: Session): PreparedRequest {
  const prepared = session.prepareRequest(request);
  const isTyped = resolved.directives.some(({ key }) => key === 'noautoencoding');
  return isTyped ? prepared.with({ url: resolved.url }) : prepared;
}

/** `http://{{host}}/` is no URL; that `host` is not defined says more. */
async function explained<T>(
  definition: RequestDefinition,
  unresolved: readonly UnresolvedVariable[],
  file: string,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof RequestException) || error.name !== 'InvalidRequest') throw error;
    const blocking = blockingError(unresolved, file);
    if (blocking !== undefined) throw blocking;
    const hint = variablesHint(error, definition);
    if (hint !== undefined) RequestException.addFacts(error, { phase: 'queue', hint });
    throw error;
  }
}

/** Names the variables of the header that an error is about, or of the URL: a value is never shown, it may be secret. */
function variablesHint(
  { message }: RequestException,
  { headers, url, line }: RequestDefinition,
): string | undefined {
  const part = headers.find(({ name }) => message.includes(`header ${name} `)) ?? { value: url, line };
  const names = Array.from(part.value.matchAll(/\{\{\s*([^{}\s]+)\s*\}\}/g), ([hole]) => hole);
  return names.length === 0 ? undefined : `Look at the value of ${names.join(', ')} in line ${part.line}.`;
}

function idleExchange(
  prepared: PreparedRequest,
  resolved: ResolvedRequest,
  context: Pick<PrepareContext, 'path' | 'source'> & { readonly session: SessionOrigin },
): Exchange {
  const { name, title, line } = resolved.definition;
  return {
    ...unsent,
    id: createExchangeId(),
    source: { file: context.source ?? context.path, line, name, title },
    session: context.session.name,
    prepared,
    headerOrigins: headerOrigins(prepared, resolved, context.session),
  };
}
