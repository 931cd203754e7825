/**
 * A `curl` command as a request: the options that say what is sent, and as directives those that say how (proxy,
 * certificates, timeouts). Other options are read over, so that their values are not taken for the URL. Runs no
 * shell: `$(…)` stays text.
 */
import type { SyntaxNode } from '../../syntax/index.ts';
import type { Words } from '../definition/defineBlock.ts';
import { splitWords, type Word } from './curlWords.ts';
import type {
  BodyDefinition,
  BodySegment,
  HeaderDefinition,
  RequestDefinition,
} from '../definition/definition.ts';
import { directiveKey } from '../definition/directives.ts';
import { encodeAll } from '../body/form.ts';

type CurlRequest = Pick<
  RequestDefinition,
  'method' | 'url' | 'urlRange' | 'httpVersion' | 'headers' | 'body' | 'protocol' | 'directives'
>;

const aliases: Readonly<Record<string, string>> = {
  X: 'request',
  H: 'header',
  d: 'data',
  b: 'cookie',
  u: 'user',
  F: 'form',
  A: 'user-agent',
  e: 'referer',
  I: 'head',
  G: 'get',
  T: 'upload-file',
  k: 'insecure',
  x: 'proxy',
  m: 'max-time',
  E: 'cert',
  'data-ascii': 'data',
};

/** Short options that take a value and do not change what is sent. */
const shortWithValue = new Set(['o', 'c', 'D', 'w', 'K', 'U', 'r', 'C', 'z', 'y', 'Y', 'P', 'Q', 't']);

const longWithValue = new Set(
  (
    'output max-time proxy cert key cacert capath cookie-jar dump-header write-out config proxy-user range retry ' +
    'retry-delay connect-timeout resolve interface limit-rate max-redirs cert-type key-type pass ciphers ' +
    'oauth2-bearer aws-sigv4 unix-socket connect-to noproxy request data data-raw data-binary data-urlencode json ' +
    'header cookie user form form-string user-agent referer url upload-file'
  ).split(' '),
);

export function readCurl(node: SyntaxNode & { kind: 'curl' }, words: Words): CurlRequest {
  const parsed = parseOptions(splitWords(words(node.contentStart, node.contentEnd)));
  const range = (word: Word): { start: number; end: number } => ({
    start: node.contentStart + word.start,
    end: node.contentStart + word.end,
  });
  const whole = { start: node.contentStart, end: node.contentEnd };
  const headers: HeaderDefinition[] = parsed.headers.map(({ name, value, word }) => ({
    name,
    value,
    line: node.line + 1,
    nameRange: range(word),
    valueRange: range(word),
  }));
  const addDefault = (name: string, value: string): void => {
    const isGiven = headers.some((header) => header.name.toLowerCase() === name.toLowerCase());
    if (!isGiven) headers.push({ name, value, line: node.line + 1, nameRange: whole, valueRange: whole });
  };
  const { body, contentType } = bodyOf(parsed, whole, node.line + 1);
  if (contentType !== undefined) addDefault('Content-Type', contentType);
  let url = parsed.url?.text ?? '';
  if (parsed.isGet && parsed.data.length > 0) {
    url += `${url.includes('?') ? '&' : '?'}${parsed.data.map(({ text }) => text).join('&')}`;
  }
  return {
    method: (parsed.method ?? defaultMethod(parsed, body)).toUpperCase(),
    url,
    urlRange: parsed.url === undefined ? whole : range(parsed.url),
    httpVersion: parsed.httpVersion,
    headers,
    body,
    protocol: 'http',
    directives: parsed.directives.map(({ name, value, word }) => ({
      key: directiveKey(name),
      name,
      value,
      line: node.line + 1,
      range: range(word),
    })),
  };
}

interface CurlOptions {
  method: string | undefined;
  url: Word | undefined;
  httpVersion: string | undefined;
  isGet: boolean;
  isHead: boolean;
  isJson: boolean;
  isDigest: boolean;
  user: { value: string; word: Word } | undefined;
  cert: { value: string; word: Word } | undefined;
  key: string;
  readonly directives: { name: string; value: string; word: Word }[];
  readonly headers: { name: string; value: string; word: Word }[];
  readonly data: { text: string; isFile: boolean }[];
  readonly form: string[];
  upload: string | undefined;
}

function parseOptions(words: readonly Word[]): CurlOptions {
  const options: CurlOptions = {
    method: undefined,
    url: undefined,
    httpVersion: undefined,
    isGet: false,
    isHead: false,
    isJson: false,
    isDigest: false,
    user: undefined,
    cert: undefined,
    key: '',
    directives: [],
    headers: [],
    data: [],
    form: [],
    upload: undefined,
  };
  for (let index = 1; index < words.length; index += 1) {
    const word = words[index];
    if (word === undefined) break;
    if (word.text.startsWith('--') && word.text.length > 2) {
      const [name = '', inline] = splitOnce(word.text.slice(2), '=');
      const takesNext = longWithValue.has(name) && inline === undefined;
      const value = takesNext ? words[(index += 1)] : word;
      applyOption(options, name, inline ?? value?.text ?? '', value ?? word);
    } else if (word.text.startsWith('-') && word.text.length > 1) {
      index += readShort(options, word, words[index + 1]);
    } else options.url ??= word;
  }
  const { user, cert, key, isDigest } = options;
  if (user !== undefined) {
    const value = `${isDigest ? 'Digest' : 'Basic'} ${user.value}`;
    options.headers.push({ name: 'Authorization', value, word: user.word });
  }
  if (cert !== undefined) {
    options.directives.push({ name: 'cert', value: `${cert.value} ${key}`.trim(), word: cert.word });
  }
  return options;
}

/** `-sSLXPOST` and the like; gives how many further words were taken. */
function readShort(options: CurlOptions, word: Word, next: Word | undefined): number {
  for (let at = 1; at < word.text.length; at += 1) {
    const letter = word.text.charAt(at);
    const name = aliases[letter] ?? letter;
    if (!longWithValue.has(name) && !shortWithValue.has(letter)) {
      applyOption(options, name, '', word);
      continue;
    }
    const rest = word.text.slice(at + 1);
    applyOption(options, name, rest === '' ? (next?.text ?? '') : rest, next ?? word);
    return rest === '' ? 1 : 0;
  }
  return 0;
}

function applyOption(options: CurlOptions, name: string, value: string, word: Word): void {
  const header = (key: string, text: string): void => {
    options.headers.push({ name: key, value: text, word });
  };
  const directive = (key: string, text: string): void => {
    options.directives.push({ name: key, value: text, word });
  };
  switch (aliases[name] ?? name) {
    case 'insecure':
      directive('insecure', '');
      break;
    case 'proxy':
      directive('proxy', value);
      break;
    case 'noproxy':
      if (value === '*') directive('no-proxy', '');
      break;
    case 'max-time':
      directive('timeout', `${value} s`);
      break;
    case 'connect-timeout':
      directive('connection-timeout', `${value} s`);
      break;
    case 'cacert':
      directive('verify', value);
      break;
    case 'cert':
      options.cert = { value, word };
      break;
    case 'key':
      options.key = value;
      break;
    case 'digest':
      options.isDigest = true;
      break;
    case 'request':
      options.method = value;
      break;
    case 'url':
      options.url ??= word;
      break;
    case 'header': {
      const [key = '', text] = splitOnce(value, ':');
      if (key.trim() !== '') header(key.trim(), (text ?? '').trim());
      break;
    }
    case 'user-agent':
      header('User-Agent', value);
      break;
    case 'referer':
      header('Referer', value);
      break;
    case 'cookie':
      if (value.includes('=')) header('Cookie', value);
      break;
    case 'user':
      options.user = { value, word };
      break;
    case 'oauth2-bearer':
      header('Authorization', `Bearer ${value}`);
      break;
    case 'data':
    case 'data-binary':
      options.data.push({ text: value.replace(/^@/, ''), isFile: value.startsWith('@') });
      break;
    case 'json':
      options.isJson = true;
      options.data.push({ text: value.replace(/^@/, ''), isFile: value.startsWith('@') });
      break;
    case 'data-raw':
      options.data.push({ text: value, isFile: false });
      break;
    case 'data-urlencode':
      options.data.push({ text: urlencoded(value), isFile: false });
      break;
    case 'form':
    case 'form-string':
      options.form.push(value);
      break;
    case 'upload-file':
      options.upload = value;
      break;
    case 'get':
      options.isGet = true;
      break;
    case 'head':
      options.isHead = true;
      break;
    case 'http1.0':
    case '0':
      options.httpVersion = 'HTTP/1.0';
      break;
    case 'http1.1':
      options.httpVersion = 'HTTP/1.1';
      break;
    case 'http2':
      options.httpVersion = 'HTTP/2';
      break;
    case 'http3':
      options.httpVersion = 'HTTP/3';
      break;
    default:
      break;
  }
}

function urlencoded(value: string): string {
  const [name = '', text] = splitOnce(value, '=');
  if (text === undefined) return encodeAll(value);
  return name === '' ? encodeAll(text) : `${name}=${encodeAll(text)}`;
}

function defaultMethod({ isHead, isGet, upload }: CurlOptions, body: BodyDefinition): string {
  if (isHead) return 'HEAD';
  if (upload !== undefined) return 'PUT';
  return body.kind === 'none' || isGet ? 'GET' : 'POST';
}

function bodyOf(
  { isGet, isJson, data, form, upload }: CurlOptions,
  range: { start: number; end: number },
  line: number,
): { body: BodyDefinition; contentType: string | undefined } {
  const text = (content: string): BodySegment => ({ kind: 'text', text: content, range });
  const file = (path: string): BodySegment => ({
    kind: 'file',
    path,
    substitute: false,
    encoding: undefined,
    line,
    range,
  });
  if (upload !== undefined)
    return { body: { kind: 'file', segments: [file(upload)] }, contentType: undefined };
  if (form.length > 0) {
    const boundary = 'http-sessions-form-boundary';
    const segments: BodySegment[] = [];
    for (const field of form) {
      const [name = '', value = ''] = splitOnce(field, '=');
      const head = `--${boundary}\r\nContent-Disposition: form-data; name="${name}"`;
      if (value.startsWith('@')) {
        const path = splitOnce(value.slice(1), ';')[0];
        const fileName = path.split(/[\\/]/).at(-1) ?? path;
        const type = /;type=([^;]+)/.exec(value)?.[1] ?? 'application/octet-stream';
        segments.push(
          text(`${head}; filename="${fileName}"\r\nContent-Type: ${type}\r\n\r\n`),
          file(path),
          text('\r\n'),
        );
      } else segments.push(text(`${head}\r\n\r\n${value}\r\n`));
    }
    segments.push(text(`--${boundary}--\r\n`));
    return {
      body: { kind: 'multipart', segments, boundary },
      contentType: `multipart/form-data; boundary=${boundary}`,
    };
  }
  if (data.length === 0 || isGet) return { body: { kind: 'none' }, contentType: undefined };
  const segments = data.flatMap((part, index) => {
    const segment = part.isFile ? file(part.text) : text(part.text);
    return index === 0 ? [segment] : [text(isJson ? '' : '&'), segment];
  });
  const [only] = segments;
  const kind = segments.length === 1 && only?.kind === 'file' ? 'file' : 'text';
  return {
    body: { kind, segments },
    contentType: isJson ? 'application/json' : 'application/x-www-form-urlencoded',
  };
}

function splitOnce(text: string, separator: string): readonly [string] | readonly [string, string] {
  const at = text.indexOf(separator);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + separator.length)];
}
