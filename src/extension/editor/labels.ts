/**
 * The short texts people read in lenses, titles and the status bar: sizes, durations and what became of an
 * exchange. Pure: the words come through `Localize`, which the editor fills with VS Code's own function and
 * tests with a plain one.
 */
import { bodyLength } from '../http/index.ts';
import { masked, type Exchange, type ExchangePhase } from '../runner/index.ts';

/** Gives the text in the user's language, with `{0}` … filled; `vscode.l10n.t` is one. */
export type Localize = (message: string, ...values: (string | number)[]) => string;

/** `1.2 KB`: decimal units, at most one digit behind the point. */
export function sizeLabel(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  // 999.96 would otherwise read as 1000.0.
  const digits = unit === 0 || value >= 99.95 ? 0 : 1;
  return `${value.toFixed(digits).replace(/\.0$/, '')} ${units[unit] ?? ''}`;
}

/** `84 ms`, `3.4 s` or `2 min 5 s`, from milliseconds. */
export function durationLabel(milliseconds: number): string {
  if (milliseconds < 999.5) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** What a running request is doing, for example `waiting` or `receiving`. */
export function phaseLabel(phase: ExchangePhase, t: Localize): string {
  switch (phase) {
    case 'queue':
      return t('queued');
    case 'dns':
      return t('looking up the host');
    case 'connect':
      return t('connecting');
    case 'tls':
      return t('securing the connection');
    case 'upload':
      return t('sending');
    case 'wait':
      return t('waiting');
    case 'headers':
      return t('receiving headers');
    case 'body':
      return t('receiving');
    case 'decode':
      return t('decoding');
    case 'save':
      return t('saving');
    case 'script':
      return t('running scripts');
  }
}

/** How much of the request's body has left, in whole percent; undefined at other times and for a body of unknown length. */
export function uploadPercent(
  exchange: Pick<Exchange, 'phase' | 'bytesSent' | 'prepared'>,
): number | undefined {
  if (exchange.phase !== 'upload') return undefined;
  const length = bodyLength(exchange.prepared.body) ?? 0;
  return length === 0 ? undefined : Math.min(100, Math.floor((exchange.bytesSent / length) * 100));
}

/** The phase with how far it is: `sending 41 %`. */
export function progressLabel(exchange: Exchange, t: Localize): string {
  const percent = uploadPercent(exchange);
  const phase = phaseLabel(exchange.phase, t);
  return percent === undefined ? phase : t('{0} {1} %', phase, percent);
}

export function isRunning(exchange: Pick<Exchange, 'state'>): boolean {
  return exchange.state === 'pending' || exchange.state === 'streaming';
}

/** Milliseconds from the start to the end, or to `now` while it runs; undefined while idle. */
export function elapsedOf(
  exchange: Pick<Exchange, 'startedAt' | 'endedAt'>,
  now: number,
): number | undefined {
  if (exchange.startedAt === undefined) return undefined;
  return Math.max(0, (exchange.endedAt ?? now) - exchange.startedAt);
}

/** The result part of a lens: `200 · 84 ms · 1.2 KB`, `Failed: ConnectRefused`; undefined before an end. */
export function resultLabel(exchange: Exchange, t: Localize): string | undefined {
  const duration = durationLabel(elapsedOf(exchange, exchange.endedAt ?? 0) ?? 0);
  switch (exchange.state) {
    case 'done':
      return [String(exchange.response?.status ?? ''), duration, sizeLabel(exchange.body?.length ?? 0)].join(
        ' · ',
      );
    case 'failed':
      return t('Failed: {0}', exchange.error?.name ?? 'Internal');
    case 'cancelled':
      return t('Cancelled after {0}', duration);
    case 'interrupted':
      return t('Interrupted');
    case 'idle':
    case 'pending':
    case 'streaming':
      return undefined;
  }
}

/** `✓ 3/3`, `✕ 1 of 3 failed`; undefined where nothing was checked. */
export function testsLabel({ tests = [] }: Pick<Exchange, 'tests'>, t: Localize): string | undefined {
  const run = tests.filter(({ outcome }) => outcome !== 'notRun').length;
  if (run === 0) return undefined;
  const failed = tests.filter(({ outcome }) => outcome === 'failed').length;
  return failed === 0 ? `✓ ${run}/${tests.length}` : `✕ ${t('{0} of {1} failed', failed, tests.length)}`;
}

/** The title of a request: what the file calls it, else its method and path without `secrets`. */
export function requestTitle(
  exchange: Pick<Exchange, 'source' | 'prepared'>,
  secrets: readonly string[],
): string {
  return exchange.source.title ?? methodAndPath(exchange, secrets);
}

function methodAndPath({ prepared }: Pick<Exchange, 'prepared'>, secrets: readonly string[]): string {
  return `${prepared.method} ${masked(pathOf(prepared.url), secrets)}`;
}

/**
 * The title of the panel's tab: `200 POST /login`, `Failed POST /login`, or just `POST /login`. VS Code keeps titles, so
 * no secret may be in it.
 */
export function panelTitle(
  exchange: Pick<Exchange, 'state' | 'response' | 'prepared'>,
  secrets: readonly string[],
  t: Localize,
): string {
  const request = methodAndPath(exchange, secrets);
  switch (exchange.state) {
    case 'done':
    case 'streaming':
      return `${exchange.response?.status ?? ''} ${request}`.trim();
    case 'failed':
      return t('Failed {0}', request);
    case 'cancelled':
      return t('Cancelled {0}', request);
    case 'interrupted':
      return t('Interrupted {0}', request);
    case 'idle':
    case 'pending':
      return request;
  }
}

/** The path of a URL without its query; the URL itself when it has none. */
export function pathOf(url: string): string {
  const path = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*([^?#]*)/i.exec(url)?.[1];
  if (path === undefined) return url;
  return path === '' ? '/' : path;
}

/** `api.example.com:8080` of a URL, without credentials; the URL itself when it has no authority. */
export function hostOf(url: string): string {
  const authority = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i.exec(url)?.[1];
  return authority === undefined ? url : authority.slice(authority.lastIndexOf('@') + 1);
}
