/** The certificates of a connection, from the server's own to the authority's, each with fingerprint and expiry. */
import type { CertificateView } from '../../hops.ts';
import type { ViewContext } from '../actions.ts';
import { copyButton } from '../copyButton.ts';
import { element, icon } from '../dom.ts';

/** Nothing for a connection without TLS. */
export function certificateList(
  context: ViewContext,
  certificates: readonly CertificateView[],
): readonly HTMLElement[] {
  const { t } = context.texts;
  if (certificates.length === 0) return [];
  const items = certificates.map(({ subject, issuer, names, validFrom, validTo, fingerprint, warning }) =>
    element(
      'li',
      { class: 'certificate', 'data-testid': 'certificate' },
      element('span', { class: 'certificate-subject', dir: 'auto' }, subject),
      ...(warning === undefined ? [] : [element('span', { class: 'warning' }, icon('warning'), warning)]),
      element('span', { class: 'muted', dir: 'auto' }, t('issuedBy', issuer)),
      ...(names.length === 0 ? [] : [element('span', { class: 'muted', dir: 'auto' }, names.join(', '))]),
      element('span', { class: 'muted' }, t('validBetween', validFrom, validTo)),
      element(
        'span',
        { class: 'fingerprint' },
        `SHA-256 ${fingerprint}`,
        copyButton(context, t('copyFingerprint'), () => fingerprint),
      ),
    ),
  );
  return [
    element('h2', { class: 'group-title' }, t('certificates', certificates.length)),
    element('ol', { class: 'certificates', 'data-testid': 'certificates' }, ...items),
  ];
}
