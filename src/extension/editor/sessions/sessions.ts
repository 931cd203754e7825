/**
 * Which session a request uses: one of each name for each workspace folder, made when it is first needed or found on
 * disk. The cookies live here and in the extension's own storage, never in the workspace. Settings are put into a session
 * just before it is used, so that a change counts at once. It sends nothing.
 */
import { setTimeout as pause } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { Disposable } from '../disposable.ts';
import type { Session } from '../../http/index.ts';
import { loadEngine } from '../sending/loadEngine.ts';
import { defaultSession, sendSettings } from '../settings.ts';
import { environmentVariables } from '../environments/proxyVariables.ts';
import type { CookiesProblem, KeptCookies } from './keptCookies.ts';

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
  /** Opens what this window's folders have kept. */
  openKept(): Promise<void>;
  /** The name a request uses: what it says itself, else what was chosen for the file, else the setting. */
  nameFor(file: vscode.Uri, directive: string | undefined): string;
  /** The session of that name, with the settings of the file in force. Loads the engine. */
  open(file: vscode.Uri, name: string): Promise<NamedSession>;
  /** Ends a session: its cookies, also on disk, its connections and what it trusts are gone. */
  remove(named: NamedSession): Promise<void>;
  /** Makes requests of the file that name no session use this one. */
  choose(file: vscode.Uri, name: string): void;
  /** Resolves when the cookies are on disk or could not be written, and soon in any case. Never rejects. */
  readonly settle: () => Promise<void>;
  /** For the window's end: writes what still waits. */
  finish(): Promise<void>;
}

/** Milliseconds that a send waits for its cookies: a slow disk, or a window that hangs, holds it up no longer. */
const patience = 200;

export function createSessions(state: vscode.Memento, kept: KeptCookies): Sessions {
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

  async function openKept(): Promise<void> {
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
      const named = await openIn(vscode.workspace.getWorkspaceFolder(file), name);
      configure(named.session, file);
      return named;
    },
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

function configure(session: Session, file: vscode.Uri): void {
  const settings = sendSettings(file);
  session.verify = settings.verify;
  session.maxRedirects = settings.maxRedirects;
  session.timeout = [settings.connectTimeout || null, settings.readTimeout || null];
  session.environment = environmentVariables(process.env, settings);
}

function firstWord(text: string | undefined): string | undefined {
  const word = text?.trim().split(/\s+/, 1)[0];
  return word === '' ? undefined : word;
}
