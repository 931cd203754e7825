/**
 * What a response says beside its content: things that went differently from what the exchange promised, although
 * there is an answer to show. A closed list; a failure is an error of errors.ts instead. Types only: the adapter,
 * the decoder and the retry policy make them, and `Response.notices` gives them out.
 */

/** The encoded data ended early (`decoded`: what could be decoded is the body), or was none (`raw`: left as it came). */
export interface DecodeNotice {
  readonly name: 'DecodeFailed';
  readonly message: string;
  readonly coding: string;
  readonly kept: 'decoded' | 'raw';
}

/** The server sent more than the body; the rest was dropped together with the connection. */
export interface ExtraBytesNotice {
  readonly name: 'ExtraBytes';
  readonly message: string;
  /** How many had arrived; undefined when they cannot be told from a next answer. */
  readonly bytes: number | undefined;
}

/** The request was put on the wire more than once. */
export interface RetriedNotice {
  readonly name: 'Retried';
  readonly message: string;
  /** How many times, the one that was answered included. */
  readonly attempts: number;
}

/** The body of an answer that only leads on was long; the rest was dropped together with the connection. */
export interface BodyCutNotice {
  readonly name: 'BodyCut';
  readonly message: string;
  /** How many were read. */
  readonly bytes: number;
}

export type Notice = DecodeNotice | ExtraBytesNotice | RetriedNotice | BodyCutNotice;
