/**
 * What a list of past exchanges shows of each, and the exchange itself with all that the editor needs to show and to
 * send it again. Types only; `history.ts` keeps them.
 */
import type { FaultName, PreparedRequest, SendOptions } from '../../http/index.ts';
import type { Exchange } from '../send/exchange.ts';

/** `idle`: prepared and not sent. `interrupted`: the process that ran it is gone. */
export type HistoryState = 'idle' | 'running' | 'done' | 'cancelled' | 'failed' | 'interrupted';

export interface HistoryRow {
  readonly id: string;
  /** The document's URI. */
  readonly file: string;
  /** Finds the request in the file again after edits. */
  readonly key: string;
  readonly title: string | undefined;
  readonly method: string;
  readonly url: string;
  readonly session: string;
  readonly environment: string | undefined;
  readonly state: HistoryState;
  readonly status: number | undefined;
  readonly error: FaultName | undefined;
  /** Milliseconds since the epoch: when it was sent, or prepared. */
  readonly at: number;
  /** Milliseconds; undefined before the end. */
  readonly duration: number | undefined;
  /** Bytes of the decoded body; undefined without an answer. */
  readonly size: number | undefined;
  /** Whether the user changed what the file says. */
  readonly edited: boolean;
  /** `kept`: can be read again. `evicted`: was removed to make room. `none`: there is none, or none was to be kept. */
  readonly body: 'kept' | 'evicted' | 'none';
  readonly pinned: boolean;
}

/** A header that the user turned off, with its place among all rows. */
export interface OffHeader {
  readonly index: number;
  readonly name: string;
  readonly value: string;
}

/** One exchange as the history takes and gives it. */
export interface KeptExchange {
  readonly exchange: Exchange;
  /** The URL as a list may show it. */
  readonly shownUrl: string;
  readonly key: string;
  readonly environment: string | undefined;
  /** As prepared from the file, before any edit. */
  readonly original: PreparedRequest;
  readonly off: readonly OffHeader[];
  /** Lower-case names of lines that were given a value of their own; undefined for none. */
  readonly unlocked?: readonly string[] | undefined;
  /** The URL before it was escaped: as the file gave it, and as it was typed; undefined when not known. */
  readonly fileUrl?: string | undefined;
  readonly typedUrl?: string | undefined;
  /** What has no value and blocks sending a draft. */
  readonly unresolved?: readonly { readonly name: string; readonly sentence: string }[] | undefined;
  /** Values to mask wherever a person might see them. */
  readonly secrets: readonly string[];
  /** Milliseconds; undefined waits for ever. */
  readonly limits: { readonly connect: number | undefined; readonly read: number | undefined };
  /** How it was sent, so that it can be sent the same way again. */
  readonly options: SendOptions;
}
