/**
 * Hovers: a variable's value with its origin and the values that lose, what a request name stands for, and
 * the words about headers, methods and directives. Secret values stay masked.
 */
import { MarkupKind, type Hover, type Position } from 'vscode-languageserver-types';
import type { Knowledge } from '../../protocol.ts';
import { classifyReference, fillsVariables, readWish, type Dialect } from '../../semantics/index.ts';
import { nodeAt, type SyntaxNode } from '../../syntax/index.ts';
import type { ParsedDocument } from '../documents.ts';
import type { LanguageServiceHost } from '../host.ts';
import { nameAt, requestNamed, type NameOccurrence } from '../names.ts';
import { relativePath, resolvePath } from '../uris.ts';
import type { VariableTable } from '../variables.ts';
import { readsDotNetDate } from './dialectProblems.ts';
import { directiveEntry } from '../vocabulary/directives.ts';
import { dynamicVariableEntry } from '../vocabulary/dynamicVariables.ts';
import { headerEntry } from '../vocabulary/headers.ts';
import { methods } from '../vocabulary/methods.ts';

/** Undefined where there is nothing to say. */
export async function hover(
  document: ParsedDocument,
  position: Position,
  { variables, host }: { readonly variables: VariableTable; readonly host: LanguageServiceHost },
): Promise<Hover | undefined> {
  const offset = document.offsetAt(position);
  const name = nameAt(document, offset);
  if (name !== undefined) {
    const text =
      name.kind === 'variable'
        ? aboutVariable(name, variables)
        : aboutRequest(name.name, { document, variables, knowledge: host.knowledge() });
    return text === undefined ? undefined : answer(document, name.start, name.end, text);
  }
  const place = nodeAt(document.tree, offset);
  if (place === undefined) return undefined;
  const { block, node, leaf } = place;
  const written = document.text.slice(leaf.start, leaf.end);
  const text =
    node.kind === 'bodyFile' && leaf.start === block.start + node.pathStart
      ? await aboutFile(document, { path: written, substitutes: node.substitute, offset }, host)
      : leaf.kind === 'reference'
        ? aboutReference(written, { document, variables, knowledge: host.knowledge() })
        : node.kind === 'directive'
          ? aboutDirective(document.text.slice(block.start, block.end), node, document.file.dialect)
          : aboutLeaf(leaf.kind, written);
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

interface Surroundings {
  readonly document: ParsedDocument;
  readonly variables: VariableTable;
  readonly knowledge: Knowledge;
}

function aboutRequest(
  name: string,
  { document, variables: { imported }, knowledge }: Surroundings,
): string | undefined {
  const known = requestNamed(name, document, imported.documents);
  if (known === undefined) return undefined;
  const isSent = knowledge.sent[known.document.uri]?.includes(name) === true;
  const { method, url, line, document: owner } = known;
  const place = owner === document ? '' : ` of ${relativePath(document.uri, owner.uri)}`;
  const state = isSent ? 'It has been sent.' : 'It has not been sent yet.';
  return `${code(`${method} ${url}`)}\n\nrequest \`${name}\`, line ${line}${place}. ${state}`;
}

/** A path into an answer, or a dynamic variable. */
function aboutReference(written: string, around: Surroundings): string | undefined {
  const content = written.replace(/^%\s*/, '');
  const reference = classifyReference(content);
  if (reference.kind === 'exchange') return aboutRequest(reference.path.request, around);
  const entry = dynamicVariableEntry(content);
  if (entry === undefined) return undefined;
  const lines = [`\`${entry.signature}\``, entry.description];
  const wish = readWish(content);
  if (wish?.kind === 'configured') {
    const found = around.variables.explain(content, 0);
    const about = around.variables.auth.about(wish.id);
    lines.push(...(about ?? ('reason' in found ? [sentence(found.reason)] : [])));
  }
  if (readsDotNetDate(content)) {
    lines.push('The format has `yyyy`, so its letters are those of .NET: `dd` is the day of the month.');
  }
  return lines.join('\n\n');
}

/** A timeout with the unit that counts; else what the directive does. */
function aboutDirective(
  text: string,
  node: SyntaxNode & { readonly kind: 'directive' },
  dialect: Dialect,
): string | undefined {
  const entry = directiveEntry(text.slice(node.nameStart, node.nameEnd));
  if (entry === undefined) return undefined;
  const about = `\`@${entry.name}\`\n\n${entry.description}`;
  const value = text.slice(node.valueStart, node.valueEnd);
  const isBare = /^(?:connection-)?timeout$/.test(entry.name) && /^\d+(?:\.\d+)?$/.test(value);
  return isBare ? `${about}\n\nHere: ${value} ${dialect === 'httpyac' ? 'milliseconds' : 'seconds'}.` : about;
}

async function aboutFile(
  document: ParsedDocument,
  {
    path,
    substitutes,
    offset,
  }: { readonly path: string; readonly substitutes: boolean; readonly offset: number },
  host: LanguageServiceHost,
): Promise<string | undefined> {
  const uri = path.includes('{{') ? undefined : resolvePath(document.uri, path);
  if (uri === undefined) return undefined;
  const size = await host.fileSize(uri);
  if (size === undefined) return `There is no file ${code(path)} beside this document.`;
  const request = document.file.requests.find(({ range }) => range.start <= offset && offset <= range.end);
  const isFilled = substitutes || fillsVariables(path, request?.directives ?? [], document.file.dialect);
  const how = isFilled ? 'Its variables are filled.' : 'It is sent as it is, byte for byte.';
  return `${code(path)}\n\n${size} ${size === 1 ? 'byte' : 'bytes'}. ${how}`;
}

function aboutLeaf(kind: string, text: string): string | undefined {
  switch (kind) {
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
