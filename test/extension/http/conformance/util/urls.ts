/** Python's helpers for URLs, lengths and file names, as calls of ours. */
import { InvalidURL, Request, bodyLength } from '../../../../../src/extension/http/index.ts';
import type { Body } from '../../../../../src/extension/http/index.ts';
import { selectProxy, withScheme } from '../../../../../src/extension/http/environment/environment.ts';
import { guessFileName } from '../../../../../src/extension/http/request/multipart.ts';
import { requoteUri, unquoteUnreserved } from '../../../../../src/extension/http/url/percent.ts';
import { shouldStripAuth } from '../../../../../src/extension/http/session/redirects.ts';
import { absoluteTarget, requestTarget } from '../../../../../src/extension/http/url/url.ts';
import { decode, decodeText, encodeBytes, isTagged } from '../values.ts';
import type { UtilFunctions } from './functions.ts';

export const urlFunctions: UtilFunctions = {
  requote_uri: ([uri]) => requoteUri(decodeText(uri)),
  unquote_unreserved: ([uri]) => {
    const result = unquoteUnreserved(decodeText(uri));
    if (result === undefined) throw new InvalidURL('An escape is malformed.');
    return result;
  },
  request_url: ([url, proxies]) => {
    const prepared = new Request('GET', decodeText(url)).prepare();
    const proxy = selectProxy(prepared.url, proxies as Record<string, string>);
    const plain = prepared.url.startsWith('http://') && proxy !== undefined && !proxy.startsWith('socks');
    return plain ? absoluteTarget(prepared.url) : requestTarget(prepared.url);
  },
  super_len: ([value]) => bodyLength(decode(value) as Body) ?? 0,
  guess_filename: ([name]) => {
    const guessed = guessFileName(decodeText(name));
    // Names are text here; Python keeps bytes as bytes.
    return isTagged(name) && guessed !== undefined ? encodeBytes(Buffer.from(guessed)) : (guessed ?? null);
  },
  prepend_scheme_if_needed: ([url, scheme]) => withScheme(decodeText(url), decodeText(scheme)),
  // Python takes a text without `//` for a host as well.
  urldefragauth: ([url]) =>
    absoluteTarget(decodeText(url).replace(/^(?![a-zA-Z][a-zA-Z0-9+.-]*:\/\/|\/\/)/, '//')),
  should_strip_auth: ([from, to]) => shouldStripAuth(decodeText(from), decodeText(to)),
};
