/**
 * What `prepare` and `send` share: the environment around the file, the sessions its requests use, the files they
 * may read, and the scope their variables are filled from. One context lives as long as the command.
 */
import path from 'node:path';
import type { DefaultsFile, Environment, RunFile } from '../../language/semantics/index.ts';
import {
  answersRead,
  environmentOf,
  machine,
  mergeDefaults,
  readEnvironments,
} from '../../language/semantics/index.ts';
import type { SendOptions } from '../http/index.ts';
import { CookieJar, Session } from '../http/index.ts';
import type { ExchangeLog, OpenedSession, Person, PrepareContext } from '../runner/index.ts';
import {
  createExchangeLog,
  createMemoryTokenStore,
  createTokenSource,
  defaultsProblemLines,
  findDefaults,
  findEnvironmentSources,
  projectTop,
  systemClock,
  withLoopbackDirect,
} from '../runner/index.ts';
import type { Command } from './args.ts';
import { blockingReader } from './blockingReader.ts';
import type { CookieFile, CookieJars } from './cookieFile.ts';
import { consentAtTerminal } from './consent.ts';
import { CommandError, exitCodes } from './exitCodes.ts';
import { personAtTerminal } from './person.ts';
import type { RequestFile } from './requestFile.ts';
import { scriptAccess } from './scripts.ts';

export interface RunContext {
  readonly prepare: PrepareContext;
  /** The same for a file that the run leads to: its own folder, the environments around it. */
  readonly contextOf: (file: RunFile) => Promise<PrepareContext>;
  /** Answers that later requests refer to. */
  readonly log: ExchangeLog;
  /** Sentences about environment files that could not be read whole. */
  readonly warnings: readonly string[];
  /** Brings the cookie file, if there is one, up to date. Rejects with CommandError (failed). */
  saveCookies(): Promise<void>;
  /** Closes every connection. */
  close(): Promise<void>;
}

/** Rejects with CommandError for an environment, cookie file or folder that does not exist. */
export async function createRunContext(
  file: RequestFile,
  command: Command,
  person: Person = personAtTerminal(),
): Promise<RunContext> {
  const top = await projectTop(file.path, process.cwd(), blockingReader);
  const { environment, warnings } = await chooseEnvironment(file, top, command);
  const cookies = await openCookies(command);
  const jars: CookieJars = cookies?.jars ?? new Map<string, CookieJar>();
  const sessions = new Map<string, Session>();
  const defaults = await findDefaults(file.path, { reader: blockingReader, top });
  const log = createExchangeLog(answersRead(file.definition, environment, textsOf(defaults)));
  const home = path.dirname(file.path);
  const scripts = scriptAccess(command);
  const open = (name: string | undefined): OpenedSession =>
    openSession(name ?? command.session ?? 'default', command, sessions, jars);
  const prepare: PrepareContext = {
    path: file.path,
    scope: {
      ...machine,
      file: file.definition,
      environment,
      overrides: new Map(command.variables),
      exchanges: log.ofFile(file.path),
      processEnv: (name) => process.env[name],
      secret: (name) => process.env[secretVariable(name)],
      projectRoot: top,
    },
    access: { roots: [home, ...command.allowRead.map((folder) => path.resolve(folder))] },
    writable: [home],
    defaults: sendDefaults(command),
    imports: { reader: blockingReader, exchanges: (other) => log.ofFile(other) },
    person,
    scripts,
    tokens: createTokenSource({
      store: createMemoryTokenStore(),
      person: consentAtTerminal(),
      clock: systemClock,
    }),
    openSession: (name) => withDefaultsOf(defaults, open(name)),
  };
  const contexts = new Map([[file.path, Promise.resolve(prepare)]]);
  return {
    log,
    warnings: [...warnings, ...defaultsProblemLines(defaults)],
    prepare,
    contextOf(other) {
      const known = contexts.get(other.path) ?? contextFor(other, { ...prepare, openSession: open }, command);
      contexts.set(other.path, known);
      return known;
    },
    saveCookies: async () => {
      await cookies?.save();
    },
    close: async () => {
      if ('dispose' in scripts) await scripts.dispose();
      await Promise.all([...sessions.values()].map((session) => session.close()));
    },
  };
}

/** Files are read from beside the other file, too; where no environment of that name is around it, the run's counts. */
async function contextFor(
  { path: place, definition }: RunFile,
  run: Omit<PrepareContext, 'openSession'> & {
    readonly openSession: (name: string | undefined) => OpenedSession;
  },
  command: Command,
): Promise<PrepareContext> {
  const { scope } = run;
  const folder = path.dirname(place);
  const top = scope.projectRoot ?? folder;
  const wanted = wantedEnvironment(command);
  const catalog = readEnvironments(await findEnvironmentSources(place, { reader: blockingReader, top }));
  const defaults = await findDefaults(place, { reader: blockingReader, top });
  const knows = wanted === undefined ? catalog.names.length > 0 : catalog.knows(wanted);
  return {
    ...run,
    path: place,
    openSession: (name) => withDefaultsOf(defaults, run.openSession(name)),
    access: { roots: [...run.access.roots, folder] },
    writable: [folder],
    scope: {
      ...scope,
      file: definition,
      environment: knows ? catalog.select(wanted) : scope.environment,
      ...(run.imports === undefined ? {} : { exchanges: run.imports.exchanges(place) }),
    },
  };
}

async function openCookies({ cookieJar }: Command): Promise<CookieFile | undefined> {
  if (cookieJar === undefined) return undefined;
  const { openCookieFile } = await import('./cookieFile.ts');
  return openCookieFile(cookieJar);
}

/** `--env dev,local`: what the later one says counts first. */
function wantedEnvironment({ environment }: Command): string | undefined {
  return environment === undefined ? undefined : environmentOf(environment.split(','));
}

async function chooseEnvironment(
  file: RequestFile,
  top: string,
  command: Command,
): Promise<{ readonly environment: Environment; readonly warnings: readonly string[] }> {
  const catalog = readEnvironments(await findEnvironmentSources(file.path, { reader: blockingReader, top }));
  const wanted = wantedEnvironment(command);
  if (wanted !== undefined && !catalog.knows(wanted)) {
    const known = catalog.names.length === 0 ? 'none is defined' : `there is ${catalog.names.join(', ')}`;
    throw new CommandError(`No environment is named "${wanted}": ${known}.`, exitCodes.usage);
  }
  return {
    environment: catalog.select(wanted),
    warnings: catalog.problems.map(({ origin, line, column, message }) =>
      line === 0 ? `${origin}: ${message}` : `${origin}:${line}:${column}: ${message}`,
    ),
  };
}

function withDefaultsOf(files: readonly DefaultsFile[], opened: OpenedSession): OpenedSession {
  if (files.length === 0) return opened;
  return { ...opened, defaults: mergeDefaults(files, opened.name) };
}

/** References in them may be to answers. */
function textsOf(files: readonly DefaultsFile[]): readonly string[] {
  return files.flatMap(({ sessions }) =>
    Array.from(sessions.values()).flatMap((written) =>
      Array.from(written.values(), ({ value }) => JSON.stringify(value)),
    ),
  );
}

/** Where a terminal and a pipeline have what the editor keeps in the key store: `HTTP_SESSIONS_SECRET_API_KEY`. */
function secretVariable(name: string): string {
  return `HTTP_SESSIONS_SECRET_${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}`;
}

/** The command line counts for every request that does not say otherwise itself. */
function sendDefaults(command: Command): SendOptions {
  const { insecure, caCert, cert, key, proxy, followRedirects, totalTimeout, limits } = command;
  const { timeout, connectTimeout = timeout } = command;
  const verify = insecure ? false : caCert === undefined ? undefined : path.resolve(caCert);
  return {
    ...(followRedirects ? {} : { allowRedirects: false }),
    ...(verify === undefined ? {} : { verify }),
    ...(cert === undefined ? {} : { cert: key === undefined ? cert : ([cert, key] as const) }),
    ...(proxy === undefined ? {} : { proxies: { http: proxy, https: proxy } }),
    ...(timeout === undefined && connectTimeout === undefined
      ? {}
      : { timeout: [connectTimeout ?? null, timeout ?? null] as const }),
    ...(totalTimeout === undefined ? {} : { totalTimeout }),
    ...(Object.keys(limits).length === 0 ? {} : { limits }),
  };
}

function openSession(
  name: string,
  command: Command,
  sessions: Map<string, Session>,
  jars: CookieJars,
): OpenedSession {
  const known = sessions.get(name);
  if (known !== undefined) return { name, session: known };
  const cookies = jars.get(name) ?? new CookieJar();
  jars.set(name, cookies);
  const session = new Session({ cookies, environment: withLoopbackDirect(process.env) });
  if (command.maxRedirects !== undefined) session.maxRedirects = command.maxRedirects;
  sessions.set(name, session);
  return { name, session };
}
