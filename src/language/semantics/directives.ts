/** The names of directives that some tool gives a meaning to; others are allowed and only pointed out. */

/** `no-redirect` and `noRedirect` are the same key. */
export function directiveKey(name: string): string {
  return name.replaceAll('-', '').toLowerCase();
}

const keys = new Set(
  [
    'name note prompt no-redirect no-cookie-jar no-log no-auto-encoding timeout connection-timeout session',
    'proxy no-proxy verify dialect body ref forceRef import loop ratelimit sleep disabled title description tag',
    'jwt language extension openWith save keepStreaming noResponseView noClientCert noRejectUnauthorized',
    'injectVariables responseRef grpcReflection forceRegionDelimiter postRedirectGet verbose debug secret',
    'delay jq accept attach-cookie-jar stdin-cmd env-json-key stream use-os-credentials cert',
    'no-streaming-log noStreamingLog cookie-jar allow-redirects max-redirects group',
  ]
    .join(' ')
    .split(' ')
    .map(directiveKey),
);

/** True when a tool we know reads the directive. */
export function isKnownDirective(key: string): boolean {
  return keys.has(key) || key.startsWith('kulala') || key.startsWith('curl') || key.startsWith('grpc');
}
