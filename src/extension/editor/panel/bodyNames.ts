/**
 * What a response's body is called outside the panel: a file name to save it under, a language to open it as, its
 * text. Names from servers are cut to a plain base name. No VS Code in here.
 */
import type { Exchange } from '../../runner/index.ts';

type Answered = Pick<Exchange, 'prepared' | 'response' | 'body'>;

/** A base name: the server's, else the last part of the path; with an ending that fits the type. */
export function bodyFileName({ prepared, response }: Answered): string {
  const given = /filename\s*=\s*"?([^";]+)"?/i.exec(response?.headers.get('Content-Disposition') ?? '')?.[1];
  if (given !== undefined && plainName(given) !== '') return plainName(given);
  const path = /^[^?#]*/.exec(response?.url ?? prepared.url)?.[0] ?? '';
  const last = plainName(path.replace(/^[a-z]+:\/\/[^/]*/i, ''));
  const stem = last === '' ? 'response' : last;
  return /\.[a-z0-9]{1,8}$/i.test(stem) ? stem : `${stem}.${typeOf(response).ending}`;
}

/** The same for the body as it came: the endings of its codings follow, as `page.html.gz`. */
export function rawFileName(answered: Answered): string {
  const codings = (answered.response?.headers.get('Content-Encoding') ?? '').toLowerCase().split(',');
  const endings = codings.flatMap((coding) => codingEndings.get(coding.trim()) ?? []);
  return [bodyFileName(answered), ...endings].join('.');
}

const codingEndings: ReadonlyMap<string, string> = new Map([
  ['gzip', 'gz'],
  ['x-gzip', 'gz'],
  ['deflate', 'deflate'],
  ['br', 'br'],
  ['zstd', 'zst'],
]);

/** A language id of VS Code. */
export function bodyLanguage({ response }: Answered): string {
  return typeOf(response).language;
}

/** The whole body as text, by the charset the server named; malformed bytes become replacement characters. */
export async function bodyText({ response, body }: Answered): Promise<string> {
  const bytes = body === undefined ? new Uint8Array() : await body.read(0, body.length);
  return decoderFor(response).decode(bytes);
}

function decoderFor(response: Answered['response']) {
  const charset = /;\s*charset\s*=\s*"?([^\s";,]+)/i.exec(response?.headers.get('Content-Type') ?? '')?.[1];
  try {
    return new TextDecoder(charset ?? 'utf-8');
  } catch {
    return new TextDecoder();
  }
}

/** The last part of a path, without what file systems or shells would take as more than a name. */
function plainName(path: string): string {
  const last = path.split(/[\\/]/).at(-1) ?? '';
  return last
    .replace(/[\p{Cc}<>:"|?*]/gu, '')
    .replace(/^\.+|[. ]+$/g, '')
    .slice(0, 100);
}

interface BodyType {
  readonly language: string;
  readonly ending: string;
}

function typeOf(response: Answered['response']): BodyType {
  const type = (response?.headers.get('Content-Type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return bodyTypes.find(([pattern]) => pattern.test(type))?.[1] ?? { language: 'plaintext', ending: 'bin' };
}

const bodyTypes: readonly (readonly [RegExp, BodyType])[] = [
  [/^application\/(?:x-ndjson|jsonl)$/, { language: 'jsonl', ending: 'ndjson' }],
  [/[/+]json$/, { language: 'json', ending: 'json' }],
  [/^text\/html$|\+html$|^application\/xhtml/, { language: 'html', ending: 'html' }],
  [/^image\/svg/, { language: 'xml', ending: 'svg' }],
  [/[/+]xml$/, { language: 'xml', ending: 'xml' }],
  [/^text\/css$/, { language: 'css', ending: 'css' }],
  [/javascript$/, { language: 'javascript', ending: 'js' }],
  [/^text\/csv$/, { language: 'plaintext', ending: 'csv' }],
  [/^text\/markdown$/, { language: 'markdown', ending: 'md' }],
  [/^image\/(?:png)$/, { language: 'plaintext', ending: 'png' }],
  [/^image\/jpe?g$/, { language: 'plaintext', ending: 'jpg' }],
  [/^image\/gif$/, { language: 'plaintext', ending: 'gif' }],
  [/^image\/webp$/, { language: 'plaintext', ending: 'webp' }],
  [/^application\/pdf$/, { language: 'plaintext', ending: 'pdf' }],
  [/^text\//, { language: 'plaintext', ending: 'txt' }],
];
