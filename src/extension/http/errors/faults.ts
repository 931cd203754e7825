/**
 * The words for what can go wrong: the closed list of fault names, and the facts that accompany one. Types only;
 * the classes are in errors.ts.
 */
import type { CertificateFacts } from '../transport/connections.ts';
import type { PreparedRequest } from '../request/preparedRequest.ts';
import type { Response } from '../response/response.ts';
import type { Phase } from '../response/timings.ts';

/** The closed list of faults. `HttpStatus` is a 4xx or 5xx answer that the caller asked to have raised. */
export type FaultName =
  | 'ConnectRefused'
  | 'ConnectTimeout'
  | 'DnsFailed'
  | 'TooManyOpenFiles'
  | 'TlsUntrusted'
  | 'TlsHostMismatch'
  | 'TlsExpired'
  | 'TlsHandshake'
  | 'ProxyAuthRequired'
  | 'ProxyFailed'
  | 'HeadersTimeout'
  | 'BodyTimeout'
  | 'TotalTimeout'
  | 'ConnectionClosed'
  | 'ConnectionReset'
  | 'StaleConnection'
  | 'BadResponse'
  | 'HeadersTooLarge'
  | 'BodyTruncated'
  | 'BodyTooLarge'
  | 'DecodeFailed'
  | 'TooManyEncodings'
  | 'TooManyRedirects'
  | 'RedirectBlocked'
  | 'InvalidRequest'
  | 'FileNotAllowed'
  | 'FileChanged'
  | 'DiskFull'
  | 'UnresolvedVariable'
  | 'VariableCycle'
  | 'ScriptTimeout'
  | 'ScriptLimit'
  | 'ScriptBlocked'
  | 'ScriptFailed'
  | 'Untrusted'
  | 'Cancelled'
  | 'HttpStatus'
  | 'Internal';

/** A bound that the caller can move, by its name in the options of a send. */
export type LimitName =
  | 'timeout.connect'
  | 'timeout.read'
  | 'timeout.total'
  | 'redirects.max'
  | 'limits.headerBytes'
  | 'limits.headerFields'
  | 'limits.headerSeconds'
  | 'limits.informational'
  | 'limits.encodings'
  | 'limits.bodyBytes'
  | 'limits.eventBytes';

/** What is known about a failure besides its message; everything is optional because it depends on how far it got. */
export interface FaultFacts {
  readonly phase?: Phase | undefined;
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  /** Milliseconds since the send began. */
  readonly elapsed?: number | undefined;
  /** Bytes written to and read from the socket for this request. */
  readonly bytesSent?: number | undefined;
  readonly bytesReceived?: number | undefined;
  /** How many times the request was put on a connection. */
  readonly attempts?: number | undefined;
  /** One line that says what to do next; what the fault's guide says when left out. */
  readonly hint?: string | undefined;
  /** The limit that was reached. */
  readonly limit?: LimitName | undefined;
  /**
   * What arrived, when that is what is wrong: the start of an answer that is not HTTP (4 KiB at most), or a body that
   * is not encoded as it is labelled (as far as it was read).
   */
  readonly received?: Uint8Array | undefined;
  /** What a server showed whose certificate was refused, from its own on. */
  readonly certificates?: readonly CertificateFacts[] | undefined;
  readonly request?: PreparedRequest | undefined;
  readonly response?: Response | undefined;
  readonly cause?: unknown;
}

/** How an error looks as JSON: the same in the panel, the CLI and reports. */
export interface FaultJson {
  readonly name: FaultName;
  readonly family: string;
  readonly message: string;
  readonly phase?: Phase;
  readonly host?: string;
  readonly port?: number;
  readonly elapsedMs?: number;
  readonly bytesSent?: number;
  readonly bytesReceived?: number;
  readonly attempts?: number;
  readonly hint: string;
  readonly limit?: LimitName;
  readonly code?: string;
}
