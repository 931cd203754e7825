/** Resolves the last request of a text and shows it as text; clock and randomness stand still. */
import {
  define,
  loadPathReaders,
  readEnvironments,
  resolve,
  type EnvironmentSource,
  type FileDefinition,
  type ResolvedRequest,
  type ResolveScope,
  type SentExchange,
} from '../../../src/language/semantics/index.ts';
import { parse } from '../../../src/language/syntax/index.ts';

export interface World {
  readonly environment?: string;
  readonly sources?: readonly EnvironmentSource[];
  readonly scope?: Partial<ResolveScope>;
}

export function definitionOf(text: string): FileDefinition {
  return define(parse(text));
}

/** Monday 23 November 2026, 10:20:30.456 UTC, in a place one hour east. */
export const time = Date.UTC(2026, 10, 23, 10, 20, 30, 456);

export function scopeOf(
  file: FileDefinition,
  { environment, sources = [], scope }: World = {},
): ResolveScope {
  return {
    file,
    environment: readEnvironments(sources).select(environment),
    clock: { now: () => time, offset: () => 60 },
    random: () => 0.5,
    ...scope,
  };
}

export function resolveLast(text: string, world: World = {}): ResolvedRequest {
  const file = definitionOf(text);
  const request = file.requests.at(-1);
  if (request === undefined) throw new Error('The text has no request.');
  return resolve(request, scopeOf(file, world));
}

/** Request line, headers, blank line, body; `‹file›` for files and `!` lines for what is unresolved. */
export function wire(text: string, world: World = {}): string {
  return shown(resolveLast(text, world));
}

export function shown({ method, url, headers, body, unresolved }: ResolvedRequest): string {
  const lines = [
    `${method} ${url}`,
    ...headers.map(({ name, value, remove }) => `${remove === true ? '-' : ''}${name}: ${value}`),
  ];
  if (body.kind !== 'none') {
    const segments = body.segments.map((segment) => {
      if (segment.kind === 'text') return segment.text.replaceAll('\r', '␍');
      return `‹${segment.path}${segment.substitute ? ' filled' : ''} ${segment.encoding ?? ''}›`.replace(
        ' ›',
        '›',
      );
    });
    lines.push('', segments.join(''));
  }
  for (const { part, line, code, reason } of unresolved) lines.push(`! ${code} ${part}:${line} ${reason}`);
  return lines.join('\n');
}

const paths = await loadPathReaders('{}', '<a/>');

/** An answer of status 200. */
export function answer(body: string, more: Partial<SentExchange['response']> = {}): SentExchange {
  return {
    request: {
      method: 'POST',
      url: 'https://a.test/login',
      headers: [['X-Sent', 'yes']],
      body: '{"user":"ann"}',
    },
    response: { status: 200, headers: [], cookies: [], body, ...more },
    paths,
  };
}
