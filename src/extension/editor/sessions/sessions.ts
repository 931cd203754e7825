/**
 * Which session a request uses: one of each name for each workspace folder, made when it is first needed or found on
 * disk. The cookies live here and in the extension's own storage, never in the workspace. Settings are put into a session
 * just before it is used, so that a change counts at once. It sends nothing.
 */
import { setTimeout as pause } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { Disposable } from '../disposable.ts';
import { mergeDefaults, sessionsIn, type WrittenDefaults } from '../../../language/semantics/index.ts';
import type { CertificatesByHost, Session } from '../../http/index.ts';
import type { OpenedSession } from '../../runner/index.ts';
import { loadEngine } from '../sending/loadEngine.ts';
import { defaultSession, sendSettings, setDefaultSession, type SendSettings } from '../settings/settings.ts';
import { isAllowed } from '../trust/trust.ts';
import { environmentVariables } from '../environments/proxyVariables.ts';
import type { DefaultsFiles } from './defaultsFiles.ts';
import type { FolderSecrets } from './folderSecrets.ts';
import type { CookiesProblem, KeptCookies } from './keptCookies.ts';
import { settingDefaults } from './settingDefaults.ts';

/** A session with its place; the same object as long as the window lives. */
export interface NamedSession {
  /** Unique in the window. */
  readonly id: string;
  readonly name: string;
  /** Undefined for files outside every workspace folder. */
  readonly folder: vscode.WorkspaceFolder | undefined;
  readonly session: Session;
}

export interface Sessions extends Disposable {
  /** A session came, the cookies or connections of one have changed, or the problem is another. */
  readonly onDidChange: vscode.Event<void>;
  /** Why cookies do not last; undefined while they do. */
  readonly problem: CookiesProblem | undefined;
  /** In the order they were first used. */
  list(): readonly NamedSession[];
  /** Opens what this window's folders have kept, and what their files give defaults to. */
  openKept(): Promise<void>;
  /** The name a request uses: what it says itself, else what was chosen for the file, else the setting. */
  nameFor(file: vscode.Uri, directive: string | undefined): string;
  /**
   * The session of that name, with the settings and the defaults that are in force for the file. Loads the engine.
   */
  open(file: vscode.Uri, name: string): Promise<NamedSession & OpenedSession>;
  /** The defaults of a session for a file, or for the whole folder, as its files were last seen. */
  defaultsOf(named: Pick<NamedSession, 'folder' | 'name'>, file: vscode.Uri | undefined): WrittenDefaults;
  /** The defaults that files give, and the secrets that they name. */
  readonly files: DefaultsFiles;
  readonly secrets: FolderSecrets;
  /** Ends a session: its cookies, also on disk, its connections and what it trusts are gone. */
  remove(named: NamedSession): Promise<void>;
  /** Makes requests of a folder whose files have none chosen use this one, by its setting. */
  chooseForFolder(folder: vscode.WorkspaceFolder | undefined, name: string): Promise<void>;
  /** Makes requests of the file that name no session use this one. */
  choose(file: vscode.Uri, name: string): void;
  /** Resolves when the cookies are on disk or could not be written, and soon in any case. Never rejects. */
  readonly settle: () => Promise<void>;
  /** For the window's end: writes what still waits. */
  finish(): Promise<void>;
}

/** Milliseconds that a send waits for its cookies: a slow disk, or a window that hangs, holds it up no longer. */
const patience = 200;

export interface SessionsOptions {
  readonly state: vscode.Memento;
  readonly kept: KeptCookies;
  readonly files: DefaultsFiles;
  readonly secrets: FolderSecrets;
}

export function createSessions({ state, kept, files, secrets }: SessionsOptions): Sessions {
  const sessions = new Map<string, NamedSession>();
  /** Those whose cookies are, or are about to be, the ones on disk. */
  const attached = new Map<string, Promise<void>>();
  const changes = new vscode.EventEmitter<void>();
  const chosenKey = (file: vscode.Uri): string => `session:${file.toString()}`;

  async function openIn(folder: vscode.WorkspaceFolder | undefined, name: string): Promise<NamedSession> {
    const { Session } = await loadEngine();
    const id = `${folder?.uri.toString() ?? ''}#${name}`;
    let named = sessions.get(id);
    if (named === undefined) {
      named = { id, name, folder, session: new Session() };
      named.session.onDidChange(() => {
        changes.fire();
      });
      sessions.set(id, named);
      changes.fire();
    }
    await attach(named);
    return named;
  }

  /** The cookies on disk come into the session; should another window have changed them meanwhile, again. */
  async function attach({ id, name, folder, session }: NamedSession): Promise<void> {
    const store = await kept.of(folder?.uri);
    if (store === undefined) return;
    const present = attached.get(id);
    attached.set(id, present ?? store.attach(name, session.cookies));
    await attached.get(id);
    if (present !== undefined) await store.refresh(name);
  }

  /** A passphrase in the settings may name a secret, so that it need not stand there. */
  async function certificatesOf(
    { certificates }: SendSettings,
    folder: vscode.WorkspaceFolder | undefined,
  ): Promise<CertificatesByHost> {
    if (!isAllowed('useSecrets')) return {};
    const known = await secrets.of(folder?.uri);
    return Object.fromEntries(
      Object.entries(certificates).map(([host, one]) => {
        if (typeof one === 'string' || !('passphrase' in one)) return [host, one];
        const name = /^\{\{\s*\$secret\s+(\S+)\s*\}\}$/.exec(one.passphrase ?? '')?.[1];
        return [host, name === undefined ? one : { ...one, passphrase: known.get(name) }];
      }),
    );
  }

  async function openKept(): Promise<void> {
    await files.find();
    for (const folder of vscode.workspace.workspaceFolders ?? []) {
      const inFolder = files.all().filter(({ uri }) => vscode.workspace.getWorkspaceFolder(uri) === folder);
      for (const name of sessionsIn(inFolder)) await openIn(folder, name);
    }
    const folders = [...(vscode.workspace.workspaceFolders ?? []), undefined];
    await Promise.all(
      folders.map(async (folder) => {
        for (const name of (await kept.of(folder?.uri))?.names() ?? []) {
          if (!attached.has(`${folder?.uri.toString() ?? ''}#${name}`)) await openIn(folder, name);
        }
      }),
    );
  }

  const listeners = vscode.Disposable.from(
    kept,
    kept.onDidChange(() => {
      changes.fire();
    }),
    files.onDidChange(() => {
      changes.fire();
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(async () => {
      changes.fire();
      for (const named of sessions.values()) await attach(named);
    }),
  );

  return {
    onDidChange: changes.event,
    get problem() {
      return kept.problem;
    },
    list: () => [...sessions.values()],
    openKept,
    nameFor: (file, directive) =>
      firstWord(directive) ?? state.get<string>(chosenKey(file)) ?? defaultSession(file),
    async open(file, name) {
      const folder = vscode.workspace.getWorkspaceFolder(file);
      const named = await openIn(folder, name);
      const settings = sendSettings(file);
      configure(named.session, settings);
      const written = mergeDefaults(await files.read(file), name);
      return {
        ...named,
        defaults: new Map([...settingDefaults(settings), ...written]),
        mayRoute: isAllowed('routeByFile'),
        origins: routeOrigins(settings),
        options: { ...optionsOf(settings), certificates: await certificatesOf(settings, folder) },
      };
    },
    defaultsOf({ folder, name }, file) {
      if (folder === undefined) return new Map();
      const home = file === undefined ? folder.uri : vscode.Uri.joinPath(file, '..');
      return mergeDefaults(files.seenFrom(home, folder.uri), name);
    },
    files,
    secrets,
    async remove({ id, name, folder, session }) {
      session.cookies.clear();
      await (await kept.of(folder?.uri))?.forget(name);
      sessions.delete(id);
      attached.delete(id);
      changes.fire();
      await session.close();
    },
    choose(file, name) {
      void state.update(chosenKey(file), name);
      changes.fire();
    },
    async chooseForFolder(folder, name) {
      await setDefaultSession(folder, name);
      changes.fire();
    },
    settle: () => Promise.race([kept.settle(), pause(patience, undefined, { ref: false })]),
    finish: () => kept.close(),
    dispose() {
      listeners.dispose();
      for (const { session } of sessions.values()) void session.close();
      sessions.clear();
      changes.dispose();
    },
  };
}

/** What counts where a request and its session say nothing. */
function optionsOf(settings: SendSettings): NonNullable<OpenedSession['options']> {
  const { connectTimeout, readTimeout, totalTimeout, followRedirects, maxRedirects, ca, limits } = settings;
  return {
    timeout: [connectTimeout || null, readTimeout || null],
    ...(totalTimeout > 0 ? { totalTimeout } : {}),
    allowRedirects: followRedirects,
    maxRedirects,
    ca,
    limits,
  };
}

/** The defaults of settings are nothing that anybody has said. */
function routeOrigins({ origins }: SendSettings): Readonly<Record<string, string>> {
  const { proxy, verify, follow } = origins;
  const said = { proxy, verify, 'redirects.follow': follow };
  return {
    ...Object.fromEntries(Object.entries(said).filter(([, origin]) => origin !== 'default')),
    ca: 'httpSessions.tls.ca',
    cert: 'httpSessions.tls.clientCertificates',
  };
}

function configure(session: Session, settings: SendSettings): void {
  session.verify = settings.verify;
  session.environment = environmentVariables(process.env, settings);
}

function firstWord(text: string | undefined): string | undefined {
  const word = text?.trim().split(/\s+/, 1)[0];
  return word === '' ? undefined : word;
}
