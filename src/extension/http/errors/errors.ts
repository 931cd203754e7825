/**
 * Every error the core rejects with, drawn as one tree. A class is what a library's caller knows from `requests`;
 * an instance's `name` is the fault from a closed list that people, JSON output and exit codes see.
 * Nothing here maps transport codes: that is `transportErrors.ts`. Messages state facts and never contain secrets.
 *
 *     RequestException
 *     ├── ConnectionError
 *     │   ├── ProxyError
 *     │   ├── SSLError
 *     │   └── ConnectTimeout            (is a Timeout too)
 *     ├── Timeout
 *     │   └── ReadTimeout
 *     ├── HTTPError                     (only from raiseForStatus)
 *     ├── TooManyRedirects
 *     ├── ChunkedEncodingError          (a body shorter than promised, too)
 *     ├── ContentDecodingError
 *     ├── RetryError
 *     ├── RequestCancelled              (ours: the caller's signal)
 *     ├── BodyTooLarge                  (ours: a limit of the caller)
 *     ├── InvalidJSONError
 *     │   └── JSONDecodeError
 *     ├── StreamConsumedError           (is a TypeError too)
 *     ├── UnrewindableBodyError
 *     ├── URLRequired
 *     ├── MissingSchema, InvalidSchema, InvalidHeader      (are ValueErrors too)
 *     ├── InvalidURL                    (is a ValueError too)
 *     │   └── InvalidProxyURL
 *     └── UsageError                    (a plain ValueError, OSError, RuntimeError … in requests)
 */
import type { FaultFacts, FaultJson, FaultName, LimitName } from './faults.ts';
import { faultGuide } from './faultGuide.ts';
import type { CertificateFacts } from '../transport/connections.ts';
import type { PreparedRequest } from '../request/preparedRequest.ts';
import type { Response } from '../response/response.ts';
import type { Phase } from '../response/timings.ts';

export type { FaultFacts, FaultJson, FaultName, LimitName } from './faults.ts';

/** The root: everything the core rejects with is one (R102). */
export class RequestException extends Error {
  /** The fault from the closed list. */
  override readonly name: FaultName;
  /** The class name `requests` users know, kept when bundling renames classes. */
  get family(): string {
    return this.families[0] ?? 'RequestException';
  }
  /** The class name and every ancestor's, Python's additional parents (`ValueError` …) included. */
  readonly families: readonly string[];
  #facts: FaultFacts;

  constructor(
    message: string,
    name: FaultName = 'Internal',
    facts: FaultFacts = {},
    families: readonly string[] = [],
  ) {
    super(message, facts.cause === undefined ? {} : { cause: facts.cause });
    this.name = name;
    this.families = [...families, 'RequestException'];
    this.#facts = facts;
  }

  get phase(): Phase | undefined {
    return this.#facts.phase;
  }
  get host(): string | undefined {
    return this.#facts.host;
  }
  get port(): number | undefined {
    return this.#facts.port;
  }
  get elapsed(): number | undefined {
    return this.#facts.elapsed;
  }
  get bytesSent(): number | undefined {
    return this.#facts.bytesSent;
  }
  get bytesReceived(): number | undefined {
    return this.#facts.bytesReceived;
  }
  get attempts(): number | undefined {
    return this.#facts.attempts;
  }
  /** One line that says what to do next. */
  get hint(): string {
    return this.#facts.hint ?? faultGuide[this.name].todo;
  }
  /** The limit that was reached, by its name in the options of a send. */
  get limit(): LimitName | undefined {
    return this.#facts.limit;
  }
  get received(): Uint8Array | undefined {
    return this.#facts.received;
  }
  /** Of a server whose certificate was refused, from its own on; empty otherwise. */
  get certificates(): readonly CertificateFacts[] {
    return this.#facts.certificates ?? [];
  }
  get request(): PreparedRequest | undefined {
    return this.#facts.request;
  }
  get response(): Response | undefined {
    return this.#facts.response;
  }
  /** The code of the underlying failure (`ECONNREFUSED`, `UND_ERR_SOCKET` …), when it has one. */
  get code(): string | undefined {
    const cause = this.cause;
    return cause instanceof Error && 'code' in cause && typeof cause.code === 'string'
      ? cause.code
      : undefined;
  }

  toJSON(): FaultJson {
    const {
      name,
      family,
      message,
      phase,
      host,
      port,
      elapsed,
      bytesSent,
      bytesReceived,
      attempts,
      hint,
      limit,
      code,
    } = this;
    return {
      name,
      family,
      message,
      ...(phase === undefined ? {} : { phase }),
      ...(host === undefined ? {} : { host }),
      ...(port === undefined ? {} : { port }),
      ...(elapsed === undefined ? {} : { elapsedMs: elapsed }),
      ...(bytesSent === undefined ? {} : { bytesSent }),
      ...(bytesReceived === undefined ? {} : { bytesReceived }),
      ...(attempts === undefined ? {} : { attempts }),
      hint,
      ...(limit === undefined ? {} : { limit }),
      ...(code === undefined ? {} : { code }),
    };
  }

  /** Fills in facts that a lower layer could not know; what is already known stays. For the layers of the core. */
  static addFacts(error: RequestException, facts: FaultFacts): void {
    error.#facts = { ...facts, ...withoutUndefined(error.#facts) };
  }
}

/** Whether an error is of a family by its `requests` name, Python's second parents (`Timeout`, `ValueError`) included. */
export function isFamily(error: unknown, family: string): error is RequestException {
  return error instanceof RequestException && error.families.includes(family);
}

export class ConnectionError extends RequestException {
  constructor(message: string, name: FaultName, facts: FaultFacts = {}, families: readonly string[] = []) {
    super(message, name, facts, [...families, 'ConnectionError']);
  }
}

export class ProxyError extends ConnectionError {
  constructor(message: string, name: 'ProxyFailed' | 'ProxyAuthRequired', facts: FaultFacts = {}) {
    super(message, name, facts, ['ProxyError']);
  }
}

export class SSLError extends ConnectionError {
  constructor(
    message: string,
    name: 'TlsUntrusted' | 'TlsHostMismatch' | 'TlsExpired' | 'TlsHandshake',
    facts: FaultFacts = {},
  ) {
    super(message, name, facts, ['SSLError']);
  }
}

export class ConnectTimeout extends ConnectionError {
  constructor(message: string, facts: FaultFacts = {}) {
    super(message, 'ConnectTimeout', facts, ['ConnectTimeout', 'Timeout']);
  }
}

export class Timeout extends RequestException {
  constructor(message: string, name: FaultName, facts: FaultFacts = {}, families: readonly string[] = []) {
    super(message, name, facts, [...families, 'Timeout']);
  }
}

/** Silence before the headers were complete; silence within the body is a ConnectionError named BodyTimeout (R101). */
export class ReadTimeout extends Timeout {
  constructor(message: string, facts: FaultFacts = {}) {
    super(message, 'HeadersTimeout', facts, ['ReadTimeout']);
  }
}

export class HTTPError extends RequestException {
  constructor(message: string, facts: FaultFacts = {}) {
    super(message, 'HttpStatus', facts, ['HTTPError']);
  }
}

export class TooManyRedirects extends RequestException {
  constructor(message: string, facts: FaultFacts = {}) {
    super(message, 'TooManyRedirects', facts, ['TooManyRedirects']);
  }
}

export class ChunkedEncodingError extends RequestException {
  constructor(message: string, name: FaultName, facts: FaultFacts = {}) {
    super(message, name, facts, ['ChunkedEncodingError']);
  }
}

export class ContentDecodingError extends RequestException {
  constructor(message: string, name: 'DecodeFailed' | 'TooManyEncodings', facts: FaultFacts = {}) {
    super(message, name, facts, ['ContentDecodingError']);
  }
}

export class RetryError extends RequestException {
  constructor(message: string, facts: FaultFacts = {}) {
    super(message, 'HttpStatus', facts, ['RetryError']);
  }
}

/** The caller's signal was aborted, in whatever phase the send was. */
export class RequestCancelled extends RequestException {
  constructor(message: string, facts: FaultFacts = {}) {
    super(message, 'Cancelled', facts, ['RequestCancelled']);
  }
}

/** A limit the caller set was reached: decoded body bytes or the header block. */
export class BodyTooLarge extends RequestException {
  constructor(message: string, facts: FaultFacts = {}) {
    super(message, 'BodyTooLarge', facts, ['BodyTooLarge']);
  }
}

export class InvalidJSONError extends RequestException {
  constructor(
    message: string,
    facts: FaultFacts = {},
    name: FaultName = 'InvalidRequest',
    families: readonly string[] = [],
  ) {
    super(message, name, facts, [...families, 'InvalidJSONError']);
  }
}

/** The answer is not JSON. `doc` is the text that was parsed, `pos` the offset of the first offence when known. */
export class JSONDecodeError extends InvalidJSONError {
  readonly doc: string;
  readonly pos: number | undefined;

  constructor(
    message: string,
    at: { readonly doc: string; readonly pos?: number | undefined },
    facts: FaultFacts = {},
  ) {
    super(message, facts, 'DecodeFailed', ['JSONDecodeError', 'ValueError']);
    this.doc = at.doc;
    this.pos = at.pos;
  }
}

export class StreamConsumedError extends RequestException {
  constructor(message = 'The content for this response was already consumed', facts: FaultFacts = {}) {
    super(message, 'Internal', facts, ['StreamConsumedError', 'TypeError']);
  }
}

/** A redirect or an authentication retry needs the body again, and it cannot be produced twice (R73). */
export class UnrewindableBodyError extends RequestException {
  constructor(message: string, facts: FaultFacts = {}) {
    super(message, 'InvalidRequest', facts, ['UnrewindableBodyError']);
  }
}

export class URLRequired extends RequestException {
  constructor(message: string, facts: FaultFacts = {}) {
    super(message, 'InvalidRequest', facts, ['URLRequired']);
  }
}

export class MissingSchema extends RequestException {
  constructor(message: string, facts: FaultFacts = {}) {
    super(message, 'InvalidRequest', facts, ['MissingSchema', 'ValueError']);
  }
}

export class InvalidSchema extends RequestException {
  constructor(
    message: string,
    facts: FaultFacts = {},
    name: 'InvalidRequest' | 'RedirectBlocked' = 'InvalidRequest',
  ) {
    super(message, name, facts, ['InvalidSchema', 'ValueError']);
  }
}

export class InvalidURL extends RequestException {
  constructor(message: string, facts: FaultFacts = {}, families: readonly string[] = []) {
    super(message, 'InvalidRequest', facts, [...families, 'InvalidURL', 'ValueError']);
  }
}

export class InvalidProxyURL extends InvalidURL {
  constructor(message: string, facts: FaultFacts = {}) {
    super(message, facts, ['InvalidProxyURL']);
  }
}

/** A header that must not be sent, or a response's header that contradicts itself (`BadResponse`). */
export class InvalidHeader extends RequestException {
  constructor(
    message: string,
    facts: FaultFacts = {},
    name: 'InvalidRequest' | 'BadResponse' = 'InvalidRequest',
  ) {
    super(message, name, facts, ['InvalidHeader', 'ValueError']);
  }
}

/** Python's plain exceptions for wrong use; `RuntimeError` includes the jar's CookieConflictError. */
export type UsageFamily =
  | 'ValueError'
  | 'TypeError'
  | 'KeyError'
  | 'NotImplementedError'
  | 'OSError'
  | 'UnicodeEncodeError'
  | 'LookupError'
  | 'RuntimeError'
  | 'CookieConflictError';

/** The caller asked for something that cannot be; `family` is the plain Python exception (R102). */
export class UsageError extends RequestException {
  constructor(
    family: UsageFamily,
    message: string,
    facts: FaultFacts = {},
    name: FaultName = 'InvalidRequest',
  ) {
    super(message, name, facts, [family, ...usageParents(family)]);
  }
}

function usageParents(family: UsageFamily): readonly string[] {
  if (family === 'UnicodeEncodeError') return ['ValueError'];
  if (family === 'CookieConflictError' || family === 'NotImplementedError') return ['RuntimeError'];
  if (family === 'KeyError') return ['LookupError'];
  return [];
}

function withoutUndefined(facts: FaultFacts): FaultFacts {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
}
