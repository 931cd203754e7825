/** GraphQL requests: a document, a blank line, and the variables as JSON, made into one JSON object. */
import type { BodySegment } from '../definition/definition.ts';

/** Splits at the blank line behind a complete document that an object follows. */
export function splitGraphql(segments: readonly BodySegment[]): {
  readonly query: BodySegment;
  readonly variables: BodySegment | undefined;
} {
  const [first, ...rest] = segments;
  const query: BodySegment = first ?? { kind: 'text', text: '', range: { start: 0, end: 0 } };
  if (query.kind === 'file') {
    const variables = rest.find((segment) => segment.kind === 'file' || segment.text.trim() !== '');
    return {
      query,
      variables: variables?.kind === 'text' ? { ...variables, text: variables.text.trim() } : variables,
    };
  }
  const at = variablesStart(query.text);
  if (at === -1) return { query, variables: rest.find(({ kind }) => kind === 'file') };
  const end = query.text.slice(0, at).trimEnd().length;
  return {
    query: { ...query, text: query.text.slice(0, end) },
    variables: { ...query, text: query.text.slice(at) },
  };
}

/** Where the variables begin in a text that is sent, or -1. */
export function variablesStart(text: string): number {
  let depth = 0;
  let isBlankLine = false;
  let hasSelection = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '"') at = stringEnd(text, at);
    else if (character === '{') {
      if (depth === 0 && isBlankLine && hasSelection && text.charAt(at + 1) !== '{') return at;
      depth += 1;
    } else if (character === '}') {
      depth -= 1;
      if (depth === 0) hasSelection = true;
    }
    if (character === '\n' && depth === 0) isBlankLine = blankLineBehind(text, at) || isBlankLine;
    else if (!/\s/.test(character)) isBlankLine = false;
  }
  return -1;
}

function blankLineBehind(text: string, lineFeed: number): boolean {
  let at = lineFeed + 1;
  while (text.charAt(at) === ' ' || text.charAt(at) === '\t') at += 1;
  return text.charAt(at) === '\n';
}

/** The offset of the quote that ends the string starting here; block strings included. */
function stringEnd(text: string, start: number): number {
  if (text.startsWith('"""', start)) {
    const close = text.indexOf('"""', start + 3);
    return close === -1 ? text.length : close + 2;
  }
  let at = start + 1;
  while (at < text.length && text.charAt(at) !== '"' && text.charAt(at) !== '\n') {
    at += text.charAt(at) === '\\' ? 2 : 1;
  }
  return at;
}

/** The JSON that is sent. Variables are put in as they are written, so that no number changes. */
export function graphqlJson(query: string, variables: string | undefined): string {
  const operation = operationName(query);
  const name = operation === undefined ? '' : `"operationName":${JSON.stringify(operation)},`;
  const given = variables === undefined || variables.trim() === '' ? '{}' : variables.trim();
  return `{"query":${JSON.stringify(query)},${name}"variables":${given}}`;
}

/** The name of the first operation; a field called `query` or a word in a string is none. */
function operationName(document: string): string | undefined {
  const token = /#[^\n]*|"""[\s\S]*?"""|"(?:[^"\\\n]|\\.)*"|[{}]|[A-Za-z_]\w*/g;
  let depth = 0;
  let isOperation = false;
  for (const [text] of document.matchAll(token)) {
    if (text === '{') depth += 1;
    else if (text === '}') depth -= 1;
    else if (isOperation && depth === 0) return text;
    isOperation = depth === 0 && /^(?:query|mutation|subscription)$/.test(text);
  }
  return undefined;
}
