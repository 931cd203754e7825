/**
 * Which session a request uses: one of each name for each workspace folder, made when it is first needed. The
 * cookies live here and never in the workspace. Settings are put into a session just before it is used, so that
 * a change counts at once. It sends nothing.
 */
import * as vscode from 'vscode';
import type { Disposable } from '../disposable.ts';
import type { Session } from '../../http/index.ts';
import { loadEngine } from '../sending/loadEngine.ts';
import { defaultSession, sendSettings } from '../settings.ts';
import { environmentVariables } from '../environments/proxyVariables.ts';

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
  /** A session came, or the cookies or connections of one have changed. */
  readonly onDidChange: vscode.Event<void>;
  /** In the order they were first used. */
  list(): readonly NamedSession[];
  /** The name a request uses: what it says itself, else what was chosen for the file, else the setting. */
  nameFor(file: vscode.Uri, directive: string | undefined): string;
  /** The session of that name, with the settings of the file in force. Loads the engine. */
  open(file: vscode.Uri, name: string): Promise<NamedSession>;
  /** Makes requests of the file that name no session use this one. */
  choose(file: vscode.Uri, name: string): void;
}

export function createSessions(state: vscode.Memento): Sessions {
  const sessions = new Map<string, NamedSession>();
  const changes = new vscode.EventEmitter<void>();
  const chosenKey = (file: vscode.Uri): string => `session:${file.toString()}`;

  return {
    onDidChange: changes.event,
    list: () => [...sessions.values()],
    nameFor: (file, directive) =>
      firstWord(directive) ?? state.get<string>(chosenKey(file)) ?? defaultSession(file),
    async open(file, name) {
      const { Session } = await loadEngine();
      const folder = vscode.workspace.getWorkspaceFolder(file);
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
      configure(named.session, file);
      return named;
    },
    choose(file, name) {
      void state.update(chosenKey(file), name);
      changes.fire();
    },
    dispose() {
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
