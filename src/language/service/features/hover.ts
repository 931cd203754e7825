/**
 * Hovers: a variable's value with its origin and the values that lose, what a request name stands for, and
 * the words about headers, methods and directives. Secret values stay masked.
 */
import { MarkupKind, type Hover, type Position } from 'vscode-languageserver-types';
import { nodeAt } from '../../syntax/index.ts';
import type { ParsedDocument } from '../documents.ts';
import { nameAt, requestNamed, type NameOccurrence } from '../names.ts';
import { relativePath } from '../uris.ts';
import type { VariableTable } from '../variables.ts';
import { directiveEntry } from '../vocabulary/directives.ts';
import { dynamicVariableEntry } from '../vocabulary/dynamicVariables.ts';
import { headerEntry } from '../vocabulary/headers.ts';
import { methods } from '../vocabulary/methods.ts';

/** Undefined where there is nothing to say. */
export function hover(
  document: ParsedDocument,
  position: Position,
  variables: VariableTable,
): Hover | undefined {
  const offset = document.offsetAt(position);
  const name = nameAt(document, offset);
  if (name !== undefined) {
    const text =
      name.kind === 'variable' ? aboutVariable(name, variables) : aboutRequest(document, name, variables);
    return text === undefined ? undefined : answer(document, name.start, name.end, text);
  }
  const place = nodeAt(document.tree, offset);
  if (place === undefined) return undefined;
  const { leaf } = place;
  const text = aboutLeaf(leaf.kind, document.text.slice(leaf.start, leaf.end));
  return text === undefined ? undefined : answer(document, leaf.start, leaf.end, text);
}

function answer(document: ParsedDocument, start: number, end: number, value: string): Hover {
  return { range: document.range(start, end), contents: { kind: MarkupKind.Markdown, value } };
}

function aboutVariable(name: NameOccurrence, variables: VariableTable): string {
  const found = variables.explain(name.name, name.role === 'use' ? name.start : name.end + 1);
  if ('reason' in found) return sentence(found.reason);
  const { winner, losers } = found;
  const lines = [code(winner.shown), `from ${winner.origin}`];
  if (losers.length > 0) {
    const hidden = losers.slice(0, 10).map(({ shown, origin }) => `- ${code(shown)} from ${origin}`);
    lines.push(['It hides:', ...hidden].join('\n'));
  }
  return lines.join('\n\n');
}

function sentence(reason: string): string {
  return `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`;
}

function aboutRequest(
  document: ParsedDocument,
  { name }: NameOccurrence,
  { imported }: VariableTable,
): string | undefined {
  const known = requestNamed(name, document, imported.documents);
  if (known === undefined) return undefined;
  const { method, url, line, document: owner } = known;
  const place = owner === document ? '' : ` of ${relativePath(document.uri, owner.uri)}`;
  return `${code(`${method} ${url}`)}\n\nrequest \`${name}\`, line ${line}${place}`;
}

function aboutLeaf(kind: string, text: string): string | undefined {
  switch (kind) {
    case 'reference': {
      const entry = dynamicVariableEntry(text.replace(/^%\s*/, ''));
      return entry === undefined ? undefined : `\`${entry.signature}\`\n\n${entry.description}`;
    }
    case 'headerName': {
      const entry = headerEntry(text);
      return entry === undefined
        ? undefined
        : `**${entry.name}**\n\n${entry.description}\n\n${entry.reference}`;
    }
    case 'method': {
      const entry = methods.find(({ name }) => name === text.toUpperCase());
      return entry === undefined
        ? undefined
        : `**${entry.name}**\n\n${entry.description}\n\n${entry.reference}`;
    }
    case 'directiveName': {
      const entry = directiveEntry(text);
      return entry === undefined ? undefined : `\`@${entry.name}\`\n\n${entry.description}`;
    }
    default:
      return undefined;
  }
}

/** A code span that holds whatever the text holds, on one line. */
function code(text: string): string {
  const line = text.replace(/\s+/g, ' ').slice(0, 300);
  if (line.trim() === '') return '(empty)';
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}`;
}
