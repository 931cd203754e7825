/** What can be said against one block, each with a stable code. Severity `error` is for what cannot be sent. */
import type { AssertNode, BlockNode, HeaderNode, SyntaxNode } from '../../syntax/index.ts';
import { readAssertion } from '../asserts/assertion.ts';
import { bodyProblems } from '../body/bodyProblems.ts';
import type { Words } from './defineBlock.ts';
import type { Problem, RequestDefinition, TextRange } from './definition.ts';
import { directiveKey, isKnownDirective, isPerformedDirective } from './directives.ts';
import { readLoop } from '../runs/loop.ts';
import { readAuthorization } from '../resolve/authorization.ts';
import { isUnsupportedVariable, whyUnsupported } from '../variables/dynamicVariables.ts';
import { classifyReference } from '../variables/referenceSyntax.ts';

export function blockProblems(
  block: BlockNode,
  words: Words,
  request: RequestDefinition | undefined,
): readonly Problem[] {
  const problems: Problem[] = [];
  const add: Report = (severity, code, range, message) => {
    if (problems.length >= mostProblems && severity !== 'error') return;
    problems.push({ severity, code, range: { start: range.start, end: range.end }, message });
  };
  for (const node of block.content.nodes) nodeProblem(node, words, add);
  for (const { start, end, contentStart, contentEnd } of block.content.references) {
    const reference = classifyReference(words(contentStart, contentEnd));
    const range = { start, end };
    if (reference.kind === 'expression') {
      add('information', 'expression', range, 'This is an expression; expressions are not evaluated.');
    } else if (reference.kind === 'dynamic' && isUnsupportedVariable(reference.name)) {
      add('information', 'not-run-yet', range, `${whyUnsupported(reference.name)}.`);
    }
  }
  if (request !== undefined) {
    requestProblems(block, words, request, add);
    // Not spread: there may be more than a call takes.
    for (const problem of bodyProblems(block, words, request)) problems.push(problem);
  }
  return problems;
}

/** Nobody reads more of one request; errors are told all the same. */
const mostProblems = 2000;

type Report = (severity: Problem['severity'], code: string, range: TextRange, message: string) => void;

function nodeProblem(node: SyntaxNode, words: Words, add: Report): void {
  switch (node.kind) {
    case 'fileVariable':
      if (node.hasEquals && node.nameEnd > node.nameStart) return;
      add(
        'warning',
        'variable-without-value',
        lineRange(node, words),
        'A variable is defined as `@name = value`.',
      );
      return;
    case 'text':
      if (node.suspect === 'variable') {
        add(
          'warning',
          'variable-in-body',
          lineRange(node, words),
          'This line defines a variable, and is sent as body text too. Move it above the request.',
        );
      } else if (node.suspect === 'request') {
        add(
          'warning',
          'looks-like-new-request',
          lineRange(node, words),
          'This looks like a new request, but is sent as body text. Put `###` above it.',
        );
      }
      return;
    case 'bodyComment':
      add('hint', 'comment-in-body', lineRange(node, words), 'Comment lines in a body are not sent.');
      return;
    case 'header':
      headerProblem(node, words, add);
      return;
    case 'headerSpread':
      add(
        'warning',
        'header-spread',
        lineRange(node, words),
        'Header variables are not sent; write the headers out.',
      );
      return;
    case 'directive': {
      const name = words(node.nameStart, node.nameEnd);
      const key = directiveKey(name);
      const range = { start: node.nameStart - 1, end: node.nameEnd };
      if (key === 'loop') loopProblem(words(node.valueStart, node.valueEnd), range, add);
      if (isPerformedDirective(key)) return;
      if (isKnownDirective(key)) {
        add(
          'information',
          'not-run-yet',
          range,
          `\`@${name}\` belongs to another tool and does nothing here.`,
        );
        return;
      }
      // `# @host = x` is a variable that somebody commented out.
      if (node.hasEquals) return;
      const message = `No directive is named \`@${name}\`; the line is a comment.`;
      add('information', 'unknown-directive', range, message);
      return;
    }
    case 'script':
      if (!node.isClosed) {
        add('warning', 'script-not-closed', lineRange(node, words), 'The script has no closing `%}`.');
      }
      return;
    case 'scriptFile':
      if (/\.lua$/i.test(words(node.pathStart, node.pathEnd))) {
        add('information', 'not-run-yet', lineRange(node, words), 'Scripts in Lua are not run.');
      }
      return;
    case 'foreignScript':
      add(
        'information',
        'not-run-yet',
        lineRange(node, words),
        'This belongs to httpYac, whose scripts are not run; it is not sent.',
      );
      return;
    case 'assert':
      assertionProblem(node, words, add);
      return;
    default:
  }
}

/** A loop that cannot be told without JavaScript keeps its request from being sent. */
function loopProblem(value: string, range: TextRange, add: Report): void {
  const loop = readLoop(value);
  if (loop.kind !== 'unclear') return;
  if (loop.needsScript) {
    add(
      'information',
      'not-run-yet',
      range,
      `The loop is not run, because ${loop.reason}; the request is not sent.`,
    );
  } else add('warning', 'unclear-loop', range, `The request is not sent: ${loop.reason}.`);
}

function assertionProblem(node: AssertNode, words: Words, add: Report): void {
  const read = readAssertion(words(node.contentStart, node.contentEnd));
  if (read.kind === 'assertion') return;
  const code = read.kind === 'script' ? 'not-run-yet' : 'unclear-assertion';
  const severity = read.kind === 'script' ? 'information' : 'warning';
  add(severity, code, lineRange(node, words), `The assertion is not checked: ${read.reason}.`);
}

function headerProblem(node: HeaderNode, words: Words, add: Report): void {
  const name = words(node.nameStart, node.nameEnd);
  const range = { start: node.nameStart, end: node.nameEnd };
  if (/^[A-Z]+\s+(?:https?$|https?:|\{\{|\/)/.test(name)) {
    add('warning', 'looks-like-new-request', range, 'This looks like a new request. Put `###` above it.');
  } else if (node.colon === -1) {
    add('warning', 'header-without-colon', range, 'A header is written as `Name: value`.');
  } else if (!/^[!#$%&'*+\-.^_`|~\dA-Za-z]+$/.test(name.replaceAll(/\{\{[^{}]*\}\}/g, 'x'))) {
    add('warning', 'bad-header-name', range, 'A header name holds letters, digits and dashes only.');
  }
}

function requestProblems(block: BlockNode, words: Words, request: RequestDefinition, add: Report): void {
  const { url, urlRange, protocol, method } = request;
  if (url === '') add('error', 'missing-url', urlRange, `The ${method} request has no URL.`);
  else if (url === '*') {
    add('information', 'not-run-yet', urlRange, 'A request for `*` cannot be sent.');
  } else if (!/^(?:[a-z][a-z\d+.-]*:\/\/|\{\{|\/|\\)/i.test(url) && protocol === 'http') {
    add('information', 'scheme-added', urlRange, 'The URL has no scheme; `http://` is put in front.');
  }
  if (protocol !== 'http') {
    add('information', 'not-run-yet', urlRange, `${protocolNames[protocol]} requests are not run yet.`);
  }
  const fault = protocol === 'http' ? authorityFault(url) : undefined;
  if (fault !== undefined) add('warning', 'bad-url', urlRange, fault);
  openReferences(words, request, add);
  versionProblem(request, add);
  blankLineProblem(block, words, add);
  authorizationProblem(request, add);
  if (request.body.kind === 'multipart') multipartProblems(block, words, request, add);
}

/** `{{name` in an address or a header is sent as it is written. */
function openReferences(words: Words, { urlRange, headers }: RequestDefinition, add: Report): void {
  for (const { start, end } of [urlRange, ...headers.map(({ valueRange }) => valueRange)]) {
    const open = /\{\{(?![^{}]*\}\})[^{}\s]*/.exec(words(start, end));
    if (open === null) continue;
    const range = { start: start + open.index, end: start + open.index + open[0].length };
    add('warning', 'open-reference', range, 'The `{{` has no `}}`; it is sent as it is written.');
  }
}

/** What is wrong with host and port, as far as they are written out; in words. */
function authorityFault(url: string): string | undefined {
  const authority = /^https?:\/\/([^/?#\s]*)/i.exec(url)?.[1];
  if (authority === undefined || authority.includes('{{')) return undefined;
  const [, host = '', port] = /^(?:.*@)?(\[[^\]]*\]|[^:]*)(?::(.*))?$/.exec(authority) ?? [];
  if (host === '') return 'The URL has no host.';
  if (port === undefined || (/^\d{0,5}$/.test(port) && Number(port) <= 65_535)) return undefined;
  return `"${port}" is no port; ports are numbers up to 65535.`;
}

/** A body that follows its headers at once. */
function blankLineProblem({ content: { nodes } }: BlockNode, words: Words, add: Report): void {
  const index = nodes.findIndex(({ kind }) => kind === 'text' || kind === 'bodyFile');
  const body = nodes[index];
  const before = nodes[index - 1]?.kind;
  if (body === undefined || (before !== 'header' && before !== 'requestLine')) return;
  const message = 'The blank line above the body is missing; the body begins here all the same.';
  add('information', 'body-blank-line', lineRange(body, words), message);
}

function versionProblem({ httpVersion, url, urlRange: range }: RequestDefinition, add: Report): void {
  if (httpVersion?.startsWith('HTTP/3') === true) {
    add('warning', 'http-version', range, 'HTTP/3 is not supported; the request is not sent.');
  } else if (httpVersion?.startsWith('HTTP/2') === true && /^http:/i.test(url)) {
    add('information', 'http-version', range, 'HTTP/2 is spoken over https only; HTTP/1.1 is used.');
  }
}

function authorizationProblem({ headers }: RequestDefinition, add: Report): void {
  for (const { name, value, valueRange } of headers) {
    if (name.toLowerCase() !== 'authorization') continue;
    const form = readAuthorization(value);
    if (form.scheme !== 'unsupported') continue;
    add('information', 'not-run-yet', valueRange, `${form.name} is not done yet; the request is not sent.`);
  }
}

const protocolNames = {
  http: 'HTTP',
  websocket: 'WebSocket',
  sse: 'Server-sent event',
  grpc: 'gRPC',
  mqtt: 'MQTT',
  amqp: 'AMQP',
  rsocket: 'RSocket',
} as const;

function multipartProblems(
  { content }: BlockNode,
  words: Words,
  request: RequestDefinition,
  add: Report,
): void {
  const boundaries = content.nodes.filter((node) => node.kind === 'boundary');
  const last = boundaries.at(-1);
  if (last !== undefined && !last.closing) {
    const message = 'The closing boundary is missing; it is added when the request is sent.';
    add('information', 'multipart-not-closed', lineRange(last, words), message);
  }
  const type = request.headers.find(({ name }) => name.toLowerCase() === 'content-type');
  if (type !== undefined && !/boundary=/i.test(type.value)) {
    const message = 'The boundary is missing; the one of the body is added when the request is sent.';
    add('information', 'multipart-boundary-added', type.valueRange, message);
  }
  for (const [index, node] of content.nodes.entries()) {
    const before = content.nodes[index - 1]?.kind;
    const isContent = node.kind === 'text' || node.kind === 'bodyFile' || node.kind === 'escapedText';
    if (!isContent || (before !== 'partHeader' && before !== 'boundary')) continue;
    if (before === 'boundary' && content.nodes[index - 1] === last && last?.closing === true) continue;
    const message = 'The blank line above the content of a part is missing; it is added when sent.';
    add('information', 'multipart-blank-line', lineRange(node, words), message);
  }
}

/** The first line of a node, without the blanks and the break at its end. */
function lineRange(node: SyntaxNode, words: Words): TextRange {
  const [line = ''] = words(node.start, Math.min(node.end, node.start + 4096)).split(/[\r\n]/, 1);
  return { start: node.start, end: node.start + line.trimEnd().length };
}
