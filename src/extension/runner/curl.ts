/**
 * Writes a prepared request as a curl command for POSIX shells that puts the same bytes on the wire. Secrets are
 * in it as they are: whoever shows or copies the command decides about masking first. Made from the
 * PreparedRequest alone, like the preview and the wire.
 */
import type { PreparedRequest } from '../http/index.ts';
import { isBodyStream } from '../http/index.ts';
import type { BodyFile } from './bodyFile.ts';
import { isComposedStream } from './bodyFile.ts';

/** Headers that curl would add by itself and that must be switched off when the request has none. */
const curlAdds = ['Accept', 'User-Agent'];
/** curl waits for `100 Continue` before bodies longer than this. */
const expectLimit = 1024 * 1024;
/** Linux refuses longer words of a command (128 KiB); `printf`, which is part of the shell, takes any. */
const argumentLimit = 100_000;

/** One command, options on lines of their own. */
export function curlCommand(prepared: PreparedRequest): string {
  const body = bodyOptions(prepared);
  const words = [
    ...methodOptions(prepared, body.options.length > 0),
    ...addressOptions(prepared.url),
    quote(prepared.url),
  ].join(' ');
  const lines = [words, ...headerOptions(prepared, body.options.length > 0), ...body.options];
  return `${body.input}curl ${lines.join(' \\\n  ')}`;
}

/** A word that a POSIX shell reads as exactly this text. */
export function quote(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

function methodOptions({ method }: PreparedRequest, hasBody: boolean): readonly string[] {
  if (method === 'HEAD' && !hasBody) return ['--head'];
  return method === (hasBody ? 'POST' : 'GET') ? [] : ['--request', quote(method)];
}

/** curl would expand brackets, remove dot segments and prefer HTTP/2. */
function addressOptions(url: string): readonly string[] {
  return [
    ...(/[[\]{}]/.test(url) ? ['--globoff'] : []),
    ...(/\/\.{1,2}(?:[/?#]|$)/.test(url) ? ['--path-as-is'] : []),
    ...(/^https:/i.test(url) ? ['--http1.1'] : []),
  ];
}

function headerOptions(prepared: PreparedRequest, hasBody: boolean): readonly string[] {
  const { wireHead, headers } = prepared;
  const lines: string[] = [];
  for (const [name, value] of wireHead.headers) {
    // Host and framing are the same without saying so; a typed Host is in `headers` too.
    if (/^connection$/i.test(name) || (hasBody && /^content-length$/i.test(name))) continue;
    if (name === 'host' && !headers.has('Host')) continue;
    lines.push(`--header ${quote(value === '' ? `${name};` : `${name}: ${value}`)}`);
  }
  const absent = [
    ...curlAdds,
    ...(hasBody ? ['Content-Type'] : []),
    ...(hasBody && bodyLengthOf(prepared) >= expectLimit ? ['Expect'] : []),
  ];
  for (const name of absent) if (!headers.has(name)) lines.push(`--header ${quote(`${name}:`)}`);
  // The header alone would leave the answer compressed on the screen.
  if (headers.has('Accept-Encoding')) lines.push('--compressed');
  return lines;
}

/** `input` is a command whose output curl reads, for bytes that cannot stand in a shell word. */
function bodyOptions({ body }: PreparedRequest): {
  readonly input: string;
  readonly options: readonly string[];
} {
  const fromInput = (input: string) => ({ input: `${input} | `, options: ['--data-binary @-'] });
  if (body === null || body === '') return { input: '', options: [] };
  if (!isBodyStream(body)) {
    const bytes = typeof body === 'string' ? Buffer.from(body) : body;
    const text = exactText(bytes);
    if (text === undefined) return fromInput(printfCommand(bytes));
    if (bytes.length > argumentLimit) return fromInput(`printf %s ${quote(text)}`);
    return { input: '', options: text === '' ? [] : [`--data-raw ${quote(text)}`] };
  }
  if (!isComposedStream(body))
    return { input: '', options: [`--data-binary ${quote(`@${body.description}`)}`] };
  const [only, ...others] = body.parts;
  if (only !== undefined && typeof only !== 'string' && others.length === 0) {
    return { input: '', options: [`--data-binary ${quote(`@${only.path}`)}`] };
  }
  return fromInput(`{ ${body.parts.map(partCommand).join('; ')}; }`);
}

function partCommand(part: BodyFile | string): string {
  return typeof part === 'string' ? `printf %s ${quote(part)}` : `cat ${quote(part.path)}`;
}

/** printf's octal escapes carry every byte, NUL included. */
function printfCommand(bytes: Uint8Array): string {
  const escaped = Array.from(bytes, (byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
  return `printf '${escaped}'`;
}

function exactText(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}

function bodyLengthOf({ body }: PreparedRequest): number {
  if (body === null) return 0;
  if (typeof body === 'string') return Buffer.byteLength(body);
  return (isBodyStream(body) ? body.length : body.byteLength) ?? 0;
}
