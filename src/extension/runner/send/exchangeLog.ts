/**
 * Remembers the last ended exchange of each named request, so that later requests can use its answer
 * (`{{login.response.body.$.token}}`). It keeps what it is given and owns no body: whoever disposes the body of
 * an exchange calls `forget`, and until then the text can be read. Texts are cut at 8 MiB.
 */
import type { SentExchange } from '../../../language/semantics/index.ts';
import { loadPathReaders } from '../../../language/semantics/index.ts';
import { isBodyStream } from '../../http/index.ts';
import type { PreparedRequest, Response } from '../../http/index.ts';
import type { BodyReader } from '../bodies/bodyStore.ts';
import type { Exchange } from './exchange.ts';

/** Bytes of a body that references can see. */
export const referenceLimit = 8 * 1024 * 1024;

export interface ExchangeLog {
  /** Keeps it when it has a name and an answer; a newer one of the same name in the same file replaces it. */
  record(exchange: Exchange): Promise<void>;
  /** The answers of a file by name, for `ResolveScope.exchanges`; what is recorded later is seen too. */
  ofFile(file: string): (name: string) => SentExchange | undefined;
  /** Names that can be referred to. */
  names(file: string): readonly string[];
  /** Forgets one exchange, or all of a file. */
  forget(which: { readonly id: string } | { readonly file: string }): void;
}

interface Entry {
  readonly id: string;
  readonly sent: SentExchange;
}

/** `wanted`: the names that anything reads (see `answersRead`); without it, every named exchange is kept. */
export function createExchangeLog(wanted?: ReadonlySet<string>): ExchangeLog {
  const files = new Map<string, Map<string, Entry>>();
  return {
    async record(exchange) {
      const { response, body } = exchange;
      const { file, name } = exchange.source;
      if (name === undefined || response === undefined || wanted?.has(name) === false) return;
      const sent = await sentExchange(response, await bodyText(body, response));
      const entries = files.get(file) ?? new Map<string, Entry>();
      files.set(file, entries.set(name, { id: exchange.id, sent }));
    },
    ofFile: (file) => (name) => files.get(file)?.get(name)?.sent,
    names: (file) => [...(files.get(file)?.keys() ?? [])],
    forget(which) {
      if ('file' in which) {
        files.delete(which.file);
        return;
      }
      for (const entries of files.values()) {
        for (const [name, { id }] of entries) if (id === which.id) entries.delete(name);
      }
    },
  };
}

async function sentExchange(response: Response, body: string): Promise<SentExchange> {
  const { request } = response;
  const sentBody = requestText(request);
  return {
    request: {
      method: request.method,
      url: request.url,
      headers: [...request.headers],
      body: sentBody,
    },
    response: {
      status: response.status,
      headers: [...response.headers],
      cookies: response.headers.getAll('Set-Cookie').map(nameAndValue),
      body,
    },
    paths: await loadPathReaders(sentBody, body),
  };
}

/** A body as text in the charset of its answer, cut at `referenceLimit`. */
export async function bodyText(body: BodyReader | undefined, response: Response): Promise<string> {
  if (body === undefined) return '';
  const bytes = await body.read(0, referenceLimit);
  return decoderFor(response.headers.get('Content-Type') ?? '').decode(bytes);
}

/** What the server says, else UTF-8, which is what JSON is. */
function decoderFor(contentType: string): InstanceType<typeof TextDecoder> {
  const label = /;\s*charset\s*=\s*"?([^\s";,]+)/i.exec(contentType)?.[1];
  try {
    return new TextDecoder(label);
  } catch {
    return new TextDecoder();
  }
}

/** Empty for a body that is read from elsewhere while it is sent. */
export function requestText({ body }: PreparedRequest): string {
  if (typeof body === 'string') return body;
  return body === null || isBodyStream(body) ? '' : new TextDecoder().decode(body);
}

function nameAndValue(line: string): readonly [string, string] {
  const pair = line.split(';', 1)[0] ?? '';
  const equals = pair.indexOf('=');
  return [pair.slice(0, Math.max(0, equals)).trim(), pair.slice(equals + 1).trim()];
}
