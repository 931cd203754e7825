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
  'cookies-005':
    "A cookie given by name and value belongs to the host of the request's URL; a redirect does not carry it elsewhere.",
  'errors-025':
    'undici refuses a repeated Content-Length, even an equal one: a server that sends two may mean either.',
  'errors-026': 'Content-Length beside chunked is how requests are smuggled; undici refuses it and so do we.',
  'redirect-026':
    'A generator cannot be sent twice: the redirect fails instead of sending an empty body in its place.',
  'redirect-076': 'A typed Host header was meant for the first host; it is not carried to another.',
  'stream-006':
    'Lines do not depend on how the body was cut on its way: CR and LF in two pieces are one line end.',
  'stream-014': 'Items do not depend on how the body was cut on its way.',
  'stream-015':
    'Items do not depend on how the body was cut on its way: a delimiter at the end of a piece is one delimiter.',
  'stream-018':
    'Items do not depend on how the body was cut on its way: a delimiter at the end of a piece is one delimiter.',
  'stream-021':
    'Lines do not depend on how the body was cut on its way: CR and LF in two pieces are one line end.',
};
