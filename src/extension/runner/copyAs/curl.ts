/**
 * Writes a prepared request as a curl command for POSIX shells that puts the same bytes on the wire. Secrets are
 * in it as they are: whoever shows or copies the command decides about masking first.
 */
import type { PreparedRequest } from '../../http/index.ts';
import { bytesOf, copiedBody, type CopiedPiece } from './copiedBody.ts';
import { curlOptions, type CurlOption } from './curlOptions.ts';

/** Linux refuses longer words of a command (128 KiB); `printf`, which is part of the shell, takes any. */
const argumentLimit = 100_000;

/** One command, options on lines of their own. */
export function curlCommand(prepared: PreparedRequest): string {
  const body = bodyOptions(copiedBody(prepared));
  const { target, headers } = curlOptions(prepared, body.options.length > 0);
  const lines = [target.map(word).join(' '), ...headers.map(word), ...body.options];
  return `${body.input}curl ${lines.join(' \\\n  ')}`;
}

/** A word that a POSIX shell reads as exactly this text. */
export function quote(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

function word({ name, value }: CurlOption): string {
  if (value === undefined) return `--${name}`;
  return name === 'url' ? quote(value) : `--${name} ${quote(value)}`;
}

/** `input` is a command whose output curl reads, for bytes that cannot stand in a shell word. */
function bodyOptions(pieces: readonly CopiedPiece[]): {
  readonly input: string;
  readonly options: readonly string[];
} {
  const fromInput = (input: string) => ({ input: `${input} | `, options: ['--data-binary @-'] });
  const [only, ...others] = pieces;
  if (only === undefined) return { input: '', options: [] };
  if (others.length > 0) return fromInput(`{ ${pieces.map(pieceCommand).join('; ')}; }`);
  if (only.kind === 'file') return { input: '', options: [`--data-binary ${quote(`@${only.path}`)}`] };
  if (only.kind === 'bytes' || (bytesOf(only)?.length ?? 0) > argumentLimit) {
    return fromInput(pieceCommand(only));
  }
  return { input: '', options: [`--data-raw ${quote(only.text)}`] };
}

function pieceCommand(piece: CopiedPiece): string {
  switch (piece.kind) {
    case 'text':
      return `printf %s ${quote(piece.text)}`;
    case 'file':
      return `cat ${quote(piece.path)}`;
    case 'bytes':
      return printfCommand(piece.bytes);
  }
}

/** printf's octal escapes carry every byte, NUL included. */
function printfCommand(bytes: Uint8Array): string {
  const escaped = Array.from(bytes, (byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
  return `printf '${escaped}'`;
}
