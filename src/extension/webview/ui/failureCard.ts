/**
 * Why there is no answer, or not all of one: the fact, where it happened, what to do, and one action. The name is the one
 * of the error, so that it can be searched for. A certificate that is not trusted is shown with its fingerprint, and can
 * be trusted from here.
 */
import type { FailureView } from '../failures.ts';
import type { ExchangeSnapshot } from '../protocol.ts';
import type { ViewContext } from './actions.ts';
import { button, element, icon, setShown, setText } from './dom.ts';
import { copyButton } from './copyButton.ts';
import { limitText, offlineText, phaseText } from './statusLine.ts';
import type { Texts } from './text.ts';
import { certificateList } from './timing/certificatesView.ts';

export interface FailureCard {
  readonly element: HTMLElement;
  /** Shows what the exchange failed by; hides with undefined. */
  update(snapshot: ExchangeSnapshot | undefined): void;
}

export function createFailureCard(context: ViewContext): FailureCard {
  const { texts, actions } = context;
  const { t } = texts;
  const message = element('p', { class: 'failure-message', dir: 'auto' });
  const facts = element('dl', { class: 'failure-facts', 'data-testid': 'failure-facts' });
  const certificate = element('div', { class: 'failure-certificate', 'data-testid': 'failure-certificate' });
  const startTitle = element('p', { class: 'failure-start-title', 'aria-hidden': 'true' }, t('failureStart'));
  const start = element('pre', {
    class: 'failure-start',
    dir: 'auto',
    tabindex: '0',
    role: 'region',
    'aria-label': t('failureStart'),
    'data-testid': 'failure-start',
  });
  const hint = element('p', { dir: 'auto' });
  const nothingSent = element('p', {}, t('nothingSent'));
  const trust = button({
    label: t('trustCertificate'),
    class: 'primary',
    testId: 'trust-certificate',
    onClick: actions.trustCertificate,
  });
  const again = button({ label: t('sendAgain'), class: 'secondary', onClick: actions.sendAgain });
  const buttons = element('div', { class: 'failure-actions' }, trust, again);
  const card = element(
    'div',
    { class: 'notice failure', role: 'group', 'aria-label': t('failed'), 'data-testid': 'failure' },
    icon('error'),
    element(
      'div',
      { class: 'notice-text' },
      message,
      facts,
      startTitle,
      start,
      certificate,
      hint,
      nothingSent,
      buttons,
    ),
  );
  card.hidden = true;
  /** Drawn again only for another one, so that what was opened in it stays open. */
  let drawn: FailureView | undefined;

  return {
    element: card,
    update: (snapshot) => {
      const failure = snapshot?.failure;
      setShown(card, failure !== undefined);
      if (snapshot === undefined || failure === undefined || failure === drawn) return;
      drawn = failure;
      const offline = snapshot.state === 'offline' ? `${offlineText(snapshot, texts)}. ` : '';
      setText(message, offline + failure.message);
      facts.replaceChildren(...factRows(snapshot, failure, texts));
      for (const part of [startTitle, start]) setShown(part, failure.start !== undefined);
      setText(start, failure.start ?? '');
      setShown(hint, failure.hint !== undefined);
      setText(hint, failure.hint ?? '');
      setShown(nothingSent, failure.nothingSent === true);
      const { certificates = [] } = failure;
      setShown(trust, certificates.length > 0);
      setShown(certificate, certificates.length > 0);
      certificate.replaceChildren(...certificateRows(context, certificates));
    },
  };
}

function factRows(snapshot: ExchangeSnapshot, failure: FailureView, texts: Texts): HTMLElement[] {
  const { t } = texts;
  const from = snapshot.sentFrom ?? (snapshot.state === 'offline' ? t('thisComputer') : undefined);
  const rows: readonly (readonly [string, string | undefined])[] = [
    [t('failureName'), failure.name],
    [t('failurePhase'), phaseText(failure.phase, texts)],
    [t('failureTarget'), failure.target],
    [t('failureElapsed'), failure.elapsed === undefined ? undefined : texts.duration(failure.elapsed)],
    [t('failureLimit'), failure.limit === undefined ? undefined : limitText(failure.limit, texts)],
    [t('failureSetting'), failure.setting],
    [t('failureAttempts'), failure.attempts === undefined ? undefined : texts.number(failure.attempts)],
    [t('failureWire'), wireText(failure, texts)],
    [t('failureReceived'), receivedText(snapshot, texts)],
    [t('failureFrom'), from],
  ];
  return rows.flatMap(([name, value]) =>
    value === undefined
      ? []
      : [element('div', {}, element('dt', {}, name), element('dd', { dir: 'auto' }, value))],
  );
}

function wireText({ bytesSent, bytesReceived = 0 }: FailureView, texts: Texts): string | undefined {
  if (bytesSent === undefined || bytesSent === 0) return undefined;
  return texts.t('bytesSentReceived', texts.number(bytesSent), texts.number(bytesReceived));
}

/** In bytes to the last one, because the ones that are missing are counted from it. */
function receivedText({ response, received, expected }: ExchangeSnapshot, texts: Texts): string | undefined {
  if (response === undefined) return undefined;
  const bytes = texts.number(received);
  return expected === undefined
    ? texts.t('bytesKept', bytes)
    : texts.t('bytesOf', bytes, texts.number(expected));
}

/** The server's own certificate at once, the chain behind a click. */
function certificateRows(
  context: ViewContext,
  certificates: NonNullable<FailureView['certificates']>,
): HTMLElement[] {
  const { t } = context.texts;
  const [own] = certificates;
  if (own === undefined) return [];
  return [
    element('p', { dir: 'auto' }, t('certificateUntil', own.subject, own.validTo)),
    element(
      'p',
      { class: 'fingerprint' },
      `SHA-256 ${own.fingerprint}`,
      copyButton(context, t('copyFingerprint'), () => own.fingerprint),
    ),
    element(
      'details',
      {},
      element('summary', {}, t('certificateDetails')),
      ...certificateList(context, certificates),
    ),
  ];
}
