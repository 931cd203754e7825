/**
 * A request as it is written in a file. Made for requests that were not written so: curl commands. The text is
 * checked by reading it again, so that whatever it sends is what the request sends.
 */
import { parse } from '../../syntax/index.ts';
import { define } from './define.ts';
import type { BodyDefinition, Directive, FileDefinition, RequestDefinition } from './definition.ts';
import { noEnvironment } from '../environments/environments.ts';
import { resolve } from '../resolve/resolve.ts';

/**
 * Lines end with LF; undefined when no text sends the same. The directives, the request's own if none are given, stand
 * above it.
 */
export function requestText(
  request: RequestDefinition,
  directives: readonly Directive[] = request.directives,
): string | undefined {
  const above = directives.map(({ name, value }) => `# @${name} ${value}`.trimEnd() + '\n').join('');
  const plain = above + print(request);
  if (sameBytes(plain, request)) return plain;
  // curl sends a form as it is typed; here the directive says so, which also keeps the address as it is.
  const asTyped = `# @no-auto-encoding\n${plain}`;
  return /^[\w\-.~:/?#[\]@!$&'()*+,;=%{}]*$/.test(request.url) && sameBytes(asTyped, request)
    ? asTyped
    : undefined;
}

function print({ method, url, httpVersion, headers, body }: RequestDefinition): string {
  const version = httpVersion === undefined ? '' : ` ${httpVersion}`;
  const head = [
    `${method} ${url}${version}`,
    ...headers.map(({ name, value, remove }) => `${remove === true ? '-' : ''}${name}: ${value}`.trimEnd()),
  ].join('\n');
  const text = printBody(body);
  return text === '' ? head : `${head}\n\n${text}`;
}

function printBody(body: BodyDefinition): string {
  if (body.kind === 'none' || body.kind === 'graphql') return '';
  return body.segments
    .map((segment) =>
      segment.kind === 'file'
        ? `<${segment.substitute ? '@' : ''}${segment.encoding ?? ''} ${segment.path}`
        : escapeLines(segment.text.replaceAll('\r\n', '\n')),
    )
    .join('')
    .replace(/\n$/, '');
}

/** A backslash before what would have a meaning at the start of a line. */
function escapeLines(text: string): string {
  return text.replaceAll(/^(\s*)(?=#|\/\/|<[ \t@>]|>|\?\?)/gm, '$1\\');
}

function sameBytes(text: string, request: RequestDefinition): boolean {
  const file = define(parse(text));
  const [first, ...others] = file.requests;
  if (first === undefined || others.length > 0) return false;
  return bytesOf(first, file) === bytesOf(request, file);
}

/** All that is sent, as one string; variables stay as they are written. */
function bytesOf(request: RequestDefinition, file: FileDefinition): string {
  const { method, url, headers, body } = resolve(
    { ...request, directives: request.directives.filter(({ key }) => key === 'noautoencoding') },
    {
      file: { ...file, variables: [], requests: [] },
      environment: noEnvironment,
      clock: { now: () => 0, offset: () => 0 },
      random: () => 0,
    },
  );
  const segments = body.kind === 'none' ? [] : body.segments;
  let text = '';
  for (const segment of segments) {
    text += segment.kind === 'text' ? segment.text : `\0file ${segment.path} ${String(segment.substitute)}\0`;
  }
  const pairs = headers.map(({ name, value, remove }) => [name, value, remove === true]);
  return JSON.stringify([method, url, pairs, request.httpVersion, text]);
}
