/**
 * Requests, answers and failures as people read them in a terminal. Credentials are masked, because terminals are
 * recorded; `--json` has every byte. What a server or a file says is escaped by the Terminal before it is shown.
 */
import { StringDecoder } from 'node:string_decoder';
import type { RequestException, Response } from '../http/index.ts';
import { isBodyStream } from '../http/index.ts';
import type { BodyReader, Exchange, RouteLine, ScriptLine } from '../runner/index.ts';
import { countTests } from '../runner/index.ts';
import { wireOrigins } from './json.ts';
import type { Print } from './livePrinter.ts';
import { limitOptions } from './options.ts';
import { prettyJson } from './prettyJson.ts';
import type { Screen, Style } from './terminal.ts';

/** Bytes of a body that a terminal shows; `--output` keeps it whole. */
const shownLimit = 256 * 1024;

/** The request as it goes, each header with where it came from. */
export async function printRequest(exchange: Exchange, terminal: Screen): Promise<void> {
  const { prepared, headerOrigins } = exchange;
  const { safe, styled } = terminal;
  const origins = wireOrigins(prepared, headerOrigins);
  printRequestLine(exchange, terminal);
  prepared.wireHead.headers.forEach(([name, value], index) => {
    const origin = styled('dim', safe(`# ${origins[index] ?? ''}`));
    terminal.line(`${styled('cyan', safe(name))}: ${safe(masked(name, value))}  ${origin}`);
  });
  for (const line of exchange.route ?? []) {
    terminal.line(
      `${styled('yellow', safe(`# ${routeWords(line)}`))}  ${styled('dim', safe(`# ${line.origin}`))}`,
    );
  }
  const { body } = prepared;
  terminal.line('');
  if (body === null || body === '') return;
  if (isBodyStream(body)) terminal.line(styled('dim', safe(`< ${body.description}`)));
  else await printText(typeof body === 'string' ? body : textOf(body), terminal);
  terminal.line('');
}

function routeWords({ kind, value }: RouteLine): string {
  switch (kind) {
    case 'proxy':
      return `through the proxy ${value}`;
    case 'direct':
      return 'directly, past the proxy';
    case 'unverified':
      return 'certificates are not checked';
    case 'authority':
      return `believes the authorities of ${value}`;
    case 'certificate':
      return `shows the certificate ${value}`;
    case 'redirects':
      return 'redirects are not followed';
  }
}

/** Method and URL, and what the request is called. */
export function printRequestLine({ prepared, source }: Exchange, { line, safe, styled }: Screen): void {
  const called = source.name ?? source.title;
  const label = called === undefined ? '' : `  ${styled('dim', safe(`# ${called}`))}`;
  line(`${styled('bold', safe(`${prepared.method} ${withoutUserinfo(prepared.url)}`))}${label}`);
}

/** Status line and headers of an answer, the redirects that led to it first. */
export function printResponseHead(response: Response, terminal: Screen): void {
  const { safe, styled } = terminal;
  for (const hop of response.history) {
    terminal.line(
      styled(
        'yellow',
        safe(`${hop.status} ${hop.reason}  ${hop.request.method} ${withoutUserinfo(hop.url)}`),
      ),
    );
  }
  const statusLine = `HTTP/${response.httpVersion} ${response.status} ${response.reason}`;
  terminal.line(styled(statusStyle(response.status), safe(statusLine)));
  for (const [name, value] of response.headers) {
    terminal.line(`${styled('cyan', safe(name))}: ${safe(masked(name, value))}`);
  }
  terminal.line('');
}

/** The body as text, or what it is when it is none. */
export async function printBody(body: BodyReader, response: Response, terminal: Screen): Promise<void> {
  if (body.length === 0) return;
  const bytes = await body.read(0, shownLimit);
  const isCut = body.length > shownLimit;
  const text = textOf(bytes, isCut);
  const isJson = !isCut && /[/+]json\b/i.test(response.headers.get('Content-Type') ?? '');
  const shown = text !== undefined && isJson ? prettyJson(text) : text;
  await printText(shown, terminal, describeBytes(body.length, response));
  if (isCut && text !== undefined) {
    const rest = `… ${sizeLabel(body.length - shownLimit)} more; --output FILE keeps the whole body`;
    terminal.line(terminal.styled('dim', rest));
  }
}

/** Prints the pieces of a body as they come: text made safe, or once that it is no text. */
export function livePrinter(response: Response, terminal: Screen): Print {
  // A character may be cut in two by the pieces.
  const decoder = new StringDecoder('utf8');
  let isText: boolean | undefined;
  return (piece) => {
    const isFirst = isText === undefined;
    isText ??= textOf(piece, true) !== undefined;
    if (isText) return terminal.raw(terminal.safe(decoder.write(piece)));
    if (isFirst) terminal.line(terminal.styled('dim', terminal.safe(describeBytes(undefined, response))));
    return undefined;
  };
}

/** `200 OK · 84 ms · 1.2 KB · connection #1, reused`, or how it failed. */
export function summaryLine(exchange: Exchange, { safe, styled }: Screen): string {
  const { response, body, error, startedAt, endedAt } = exchange;
  if (response === undefined || error !== undefined) {
    return error === undefined ? '' : styled('red', safe(failureLine(error)));
  }
  const { connection } = response;
  const status = styled(statusStyle(response.status), safe(`${response.status} ${response.reason}`.trim()));
  const parts = [
    durationLabel((endedAt ?? 0) - (startedAt ?? 0)),
    sizeLabel(body?.length ?? 0),
    testsLabel(exchange),
    connection === undefined ? '' : `connection #${connection.id}, ${connection.reused ? 'reused' : 'new'}`,
  ];
  return status + styled('dim', ` · ${parts.filter((part) => part !== '').join(' · ')}`);
}

/** `3 of 3 assertions hold`; empty where there are none. */
function testsLabel({ tests = [] }: Exchange): string {
  if (tests.length === 0) return '';
  const { passed, notRun } = countTests(tests);
  const skipped = notRun === 0 ? '' : `, ${notRun} not checked`;
  return `${passed} of ${tests.length} assertions hold${skipped}`;
}

/** What scripts printed, then `✓ status == 200`, and what was there instead where one did not pass. */
export function testLines(exchange: Exchange, { safe, styled }: Screen): readonly string[] {
  const { tests = [], logs = [] } = exchange;
  const results = tests.map(({ name, line, outcome, message }) => {
    if (outcome === 'passed') return styled('green', safe(`✓ ${name}`));
    const style = outcome === 'failed' ? 'red' : 'yellow';
    const mark = outcome === 'failed' ? '✕' : '–';
    return styled(style, safe(`${mark} line ${line}: ${name}: ${oneLine(message ?? '')}`));
  });
  return [...printedLines(logs, { safe, styled }), ...results];
}

/** What scripts printed, set off from what we say. */
export function printedLines(
  logs: readonly ScriptLine[],
  { safe, styled }: Pick<Screen, 'safe' | 'styled'>,
): readonly string[] {
  return logs.flatMap(({ text, level }) =>
    text.split(/\r\n|\r|\n/).map((line) => {
      const shown = safe(`│ ${line}`);
      if (level === 'error') return styled('red', shown);
      return level === 'warn' ? styled('yellow', shown) : shown;
    }),
  );
}

/** `Saved to out/answer-1.json`, for each `>>`. */
export function savedLines({ saved = [] }: Exchange, { safe }: Screen): readonly string[] {
  return saved.map(({ path }) => safe(`Saved to ${path}`));
}

export function oneLine(text: string): string {
  return text.replaceAll(/\s*[\r\n]+\s*/g, ' ');
}

/** `a.http:3: ConnectRefused: Connection to … was refused.`, one line, with what to do and the option of a limit. */
export function failureLine(error: RequestException, place?: string): string {
  const option = error.limit === undefined ? '' : ` The option is --${limitOptions[error.limit]}.`;
  const line = `${error.name}: ${error.message} ${error.hint}${option}`.replaceAll(/\s*\n\s*/g, ' ');
  return place === undefined ? line : `${place}: ${line}`;
}

/** Credentials of these headers are for the other side alone. */
export function masked(name: string, value: string): string {
  switch (name.toLowerCase()) {
    case 'authorization':
    case 'proxy-authorization':
      return /^\S+\s+\S/.test(value) ? value.replace(/^(\S+\s+).*$/s, '$1••••••') : '••••••';
    case 'cookie':
      return value.replaceAll(/=[^;]*/g, '=••••••');
    case 'set-cookie':
      return value.replace(/=[^;]*/, '=••••••');
    default:
      return value;
  }
}

/** `1.2 KB`. */
export function sizeLabel(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const power = Math.min(3, Math.floor(Math.log10(bytes) / 3));
  return `${(bytes / 1000 ** power).toFixed(1).replace(/\.0$/, '')} ${['B', 'KB', 'MB', 'GB'][power] ?? ''}`;
}

/** `84 ms` or `3.4 s`. */
export function durationLabel(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

async function printText(text: string | undefined, terminal: Screen, otherwise = ''): Promise<void> {
  if (text === undefined) terminal.line(terminal.styled('dim', terminal.safe(otherwise)));
  else await terminal.raw(terminal.safe(text.endsWith('\n') ? text : `${text}\n`));
}

/** Undefined for bytes that are no text; a cut piece may end inside a character. */
function textOf(bytes: Uint8Array, isCut = false): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: isCut });
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}

function describeBytes(length: number | undefined, { headers }: Response): string {
  const type = (headers.get('Content-Type') ?? '').split(';', 1)[0]?.trim() ?? '';
  const size = length === undefined ? 'a body' : sizeLabel(length);
  return `[${size}${type === '' ? ', no text' : ` of ${type}`}; --output FILE keeps it]`;
}

function statusStyle(status: number): Style {
  if (status >= 400) return 'red';
  return status >= 300 ? 'yellow' : 'green';
}

/** Credentials in a URL never get into a message (rule R122). */
export function withoutUserinfo(url: string): string {
  return url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i, '$1');
}
