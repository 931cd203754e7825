/**
 * Writes a prepared request as the message that goes: request line, every header line in wire order, a blank line and
 * the body. Lines end as text does, files stand in it by their path, and bytes that are no text by their number.
 */
import type { PreparedRequest } from '../../http/index.ts';
import { copiedBody, type CopiedPiece } from './copiedBody.ts';

export function httpMessage(prepared: PreparedRequest): string {
  const { requestLine, headers } = prepared.wireHead;
  const head = [requestLine, ...headers.map(([name, value]) => `${name}: ${value}`)].join('\n');
  return `${head}\n\n${copiedBody(prepared).map(pieceText).join('')}`;
}

function pieceText(piece: CopiedPiece): string {
  switch (piece.kind) {
    case 'text':
      return piece.text;
    case 'file':
      return `< ${piece.path}`;
    case 'bytes':
      return `(${piece.bytes.length} bytes that are not text)`;
  }
}
