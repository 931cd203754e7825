/** The short forms of the Authorization header; reads the header's text, encodes and sends nothing. */

export type AuthorizationForm =
  /** `Basic user password`, `Basic user:password`: to be encoded. */
  | { readonly scheme: 'basic'; readonly user: string; readonly password: string }
  /** `Digest user password`, `Digest user:password`: the core answers the challenge. */
  | { readonly scheme: 'digest'; readonly user: string; readonly password: string }
  /** `AWS key secret token:t region:r service:s` */
  | {
      readonly scheme: 'aws';
      readonly accessKey: string;
      readonly secretKey: string;
      readonly token: string | undefined;
      readonly region: string | undefined;
      readonly service: string | undefined;
    }
  /** What another tool would do something with; as it is typed it would give a password away. */
  | { readonly scheme: 'unsupported'; readonly name: string }
  /** Anything else goes as it is. */
  | { readonly scheme: 'other'; readonly value: string };

/**
 * Reads a header value whose variables are filled. An argument with a colon or a space is user and password;
 * the first colon separates them, so a password may hold more (`http-syntax` row "Basic").
 */
export function readAuthorization(value: string): AuthorizationForm {
  const [, scheme = '', rest = ''] = /^(\S+)\s+(.*)$/s.exec(value.trim()) ?? [];
  const name = scheme.toLowerCase();
  if (name === 'basic' || name === 'digest') {
    const pair = userAndPassword(rest);
    // `Digest username="…"` is a header somebody computed already.
    if (pair === undefined || (name === 'digest' && /^\w+\s*=/.test(rest))) return { scheme: 'other', value };
    return { scheme: name, ...pair };
  }
  if (name === 'aws') {
    const [accessKey, secretKey, ...options] = rest.split(/\s+/);
    if (accessKey === undefined || secretKey === undefined) return { scheme: 'other', value };
    const option = (key: string): string | undefined =>
      options.find((text) => text.startsWith(`${key}:`))?.slice(key.length + 1);
    return {
      scheme: 'aws',
      accessKey,
      secretKey,
      token: option('token'),
      region: option('region'),
      service: option('service'),
    };
  }
  const unsupported = unsupportedName(name, rest);
  return unsupported === undefined
    ? { scheme: 'other', value }
    : { scheme: 'unsupported', name: unsupported };
}

/** `NTLM user password`, Cognito's and httpYac's OAuth forms; a token of NTLM or Negotiate is one word. */
function unsupportedName(scheme: string, rest: string): string | undefined {
  const words = rest.trim().split(/\s+/);
  if (scheme === 'ntlm' || scheme === 'negotiate') {
    return userAndPassword(rest) === undefined ? undefined : scheme === 'ntlm' ? 'NTLM' : 'Negotiate';
  }
  if (scheme === 'cognito' && words.length >= 2) return 'Amazon Cognito';
  return /^(?:oauth2|openid)$/.test(scheme) && oauthFlows.has(words[0] ?? '') ? 'OAuth 2' : undefined;
}

const oauthFlows = new Set([
  'authorization_code',
  'client_credentials',
  'device_code',
  'hybrid',
  'implicit',
  'password',
  'token_exchange',
]);

function userAndPassword(text: string): { user: string; password: string } | undefined {
  const space = text.search(/\s/);
  const colon = text.indexOf(':');
  if (space !== -1 && (colon === -1 || space < colon)) {
    return { user: text.slice(0, space), password: text.slice(space).trim() };
  }
  if (colon === -1) return undefined;
  return { user: text.slice(0, colon), password: text.slice(colon + 1) };
}
