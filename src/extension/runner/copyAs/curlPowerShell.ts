/**
 * Writes a prepared request as a PowerShell script that runs curl.exe. Its options go to curl's standard input as a
 * configuration, because Windows PowerShell and PowerShell 7 quote arguments differently, and because curl.exe would
 * read arguments in the code page of the machine. Nothing in the script depends on what the request holds.
 */
import type { PreparedRequest } from '../../http/index.ts';
import { bytesOf, copiedBody, type CopiedPiece } from './copiedBody.ts';
import { curlOptions, type CurlOption } from './curlOptions.ts';

/** For Windows PowerShell 5.1 and later. */
export function curlPowerShell(prepared: PreparedRequest): string {
  const body = bodyOf(copiedBody(prepared));
  const { target, headers } = curlOptions(prepared, body !== undefined);
  const options = [...target, ...headers, ...(body?.option === undefined ? [] : [body.option])];
  return [
    '& {',
    '  $OutputEncoding = [Text.UTF8Encoding]::new($false)',
    ...(body?.before ?? []).map((line) => `  ${line}`),
    // Here-strings take everything as it is until a line that begins with '@, which no option does.
    "  @'",
    ...options.map(configLine),
    `'@ | curl.exe --config -${body?.argument ?? ''}`,
    ...(body?.after ?? []).map((line) => `  ${line}`),
    '}',
  ].join('\n');
}

/** One line of a curl configuration file. */
export function configLine({ name, value }: CurlOption): string {
  if (value === undefined) return name;
  const escapes: Readonly<Record<string, string>> = {
    '\\': '\\\\',
    '"': '\\"',
    '\t': '\\t',
    '\n': '\\n',
    '\r': '\\r',
    '\v': '\\v',
  };
  return `${name} = "${value.replace(/[\\"\t\n\r\v]/g, (character) => escapes[character] ?? character)}"`;
}

/** A string that PowerShell reads as exactly this text; it takes typographic quotes for quotes, too. */
export function quotePowerShell(text: string): string {
  return `'${text.replace(/['\u2018\u2019\u201a\u201b]/g, '$&$&')}'`;
}

interface ScriptBody {
  readonly option?: CurlOption;
  readonly before?: readonly string[];
  readonly argument?: string;
  readonly after?: readonly string[];
}

function bodyOf(pieces: readonly CopiedPiece[]): ScriptBody | undefined {
  const [only, ...others] = pieces;
  if (only === undefined) return undefined;
  if (others.length === 0 && only.kind === 'text') return { option: { name: 'data-raw', value: only.text } };
  if (others.length === 0 && only.kind === 'file') {
    return { option: { name: 'data-binary', value: `@${only.path}` } };
  }
  return {
    before: [
      '$body = (New-TemporaryFile).FullName',
      '$stream = [IO.File]::Create($body)',
      ...pieces.flatMap((piece) => [
        `$bytes = ${bytesExpression(piece)}`,
        '$stream.Write($bytes, 0, $bytes.Length)',
      ]),
      '$stream.Close()',
    ],
    argument: ' --data-binary "@$body"',
    after: ['Remove-Item $body'],
  };
}

function bytesExpression(piece: CopiedPiece): string {
  if (piece.kind === 'file') return `[IO.File]::ReadAllBytes(${quotePowerShell(piece.path)})`;
  const base64 = Buffer.from(bytesOf(piece) ?? []).toString('base64');
  return `[Convert]::FromBase64String('${base64}')`;
}
