/** `response`: its body as its type says, made when a script first looks at it. */
import type { ScriptResponse } from '../protocol.ts';
import { host, parse } from './host.ts';
import { parseXml } from './paths.ts';

interface TextStream {
  onEachLine(subscriber: Subscriber, onFinish?: () => void): void;
  onEachMessage(subscriber: Subscriber, onFinish?: () => void): void;
}

type Subscriber = (text: string, unsubscribe: () => void) => void;

export function createResponse({ status, headers }: ScriptResponse): object {
  const valuesOf = (name: unknown): readonly string[] => {
    const wanted = String(name).toLowerCase();
    return headers.flatMap(([other, value]) => (other.toLowerCase() === wanted ? [value] : []));
  };
  let type: ContentType | undefined;
  const contentType = (): ContentType => (type ??= contentTypeOf(valuesOf('Content-Type')[0] ?? ''));
  let body: unknown;
  let isMade = false;
  return {
    status,
    get contentType() {
      return contentType();
    },
    headers: {
      valueOf: (name: unknown) => valuesOf(name)[0] ?? null,
      valuesOf: (name: unknown) => [...valuesOf(name)],
      all: () => headers.map(([name, value]) => ({ name, value })),
    },
    cookies: () => valuesOf('Set-Cookie').map(cookieOf),
    cookiesByName: (name: unknown) => {
      return valuesOf('Set-Cookie')
        .map(cookieOf)
        .filter((cookie) => cookie['name'] === String(name));
    },
    get body(): unknown {
      if (!isMade) body = bodyOf(contentType().mimeType, host('body'));
      isMade = true;
      return body;
    },
    set body(value: unknown) {
      body = value;
      isMade = true;
    },
  };
}

interface ContentType {
  readonly mimeType: string;
  readonly charset: string;
}

function contentTypeOf(value: string): ContentType {
  return {
    mimeType: (value.split(';', 1)[0] ?? '').trim().toLowerCase(),
    charset: /;\s*charset\s*=\s*"?([^\s";,]+)/i.exec(value)?.[1] ?? '',
  };
}

function bodyOf(mimeType: string, text: string): unknown {
  if (/^(?:text\/event-stream|application\/(?:x-ndjson|ndjson|jsonl|stream\+json))$/.test(mimeType)) {
    return streamOf(text, mimeType === 'text/event-stream');
  }
  if (/[/+]json$/.test(mimeType)) return textUnless(() => parse(text), text);
  if (/[/+]xml$|^text\/html$/.test(mimeType)) return textUnless(() => parseXml(text, mimeType), text);
  return text;
}

/** A body that is not what it is called stays a text; running out of memory or depth does not. */
function textUnless(read: () => unknown, text: string): unknown {
  try {
    return read();
  } catch (error) {
    if (error instanceof Error && /^(?:out of memory|stack overflow)$/.test(error.message)) throw error;
    return text;
  }
}

/** The whole of it is there already when a script runs, so that each subscriber gets everything at once. */
function streamOf(text: string, hasEvents: boolean): TextStream {
  const each = (pieces: readonly string[], subscriber: Subscriber, onFinish?: () => void): void => {
    const state = { isSubscribed: true };
    const unsubscribe = (): void => {
      state.isSubscribed = false;
    };
    for (const piece of pieces) if (state.isSubscribed) subscriber(piece, unsubscribe);
    onFinish?.();
  };
  const lines = text.split(/\r\n|\r|\n/);
  if (lines.at(-1) === '') lines.pop();
  return {
    onEachLine: (subscriber, onFinish) => each(lines, subscriber, onFinish),
    onEachMessage: (subscriber, onFinish) =>
      each(hasEvents ? messagesOf(lines) : lines.filter((line) => line !== ''), subscriber, onFinish),
  };
}

/** The data of each event of a text/event-stream. */
function messagesOf(lines: readonly string[]): readonly string[] {
  const messages: string[] = [];
  let data: string[] = [];
  for (const line of [...lines, '']) {
    if (line === '' && data.length > 0) messages.push(data.join('\n'));
    if (line === '') data = [];
    else if (line.startsWith('data:')) data.push(line.slice(5).replace(/^ /, ''));
  }
  return messages;
}

function cookieOf(line: string): Readonly<Record<string, string | boolean>> {
  const [pair = '', ...attributes] = line.split(';');
  const cookie: Record<string, string | boolean> = { ...nameAndValue(pair) };
  for (const attribute of attributes) {
    const { name, value } = nameAndValue(attribute);
    const key = name.toLowerCase();
    if (/^(?:domain|path|expires|max-age|samesite)$/.test(key)) cookie[camel(key)] = value;
    if (/^(?:secure|httponly)$/.test(key)) cookie[camel(key)] = true;
  }
  return cookie;
}

function nameAndValue(text: string): { readonly name: string; readonly value: string } {
  const equals = text.indexOf('=');
  if (equals === -1) return { name: text.trim(), value: '' };
  return { name: text.slice(0, equals).trim(), value: text.slice(equals + 1).trim() };
}

function camel(key: string): string {
  return { 'max-age': 'maxAge', samesite: 'sameSite', httponly: 'httpOnly' }[key] ?? key;
}
