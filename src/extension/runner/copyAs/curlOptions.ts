/**
 * What curl must be told to put a prepared request on the wire, but for the body: options without the quotes of any
 * shell. The commands for POSIX shells, PowerShell and cmd are written from this one list.
 */
import { bodyLength, type PreparedRequest } from '../../http/index.ts';

export interface CurlOption {
  /** The long name, without dashes. */
  readonly name: string;
  /** Undefined for a switch. */
  readonly value: string | undefined;
}

export interface CurlOptions {
  /** Method and address, the URL last. */
  readonly target: readonly CurlOption[];
  readonly headers: readonly CurlOption[];
}

/** Headers that curl would add by itself and that must be switched off when the request has none. */
const curlAdds = ['Accept', 'User-Agent'];
/** curl waits for `100 Continue` before bodies longer than this. */
const expectLimit = 1024 * 1024;

export function curlOptions(prepared: PreparedRequest, hasBody: boolean): CurlOptions {
  return {
    target: [
      ...methodOptions(prepared, hasBody),
      ...addressOptions(prepared.url),
      option('url', prepared.url),
    ],
    headers: headerOptions(prepared, hasBody),
  };
}

function option(name: string, value?: string): CurlOption {
  return { name, value };
}

function methodOptions({ method }: PreparedRequest, hasBody: boolean): readonly CurlOption[] {
  if (method === 'HEAD' && !hasBody) return [option('head')];
  return method === (hasBody ? 'POST' : 'GET') ? [] : [option('request', method)];
}

/** curl would expand brackets, remove dot segments and prefer HTTP/2. */
function addressOptions(url: string): readonly CurlOption[] {
  return [
    ...(/[[\]{}]/.test(url) ? [option('globoff')] : []),
    ...(/\/\.{1,2}(?:[/?#]|$)/.test(url) ? [option('path-as-is')] : []),
    ...(/^https:/i.test(url) ? [option('http1.1')] : []),
  ];
}

function headerOptions(prepared: PreparedRequest, hasBody: boolean): readonly CurlOption[] {
  const { wireHead, headers } = prepared;
  const lines: CurlOption[] = [];
  for (const [name, value] of wireHead.headers) {
    // Host and framing are the same without saying so; a typed Host is in `headers` too.
    if (/^connection$/i.test(name) || (hasBody && /^content-length$/i.test(name))) continue;
    if (name === 'host' && !headers.has('Host')) continue;
    lines.push(option('header', value === '' ? `${name};` : `${name}: ${value}`));
  }
  const absent = [
    ...curlAdds,
    ...(hasBody ? ['Content-Type'] : []),
    ...(hasBody && (bodyLength(prepared.body) ?? 0) >= expectLimit ? ['Expect'] : []),
  ];
  for (const name of absent) if (!headers.has(name)) lines.push(option('header', `${name}:`));
  // The header alone would leave the answer compressed on the screen.
  if (headers.has('Accept-Encoding')) lines.push(option('compressed'));
  return lines;
}
