/** The names of directives: those that change a send here, and those that only another tool acts upon. */

/** `no-redirect` and `noRedirect` are the same key. */
export function directiveKey(name: string): string {
  return name.replaceAll('-', '').toLowerCase();
}

const performed = keysOf(
  'name title description tag group note prompt secret dialect body import injectVariables session',
  'no-redirect no-cookie-jar no-cookies no-log no-auto-encoding timeout connection-timeout',
  'proxy no-proxy verify insecure noRejectUnauthorized cert',
  'schema graphql-schema',
);

const foreign = keysOf(
  'ref forceRef loop ratelimit sleep disabled jwt language extension openWith save keepStreaming',
  'noResponseView noClientCert responseRef forceRegionDelimiter postRedirectGet verbose debug delay jq accept',
  'attach-cookie-jar stdin-cmd env-json-key stream use-os-credentials no-streaming-log cookie-jar',
  'allow-redirects max-redirects',
);

/** True when a tool we know reads the directive. */
export function isKnownDirective(key: string): boolean {
  return performed.has(key) || foreign.has(key) || /^(?:kulala|curl|grpc)/.test(key);
}

/** True when the directive does something here, or has nothing to do but say what it says. */
export function isPerformedDirective(key: string): boolean {
  return performed.has(key);
}

function keysOf(...lines: readonly string[]): ReadonlySet<string> {
  return new Set(lines.join(' ').split(' ').map(directiveKey));
}
