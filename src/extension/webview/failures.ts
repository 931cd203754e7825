/**
 * What the page is told of a send that did not end well or is slow, and what it may ask for then: more time, or to trust
 * one certificate. Types and their checks; joined to the protocol and the schema by one line each.
 */
import {
  flag,
  id,
  label,
  list,
  literal,
  milliseconds,
  object,
  optional,
  size,
  text,
  type Check,
} from './checks.ts';
import { certificate, type CertificateView } from './hops.ts';

export interface FailureView {
  /** A name of the closed list, for example `ConnectRefused`. */
  readonly name: string;
  readonly phase: string;
  /** One sentence of fact. */
  readonly message: string;
  /** One sentence of what to do, or undefined. */
  readonly hint: string | undefined;
  /** `host:port`. */
  readonly target?: string | undefined;
  /** The limit that was reached, in milliseconds. */
  readonly limit?: number | undefined;
  /** Of the limit that governs it, as it stands in the settings: `httpSessions.limits.headerBytes`. */
  readonly setting?: string | undefined;
  /** Milliseconds from the start of the send to the failure. */
  readonly elapsed?: number | undefined;
  /** Bytes on the wire, of the last try. */
  readonly bytesSent?: number | undefined;
  readonly bytesReceived?: number | undefined;
  /** How often the request was put on a connection, when that is more than once. */
  readonly attempts?: number | undefined;
  /** The beginning of what came, where it is no answer; control characters are escaped. */
  readonly start?: string | undefined;
  /** It is known that no byte of the request has left. */
  readonly nothingSent?: boolean | undefined;
  /** What a server showed that is not trusted, from its own certificate on. */
  readonly certificates?: readonly CertificateView[] | undefined;
}

export type FailureMessage =
  /** Prolongs the limit that runs. */
  | { readonly type: 'extend'; readonly exchangeId: string }
  /** Trusts the certificate that the failure is about, for its host and session, and sends again. */
  | { readonly type: 'trustCertificate'; readonly exchangeId: string };

export const failureView: Check<FailureView> = object({
  name: label,
  phase: label,
  message: text,
  hint: optional(text),
  target: optional(text),
  limit: optional(milliseconds),
  setting: optional(label),
  elapsed: optional(milliseconds),
  bytesSent: optional(size),
  bytesReceived: optional(size),
  attempts: optional(size),
  start: optional(text),
  nothingSent: optional(flag),
  certificates: optional(list(certificate, 50)),
});

const about = <K extends string>(type: K): Check<{ readonly type: K; readonly exchangeId: string }> =>
  object({ type: literal(type), exchangeId: id });

export const failureMessages: {
  readonly [K in FailureMessage['type']]: Check<Extract<FailureMessage, { type: K }>>;
} = { extend: about('extend'), trustCertificate: about('trustCertificate') };
