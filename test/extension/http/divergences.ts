/**
 * The conformance cases in which we differ from `requests` on purpose, with the reason. The suite fails when a case
 * differs that is not listed, and when a listed one no longer differs.
 */
export const divergences: Readonly<Record<string, string>> = {
  'cookies-026': 'A cookie for a public suffix (co.uk) would reach unrelated sites; it is refused.',
  'cookies-028':
    'A Secure cookie that came over plain http is refused, so that nobody on the way can plant one.',
  'digest-010': 'A space after the comma in qop="auth-int, auth" is legal (RFC 9110 5.6.1); auth is used.',
  'digest-011': 'auth-int is supported when the body is at hand.',
  'env-010':
    'An explicit verify of the session beats REQUESTS_CA_BUNDLE, so that nothing is trusted by accident.',
  'env-011': 'A CA bundle chosen for the session beats REQUESTS_CA_BUNDLE.',
  'errors-001':
    'Parents that only Python and its libraries have (OSError, the HTTPError of urllib3) have no counterpart.',
  'session-001':
    'Idle connections are limited for each host, not by pools; there is no number of pools or retries.',
};
