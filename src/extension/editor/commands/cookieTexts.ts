/** Cookies as text: pasted as `Set-Cookie` lines, copied for other tools, read from and written to a `cookies.txt`. */
import * as vscode from 'vscode';
import type { Cookie } from '../../http/index.ts';
import { loadEngine } from '../sending/loadEngine.ts';
import type { NamedSession } from '../sessions/sessions.ts';
import { cookiesOf } from '../views/sessionNodes.ts';
import { nodesOf, type Command, type CommandContext } from './command.ts';
import { domainOf, mayShow, rowOf } from './cookieCommands.ts';

/** Takes the lines as a response of the host would have set them. */
const pasteSetCookie: Command = {
  id: 'httpSessions.pasteSetCookie',
  async run(context, ...values) {
    const node = rowOf(context, values);
    const owner = node?.owner ?? context.sessions.list()[0];
    if (owner === undefined) return;
    const text = await askForLines(await vscode.env.clipboard.readText());
    if (text === undefined) return;
    const lines = setCookieLines(text);
    const host = await hostFor(lines, domainOf(node, owner));
    if (host === undefined) return;
    const { stored, refused } = owner.session.cookies.setFromResponse(urlOf(host), lines);
    const [first] = refused;
    if (first !== undefined) {
      void vscode.window.showWarningMessage(
        vscode.l10n.t('The cookie was not kept. {0}', vscode.l10n.t(first.reason)),
      );
    } else if (stored.length === 0) {
      void vscode.window.showInformationMessage(vscode.l10n.t('The line deletes a cookie; none was added.'));
    }
  },
};

/** Copies the values of the selected cookies, one a line; not where they may not be seen. */
const copyCookie: Command = {
  id: 'httpSessions.copyCookie',
  run: (context, ...values) =>
    copy(context, values, (cookies) => cookies.map(({ value }) => value).join('\n')),
};

const copyCookieHeader: Command = {
  id: 'httpSessions.copyCookieHeader',
  run: async (context, ...values) => {
    const { cookieHeader } = await loadEngine();
    await copy(context, values, (cookies) => `Cookie: ${cookieHeader(cookies)}`);
  },
};

const copyCookieNetscape: Command = {
  id: 'httpSessions.copyCookieNetscape',
  run: async (context, ...values) => {
    const { netscapeLine } = await loadEngine();
    await copy(context, values, (cookies) =>
      cookies.flatMap((cookie) => netscapeLine(cookie) ?? []).join('\n'),
    );
  },
};

const importCookies: Command = {
  id: 'httpSessions.importCookies',
  async run(context, ...values) {
    const owner = rowOf(context, values)?.owner ?? (await someSession(context));
    if (owner === undefined) return;
    const [file] =
      (await vscode.window.showOpenDialog({
        title: vscode.l10n.t('Import cookies.txt into session {0}', owner.name),
        openLabel: vscode.l10n.t('Import'),
      })) ?? [];
    if (file === undefined) return;
    const { readNetscape, cookieProblem } = await loadEngine();
    const { cookies, badLines } = readNetscape(
      new TextDecoder().decode(await vscode.workspace.fs.readFile(file)),
    );
    const now = Date.now();
    const storable = cookies.filter((cookie) => cookieProblem(cookie) === undefined);
    const alive = storable.filter(({ expires }) => expires === undefined || expires.getTime() > now);
    for (const cookie of alive) owner.session.cookies.set(cookie);
    const parts = [
      alive.length === 1
        ? vscode.l10n.t('1 cookie imported.')
        : vscode.l10n.t('{0} cookies imported.', alive.length),
      ...countedSentence(storable.length - alive.length, vscode.l10n.t('Expired and left out: {0}.')),
      ...countedSentence(cookies.length - storable.length, vscode.l10n.t('Not allowed and left out: {0}.')),
      ...(badLines.length === 0
        ? []
        : [vscode.l10n.t('Lines that are no cookies: {0}.', badLines.slice(0, 10).join(', '))]),
    ];
    void vscode.window.showInformationMessage(parts.join(' '));
  },
};

/** The file holds the values, so it is only where the user says. */
const exportCookies: Command = {
  id: 'httpSessions.exportCookies',
  async run(context, ...values) {
    const owner = rowOf(context, values)?.owner;
    if (owner === undefined || !mayShow()) return;
    const file = await vscode.window.showSaveDialog({
      title: vscode.l10n.t('Export the cookies of session {0}, with their values', owner.name),
      saveLabel: vscode.l10n.t('Export'),
      defaultUri: vscode.Uri.joinPath(owner.folder?.uri ?? vscode.Uri.file('/'), 'cookies.txt'),
    });
    if (file === undefined) return;
    const { writeNetscape } = await loadEngine();
    const { text, leftOut } = writeNetscape(owner.session.cookies.list());
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
    if (leftOut.length > 0) {
      void vscode.window.showWarningMessage(
        vscode.l10n.t(
          'A cookies.txt cannot hold these cookies: {0}.',
          leftOut.map(({ name }) => name).join(', '),
        ),
      );
    }
  },
};

export const cookieTexts: readonly Command[] = [
  pasteSetCookie,
  copyCookie,
  copyCookieHeader,
  copyCookieNetscape,
  importCookies,
  exportCookies,
];

async function copy(
  context: CommandContext,
  values: readonly unknown[],
  textOf: (cookies: readonly Cookie[]) => string,
): Promise<void> {
  const chosen = new Set([
    ...nodesOf(context, values, 'cookie').map(({ cookie }) => cookie),
    ...nodesOf(context, values, 'domain').flatMap(({ owner, domain }) =>
      cookiesOf(owner).filter((cookie) => cookie.domain === domain),
    ),
  ]);
  if (chosen.size === 0 || !mayShow()) return;
  await vscode.env.clipboard.writeText(textOf([...chosen]));
}

/** What the clipboard has counts at once when it can be a cookie; else the user is asked for the line. */
async function askForLines(clipboard: string): Promise<string | undefined> {
  const lines = setCookieLines(clipboard);
  const isLikely = lines.length > 0 && lines.length <= 50 && lines.every((line) => /^[^\s=;]+=/.test(line));
  return isLikely
    ? clipboard
    : vscode.window.showInputBox({
        title: vscode.l10n.t('Paste Set-Cookie'),
        prompt: vscode.l10n.t('A Set-Cookie line, with or without the name of the header'),
        placeHolder: 'sid=1; Path=/; HttpOnly',
      });
}

function setCookieLines(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.replace(/^\s*set-cookie\s*:\s*/i, '').trim())
    .filter((line) => line !== '');
}

/** The host whose response sets the lines: their Domain, else the row's, else what the user says. */
async function hostFor(lines: readonly string[], domain: string): Promise<string | undefined> {
  const named = /;\s*domain\s*=\s*\.?([^;\s]+)/i.exec(lines[0] ?? '')?.[1];
  if (named !== undefined) return named;
  if (domain !== '') return domain;
  return vscode.window.showInputBox({
    title: vscode.l10n.t('Paste Set-Cookie'),
    prompt: vscode.l10n.t('The host that sets this cookie'),
    placeHolder: '127.0.0.1',
    validateInput: (text) =>
      /^[^\s/:@?#]+$|^[\da-f:]+$/i.test(text.trim())
        ? undefined
        : vscode.l10n.t('Give a host, without scheme, port or path.'),
  });
}

function urlOf(host: string): string {
  const trimmed = host.trim();
  return trimmed.includes(':') ? `https://[${trimmed}]/` : `https://${trimmed}/`;
}

/** The session an import goes to where no row says: the one of the file in front. */
async function someSession({ sessions }: CommandContext): Promise<NamedSession | undefined> {
  const file = vscode.window.activeTextEditor?.document.uri ?? vscode.workspace.workspaceFolders?.[0]?.uri;
  return file === undefined ? sessions.list()[0] : sessions.open(file, sessions.nameFor(file, undefined));
}

function countedSentence(count: number, sentence: string): string[] {
  return count === 0 ? [] : [sentence.replace('{0}', String(count))];
}
