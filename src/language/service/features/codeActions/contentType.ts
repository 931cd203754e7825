/** Adds the Content-Type that the look of a body suggests to a request that has none. */
import type { BodyDefinition } from '../../../semantics/index.ts';
import { lineBreakOf, type Rewriting, type Selection } from './rewriting.ts';

export function addContentType({ document, block, request }: Selection): Rewriting | undefined {
  const { nodes } = block.content;
  const target = nodes.findLast(({ kind }) => headKinds.has(kind));
  if (request === undefined || target === undefined || nodes.some(({ kind }) => kind === 'curl'))
    return undefined;
  if (request.headers.some(({ name }) => name.toLowerCase() === 'content-type')) return undefined;
  const type = typeOf(request.body);
  if (type === undefined) return undefined;
  const lineBreak = lineBreakOf(document.text);
  const at = block.start + target.end;
  const isOpenLine = !/[\r\n]$/.test(document.text.slice(0, at));
  return {
    title: `Add Content-Type: ${type}`,
    kind: 'rewrite',
    edits: [
      {
        start: at,
        end: at,
        text: isOpenLine ? `${lineBreak}Content-Type: ${type}` : `Content-Type: ${type}${lineBreak}`,
      },
    ],
  };
}

const headKinds = new Set(['requestLine', 'urlContinuation', 'header', 'headerFold']);

/** The media type a body looks like; undefined when it looks like nothing in particular. */
export function typeOf(body: BodyDefinition): string | undefined {
  if (body.kind === 'none' || body.kind === 'graphql' || body.kind === 'multipart') return undefined;
  const [first] = body.segments;
  if (first === undefined) return undefined;
  if (first.kind === 'file') return types[/\.(\w+)$/.exec(first.path)?.[1]?.toLowerCase() ?? ''];
  const text = first.text.trim();
  if (/^\{\s*(?:"|\}|\{\{)|^\[\s*(?:[\]{["\d]|true|false|null)/.test(text)) return 'application/json';
  if (/^<\?xml\b|^<[A-Za-z][\w:.-]*[\s>/]/.test(text)) {
    return /^<!?(?:doctype html|html)\b/i.test(text) ? 'text/html' : 'application/xml';
  }
  if (/^[\w.[\]%-]+=[^\s&]*(?:\s*&\s*[\w.[\]%-]+=[^\s&]*)*$/.test(text))
    return 'application/x-www-form-urlencoded';
  return undefined;
}

const types: Readonly<Record<string, string>> = {
  json: 'application/json',
  xml: 'application/xml',
  txt: 'text/plain',
  csv: 'text/csv',
  html: 'text/html',
  htm: 'text/html',
  md: 'text/markdown',
  yaml: 'application/yaml',
  yml: 'application/yaml',
  pdf: 'application/pdf',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  svg: 'image/svg+xml',
  zip: 'application/zip',
};
