/**
 * Consent in the editor: the page opens in the person's browser, also where VS Code itself runs elsewhere, and a
 * notification with Cancel stands as long as somebody waits for it. It knows no token.
 */
import * as vscode from 'vscode';
import type { ConsentingPerson, Waiting } from '../../runner/index.ts';

export function createConsent(): ConsentingPerson {
  return {
    // Over SSH and in containers the browser is elsewhere; VS Code leads it to the port here.
    reachable: async (local) => (await vscode.env.asExternalUri(vscode.Uri.parse(local))).toString(true),
    async openPage({ id, url }, waiting) {
      const isOpened = await openPage(url);
      if (isOpened) showWaiting(vscode.l10n.t('Consent to "{0}" in the browser', id), waiting);
      return isOpened;
    },
    async showCode({ id, userCode, verificationUrl, completeUrl }, waiting) {
      const open = vscode.l10n.t('Copy Code and Open Page');
      const answer = await vscode.window.showInformationMessage(
        vscode.l10n.t('Enter the code {0} to consent to "{1}"', userCode, id),
        { modal: true, detail: verificationUrl },
        open,
      );
      if (answer !== open) return false;
      await vscode.env.clipboard.writeText(userCode);
      showWaiting(vscode.l10n.t('Enter {0} in the browser to consent to "{1}"', userCode, id), waiting);
      return openPage(completeUrl ?? verificationUrl);
    },
  };
}

/** As text, which VS Code takes, too: a Uri would be decoded and written anew, and the query would not survive it. */
function openPage(url: string): Thenable<boolean> {
  return vscode.env.openExternal(url as unknown as vscode.Uri);
}

function showWaiting(title: string, waiting: Waiting): void {
  void vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    (_progress, token) =>
      new Promise<void>((resolve) => {
        const { over } = waiting;
        token.onCancellationRequested(() => {
          waiting.cancel();
        });
        if (over.aborted) resolve();
        else
          over.addEventListener(
            'abort',
            () => {
              resolve();
            },
            { once: true },
          );
      }),
  );
}
