/** What the errors of sockets, TLS, DNS and undici tell by themselves, and the words for where a connection was going. */

/** Where a connection was going; `proxy` is the proxy's host and port when there is one. */
export interface Destination {
  readonly host: string;
  readonly port: number;
  readonly proxy: string | undefined;
}

/** For messages: host and port, and the proxy in between, which may be what answered. */
export function placeOf({ host, port, proxy }: Destination): string {
  return `${host}:${port}${proxy === undefined ? '' : ` (through the proxy ${proxy})`}`;
}

export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  // undici's parser errors have had no code in some versions.
  if (error.name === 'HTTPParserError') return 'HPE_UNKNOWN';
  if (error instanceof AggregateError) return error.errors.map(codeOf).find((code) => code !== undefined);
  return undefined;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
