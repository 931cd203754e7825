/**
 * What a session in `http-sessions.json` may say, in one table: each key, what its value must be, and in which words a
 * wrong one is refused. The JSON schema says the same to the editor; a test holds the two together.
 */

/** Written values are JSON. */
export type DefaultValue =
  null | boolean | number | string | readonly DefaultValue[] | { readonly [key: string]: DefaultValue };

export interface ValueRule {
  /** `a text`, `true or false`: what is wanted, in words. */
  readonly wants: string;
  accepts(value: DefaultValue): boolean;
}

export interface KeyRule extends Partial<ValueRule> {
  /** The members of an object, when the value may be one. */
  readonly members?: Readonly<Record<string, ValueRule>>;
  /** Members of any name. */
  readonly anyMember?: ValueRule;
}

const isText = (value: DefaultValue): value is string => typeof value === 'string';
const isTextList = (value: DefaultValue): boolean => Array.isArray(value) && value.every(isText);
const isScalar = (value: DefaultValue): boolean =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value);
const isSeconds = (value: DefaultValue): boolean => typeof value === 'number' && value >= 0;

const text: ValueRule = { wants: 'a text', accepts: isText };
const textOrNull: ValueRule = {
  wants: 'a text, or null for none',
  accepts: (value) => value === null || isText(value),
};
const flag: ValueRule = { wants: 'true or false', accepts: (value) => typeof value === 'boolean' };
const seconds: ValueRule = { wants: 'a number of seconds, 0 to wait for ever', accepts: isSeconds };
const texts: ValueRule = {
  wants: 'a text or a list of texts',
  accepts: (value) => isText(value) || isTextList(value),
};

/** The keys of a session, in the order people are shown them. */
export const defaultKeys: Readonly<Record<string, KeyRule>> = {
  headers: {
    anyMember: {
      wants: 'a text, a list of texts, or null to leave the header out',
      accepts: (value) => value === null || isText(value) || isTextList(value),
    },
  },
  params: {
    anyMember: {
      wants: 'a text, a number, true or false, a list of these, or null to leave it out',
      accepts: (value) => isScalar(value) || (Array.isArray(value) && value.every(isScalar)),
    },
  },
  auth: textOrNull,
  verify: { wants: 'true, false or the path of a PEM file', accepts: (v) => flag.accepts(v) || isText(v) },
  ca: { wants: texts.wants, accepts: (value) => value === null || texts.accepts(value) },
  cert: {
    ...textOrNull,
    members: { certificate: text, key: text, pfx: text, passphrase: text },
  },
  proxies: {
    ...textOrNull,
    members: { http: textOrNull, https: textOrNull, all: textOrNull, no: texts },
  },
  timeout: { ...seconds, members: { connect: seconds, read: seconds, total: seconds } },
  redirects: {
    ...flag,
    members: {
      follow: flag,
      max: {
        wants: 'a whole number from 0',
        accepts: (value) => typeof value === 'number' && Number.isInteger(value) && value >= 0,
      },
    },
  },
  cookies: flag,
};

/** `a text, or an object`: everything a key takes. */
export function wantedOf({ wants, members, anyMember }: KeyRule): string {
  const object = members === undefined && anyMember === undefined ? [] : ['an object'];
  return [...(wants === undefined ? [] : [wants]), ...object].join(', or ');
}
