/**
 * Asks VS Code whether the folder is trusted, and the user where `allow` says so. Every send goes through
 * `maySend`; nothing is remembered between sends, because the next one may carry something else.
 */
import * as vscode from 'vscode';
import { allow, changesSomething, type Capability, type Verdict } from '../../runner/index.ts';
import { hostOf } from '../labels.ts';
import { isProtected, untrustedPolicy } from '../settings/settings.ts';

/** Whether it may be done without asking anybody, whatever the request. */
export function isAllowed(capability: Capability): boolean {
  return verdictOn(capability, false) === 'yes';
}

/** What a person must know to say yes to one send. */
export interface SendQuestion {
  readonly file: vscode.Uri;
  readonly method: string;
  readonly url: string;
  readonly session: string;
  /** The one the request was prepared with; undefined for none. */
  readonly environment: string | undefined;
  /** How many cookies go with it. */
  readonly cookies: number;
}

/** True when the request may go now; asks in a folder that is not trusted and in a protected environment. */
export async function maySend(question: SendQuestion): Promise<boolean> {
  const { file, environment, method } = question;
  const endangers = environment !== undefined && isProtected(file, environment) && changesSomething(method);
  const verdict = verdictOn('send', endangers);
  if (verdict === 'yes') return true;
  if (verdict === 'no') {
    void vscode.window.showWarningMessage(
      vscode.l10n.t('Sending is turned off in folders that are not trusted.'),
    );
    return false;
  }
  const send = vscode.l10n.t('Send');
  const answer = await vscode.window.showWarningMessage(
    sentenceOf(question),
    { modal: true, detail: detailOf(question, endangers) },
    send,
  );
  return answer === send;
}

function sentenceOf({ method, url, environment }: SendQuestion): string {
  const host = hostOf(url);
  if (!vscode.workspace.isTrusted) {
    return vscode.l10n.t('Send {0} to {1} from a folder that is not trusted?', method, host);
  }
  return vscode.l10n.t('Send {0} to {1} in the environment {2}?', method, host, environment ?? '');
}

function detailOf({ environment, session, cookies }: SendQuestion, endangers: boolean): string {
  return [
    ...(endangers ? [vscode.l10n.t('The environment {0} is protected.', environment ?? '')] : []),
    vscode.l10n.t('Cookies of session {0} that go with it: {1}', session, cookies),
  ].join('\n');
}

function verdictOn(capability: Capability, endangers: boolean): Verdict {
  return allow(capability, {
    trusted: vscode.workspace.isTrusted,
    untrustedPolicy: untrustedPolicy(),
    endangers,
  });
}
