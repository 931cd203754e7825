/** Python's helpers for credentials and digests, as calls of ours. */
import { DigestAuth, Headers, Request } from '../../../../../src/extension/http/index.ts';
import { basicAuthorization } from '../../../../../src/extension/http/auth/auth.ts';
import { parseDirectives, parseList } from '../../../../../src/extension/http/auth/directives.ts';
import { urlCredentials } from '../../../../../src/extension/http/environment/environment.ts';
import { netrcCredentials } from '../../../../../src/extension/http/environment/netrc.ts';
import { decode, decodeText } from '../values.ts';
import type { UtilFunctions } from './functions.ts';

export const authFunctions: UtilFunctions = {
  basic_auth_str: ([user, password]) => basicAuthorization(credential(user), credential(password)),
  get_auth_from_url: ([url]) => urlCredentials(decodeText(url)) ?? ['', ''],
  get_netrc_auth: ([url], { variables }) => {
    const entry = netrcCredentials(decodeText(url), variables);
    return entry === undefined ? null : [entry.login, entry.password];
  },
  digest_header: ([user, password, challenge, method, url, count = 1], { expected }) => {
    const { cnonces = [] } = expected['result'] as { readonly cnonces?: readonly (string | null)[] };
    const nonces = [...cnonces];
    const used: (string | null)[] = [];
    const auth = new DigestAuth(decodeText(user), decodeText(password), {
      clientNonce: () => {
        const nonce = nonces[used.length] ?? '0000000000000000';
        used.push(nonce);
        return nonce;
      },
    });
    const prepared = new Request(decodeText(method), decodeText(url)).prepare();
    const refusal = { status: 401, headers: new Headers([['WWW-Authenticate', decodeText(challenge)]]) };
    const headers = Array.from({ length: Number(count) }, () => {
      const answered = auth.answer(refusal, prepared);
      return answered?.headers.get('Authorization') ?? null;
    });
    return { headers, cnonces: headers.map((header) => /cnonce="([^"]*)"/.exec(header ?? '')?.[1] ?? null) };
  },
  parse_dict_header: ([text]) => Object.fromEntries(parseDirectives(decodeText(text))),
  parse_list_header: ([text]) => parseList(decodeText(text)),
};

/** Numbers are written as text, as the types of ours would have asked for. */
function credential(value: unknown): string | Uint8Array {
  const decoded = decode(value);
  return decoded instanceof Uint8Array ? decoded : decodeText(value);
}
