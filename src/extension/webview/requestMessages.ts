/**
 * What the Request tab asks of the host besides editing and sending: copies for other tools, writing edits back into
 * the file, and what to do when the draft's sources have changed. Types and their checks; joined to the protocol and
 * the schema by one line each.
 */
import { id, label, literal, object, type Check } from './checks.ts';

/** As the runner names them. */
export const copyFormats = ['curl', 'curlPowerShell', 'curlCmd', 'python', 'fetch', 'http'] as const;
export type CopyFormat = (typeof copyFormats)[number];

export type RequestMessage =
  | { readonly type: 'copyAs'; readonly exchangeId: string; readonly format: CopyFormat }
  /** Writes what was edited into the .http file. */
  | { readonly type: 'copyToFile'; readonly exchangeId: string }
  /** Opens a body that cannot be edited here in an editor of its own. */
  | { readonly type: 'editBodyInFile'; readonly exchangeId: string }
  /** Shows the session's cookies, to be looked at and edited. */
  | { readonly type: 'showCookies'; readonly exchangeId: string }
  /** Opens the session's defaults at what gives this header. */
  | { readonly type: 'showDefault'; readonly exchangeId: string; readonly header: string }
  /** The draft's sources have changed: prepare again from them. */
  | { readonly type: 'updateDraft'; readonly exchangeId: string }
  /** … or leave the draft as it is. */
  | { readonly type: 'keepDraft'; readonly exchangeId: string };

/** Without the exchange, which is the one on screen. */
export type RequestAsk = RequestMessage extends infer One
  ? One extends RequestMessage
    ? Omit<One, 'exchangeId'>
    : never
  : never;

const about = <K extends string>(type: K): Check<{ readonly type: K; readonly exchangeId: string }> =>
  object({ type: literal(type), exchangeId: id });

export const requestMessages: {
  readonly [K in RequestMessage['type']]: Check<Extract<RequestMessage, { type: K }>>;
} = {
  copyAs: object({ type: literal('copyAs'), exchangeId: id, format: literal(...copyFormats) }),
  copyToFile: about('copyToFile'),
  editBodyInFile: about('editBodyInFile'),
  updateDraft: about('updateDraft'),
  keepDraft: about('keepDraft'),
  showDefault: object({ type: literal('showDefault'), exchangeId: id, header: label }),
  showCookies: about('showCookies'),
};
