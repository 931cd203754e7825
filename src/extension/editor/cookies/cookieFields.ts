/**
 * Between a cookie and the fields of its form, and what the form says about them. Pure: the core's functions are
 * arguments, because the form lives in the activation bundle and the core does not.
 */
import type { Cookie } from '../../http/index.ts';
import type { CookieFields, CookieVerdict } from '../../webview/cookieForm.ts';
import type { Localize } from '../labels.ts';
import type { Engine } from '../sending/loadEngine.ts';
import { expiryLabel } from '../views/cookieLabels.ts';

/** What the core knows about cookies. */
export type CookieCore = Pick<Engine, 'cookieFrom' | 'cookieProblem' | 'setCookieLine'>;

export interface FormContext {
  readonly core: CookieCore;
  /** The cookie that is edited; undefined for a new one. */
  readonly before: Cookie | undefined;
  /** The other cookies of the jar. */
  readonly others: readonly Cookie[];
  /** Whether values are masked on the screen. */
  readonly masked: boolean;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly t: Localize;
}

/** The fields of a cookie; without its value where it may not be shown. */
export function fieldsOf(cookie: Cookie, isWithheld: boolean): CookieFields {
  const { name, value, domain, hostOnly, path, expires, secure, httpOnly, sameSite } = cookie;
  return {
    name,
    value: isWithheld ? undefined : value,
    encode: false,
    domain,
    hostOnly,
    path,
    expires: expires === undefined ? undefined : expiryText(expires),
    secure,
    httpOnly,
    sameSite: sameSite ?? '',
  };
}

/** The fields of a cookie that does not exist yet. */
export function newFields(domain: string): CookieFields {
  return {
    name: '',
    value: '',
    encode: false,
    domain,
    hostOnly: true,
    path: '/',
    secure: false,
    httpOnly: false,
    sameSite: '',
  };
}

/** The cookie that the fields describe; what they do not name stays as it was. */
export function cookieOf(
  fields: CookieFields,
  { core, before }: Pick<FormContext, 'core' | 'before'>,
): Cookie {
  const { encode, value: typed, expires: time, sameSite, domain, ...rest } = fields;
  const value = typed ?? before?.value ?? '';
  const expires = time === undefined ? undefined : expiryOf(time, before?.expires);
  return core.cookieFrom({
    ...rest,
    value: encode ? encodeURIComponent(value.replace(/\p{Cs}/gu, '\ufffd')) : value,
    domain: domain.trim(),
    ...(expires === undefined ? {} : { expires }),
    ...(sameSite === '' ? {} : { sameSite }),
    ...(before?.disabled === true ? { disabled: true } : {}),
    ...(before === undefined ? {} : { created: before.created }),
  });
}

export function verdictOn(fields: CookieFields, context: FormContext): CookieVerdict {
  const { core, masked, now, others, t } = context;
  const cookie = cookieOf(fields, context);
  const problem = core.cookieProblem(cookie);
  return {
    problem: problem && { field: problem.part, text: t(problem.reason) },
    notes: problem === undefined ? notesOn(cookie, others, context) : [],
    expiresIn: cookie.expires === undefined ? '' : timeLeft(cookie.expires, now, t),
    line:
      problem?.part === 'expires' || problem?.part === 'value'
        ? ''
        : core.setCookieLine(masked || fields.value === undefined ? { ...cookie, value: '…' } : cookie),
  };
}

/** What RFC 6265 section 5.3 takes for the same cookie; with and without subdomains are two. */
export function isSameCookie(one: Cookie, other: Cookie): boolean {
  return (
    one.name === other.name &&
    one.domain === other.domain &&
    one.path === other.path &&
    one.hostOnly === other.hostOnly
  );
}

function notesOn(cookie: Cookie, others: readonly Cookie[], { now, t }: FormContext): string[] {
  return [
    ...(others.some((other) => isSameCookie(other, cookie))
      ? [t('It replaces the cookie of that name, domain and path.')]
      : []),
    ...(cookie.expires !== undefined && cookie.expires.getTime() <= now
      ? [t('It has expired and will not be sent.')]
      : []),
    ...(cookie.domain === '' ? [t('Without a domain it goes to every host.')] : []),
    ...(cookie.disabled === true ? [t('It is switched off and will not be sent.')] : []),
  ];
}

function timeLeft(expires: Date, now: number, t: Localize): string {
  if (Number.isNaN(expires.getTime())) return '';
  return expires.getTime() <= now ? t('expired') : t('in {0}', expiryLabel(expires, now, t));
}

/** As a field for date and time has it, in UTC. */
function expiryText(expires: Date): string {
  return expires.toISOString().replace(/\.\d+Z$/, '');
}

/** A time that was not touched keeps its milliseconds; what is no time becomes an invalid Date. */
function expiryOf(text: string, before: Date | undefined): Date {
  return before !== undefined && expiryText(before) === text ? before : new Date(`${text}Z`);
}
