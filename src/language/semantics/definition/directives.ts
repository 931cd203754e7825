/** The names of directives: those that change a send here, and those that only another tool acts upon. */

import type { Directive, RequestDefinition } from './definition.ts';

/** `no-redirect` and `noRedirect` are the same key. */
export function directiveKey(name: string): string {
  return name.replaceAll('-', '').toLowerCase();
}

const performed = keysOf(
  'name title description tag tags group note prompt secret dialect body import injectVariables session',
  'no-redirect no-cookie-jar no-cookies no-log no-auto-encoding timeout connection-timeout',
  'proxy no-proxy verify insecure noRejectUnauthorized cert',
  'schema graphql-schema disabled sleep delay ref forceRef loop',
);

const foreign = keysOf(
  'ratelimit jwt language extension openWith save keepStreaming',
  'noResponseView noClientCert responseRef forceRegionDelimiter postRedirectGet verbose debug jq accept',
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

/** The words of `# @tag smoke, slow` and `# @tags smoke slow`, in order. */
export function tagsOf({ directives }: Pick<RequestDefinition, 'directives'>): readonly string[] {
  const values = directives.filter(({ key }) => key === 'tag' || key === 'tags').map(({ value }) => value);
  return values.flatMap((value) => value.split(/[\s,]+/)).filter((tag) => tag !== '');
}

/** `# @disabled`: the request is left out when all requests of its file are sent. */
export function isDisabled({ directives }: Pick<RequestDefinition, 'directives'>): boolean {
  return directives.some(({ key, value }) => key === 'disabled' && (value === '' || value === 'true'));
}

/** Milliseconds of `# @sleep 500` (Kulala: `# @delay`); undefined without one, NaN for a text that is no time. */
export function sleepOf(directives: readonly Directive[]): number | undefined {
  const value = directives.findLast(({ key }) => key === 'sleep' || key === 'delay')?.value;
  if (value === undefined) return undefined;
  const [, number, unit] = /^(\d+(?:\.\d+)?)\s*(ms|s)?$/.exec(value) ?? [];
  return number === undefined ? NaN : Math.min(Number(number) * (unit === 's' ? 1000 : 1), longestSleep);
}

/** A day. */
const longestSleep = 86_400_000;

function keysOf(...lines: readonly string[]): ReadonlySet<string> {
  return new Set(lines.join(' ').split(' ').map(directiveKey));
}
