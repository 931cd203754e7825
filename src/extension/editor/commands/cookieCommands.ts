/** Commands of the rows of cookies that change them one by one; those for whole texts are in `cookieTexts.ts`. */
import * as vscode from 'vscode';
import { replaceCookie, switchCookie } from '../cookies/cookieEdits.ts';
import { isSameCookie } from '../cookies/cookieFields.ts';
import { loadEngine } from '../sending/loadEngine.ts';
import type { NamedSession } from '../sessions/sessions.ts';
import { isAllowed } from '../trust/trust.ts';
import { cookiesOf, type SessionNode } from '../views/sessionNodes.ts';
import { nodesOf, type Command, type CommandContext } from './command.ts';

const addCookie: Command = {
  id: 'httpSessions.addCookie',
  async run(context, ...values) {
    const node = rowOf(context, values);
    const owner = node?.owner ?? context.sessions.list()[0];
    if (owner !== undefined) await context.cookieForm.add(owner, domainOf(node, owner));
  },
};

/** Opens the form. The exchange panel calls it, too, with a row for its cookie. */
const editCookie: Command = {
  id: 'httpSessions.editCookie',
  async run(context, ...values) {
    const [node] = nodesOf(context, values, 'cookie');
    if (node !== undefined) await context.cookieForm.edit(node.owner, node.cookie);
  },
};

const editCookieValue: Command = {
  id: 'httpSessions.editCookieValue',
  async run(context, ...values) {
    const [node] = nodesOf(context, values, 'cookie');
    if (node === undefined || !mayShow()) return;
    const { owner, cookie } = node;
    const { cookieProblem } = await loadEngine();
    const value = await vscode.window.showInputBox({
      title: vscode.l10n.t('Value of cookie {0}', cookie.name),
      value: cookie.value,
      validateInput: (text) => {
        const problem = cookieProblem({ ...cookie, value: text });
        return problem && vscode.l10n.t(problem.reason);
      },
    });
    if (value === undefined || value === cookie.value) return;
    // It may have changed while the box was open: only its value is meant.
    const present = owner.session.cookies.list().find((one) => isSameCookie(one, cookie)) ?? cookie;
    replaceCookie(owner.session.cookies, present, { ...present, value });
  },
};

const toggleCookie: Command = {
  id: 'httpSessions.toggleCookie',
  run(context, ...values) {
    const nodes = nodesOf(context, values, 'cookie');
    const on = nodes.some(({ cookie }) => cookie.disabled === true);
    for (const { owner, cookie } of nodes) switchCookie(owner.session.cookies, cookie, on);
  },
};

/** Deletes the cookies of one domain; can be undone for a while, as a single one can. */
const deleteDomain: Command = {
  id: 'httpSessions.deleteDomain',
  run(context, ...values) {
    const cookies = nodesOf(context, values, 'domain').flatMap((node) =>
      cookiesOf(node.owner)
        .filter(({ domain }) => domain === node.domain)
        .map((cookie) => ({ jar: node.owner.session.cookies, cookie })),
    );
    context.deleted.delete(cookies);
  },
};

const deleteExpired: Command = {
  id: 'httpSessions.deleteExpired',
  run(context, ...values) {
    const owners = new Set(
      [...nodesOf(context, values, 'session'), ...nodesOf(context, values, 'cookies')].map(
        ({ owner }) => owner,
      ),
    );
    const cookies = [...owners].flatMap(({ session }) =>
      session.cookies.expired().map((cookie) => ({ jar: session.cookies, cookie })),
    );
    if (cookies.length === 0) {
      void vscode.window.showInformationMessage(vscode.l10n.t('No cookie of this session has expired.'));
    }
    context.deleted.delete(cookies);
  },
};

export const cookieCommands: readonly Command[] = [
  addCookie,
  editCookie,
  editCookieValue,
  toggleCookie,
  deleteDomain,
  deleteExpired,
];

/** The row a command is about when it can be any. */
export function rowOf(context: CommandContext, values: readonly unknown[]): SessionNode | undefined {
  return (values[0] as SessionNode | undefined) ?? context.view.selection[0];
}

/** Where a new cookie most likely belongs: the domain of the row, else the only one of the session. */
export function domainOf(node: SessionNode | undefined, owner: NamedSession): string {
  if (node?.kind === 'domain') return node.domain;
  if (node?.kind === 'cookie') return node.cookie.domain;
  const domains = new Set(cookiesOf(owner).map(({ domain }) => domain));
  const [first = ''] = domains;
  return domains.size === 1 ? first : '';
}

/** Says why not where values may not be seen. */
export function mayShow(): boolean {
  if (isAllowed('revealSecrets')) return true;
  void vscode.window.showWarningMessage(
    vscode.l10n.t('Cookie values stay masked in a folder that is not trusted.'),
  );
  return false;
}
