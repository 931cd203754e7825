/**
 * What a request's directives say about sending it: redirects, cookies, timeouts, verification, proxy, session.
 * Only reads `# @…` lines that are already resolved; a value that makes no sense is reported and changes nothing.
 * Per-request settings are never stored in the session (rule R126).
 */
import path from 'node:path';
import type { SendOptions } from '../../http/index.ts';
import type { Dialect, Directive } from '../../../language/semantics/index.ts';

export interface SendSettings {
  /** For `Session.send`; what is absent is the session's business. */
  readonly options: Pick<SendOptions, 'allowRedirects' | 'timeout' | 'verify' | 'proxies' | 'cert'>;
  /** From `# @session NAME`. */
  readonly session: string | undefined;
  /** False: the jar is neither read nor written (`# @no-cookie-jar`). */
  readonly usesCookies: boolean;
  /** False: neither history nor output may show it (`# @no-log`). */
  readonly isLogged: boolean;
  /** From `# @note`: what a person confirms before it is sent, empty without a text; undefined without the line. */
  readonly note: string | undefined;
  /** Directives whose value could not be used, in words. */
  readonly problems: readonly string[];
}

export interface DirectiveContext {
  readonly dialect: Dialect;
  /** Paths in directives are relative to it. */
  readonly folder: string;
}

/** Of a request without directives, as most are. */
const unsaid: SendSettings = {
  options: {},
  session: undefined,
  usesCookies: true,
  isLogged: true,
  note: undefined,
  problems: [],
};

export function sendSettings(directives: readonly Directive[], context: DirectiveContext): SendSettings {
  if (directives.length === 0) return unsaid;
  const problems: string[] = [];
  const last = (...keys: string[]): Directive | undefined =>
    directives.findLast((directive) => keys.includes(directive.key));
  const isOn = (...keys: string[]): boolean => {
    const directive = last(...keys);
    return directive !== undefined && !isNo(directive.value);
  };
  const seconds = (key: string): number | undefined => {
    const directive = last(key);
    if (directive === undefined) return undefined;
    const duration = readSeconds(directive.value, context.dialect);
    if (duration === undefined) {
      problems.push(
        `Line ${directive.line}: @${directive.name} needs a time such as 5 s, not "${directive.value}".`,
      );
    }
    return duration;
  };

  const read = seconds('timeout');
  const connect = seconds('connectiontimeout') ?? read;
  const verify = readVerify(last('insecure', 'norejectunauthorized', 'verify'), context.folder);
  const proxy = last('proxy', 'noproxy');
  const cert = readCertificate(last('cert')?.value, context.folder);
  return {
    options: {
      ...(isOn('noredirect') ? { allowRedirects: false } : {}),
      ...(connect === undefined && read === undefined
        ? {}
        : { timeout: [connect ?? null, read ?? null] as const }),
      ...(verify === undefined ? {} : { verify }),
      ...(proxy === undefined ? {} : { proxies: readProxies(proxy) }),
      ...(cert === undefined ? {} : { cert }),
    },
    session: firstWord(last('session')?.value),
    usesCookies: !isOn('nocookiejar', 'nocookies'),
    isLogged: !isOn('nolog'),
    note: last('note')?.value,
    problems,
  };
}

/**
 * `5`, `5 s`, `500 ms`, `2 m` in seconds; undefined for anything else. A bare number counts seconds, except in
 * httpYac's files, where it counts milliseconds (http-syntax 1e).
 */
export function readSeconds(text: string, dialect: Dialect): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*(ms|s|m)?$/i.exec(text.trim());
  if (match === null) return undefined;
  const unit = match[2]?.toLowerCase() ?? (dialect === 'httpyac' ? 'ms' : 's');
  const factor = unit === 'ms' ? 0.001 : unit === 'm' ? 60 : 1;
  const seconds = Number(match[1]) * factor;
  return seconds > 0 ? seconds : undefined;
}

function readVerify(directive: Directive | undefined, folder: string): boolean | string | undefined {
  if (directive === undefined) return undefined;
  if (directive.key !== 'verify') return isNo(directive.value) ? undefined : false;
  if (isNo(directive.value)) return false;
  return directive.value === '' || /^(?:true|yes|on)$/i.test(directive.value)
    ? true
    : path.resolve(folder, directive.value);
}

/** `cert.pem`, or `cert.pem key.pem`. */
function readCertificate(
  value: string | undefined,
  folder: string,
): readonly [string, string] | string | undefined {
  if (value === undefined || value === '') return undefined;
  const [certificate = '', key] = value.split(/\s+/).map((file) => path.resolve(folder, file));
  return key === undefined ? certificate : [certificate, key];
}

function readProxies(directive: Directive): Readonly<Record<string, string | null>> {
  const none = directive.key === 'noproxy' || directive.value === '' || isNo(directive.value);
  // Each key by itself, because `all` would lose against a variable of the environment for one scheme.
  const proxy = none ? null : directive.value;
  return none ? { all: proxy, http: proxy, https: proxy, no_proxy: '*' } : { http: proxy, https: proxy };
}

function isNo(value: string): boolean {
  return /^(?:false|no|off)$/i.test(value.trim());
}

/** A name of a session. */
export function firstWord(text: string | undefined): string | undefined {
  const word = text?.trim().split(/\s+/, 1)[0];
  return word === '' ? undefined : word;
}
