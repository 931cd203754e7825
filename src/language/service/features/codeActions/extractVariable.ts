/** Puts the selected text of a request into a variable above it, and a reference in its place. */
import type { SyntaxNode } from '../../../syntax/index.ts';
import type { ParsedDocument } from '../../documents.ts';
import { lineBreakOf, type Rewriting, type Selection } from './rewriting.ts';

export function extractVariable({
  document,
  block,
  node,
  request,
  start,
  end,
}: Selection): Rewriting | undefined {
  const value = document.text.slice(start, end);
  const isWithin = end <= block.start + node.end;
  if (request === undefined || !isWithin || !extractable.has(node.kind)) return undefined;
  // A definition is one line, trimmed, and reads backslashes as escapes; another value would not come back.
  if (value === '' || value.trim() !== value || /[\r\n\\]|^[^{]*\}\}|\{\{[^}]*$/.test(value))
    return undefined;
  const target = block.content.nodes.find(({ kind }) => kind === 'requestLine');
  if (target === undefined) return undefined;
  const name = freeName(document, wantedName(document.text.slice(block.start + node.start, start), value));
  const above = block.start + target.start;
  return {
    title: `Extract to the variable @${name}`,
    kind: 'extract',
    edits: [
      { start: above, end: above, text: `@${name} = ${value}${lineBreakOf(document.text)}` },
      { start, end, text: `{{${name}}}` },
    ],
  };
}

const extractable = new Set<SyntaxNode['kind']>([
  'requestLine',
  'urlContinuation',
  'header',
  'headerFold',
  'partHeader',
  'text',
]);

/** From what stands before the value on its line: a header's name, a parameter, a JSON key, or the address. */
function wantedName(before: string, value: string): string {
  const line = /[^\r\n]*$/.exec(before)?.[0] ?? '';
  const name =
    /([\w-]+)["']?\s*[:=]\s*["']?$/.exec(line)?.[1] ??
    (/^(?:https?:\/\/|[\w-]+\.[\w.-]+)/.test(value) ? 'host' : 'value');
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  const [first = 'value', ...rest] = words;
  const camel =
    first.charAt(0).toLowerCase() +
    first.slice(1) +
    rest.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  return /^[A-Za-z_]/.test(camel) ? camel : `value${camel}`;
}

function freeName({ file }: ParsedDocument, wanted: string): string {
  const taken = new Set([
    ...file.variables.map(({ name }) => name),
    ...file.requests.flatMap(({ name }) => name ?? []),
  ]);
  let name = wanted;
  for (let number = 2; taken.has(name); number += 1) name = `${wanted}${number}`;
  return name;
}
