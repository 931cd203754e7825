/** Commands for whole sessions: make, name, copy, use, delete, and carry to another machine or the command line. */
import * as vscode from 'vscode';
import type { CookieJarJSON } from '../../http/index.ts';
import { copyCookies } from '../cookies/cookieEdits.ts';
import { loadEngine } from '../sending/loadEngine.ts';
import type { NamedSession, Sessions } from '../sessions/sessions.ts';
import { nodesOf, type Command, type CommandContext } from './command.ts';
import { mayShow, rowOf } from './cookieCommands.ts';

const newSession: Command = {
  id: 'httpSessions.newSession',
  async run(context, ...values) {
    const name = await askForName(context.sessions, { title: vscode.l10n.t('New Session') });
    if (name === undefined) return;
    const made = await context.sessions.open(placeFor(rowOf(context, values)?.owner), name);
    context.view.reveal(made);
  },
};

const renameSession: Command = {
  id: 'httpSessions.renameSession',
  async run(context, ...values) {
    const { sessions } = context;
    const [node] = nodesOf(context, values, 'session');
    if (node === undefined) return;
    const { owner } = node;
    const name = await askForName(sessions, {
      title: vscode.l10n.t('Rename Session {0}', owner.name),
      value: owner.name,
      prompt: vscode.l10n.t('Requests that name it with `# @session` keep the old name.'),
    });
    if (name === undefined || name === owner.name) return;
    const renamed = await copyOf(owner, name, sessions);
    const file = vscode.window.activeTextEditor?.document.uri;
    if (file !== undefined && sessions.nameFor(file, undefined) === owner.name) sessions.choose(file, name);
    await sessions.remove(owner);
    context.view.reveal(renamed);
  },
};

/** Cookies are copied; connections and trusted certificates are not. */
const duplicateSession: Command = {
  id: 'httpSessions.duplicateSession',
  async run(context, ...values) {
    const [node] = nodesOf(context, values, 'session');
    if (node === undefined) return;
    const name = await askForName(context.sessions, {
      title: vscode.l10n.t('Duplicate Session {0}', node.owner.name),
      value: `${node.owner.name}-2`,
    });
    if (name !== undefined) context.view.reveal(await copyOf(node.owner, name, context.sessions));
  },
};

const deleteSession: Command = {
  id: 'httpSessions.deleteSession',
  async run(context, ...values) {
    const owners = nodesOf(context, values, 'session').map(({ owner }) => owner);
    const [first] = owners;
    if (first === undefined) return;
    const question =
      owners.length === 1
        ? vscode.l10n.t('Delete session {0} with all its cookies?', first.name)
        : vscode.l10n.t('Delete {0} sessions with all their cookies?', owners.length);
    const remove = vscode.l10n.t('Delete');
    const answer = await vscode.window.showWarningMessage(
      question,
      { modal: true, detail: vscode.l10n.t('This cannot be undone. Its connections are closed.') },
      remove,
    );
    if (answer !== remove) return;
    for (const owner of owners) await context.sessions.remove(owner);
  },
};

/** Requests of the file in front that name no session use this one. */
const useSession: Command = {
  id: 'httpSessions.useSession',
  run(context, ...values) {
    const [node] = nodesOf(context, values, 'session');
    const document = vscode.window.activeTextEditor?.document;
    if (node === undefined) return;
    if (document?.languageId === 'http') context.sessions.choose(document.uri, node.owner.name);
    else
      void vscode.window.showInformationMessage(
        vscode.l10n.t('Open the .http file that is to use the session.'),
      );
  },
};

/** In the form that `http-sessions --cookie-jar` reads. */
const exportSession: Command = {
  id: 'httpSessions.exportSession',
  async run(context, ...values) {
    const owners = nodesOf(context, values, 'session').map(({ owner }) => owner);
    const [first] = owners;
    if (first === undefined || !mayShow()) return;
    const file = await vscode.window.showSaveDialog({
      title: vscode.l10n.t('Export session {0}, with the values of its cookies', first.name),
      saveLabel: vscode.l10n.t('Export'),
      filters: { JSON: ['json'] },
      defaultUri: vscode.Uri.joinPath(placeFor(first), `${first.name}.cookies.json`),
    });
    if (file === undefined) return;
    const sessions = Object.fromEntries(owners.map(({ name, session }) => [name, session.cookies.toJSON()]));
    const text = `${JSON.stringify({ version: 1, sessions }, undefined, 2)}\n`;
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
  },
};

const importSession: Command = {
  id: 'httpSessions.importSession',
  async run(context, ...values) {
    const [file] =
      (await vscode.window.showOpenDialog({
        title: vscode.l10n.t('Import Sessions'),
        openLabel: vscode.l10n.t('Import'),
        filters: { JSON: ['json'] },
      })) ?? [];
    if (file === undefined) return;
    const { CookieJar } = await loadEngine();
    const place = placeFor(rowOf(context, values)?.owner);
    try {
      const jars = jarsOf(JSON.parse(new TextDecoder().decode(await vscode.workspace.fs.readFile(file))));
      const read = jars.map(([name, json]) => [name, CookieJar.fromJSON(json).list()] as const);
      for (const [name, cookies] of read) {
        const { session } = await context.sessions.open(place, name);
        for (const cookie of cookies) session.cookies.set(cookie);
      }
    } catch {
      void vscode.window.showErrorMessage(
        vscode.l10n.t('This file holds no sessions. Choose one that Export Session has written.'),
      );
    }
  },
};

const copyCookieTo: Command = {
  id: 'httpSessions.copyCookieTo',
  run: (context, ...values) => carry(context, values, false),
};

const moveCookieTo: Command = {
  id: 'httpSessions.moveCookieTo',
  run: (context, ...values) => carry(context, values, true),
};

export const sessionCommands: readonly Command[] = [
  newSession,
  renameSession,
  duplicateSession,
  deleteSession,
  useSession,
  exportSession,
  importSession,
  copyCookieTo,
  moveCookieTo,
];

async function carry(context: CommandContext, values: readonly unknown[], move: boolean): Promise<void> {
  const nodes = nodesOf(context, values, 'cookie');
  const others = context.sessions.list().filter((one) => nodes.some(({ owner }) => owner !== one));
  if (nodes.length === 0) return;
  const picked = await vscode.window.showQuickPick(
    others.map((owner) => ({ label: owner.name, description: owner.folder?.name ?? '', owner })),
    {
      title: move ? vscode.l10n.t('Move cookies to session') : vscode.l10n.t('Copy cookies to session'),
      placeHolder: others.length === 0 ? vscode.l10n.t('There is no other session.') : '',
    },
  );
  if (picked === undefined) return;
  const to = picked.owner.session.cookies;
  for (const { owner, cookie } of nodes) copyCookies([cookie], { from: owner.session.cookies, to, move });
}

async function copyOf(owner: NamedSession, name: string, sessions: Sessions): Promise<NamedSession> {
  const copy = await sessions.open(placeFor(owner), name);
  copyCookies(owner.session.cookies.list(), {
    from: owner.session.cookies,
    to: copy.session.cookies,
    move: false,
  });
  return copy;
}

/** Something in the folder of a session: what `Sessions.open` finds it by. Without one, the first folder. */
function placeFor(owner: NamedSession | undefined): vscode.Uri {
  const folder = owner === undefined ? vscode.workspace.workspaceFolders?.[0] : owner.folder;
  return folder?.uri ?? vscode.Uri.file('/');
}

async function askForName(
  sessions: Sessions,
  options: Pick<vscode.InputBoxOptions, 'title' | 'value' | 'prompt'>,
): Promise<string | undefined> {
  const taken = new Set(sessions.list().map(({ name }) => name));
  const name = await vscode.window.showInputBox({
    prompt: vscode.l10n.t('A name without spaces, as `# @session` takes it'),
    ...options,
    validateInput: (text) => {
      const trimmed = text.trim();
      if (!/^\S+$/.test(trimmed)) return vscode.l10n.t('Give a name without spaces.');
      return taken.has(trimmed) && trimmed !== options.value
        ? vscode.l10n.t('There is a session of that name.')
        : undefined;
    },
  });
  return name?.trim();
}

/** Throws for anything but sessions by name. */
function jarsOf(content: unknown): readonly (readonly [string, CookieJarJSON])[] {
  if (typeof content !== 'object' || content === null || !('sessions' in content)) throw new TypeError();
  const { sessions } = content;
  if (typeof sessions !== 'object' || sessions === null) throw new TypeError();
  // `fromJSON` checks each of them.
  return Object.entries(sessions as Readonly<Record<string, CookieJarJSON>>).filter(([name]) =>
    /^\S+$/.test(name),
  );
}
