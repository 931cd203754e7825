/**
 * Writes a prepared request as a call of `fetch`, for Node and, but for files, for browsers. `fetch` writes Host and
 * framing itself, and browsers do not let a page set Cookie and some others; what it cannot send at all is said in a
 * comment instead of being left out in silence.
 */
import type { PreparedRequest } from '../../http/index.ts';
import { bytesOf, copiedBody, type CopiedPiece } from './copiedBody.ts';
import { typedHeaders } from './typedHeaders.ts';

export function fetchCall(prepared: PreparedRequest): string {
  const { method, url, headers } = prepared;
  const pieces = copiedBody(prepared);
  const entries = typedHeaders(prepared).filter(([name]) => name !== 'Host');
  return [
    ...(headers.has('Host') ? [`// fetch cannot send the header Host: ${oneLine(headers.get('Host'))}`] : []),
    ...(/^(?:GET|HEAD)$/.test(method) && pieces.length > 0
      ? [`// fetch refuses a body with ${method}.`]
      : []),
    ...(pieces.some(({ kind }) => kind === 'file') ? ["import { openAsBlob } from 'node:fs';", ''] : []),
    `const response = await fetch(${quoteScript(url)}, {`,
    `  method: ${quoteScript(method)},`,
    '  headers: [',
    ...entries.map(([name, value]) => `    [${quoteScript(name)}, ${quoteScript(value)}],`),
    '  ],',
    ...bodyLines(pieces, headers.has('Content-Type')),
    '});',
    'console.log(response.status, response.statusText);',
    'console.log(await response.text());',
    '',
  ].join('\n');
}

/** A string literal of JavaScript. */
export function quoteScript(text: string): string {
  const inner = JSON.stringify(text).slice(1, -1);
  return `'${inner.replaceAll('\\"', '"').replaceAll("'", "\\'").replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')}'`;
}

/** A string without a Content-Type would get one. */
function bodyLines(pieces: readonly CopiedPiece[], hasType: boolean): readonly string[] {
  const [only, ...others] = pieces;
  if (only === undefined) return [];
  if (others.length > 0) {
    return ['  body: new Blob([', ...pieces.map((piece) => `    ${expression(piece)},`), '  ]),'];
  }
  const isPlain = only.kind !== 'text' || hasType;
  return [`  body: ${isPlain ? expression(only) : `new TextEncoder().encode(${quoteScript(only.text)})`},`];
}

function expression(piece: CopiedPiece): string {
  switch (piece.kind) {
    case 'text':
      return quoteScript(piece.text);
    case 'file':
      return `await openAsBlob(${quoteScript(piece.path)})`;
    case 'bytes': {
      const base64 = Buffer.from(bytesOf(piece) ?? []).toString('base64');
      return `Uint8Array.from(atob('${base64}'), (one) => one.charCodeAt(0))`;
    }
  }
}

function oneLine(text: string | undefined): string {
  return (text ?? '').replace(/[\r\n\u2028\u2029]/g, ' ');
}
