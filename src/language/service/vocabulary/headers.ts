/**
 * The request headers that completion offers and hover explains, with common values and where each is defined.
 * Values marked with `$1` are snippets. This list is help, not a rule: any header may be sent.
 */
import { mediaTypes } from './mediaTypes.ts';

export interface HeaderEntry {
  readonly name: string;
  readonly description: string;
  /** For example `RFC 9110 §12.5.1`. */
  readonly reference: string;
  readonly values: readonly string[];
}

const header = (
  name: string,
  reference: string,
  description: string,
  values: readonly string[] = [],
): HeaderEntry => ({ name, reference, description, values });

export const headers: readonly HeaderEntry[] = [
  header('Accept', 'RFC 9110 §12.5.1', 'Media types the answer may have, with `q` as their weight.', [
    '*/*',
    ...mediaTypes,
  ]),
  header('Accept-Charset', 'RFC 9110 §12.5.2', 'Deprecated: servers ignore it and send UTF-8.', ['utf-8']),
  header(
    'Accept-Encoding',
    'RFC 9110 §12.5.3',
    'Content codings the answer may have. They are decoded for you.',
    ['gzip, deflate, br', 'gzip', 'br', 'zstd', 'identity'],
  ),
  header(
    'Accept-Language',
    'RFC 9110 §12.5.4',
    'Languages the answer should be in, with `q` as their weight.',
    ['en', 'en-US, en;q=0.9', 'de', 'fr', 'ja', 'zh-CN', '*'],
  ),
  header('Authorization', 'RFC 9110 §11.6.2', 'Credentials. Left out when a redirect leaves the host.', [
    'Bearer {{$1token}}',
    'Basic ${1:user}:${2:password}',
    'Digest ${1:user} ${2:password}',
    'AWS ${1:accessKey} ${2:secretKey} region:${3:us-east-1} service:${4:execute-api}',
  ]),
  header('Cache-Control', 'RFC 9111 §5.2', 'What caches on the way may do.', [
    'no-cache',
    'no-store',
    'max-age=0',
    'only-if-cached',
    'no-transform',
  ]),
  header('Connection', 'RFC 9110 §7.6.1', 'Whether the connection stays open after the answer.', [
    'keep-alive',
    'close',
  ]),
  header('Content-Disposition', 'RFC 7578 §4.2', 'Names a part of a multipart body, and its file.', [
    'form-data; name="${1:field}"',
    'form-data; name="${1:file}"; filename="${2:file.bin}"',
  ]),
  header('Content-Encoding', 'RFC 9110 §8.4', 'Codings that were applied to the body.', [
    'gzip',
    'br',
    'deflate',
  ]),
  header('Content-Language', 'RFC 9110 §8.5', 'Language of the body.', ['en']),
  header('Content-Length', 'RFC 9110 §8.6', 'Bytes of the body. Computed when it is left out.'),
  header('Content-MD5', 'RFC 2616 §14.15', 'Obsolete checksum of the body; see `Content-Digest`.'),
  header('Content-Digest', 'RFC 9530 §2', 'Checksum of the body, for example `sha-256=:…:`.'),
  header('Content-Type', 'RFC 9110 §8.3', 'Media type of the body, and its charset or boundary.', mediaTypes),
  header(
    'Cookie',
    'RFC 6265 §4.2',
    'Cookies for this request. Replaces those of the session that have the same name.',
  ),
  header('DNT', 'Tracking Preference Expression', 'Asks not to be tracked. Superseded by `Sec-GPC`.', [
    '1',
    '0',
  ]),
  header('Date', 'RFC 9110 §6.6.1', 'When the request was made.', ['{{\\$datetime rfc1123}}']),
  header('Depth', 'RFC 4918 §10.2', 'How far down a WebDAV method reaches.', ['0', '1', 'infinity']),
  header('Destination', 'RFC 4918 §10.3', 'Target of a WebDAV copy or move.'),
  header('Early-Data', 'RFC 8470 §5.1', 'The request travelled in TLS early data.', ['1']),
  header('Expect', 'RFC 9110 §10.1.1', 'Asks the server to agree before the body is sent.', ['100-continue']),
  header('Forwarded', 'RFC 7239 §4', 'What proxies on the way changed.', [
    'for=${1:192.0.2.1};proto=https;host=${2:example.com}',
  ]),
  header('From', 'RFC 9110 §10.1.2', 'E-mail address of the person behind the request.'),
  header('Host', 'RFC 9110 §7.2', 'Host and port of the target. Taken from the URL when it is left out.'),
  header(
    'Idempotency-Key',
    'draft-ietf-httpapi-idempotency-key-header',
    'Lets a server recognise a repeated request.',
    ['{{\\$guid}}'],
  ),
  header('If-Match', 'RFC 9110 §13.1.1', 'Do it only if the resource has one of these entity tags.', [
    '*',
    '"${1:tag}"',
  ]),
  header(
    'If-Modified-Since',
    'RFC 9110 §13.1.3',
    'Answer with a body only if the resource changed after this date.',
  ),
  header('If-None-Match', 'RFC 9110 §13.1.2', 'Do it only if the resource has none of these entity tags.', [
    '*',
    '"${1:tag}"',
  ]),
  header('If-Range', 'RFC 9110 §13.1.5', 'Send the range only if the resource is still this one.'),
  header(
    'If-Unmodified-Since',
    'RFC 9110 §13.1.4',
    'Do it only if the resource did not change after this date.',
  ),
  header('Link', 'RFC 8288 §3', 'Relations to other resources.'),
  header('Max-Forwards', 'RFC 9110 §7.6.2', 'How many proxies may pass a TRACE or OPTIONS on.', ['10']),
  header('Origin', 'RFC 6454 §7', 'Origin that caused the request; what CORS decides by.', [
    'https://example.com',
    'null',
  ]),
  header('Pragma', 'RFC 9111 §5.4', 'Deprecated form of `Cache-Control`.', ['no-cache']),
  header('Prefer', 'RFC 7240 §2', 'How the server should process the request.', [
    'return=minimal',
    'return=representation',
    'respond-async',
    'wait=10',
    'handling=strict',
  ]),
  header('Priority', 'RFC 9218 §5', 'How urgent the answer is.', ['u=1', 'u=3, i']),
  header('Proxy-Authorization', 'RFC 9110 §11.7.2', 'Credentials for the proxy, never sent to the target.', [
    'Basic ${1:user}:${2:password}',
  ]),
  header('Range', 'RFC 9110 §14.2', 'Asks for part of the resource.', ['bytes=0-1023', 'bytes=-500']),
  header('Referer', 'RFC 9110 §10.1.3', 'Where the target was found.'),
  header('Sec-Fetch-Mode', 'Fetch Metadata', 'What a browser would send to name the mode of the request.', [
    'cors',
    'navigate',
    'no-cors',
    'same-origin',
  ]),
  header('Sec-Fetch-Site', 'Fetch Metadata', 'How the origin relates to the target.', [
    'same-origin',
    'same-site',
    'cross-site',
    'none',
  ]),
  header('Sec-GPC', 'Global Privacy Control', 'Asks not to sell or share personal data.', ['1']),
  header('SOAPAction', 'SOAP 1.1 §6.1.1', 'Names the operation of a SOAP request.', ['"${1:action}"']),
  header('TE', 'RFC 9110 §10.1.4', 'Transfer codings the answer may have.', ['trailers']),
  header('Trailer', 'RFC 9110 §6.6.2', 'Fields that follow the body.'),
  header(
    'Transfer-Encoding',
    'RFC 9112 §6.1',
    'How the body is framed; `chunked` when its length is unknown.',
    ['chunked'],
  ),
  header('Upgrade', 'RFC 9110 §7.8', 'Protocols to switch to.', ['websocket', 'h2c']),
  header('Upgrade-Insecure-Requests', 'Upgrade Insecure Requests', 'Prefers an answer over https.', ['1']),
  header('User-Agent', 'RFC 9110 §10.1.5', 'The program that sends the request.'),
  header('Via', 'RFC 9110 §7.6.3', 'Proxies the request went through.'),
  header('X-API-Key', 'common practice', 'A key in place of credentials.', ['{{$1apiKey}}']),
  header('X-CSRF-Token', 'common practice', 'Proves that the request came from the own site.', [
    '{{$1csrf}}',
  ]),
  header('X-Correlation-ID', 'common practice', 'Ties the log lines of several services together.', [
    '{{\\$guid}}',
  ]),
  header('X-Forwarded-For', 'common practice; see Forwarded', 'Addresses of the client and of proxies.', [
    '192.0.2.1',
  ]),
  header('X-Forwarded-Host', 'common practice; see Forwarded', 'Host the client asked for.'),
  header('X-Forwarded-Proto', 'common practice; see Forwarded', 'Scheme the client used.', ['https', 'http']),
  header('X-HTTP-Method-Override', 'common practice', 'Method to use in place of POST.', [
    'PUT',
    'PATCH',
    'DELETE',
  ]),
  header('X-Request-ID', 'common practice', 'Names this request in logs.', ['{{\\$guid}}']),
  header('X-Request-Type', 'REST Client', 'With `GraphQL`, the body is sent as a GraphQL operation.', [
    'GraphQL',
  ]),
  header('X-Requested-With', 'common practice', 'Tells the server that a script made the request.', [
    'XMLHttpRequest',
  ]),
];

/** The entry of a header, whatever its case; undefined for one that is not in the list. */
export function headerEntry(name: string): HeaderEntry | undefined {
  return byName.get(name.toLowerCase());
}

const byName = new Map(headers.map((entry) => [entry.name.toLowerCase(), entry]));
