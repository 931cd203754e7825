/**
 * Tokens of the Microsoft account that VS Code is signed in with (`{{$aadToken}}`, `{{$aadV2Token}}`). VS Code asks for
 * consent and keeps the account; nothing of it is kept here.
 */
import * as vscode from 'vscode';
import type { TokenWish } from '../../../language/semantics/index.ts';
import { loadEngine } from '../sending/loadEngine.ts';

type MicrosoftWish = TokenWish & { readonly kind: 'microsoft' };

/** Rejects with a RequestException when nobody consents. */
export async function microsoftToken(wish: MicrosoftWish): Promise<string> {
  try {
    const options: vscode.AuthenticationGetSessionOptions = wish.isNew
      ? { forceNewSession: true }
      : { createIfNone: true };
    const session = await vscode.authentication.getSession('microsoft', scopesOf(wish), options);
    if (session !== undefined) return session.accessToken;
    throw new TypeError();
  } catch {
    const { RequestException } = await loadEngine();
    throw new RequestException(
      vscode.l10n.t('Not sent: Microsoft gave no token, or nobody consented.'),
      'Cancelled',
      { phase: 'queue' },
    );
  }
}

/** Words with VSCODE_ in front are how VS Code's Microsoft accounts take a tenant and a client. */
function scopesOf({ scopes, audience, tenant, clientId }: MicrosoftWish): string[] {
  const resource = audience?.replace(/\/+$/, '');
  const wanted = scopes.length > 0 ? scopes : resource === undefined ? [] : [`${resource}/.default`];
  return [
    ...wanted,
    ...(tenant === undefined ? [] : [`VSCODE_TENANT:${tenant}`]),
    ...(clientId === undefined ? [] : [`VSCODE_CLIENT_ID:${clientId}`]),
  ];
}
