/** What one block means, with offsets and lines relative to the block. Needs no other block. */
import type {
  BlockNode,
  CurlNode,
  DirectiveNode,
  DocumentNode,
  HeaderFoldNode,
  HeaderNode,
  ImportNode,
  RequestLineNode,
  RunNode,
  ScriptFileNode,
  ScriptNode,
  SeparatorNode,
  SyntaxNode,
  UrlContinuationNode,
} from '../../syntax/index.ts';
import { blockProblems } from './blockProblems.ts';
import { defineBody } from '../body/body.ts';
import { readCurl } from '../curl/curl.ts';
import type {
  AssertDefinition,
  Directive,
  FileVariable,
  HeaderDefinition,
  ImportDefinition,
  KeptResponse,
  OutputDefinition,
  Problem,
  Protocol,
  RequestDefinition,
  ScriptDefinition,
  VariableUse,
} from './definition.ts';
import { dialectOf, type DialectHint } from './dialect.ts';
import { directiveKey } from './directives.ts';
import { variableInBody, variableOf } from './fileVariables.ts';

export interface LocalBlock {
  readonly request: RequestDefinition | undefined;
  readonly variables: readonly FileVariable[];
  readonly imports: readonly ImportDefinition[];
  readonly uses: readonly VariableUse[];
  readonly problems: readonly Problem[];
  /** What the block says about the file's dialect. */
  readonly dialect: DialectHint | undefined;
}

/** Reads words of a block by its own offsets. */
export type Words = (start: number, end: number) => string;

export function defineBlock(document: DocumentNode, block: BlockNode): LocalBlock {
  const words: Words = (start, end) => document.text.slice(block.start + start, block.start + end);
  const parts = partsOf(block.content.nodes, words);
  const request = requestOf(block, words, parts);
  const uses = usesOf(block, words);
  return {
    request,
    variables: parts.variables,
    imports: parts.imports,
    uses,
    problems: blockProblems(block, words, request),
    dialect: dialectOf(block.content.nodes, uses, parts.directives),
  };
}

/** What a block's nodes give, each kind in order. */
interface Parts {
  separator: SeparatorNode | undefined;
  target: RequestLineNode | CurlNode | undefined;
  /** End of the last node that belongs to the request. */
  end: number;
  url: string;
  urlStart: number;
  urlEnd: number;
  version: string;
  readonly directives: Directive[];
  readonly variables: FileVariable[];
  readonly imports: ImportDefinition[];
  readonly headers: HeaderDefinition[];
  /** Lines that go on with the last header. */
  folds: HeaderFoldNode[];
  readonly scripts: ScriptDefinition[];
  readonly outputs: OutputDefinition[];
  readonly asserts: AssertDefinition[];
  readonly keptResponses: KeptResponse[];
}

/** One pass over the nodes: a file may have many thousand blocks. */
function partsOf(nodes: readonly SyntaxNode[], words: Words): Parts {
  const parts: Parts = {
    separator: undefined,
    target: undefined,
    end: 0,
    url: '',
    urlStart: 0,
    urlEnd: 0,
    version: '',
    directives: [],
    variables: [],
    imports: [],
    headers: [],
    folds: [],
    scripts: [],
    outputs: [],
    asserts: [],
    keptResponses: [],
  };
  for (const node of nodes) {
    const { kind } = node;
    // Blank lines and comments at the end belong to the file, not to the request.
    if (kind !== 'blank' && kind !== 'bodyComment' && kind !== 'comment') parts.end = node.end;
    switch (kind) {
      case 'separator':
        parts.separator = node;
        titleDirective(node, words, parts.directives);
        break;
      case 'directive':
        addDirective(node, words, parts);
        break;
      case 'fileVariable':
        if (node.hasEquals && node.nameEnd > node.nameStart) parts.variables.push(variableOf(node, words));
        break;
      case 'text':
        if (node.suspect === 'variable') parts.variables.push(variableInBody(node, words));
        break;
      case 'import':
      case 'run':
        parts.imports.push(importOf(node, words));
        break;
      case 'requestLine':
      case 'urlContinuation':
        addUrl(node, words, parts);
        break;
      case 'curl':
        parts.target ??= node;
        break;
      case 'header':
        foldHeader(parts, words);
        parts.headers.push(headerOf(node, words));
        break;
      case 'headerFold':
        parts.folds.push(node);
        break;
      case 'script':
      case 'scriptFile':
        parts.scripts.push(scriptOf(node, words));
        break;
      case 'output': {
        const { overwrite, start, end } = node;
        const path = words(node.pathStart, node.pathEnd);
        parts.outputs.push({ path, overwrite, line: node.line + 1, range: { start, end } });
        break;
      }
      case 'responseReference': {
        const path = words(node.pathStart, node.pathEnd);
        const range = { start: node.start, end: node.end };
        if (path !== '') parts.keptResponses.push({ path, line: node.line + 1, range });
        break;
      }
      case 'assert': {
        const source = words(node.contentStart, node.contentEnd);
        parts.asserts.push({ source, line: node.line + 1, range: { start: node.start, end: node.end } });
        break;
      }
      default:
    }
  }
  foldHeader(parts, words);
  return parts;
}

/** `# @import` belongs to the file, whatever request it stands above. */
function addDirective(node: DirectiveNode, words: Words, { directives, imports }: Parts): void {
  const directive = directiveOf(node, words);
  const { key, value: target, line, range } = directive;
  directives.push(directive);
  if (key === 'import' && target !== '') imports.push({ kind: 'import', target, arguments: '', line, range });
}

function directiveOf(node: DirectiveNode, words: Words): Directive {
  const name = words(node.nameStart, node.nameEnd);
  return {
    key: directiveKey(name),
    name,
    value: words(node.valueStart, node.valueEnd),
    line: node.line + 1,
    range: { start: node.nameStart - 1, end: Math.max(node.nameEnd, node.valueEnd) },
  };
}

/** `### @name login` (REST Client's users write it; `http-syntax` row "request name"). */
function titleDirective(node: SeparatorNode, words: Words, directives: Directive[]): void {
  const title = words(node.titleStart, Math.min(node.titleEnd, node.titleStart + 512));
  if (!title.startsWith('@')) return;
  const [, name, value] = /^@([\w.-]+)(?:\s*=\s*|\s+)(.*)$/.exec(title) ?? [];
  if (name === undefined || value === undefined) return;
  const range = { start: node.titleStart, end: node.titleEnd };
  directives.push({ key: directiveKey(name), name, value, line: node.line + 1, range });
}

function importOf(node: ImportNode | RunNode, words: Words): ImportDefinition {
  const place = { line: node.line + 1, range: { start: node.start, end: node.end } };
  if (node.kind === 'import') {
    return { kind: 'import', target: words(node.pathStart, node.pathEnd), arguments: '', ...place };
  }
  const target = words(node.targetStart, node.targetEnd);
  const list = words(node.argumentsStart, node.argumentsEnd);
  return { kind: 'run', target, arguments: list.slice(1, -1), ...place };
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

function requestOf(block: BlockNode, words: Words, parts: Parts): RequestDefinition | undefined {
  const { separator, target, directives, headers, url } = parts;
  if (target === undefined) return undefined;
  const heading = separator === undefined ? '' : words(separator.titleStart, separator.titleEnd);
  const title = directives.find(({ key, value }) => key === 'title' && value !== '')?.value ?? heading;
  const isCurl = target.kind === 'curl';
  const method = isCurl ? '' : words(target.methodStart, target.methodEnd).toUpperCase() || 'GET';
  const what = isCurl
    ? readCurl(target, words)
    : {
        method,
        url,
        urlRange: { start: parts.urlStart, end: parts.urlEnd },
        httpVersion: parts.version === '' ? undefined : parts.version,
        headers,
        body: defineBody(block.content, words, { method, headers }),
        protocol: protocolOf(method, url),
        directives: [],
      };
  return {
    name: nameOf(directives, heading),
    title: title === '' ? undefined : title,
    scripts: parts.scripts,
    outputs: parts.outputs,
    asserts: parts.asserts,
    ...(parts.keptResponses.length === 0 ? {} : { keptResponses: parts.keptResponses }),
    line: target.line + 1,
    range: { start: 0, end: parts.end },
    ...what,
    // What stands above a curl command beats the command's own options: the last one of a kind counts.
    directives: what.directives.length === 0 ? directives : [...what.directives, ...directives],
  };
}

/** The tag beats the title; a title of one word is a name too, a line of dashes is not. */
function nameOf(directives: readonly Directive[], title: string): string | undefined {
  const tag = directives.find(({ key, value }) => key === 'name' && value !== '');
  if (tag !== undefined) return tag.value;
  return /^[\w.-]+$/.test(title) && /[^\W_]/.test(title) ? title : undefined;
}

function addUrl(node: RequestLineNode | UrlContinuationNode, words: Words, parts: Parts): void {
  if (node.kind === 'requestLine') {
    parts.target ??= node;
    parts.urlStart = node.urlStart;
  }
  parts.url += words(node.urlStart, node.urlEnd);
  parts.urlEnd = node.urlEnd;
  parts.version ||= words(node.versionStart, node.versionEnd);
}

function headerOf(node: HeaderNode, words: Words): HeaderDefinition {
  const written = words(node.nameStart, node.nameEnd);
  const isRemoval = written.length > 1 && written.startsWith('-');
  return {
    name: isRemoval ? written.slice(1) : written,
    ...(isRemoval ? { remove: true as const } : {}),
    value: words(node.valueStart, node.valueEnd),
    line: node.line + 1,
    nameRange: { start: node.nameStart, end: node.nameEnd },
    valueRange: { start: node.valueStart, end: node.valueEnd },
  };
}

/** Joins the lines of a folded header by blanks, all at once: there may be very many. */
function foldHeader(parts: Parts, words: Words): void {
  const { headers, folds } = parts;
  const end = folds.at(-1)?.valueEnd;
  if (end === undefined) return;
  parts.folds = [];
  const last = headers.pop();
  if (last === undefined) return;
  const pieces = [last.value, ...folds.map(({ valueStart, valueEnd }) => words(valueStart, valueEnd))];
  headers.push({
    ...last,
    value: pieces.join(' ').trim(),
    valueRange: { start: last.valueRange.start, end },
  });
}

function scriptOf(node: ScriptNode | ScriptFileNode, words: Words): ScriptDefinition {
  const { moment } = node;
  const place = { moment, line: node.line + 1, range: { start: node.start, end: node.end } };
  return node.kind === 'script'
    ? { kind: 'inline', source: words(node.contentStart, node.contentEnd), ...place }
    : { kind: 'file', path: words(node.pathStart, node.pathEnd), ...place };
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
