/**
 * Tokens of the accounts that VS Code is signed in with: Microsoft's (`{{$aadToken}}`, `{{$aadV2Token}}`) and GitHub's
 * (`{{$githubToken}}`). VS Code asks for consent and keeps the account; nothing of it is kept here.
 */
import * as vscode from 'vscode';
import type { AccountWish } from '../../../language/semantics/index.ts';
import { loadEngine } from '../sending/loadEngine.ts';

/** As people know the account. */
export function accountName({ kind }: AccountWish): string {
  return kind === 'github' ? 'GitHub' : 'Microsoft';
}

/** Rejects with a RequestException when nobody consents. */
export async function accountToken(wish: AccountWish): Promise<string> {
  try {
    const options: vscode.AuthenticationGetSessionOptions = wish.isNew
      ? { forceNewSession: true }
      : { createIfNone: true };
    const scopes = wish.kind === 'github' ? wish.scopes : microsoftScopes(wish);
    // The kinds are the names of VS Code's providers.
    const session = await vscode.authentication.getSession(wish.kind, scopes, options);
    if (session !== undefined) return session.accessToken;
    throw new TypeError();
  } catch {
    const { RequestException } = await loadEngine();
    throw new RequestException(
      vscode.l10n.t('Not sent: {0} gave no token, or nobody consented.', accountName(wish)),
      'Cancelled',
      { phase: 'queue' },
    );
  }
}

/** Words with VSCODE_ in front are how VS Code's Microsoft accounts take a tenant and a client. */
function microsoftScopes({
  scopes,
  audience,
  tenant,
  clientId,
}: AccountWish & { readonly kind: 'microsoft' }): string[] {
  const resource = audience?.replace(/\/+$/, '');
  const wanted = scopes.length > 0 ? scopes : resource === undefined ? [] : [`${resource}/.default`];
  return [
    ...wanted,
    ...(tenant === undefined ? [] : [`VSCODE_TENANT:${tenant}`]),
    ...(clientId === undefined ? [] : [`VSCODE_CLIENT_ID:${clientId}`]),
  ];
}
