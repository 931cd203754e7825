/**
 * Writes a prepared request as a curl command for the prompt of Windows' cmd. What cmd cannot hold (bytes that are no
 * text, characters outside ASCII, carriage returns, more than 8,191 characters) is not bent: the body is then read from
 * a file, and the first line says which bytes belong there.
 */
import type { PreparedRequest } from '../../http/index.ts';
import { bytesOf, copiedBody, type CopiedPiece } from './copiedBody.ts';
import { curlOptions, type CurlOption } from './curlOptions.ts';

/** cmd takes 8,191 characters; some are left for the rest of a line. */
const commandLimit = 8000;

/** For the prompt, not for a batch file, where `%` is read differently. */
export function curlCmd(prepared: PreparedRequest): string {
  const pieces = copiedBody(prepared);
  const { target, headers } = curlOptions(prepared, pieces.length > 0);
  const lines = [target.map(word).join(' '), ...headers.map(word)];
  const write = (body: readonly string[]): string => `curl.exe ${[...lines, ...body].join(' ^\n  ')}`;
  const [only, ...others] = pieces;
  if (only === undefined) return write([]);
  if (only.kind === 'file' && others.length === 0) {
    return write([`--data-binary ${quoteCmd(`@${only.path}`)}`]);
  }
  if (only.kind === 'text' && others.length === 0 && !/[^\n\x20-\x7e]/.test(only.text)) {
    const command = write([`--data-raw ${quoteCmd(only.text)}`]);
    if (command.length <= commandLimit) return command;
  }
  return `rem Save the body (${sizeOf(pieces)}) as body.bin first: cmd cannot hold it.\n${write(['--data-binary @body.bin'])}`;
}

/**
 * A word that cmd, and then the C runtime of the program, read as exactly this text. Every quote and special character
 * gets a caret, because inside real quotes `%` could not be escaped; a caret after `%` keeps a name from being found.
 */
export function quoteCmd(text: string): string {
  if (/^[\w@:./\\-]+$/.test(text)) return text;
  // Backslashes are doubled only before a quote, where the C runtime would take them for escapes.
  const forRuntime = `"${text.replace(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/, '$1$1')}"`;
  return forRuntime.replace(/["^&|<>()!]|(?<=%)[^\n]|\n/g, (one) => (one === '\n' ? '^\n\n' : `^${one}`));
}

function word({ name, value }: CurlOption): string {
  if (value === undefined) return `--${name}`;
  return name === 'url' ? quoteCmd(value) : `--${name} ${quoteCmd(value)}`;
}

function sizeOf(pieces: readonly CopiedPiece[]): string {
  if (pieces.some(({ kind }) => kind === 'file')) return 'texts and files';
  return `${pieces.reduce((sum, piece) => sum + (bytesOf(piece)?.length ?? 0), 0)} bytes`;
}
