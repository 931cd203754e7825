/**
 * Signs a request for Amazon Web Services: Signature Version 4, in the Authorization header. Signs once, when the
 * request is prepared; what is edited afterwards no longer fits the signature. Streams are sent as an unsigned
 * payload, because their bytes are not known before they are sent.
 */
import { createHash, createHmac } from 'node:crypto';
import type { AuthScheme, PreparedRequest } from '../../http/index.ts';
import { isBodyStream } from '../../http/index.ts';

export interface AwsCredentials {
  readonly accessKey: string;
  readonly secretKey: string;
  /** Of a session with temporary credentials. */
  readonly token: string | undefined;
  /** From the host when absent: `sqs.eu-west-1.amazonaws.com`; `us-east-1` when it names none. */
  readonly region: string | undefined;
  readonly service: string | undefined;
}

/** `now` gives milliseconds since the epoch; a signature is good for some minutes around it. */
export function awsSignature(credentials: AwsCredentials, now: () => number): AuthScheme {
  return { name: 'AWS', authorize: (prepared) => signed(prepared, credentials, now()) };
}

const algorithm = 'AWS4-HMAC-SHA256';

function signed(prepared: PreparedRequest, credentials: AwsCredentials, now: number): PreparedRequest {
  const { accessKey, secretKey, token } = credentials;
  const host = prepared.wireHead.headers.find(([name]) => name.toLowerCase() === 'host')?.[1] ?? '';
  const { region, service } = placeOf(host, credentials);
  const time = `${new Date(now).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
  const payload = payloadHash(prepared);
  let headers = prepared.headers.with('X-Amz-Date', time);
  if (service === 's3' || payload === unsigned) headers = headers.with('X-Amz-Content-Sha256', payload);
  if (token !== undefined) headers = headers.with('X-Amz-Security-Token', token);

  const fields = signedFields([['host', host], ...headers]);
  const names = fields.map(([name]) => name).join(';');
  const [, target = '/'] = prepared.wireHead.requestLine.split(' ');
  const [path = '/', query = ''] = target.split(/\?(.*)/s);
  const canonical = [
    prepared.method,
    service === 's3' ? path : path.split('/').map(encode).join('/'),
    canonicalQuery(query),
    ...fields.map(([name, value]) => `${name}:${value}`),
    '',
    names,
    payload,
  ].join('\n');
  const scope = `${time.slice(0, 8)}/${region}/${service}/aws4_request`;
  const text = [algorithm, time, scope, sha256(canonical)].join('\n');
  let key = Buffer.from(`AWS4${secretKey}`);
  for (const part of scope.split('/')) key = hmac(key, part);
  const credential = `Credential=${accessKey}/${scope}, SignedHeaders=${names}`;
  const value = `${algorithm} ${credential}, Signature=${hmac(key, text).toString('hex')}`;
  return prepared.with({ headers: headers.with('Authorization', value) });
}

/** What is written wins over what the host says. */
function placeOf(host: string, given: AwsCredentials): { readonly region: string; readonly service: string } {
  const [, name, region] = /([\w-]+)(?:\.([\w-]+))?\.amazonaws\.com(?:\.cn)?(?::\d+)?$/.exec(host) ?? [];
  // `bucket.s3.amazonaws.com` has no region, and the service in its place.
  const isGlobal = region !== undefined && /^(?:s3|iam|sts)$/.test(region);
  return {
    region: given.region ?? (isGlobal ? undefined : region) ?? 'us-east-1',
    service: given.service ?? (isGlobal ? region : name) ?? 'execute-api',
  };
}

/** The fields a signature covers, in order; others may be changed on the way. */
function signedFields(headers: Iterable<readonly [string, string]>): readonly (readonly [string, string])[] {
  const fields = new Map<string, string>();
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    if (!/^(?:host|content-type|content-md5|range|x-amz-.*)$/.test(key)) continue;
    const text = value.trim().replaceAll(/ +/g, ' ');
    const before = fields.get(key);
    fields.set(key, before === undefined || key === 'host' ? text : `${before},${text}`);
  }
  return [...fields].sort(([one], [other]) => (one < other ? -1 : 1));
}

function canonicalQuery(query: string): string {
  return query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [name = '', value = ''] = pair.split(/=(.*)/s);
      return [encode(decode(name)), encode(decode(value))] as const;
    })
    .sort(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

/** RFC 3986: only letters, digits and `-._~` stay. */
function encode(text: string): string {
  const code = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(text).replaceAll(/[!'()*]/g, code);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const unsigned = 'UNSIGNED-PAYLOAD';

function payloadHash({ body }: PreparedRequest): string {
  return isBodyStream(body) ? unsigned : sha256(body ?? '');
}

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

function hmac(key: Uint8Array, text: string): Buffer<ArrayBuffer> {
  return createHmac('sha256', key).update(text).digest();
}
