/**
 * Asks VS Code whether the folder is trusted, and the user where `allow` says so. Every send goes through
 * `maySend`; nothing is remembered between sends, because the next one may carry something else.
 */
import * as vscode from 'vscode';
import { allow, type Capability } from './allow.ts';
import { hostOf } from './labels.ts';
import { untrustedPolicy } from './settings.ts';

/** Whether it may be done without asking anybody. */
export function isAllowed(capability: Capability): boolean {
  return verdictOn(capability) === 'yes';
}

/** What a person must know to say yes to one send. */
export interface SendQuestion {
  readonly method: string;
  readonly url: string;
  readonly session: string;
  /** How many cookies go with it. */
  readonly cookies: number;
}

/** True when the request may go now; asks the user in a folder that is not trusted. */
export async function maySend(question: SendQuestion): Promise<boolean> {
  const verdict = verdictOn('send');
  if (verdict === 'yes') return true;
  if (verdict === 'no') {
    void vscode.window.showWarningMessage(
      vscode.l10n.t('Sending is turned off in folders that are not trusted.'),
    );
    return false;
  }
  const send = vscode.l10n.t('Send');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t(
      'Send {0} to {1} from a folder that is not trusted?',
      question.method,
      hostOf(question.url),
    ),
    {
      modal: true,
      detail: vscode.l10n.t(
        'Cookies of session {0} that go with it: {1}',
        question.session,
        question.cookies,
      ),
    },
    send,
  );
  return answer === send;
}

function verdictOn(capability: Capability): ReturnType<typeof allow> {
  return allow(capability, {
    trusted: vscode.workspace.isTrusted,
    untrustedPolicy: untrustedPolicy(),
  });
}
