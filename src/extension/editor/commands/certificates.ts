/**
 * Trusting one certificate that nobody vouches for, and forgetting that again. It is trusted by its fingerprint, for one
 * host and port, by one session, as long as the window lives; no setting is touched. A folder that is not trusted itself
 * gets no such trust.
 */
import * as vscode from 'vscode';
import { isAllowed } from '../trust/trust.ts';
import { nodesOf, entryOf, type Command } from './command.ts';

export const trustCertificate: Command = {
  id: 'httpSessions.trustCertificate',
  async run(context, ...values) {
    const entry = entryOf(context, values);
    const { host, port, certificates } = entry?.exchange.error ?? {};
    const [shown] = certificates ?? [];
    if (entry === undefined || shown === undefined || host === undefined || port === undefined) return;
    if (!isAllowed('trustCertificate')) {
      void vscode.window.showWarningMessage(
        vscode.l10n.t('Certificates are not trusted by hand in a folder that is not trusted.'),
      );
      return;
    }
    const { session } = await context.sessions.open(entry.file, entry.exchange.session);
    session.trustCertificate(host, port, shown.fingerprint256);
    await context.sender.sendAgain(entry.exchange.id);
  },
};

/** The selected certificates; else those of the selected sessions; of all when none is. */
export const forgetCertificates: Command = {
  id: 'httpSessions.forgetCertificates',
  run(context, ...values) {
    const single = nodesOf(context, values, 'certificate');
    for (const { owner, place } of single) owner.session.forgetCertificates(place);
    if (single.length > 0) return;
    const chosen = [...nodesOf(context, values, 'session'), ...nodesOf(context, values, 'certificates')].map(
      ({ owner }) => owner,
    );
    const sessions = values[0] === undefined || chosen.length === 0 ? context.sessions.list() : chosen;
    for (const { session } of sessions) session.forgetCertificates();
  },
};
