/**
 * Writes a prepared request as a Python program that sends it with `requests`. Headers that `requests` would add and
 * this request lacks are switched off; the framing is left to it. Bodies are bytes, because it would change others.
 */
import type { PreparedRequest } from '../../http/index.ts';
import { copiedBody, type CopiedPiece } from './copiedBody.ts';
import { typedHeaders } from './typedHeaders.ts';

const ownFunctions: ReadonlySet<string> = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
/** Headers that `requests` adds by itself. */
const requestsAdds = ['User-Agent', 'Accept-Encoding', 'Accept'];

export function pythonProgram(prepared: PreparedRequest): string {
  const { method, url } = prepared;
  const body = dataOf(copiedBody(prepared));
  const { headers, joined } = mergedHeaders(prepared);
  const call = ownFunctions.has(method)
    ? [`requests.${method.toLowerCase()}(`]
    : ['requests.request(', `    ${quotePython(method)},`];
  const [first = '', ...more] = call;
  const skipsUserAgent = !prepared.headers.has('User-Agent');
  return [
    'import requests',
    ...(skipsUserAgent ? ['from urllib3.util import SKIP_HEADER'] : []),
    '',
    ...body.before,
    ...joined.map((name) => `# requests sends a header once, so the lines of ${name} are joined.`),
    `response = ${first}`,
    ...more,
    `    ${quotePython(url)},`,
    '    headers={',
    ...headers.map(
      ([name, value]) =>
        `        ${quotePython(name)}: ${value === undefined ? absent(name) : quotePython(value)},`,
    ),
    '    },',
    ...(body.data === undefined ? [] : [`    data=${body.data},`]),
    ')',
    'print(response.status_code, response.reason)',
    'print(response.text)',
    '',
  ].join('\n');
}

/** Without its own word for it, urllib3 would say its name in the place of requests'. */
function absent(name: string): string {
  return name === 'User-Agent' ? 'SKIP_HEADER' : 'None';
}

/** A string literal: JSON's escapes mean the same in Python. */
export function quotePython(text: string): string {
  return JSON.stringify(text);
}

function mergedHeaders(prepared: PreparedRequest): {
  readonly headers: readonly (readonly [name: string, value: string | undefined])[];
  readonly joined: readonly string[];
} {
  const merged = new Map<string, { readonly name: string; readonly value: string | undefined }>();
  const joined = new Set<string>();
  for (const [name, value] of typedHeaders(prepared)) {
    const before = merged.get(name.toLowerCase());
    if (before === undefined) {
      merged.set(name.toLowerCase(), { name, value });
      continue;
    }
    joined.add(before.name);
    const separator = name.toLowerCase() === 'cookie' ? '; ' : ', ';
    merged.set(name.toLowerCase(), { name: before.name, value: `${before.value ?? ''}${separator}${value}` });
  }
  for (const name of requestsAdds) {
    const key = name.toLowerCase();
    if (!merged.has(key)) merged.set(key, { name, value: undefined });
  }
  return { headers: [...merged.values()].map(({ name, value }) => [name, value]), joined: [...joined] };
}

interface PythonData {
  readonly before: readonly string[];
  readonly data: string | undefined;
}

function dataOf(pieces: readonly CopiedPiece[]): PythonData {
  const [only, ...others] = pieces;
  if (only === undefined) return { before: [], data: undefined };
  if (others.length > 0) {
    const parts = pieces.map((piece) => `    ${pieceExpression(piece)},`);
    return { before: ['body = b"".join([', ...parts, '])', ''], data: 'body' };
  }
  return { before: [], data: only.kind === 'file' ? openFile(only.path) : pieceExpression(only) };
}

function pieceExpression(piece: CopiedPiece): string {
  switch (piece.kind) {
    case 'text':
      return `${quotePython(piece.text)}.encode()`;
    case 'file':
      return `${openFile(piece.path)}.read()`;
    case 'bytes':
      return bytesLiteral(piece.bytes);
  }
}

function openFile(path: string): string {
  return `open(${quotePython(path)}, "rb")`;
}

function bytesLiteral(bytes: Uint8Array): string {
  const text = Array.from(bytes, (byte) =>
    byte >= 0x20 && byte < 0x7f && byte !== 0x22 && byte !== 0x5c
      ? String.fromCharCode(byte)
      : `\\x${byte.toString(16).padStart(2, '0')}`,
  );
  return `b"${text.join('')}"`;
}
