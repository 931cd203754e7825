/** What one block means, with offsets and lines relative to the block. Needs no other block. */
import type { BlockNode, DocumentNode, SyntaxNode } from '../syntax/index.ts';
import { blockProblems } from './blockProblems.ts';
import { defineBody } from './body.ts';
import { readCurl } from './curl.ts';
import type {
  Dialect,
  Directive,
  FileVariable,
  HeaderDefinition,
  ImportDefinition,
  Problem,
  Protocol,
  RequestDefinition,
  TextRange,
  VariableUse,
} from './definition.ts';
import { directiveKey } from './directives.ts';

export interface LocalBlock {
  readonly request: RequestDefinition | undefined;
  readonly variables: readonly FileVariable[];
  readonly imports: readonly ImportDefinition[];
  readonly uses: readonly VariableUse[];
  readonly problems: readonly Problem[];
  /** What the block says about the file's dialect. */
  readonly dialect:
    { readonly dialect: Dialect; readonly reason: string; readonly isExplicit: boolean } | undefined;
}

/** Reads words of a block by its own offsets. */
export type Words = (start: number, end: number) => string;

export function defineBlock(document: DocumentNode, block: BlockNode): LocalBlock {
  const words: Words = (start, end) => document.text.slice(block.start + start, block.start + end);
  const { nodes } = block.content;
  const directives = nodes.flatMap((node) => directiveOf(node, words));
  const request = requestOf(block, words, directives);
  const uses = usesOf(block, words);
  return {
    request,
    variables: nodes.flatMap((node) => variableOf(node, words)),
    imports: nodes.flatMap((node) => importOf(node, words)),
    uses,
    problems: blockProblems(block, words, request),
    dialect: dialectOf(nodes, uses, directives),
  };
}

function directiveOf(node: SyntaxNode, words: Words): readonly Directive[] {
  if (node.kind === 'separator') return titleDirective(node, words);
  if (node.kind !== 'directive') return [];
  const name = words(node.nameStart, node.nameEnd);
  return [
    {
      key: directiveKey(name),
      name,
      value: words(node.valueStart, node.valueEnd),
      line: node.line + 1,
      range: { start: node.nameStart - 1, end: Math.max(node.nameEnd, node.valueEnd) },
    },
  ];
}

/** `### @name login` (REST Client's users write it; `http-syntax` row "request name"). */
function titleDirective(node: SyntaxNode & { kind: 'separator' }, words: Words): readonly Directive[] {
  const match = /^@([\w.-]+)(?:\s*=\s*|\s+)(.*)$/.exec(
    words(node.titleStart, Math.min(node.titleEnd, node.titleStart + 512)),
  );
  const [, name, value] = match ?? [];
  if (name === undefined || value === undefined) return [];
  const range = { start: node.titleStart, end: node.titleEnd };
  return [{ key: directiveKey(name), name, value, line: node.line + 1, range }];
}

function variableOf(node: SyntaxNode, words: Words): readonly FileVariable[] {
  if (node.kind !== 'fileVariable' || !node.hasEquals || node.nameEnd === node.nameStart) return [];
  return [
    {
      name: words(node.nameStart, node.nameEnd),
      value: unescape(words(node.valueStart, node.valueEnd)),
      line: node.line + 1,
      range: { start: node.nameStart - 1, end: Math.max(node.nameEnd, node.valueEnd) },
      nameRange: { start: node.nameStart, end: node.nameEnd },
      valueRange: { start: node.valueStart, end: node.valueEnd },
    },
  ];
}

/** `\n`, `\r` and `\t` in a variable's value (REST Client). */
function unescape(value: string): string {
  if (!value.includes('\\')) return value;
  return value.replaceAll('\\n', '\n').replaceAll('\\r', '\r').replaceAll('\\t', '\t');
}

function importOf(node: SyntaxNode, words: Words): readonly ImportDefinition[] {
  const range = { start: node.start, end: node.end };
  if (node.kind === 'import') {
    return [{ kind: 'import', target: words(node.pathStart, node.pathEnd), arguments: '', range }];
  }
  if (node.kind !== 'run') return [];
  const target = words(node.targetStart, node.targetEnd);
  const list = words(node.argumentsStart, node.argumentsEnd);
  return [{ kind: 'run', target, arguments: list.slice(1, -1), range }];
}

function usesOf({ content }: BlockNode, words: Words): readonly VariableUse[] {
  let index = -1;
  let node: SyntaxNode | undefined;
  // Lines are counted from one use to the next, so that long bodies are read once.
  let seen = 0;
  let line = 0;
  return content.references.map(({ start, end, contentStart, contentEnd }) => {
    while (node === undefined || node.end <= start) {
      node = content.nodes[(index += 1)];
      if (node === undefined) break;
      seen = node.start;
      line = node.line;
    }
    line += lineBreaks(words(seen, start));
    seen = start;
    return {
      content: words(contentStart, contentEnd),
      part: partOf(node),
      range: { start, end },
      line: line + 1,
    };
  });
}

function lineBreaks(text: string): number {
  if (!/[\r\n]/.test(text)) return 0;
  return text.split(/\r\n|\n|\r/).length - 1;
}

function partOf(node: SyntaxNode | undefined): VariableUse['part'] {
  switch (node?.kind) {
    case 'requestLine':
    case 'urlContinuation':
      return 'url';
    case 'header':
    case 'headerFold':
      return 'header';
    case 'text':
    case 'escapedText':
    case 'bodyFile':
    case 'boundary':
    case 'partHeader':
      return 'body';
    case 'directive':
      return 'directive';
    case 'fileVariable':
      return 'variable';
    default:
      return 'other';
  }
}

function requestOf(
  block: BlockNode,
  words: Words,
  directives: readonly Directive[],
): RequestDefinition | undefined {
  const { nodes } = block.content;
  const target = nodes.find((node) => node.kind === 'requestLine' || node.kind === 'curl');
  if (target === undefined) return undefined;
  const separator = nodes[0]?.kind === 'separator' ? nodes[0] : undefined;
  const title = separator === undefined ? '' : words(separator.titleStart, separator.titleEnd);
  const range: TextRange = { start: 0, end: endOfRequest(nodes) };
  const common = {
    name: nameOf(directives, title),
    title: title === '' ? undefined : title,
    directives,
    scripts: nodes.flatMap((node) => scriptOf(node, words)),
    outputs: nodes.flatMap((node) => outputOf(node, words)),
    asserts: nodes.flatMap((node) => assertOf(node, words)),
    line: target.line + 1,
    range,
  };
  if (target.kind === 'curl') return { ...common, ...readCurl(target, words) };

  const headers = headersOf(nodes, words);
  const { url, urlRange, version } = urlOf(nodes, words);
  const method = words(target.methodStart, target.methodEnd).toUpperCase() || 'GET';
  return {
    ...common,
    method,
    url,
    urlRange,
    httpVersion: version === '' ? undefined : version,
    headers,
    body: defineBody(block.content, words, { method, headers }),
    protocol: protocolOf(method, url),
  };
}

/** The tag beats the title; a title of one word is a name too. */
function nameOf(directives: readonly Directive[], title: string): string | undefined {
  const tag = directives.find(({ key, value }) => key === 'name' && value !== '');
  if (tag !== undefined) return tag.value;
  return /^[\w.-]+$/.test(title) ? title : undefined;
}

/** Blank lines and comments at the end belong to the file, not to the request. */
function endOfRequest(nodes: readonly SyntaxNode[]): number {
  const last = nodes.findLast(({ kind }) => kind !== 'blank' && kind !== 'bodyComment' && kind !== 'comment');
  return last?.end ?? 0;
}

function urlOf(
  nodes: readonly SyntaxNode[],
  words: Words,
): { url: string; urlRange: TextRange; version: string } {
  let url = '';
  let version = '';
  let start = -1;
  let end = 0;
  for (const node of nodes) {
    if (node.kind !== 'requestLine' && node.kind !== 'urlContinuation') continue;
    url += words(node.urlStart, node.urlEnd);
    version ||= words(node.versionStart, node.versionEnd);
    if (start === -1) start = node.urlStart;
    end = node.urlEnd;
  }
  return { url, urlRange: { start: Math.max(0, start), end }, version };
}

function headersOf(nodes: readonly SyntaxNode[], words: Words): readonly HeaderDefinition[] {
  const headers: HeaderDefinition[] = [];
  for (const node of nodes) {
    if (node.kind === 'header') {
      const written = words(node.nameStart, node.nameEnd);
      const isRemoval = written.length > 1 && written.startsWith('-');
      headers.push({
        name: isRemoval ? written.slice(1) : written,
        ...(isRemoval ? { remove: true as const } : {}),
        value: words(node.valueStart, node.valueEnd),
        line: node.line + 1,
        nameRange: { start: node.nameStart, end: node.nameEnd },
        valueRange: { start: node.valueStart, end: node.valueEnd },
      });
    } else if (node.kind === 'headerFold') {
      const last = headers.pop();
      if (last === undefined) continue;
      const value = `${last.value} ${words(node.valueStart, node.valueEnd)}`.trim();
      headers.push({ ...last, value, valueRange: { start: last.valueRange.start, end: node.valueEnd } });
    }
  }
  return headers;
}

function scriptOf(node: SyntaxNode, words: Words): RequestDefinition['scripts'] {
  const range = { start: node.start, end: node.end };
  if (node.kind === 'script') {
    const source = words(node.contentStart, node.contentEnd);
    return [{ kind: 'inline', moment: node.moment, source, line: node.line + 1, range }];
  }
  if (node.kind !== 'scriptFile') return [];
  const path = words(node.pathStart, node.pathEnd);
  return [{ kind: 'file', moment: node.moment, path, line: node.line + 1, range }];
}

function outputOf(node: SyntaxNode, words: Words): RequestDefinition['outputs'] {
  if (node.kind !== 'output') return [];
  const path = words(node.pathStart, node.pathEnd);
  return [{ path, overwrite: node.overwrite, range: { start: node.start, end: node.end } }];
}

function assertOf(node: SyntaxNode, words: Words): RequestDefinition['asserts'] {
  if (node.kind !== 'assert') return [];
  const source = words(node.contentStart, node.contentEnd);
  return [{ source, line: node.line + 1, range: { start: node.start, end: node.end } }];
}

function protocolOf(method: string, url: string): Protocol {
  switch (method) {
    case 'WS':
    case 'WSS':
    case 'WEBSOCKET':
      return 'websocket';
    case 'SSE':
      return 'sse';
    case 'GRPC':
      return 'grpc';
    case 'MQTT':
      return 'mqtt';
    case 'AMQP':
      return 'amqp';
    case 'RSOCKET':
      return 'rsocket';
    default:
      return /^wss?:\/\//i.test(url) ? 'websocket' : 'http';
  }
}

const httpyacKeys: readonly string[] = ['ref', 'forceref', 'loop'];

function dialectOf(
  nodes: readonly SyntaxNode[],
  uses: readonly VariableUse[],
  directives: readonly Directive[],
): LocalBlock['dialect'] {
  const chosen = directives.find(({ key }) => key === 'dialect')?.value.toLowerCase();
  if (chosen === 'rest-client' || chosen === 'jetbrains' || chosen === 'httpyac') {
    return { dialect: chosen, reason: `# @dialect ${chosen}`, isExplicit: true };
  }
  const jetbrains =
    nodes.find(({ kind }) => kind === 'script' || kind === 'scriptFile')?.kind ??
    nodes.find(({ kind }) => kind === 'import' || kind === 'run')?.kind ??
    uses.find(({ content }) => /^\$(?:random\.|uuid$|auth\.)/.test(content))?.content ??
    directives.find(({ key }) => key === 'noautoencoding')?.name;
  if (jetbrains !== undefined) {
    return {
      dialect: 'jetbrains',
      reason: `the file has ${reasons[jetbrains] ?? jetbrains}`,
      isExplicit: false,
    };
  }
  const httpyac =
    nodes.find(({ kind }) => kind === 'assert' || kind === 'foreignScript')?.kind ??
    directives.find(({ key }) => httpyacKeys.includes(key))?.name;
  if (httpyac === undefined) return undefined;
  return {
    dialect: 'httpyac',
    reason: `the file has ${reasons[httpyac] ?? `@${httpyac}`}`,
    isExplicit: false,
  };
}

const reasons: Readonly<Record<string, string>> = {
  script: 'a script {% %}',
  scriptFile: 'a script file',
  import: 'an import line',
  run: 'a run line',
  'no-auto-encoding': '@no-auto-encoding',
  assert: 'an assertion ??',
  foreignScript: 'a script {{ }}',
};
