/**
 * The form for one cookie: its messages, their checks and its English texts, for `protocol.ts`, `schema.ts` and
 * `strings.ts`. The host holds the draft and decides what can be kept; the page shows fields and what the host says of
 * them. A value that may not be shown never crosses.
 */
import { flag, label, list, literal, object, optional, size, string, text, type Check } from './checks.ts';
import type { Strings } from './protocol.ts';

/** What stands in the fields. */
export interface CookieFields {
  readonly name: string;
  /** Undefined where the page may not see it: the cookie keeps its value. */
  readonly value?: string | undefined;
  /** The value goes percent-encoded. */
  readonly encode: boolean;
  readonly domain: string;
  /** False: subdomains get it, too. */
  readonly hostOnly: boolean;
  readonly path: string;
  /** `2026-11-23T11:42:00`, in UTC; undefined: until the session ends. */
  readonly expires?: string | undefined;
  readonly secure: boolean;
  readonly httpOnly: boolean;
  readonly sameSite: SameSiteField;
}

export type SameSiteField = '' | 'strict' | 'lax' | 'none';

/** A field that a sentence is about. */
export type CookieField = 'name' | 'value' | 'domain' | 'path' | 'expires' | 'sameSite';

/** What the host says about the fields as they are. */
export interface CookieVerdict {
  /** Why it cannot be kept; undefined when it can. */
  readonly problem?: { readonly field: CookieField; readonly text: string } | undefined;
  /** What is worth knowing and stops nothing: sentences. */
  readonly notes: readonly string[];
  /** `in 58 min`; empty without a date. */
  readonly expiresIn: string;
  /** The `Set-Cookie` line, with dots for a value that is masked. */
  readonly line: string;
}

/** Host → page. */
export type CookieFormToPage =
  | {
      readonly type: 'cookieForm';
      readonly strings: Strings;
      readonly locale: string;
      /** `Edit cookie · session admin`. */
      readonly title: string;
      readonly fields: CookieFields;
      /** Whether the value is masked until somebody wants to see it. */
      readonly masked: boolean;
      readonly verdict: CookieVerdict;
    }
  | { readonly type: 'cookieVerdict'; readonly revision: number; readonly verdict: CookieVerdict };

/** Page → host. */
export type CookieFormFromPage =
  /** After each change; the answer carries the same revision. */
  | { readonly type: 'checkCookie'; readonly revision: number; readonly fields: CookieFields }
  | { readonly type: 'saveCookie'; readonly fields: CookieFields }
  | { readonly type: 'copySetCookie'; readonly fields: CookieFields }
  | { readonly type: 'closeCookieForm' };

/** Far above what can be kept, so that too long a text is told by the policy and not lost. */
const field = string(64 * 1024);

const fields: Check<CookieFields> = object<CookieFields>({
  name: field,
  value: optional(field),
  encode: flag,
  domain: field,
  hostOnly: flag,
  path: field,
  expires: optional(label),
  secure: flag,
  httpOnly: flag,
  sameSite: literal('', 'strict', 'lax', 'none'),
});

const verdict: Check<CookieVerdict> = object<CookieVerdict>({
  problem: optional(
    object({ field: literal('name', 'value', 'domain', 'path', 'expires', 'sameSite'), text: label }),
  ),
  notes: list(label, 10),
  expiresIn: label,
  line: text,
});

/** `strings` is the check of the texts that every page gets. */
export const cookieFormToPage = (strings: Check<Strings>) =>
  ({
    cookieForm: object({
      type: literal('cookieForm'),
      strings,
      locale: label,
      title: label,
      fields,
      masked: flag,
      verdict,
    }),
    cookieVerdict: object({ type: literal('cookieVerdict'), revision: size, verdict }),
  }) as const;

export const cookieFormFromPage = {
  checkCookie: object({ type: literal('checkCookie'), revision: size, fields }),
  saveCookie: object({ type: literal('saveCookie'), fields }),
  copySetCookie: object({ type: literal('copySetCookie'), fields }),
  closeCookieForm: object({ type: literal('closeCookieForm') }),
} as const;

export const cookieFormStrings = {
  cookieForm: 'Cookie',
  cookieName: 'Name',
  cookieValue: 'Value',
  cookieEncode: 'percent-encode',
  cookieDomain: 'Domain',
  cookieDomainHint: 'every host',
  cookieScope: 'Sent to',
  cookieHostOnly: 'this host only',
  cookieSubdomains: 'and subdomains',
  cookiePath: 'Path',
  cookieExpires: 'Expires',
  cookieSession: 'with the session',
  cookieAt: 'at a time (UTC)',
  cookieDate: 'Time of expiry in UTC',
  cookieFlags: 'Attributes',
  cookieSameSite: 'SameSite',
  cookieNoSameSite: 'not given',
  cookieSameSiteNote: 'kept, not enforced here',
  cookieSave: 'Save',
  cookieCancel: 'Cancel',
  cookieLine: 'As a response would set it',
  cookieCopyLine: 'Copy Set-Cookie Line',
  cookieWithheld: 'It stays as it is: values are not shown in a folder that is not trusted.',
  cookieShowValue: 'Show Value',
  cookieHideValue: 'Hide Value',
} as const;
