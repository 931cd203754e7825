/**
 * The settings of REST Client and httpYac that mean the same as one of ours, so that files keep working for people who
 * come from there. Each row says how to read the other's value; one that makes no sense counts as unset. Pure: which of
 * them is in force is decided in `settingSources.ts`.
 */
import type { CertificatesByHost, ClientCertificate } from '../../http/index.ts';

export interface ForeignSetting {
  readonly tool: 'rest-client' | 'httpyac';
  readonly key: string;
  /** Our value; undefined when theirs says nothing that we know. */
  read(value: unknown): unknown;
}

/** By our key; of several, the first that is set counts. */
export const foreignSettings: Readonly<Record<string, readonly ForeignSetting[]>> = {
  'redirects.follow': [
    restClient('followredirect', flag),
    httpYac('requestGotOptions', (value) => flag(member(value, 'followRedirect'))),
  ],
  // Both give all of a request a time, not the silence between bytes.
  'timeout.total': [
    restClient('timeoutinmilliseconds', seconds),
    httpYac('requestGotOptions', (value) => gotTimeout(member(value, 'timeout'))),
  ],
  'tls.clientCertificates': [
    restClient('certificates', clientCertificates),
    httpYac('clientCertificates', clientCertificates),
  ],
  noProxy: [restClient('excludeHostsForProxy', texts), httpYac('proxyExcludeList', texts)],
  headers: [restClient('defaultHeaders', headers), httpYac('requestDefaultHeaders', headers)],
  cookies: [restClient('rememberCookiesForSubsequentRequests', flag), httpYac('cookieJarEnabled', flag)],
  formEncoding: [restClient('formParamEncodingStrategy', oneOf('automatic', 'always', 'never'))],
  'response.takeFocus': [
    restClient('previewResponsePanelTakeFocus', flag),
    httpYac('responseViewPreserveFocus', (value) => opposite(flag(value))),
  ],
  'response.openTo': [restClient('previewColumn', column), httpYac('responseViewColumn', column)],
  'lens.enabled': [
    restClient('enableSendRequestCodeLens', flag),
    httpYac('codelens', (value) => flag(member(value, 'send'))),
  ],
  'body.editorLimit': [restClient('largeResponseBodySizeLimitInMB', positive)],
  'history.limit': [httpYac('maxHistoryItems', positive)],
  'environment.protected': [httpYac('environmentStatusBarItemErrorEnvs', texts)],
};

/**
 * Client certificates by host as settings hold them: paths count from the workspace's folder, which the caller knows.
 * Ours and those of the other tools look the same (`cert` or `certificate`, `key`, `pfx`, `passphrase`).
 */
export function clientCertificates(value: unknown): CertificatesByHost | undefined {
  if (!isObject(value)) return undefined;
  const found = Object.entries(value).flatMap(([host, one]): [string, ClientCertificate][] => {
    const text = (key: string): string | undefined => {
      const part = member(one, key);
      return typeof part === 'string' && part !== '' ? part : undefined;
    };
    const passphrase = text('passphrase');
    const pfx = text('pfx');
    const certificate = text('certificate') ?? text('cert');
    if (certificate !== undefined) return [[host, { certificate, key: text('key'), passphrase }]];
    return pfx === undefined ? [] : [[host, { pfx, passphrase }]];
  });
  return Object.fromEntries(found);
}

function restClient(key: string, read: ForeignSetting['read']): ForeignSetting {
  return { tool: 'rest-client', key, read };
}

function httpYac(key: string, read: ForeignSetting['read']): ForeignSetting {
  return { tool: 'httpyac', key, read };
}

function flag(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

function opposite(value: boolean | undefined): boolean | undefined {
  return value === undefined ? undefined : !value;
}

function positive(value: unknown): number | undefined {
  return typeof value === 'number' && value > 0 ? value : undefined;
}

/** Of milliseconds; 0 waits for ever here, too. */
function seconds(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 0 ? value / 1000 : undefined;
}

/** A number, or an object whose `request` is for all of it. */
function gotTimeout(value: unknown): number | undefined {
  return seconds(isObject(value) ? member(value, 'request') : value);
}

function texts(value: unknown): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.filter((one): one is string => typeof one === 'string' && one !== '');
}

function headers(value: unknown): Readonly<Record<string, string>> | undefined {
  if (!isObject(value)) return undefined;
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function column(value: unknown): string | undefined {
  if (value === 'beside') return 'beside';
  return value === 'current' ? 'active' : undefined;
}

function oneOf(...known: readonly string[]): ForeignSetting['read'] {
  return (value) => known.find((one) => one === value);
}

function member(value: unknown, key: string): unknown {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
