/**
 * Every place in a document that defines or uses the name of a variable or of a request. Definition,
 * references, rename, highlighting and completion read this one list. It decides what a dotted reference
 * means: a variable of exactly that name first, else a request's name and a path into its exchange.
 */
import type { BlockNode, ReferenceNode, SyntaxNode } from '../syntax/index.ts';
import type { ParsedDocument } from './documents.ts';
import { directiveKey } from './vocabulary/directives.ts';

export interface NameOccurrence {
  readonly kind: 'variable' | 'request';
  readonly role: 'definition' | 'use';
  readonly name: string;
  /** Offsets of the name alone, in the document. */
  readonly start: number;
  readonly end: number;
}

/** All occurrences, in order; kept as long as the document is. */
export function namesIn(document: ParsedDocument): readonly NameOccurrence[] {
  const known = kept.get(document);
  if (known !== undefined) return known;
  const names = collect(document);
  kept.set(document, names);
  return names;
}

/** The occurrence at an offset, its end included; undefined where no name is. */
export function nameAt(document: ParsedDocument, offset: number): NameOccurrence | undefined {
  return namesIn(document).find(({ start, end }) => start <= offset && offset <= end);
}

/** The occurrences of the same name, definitions first. */
export function sameName(document: ParsedDocument, name: NameOccurrence): readonly NameOccurrence[] {
  const same = namesIn(document).filter((other) => other.kind === name.kind && other.name === name.name);
  return [...same.filter(({ role }) => role === 'definition'), ...same.filter(({ role }) => role === 'use')];
}

const kept = new WeakMap<ParsedDocument, readonly NameOccurrence[]>();

function collect(document: ParsedDocument): readonly NameOccurrence[] {
  const requests = new Set(document.file.requests.flatMap(({ name }) => name ?? []));
  const variables = new Set([...document.file.variables.map(({ name }) => name), ...promptedNames(document)]);
  const names: NameOccurrence[] = [];
  for (const block of document.tree.blocks) {
    const own = block.content.nodes.flatMap((node) => namesOfNode(document.text, block, node));
    names.push(...own);
    const isNamed = own.some(({ kind, role }) => kind === 'request' && role === 'definition');
    if (!isNamed) names.push(...nameInTitle(document.text, block, requests));
    for (const reference of block.content.references) {
      names.push(...nameOfReference(document.text, block, reference, { requests, variables }));
    }
  }
  return names.sort((one, other) => one.start - other.start);
}

/** `### login` names its request when semantics took the title as its name; `### @name login` does too. */
function nameInTitle(
  text: string,
  block: BlockNode,
  requests: ReadonlySet<string>,
): readonly NameOccurrence[] {
  const separator = block.content.nodes[0];
  if (separator?.kind !== 'separator') return [];
  const title = text.slice(block.start + separator.titleStart, block.start + separator.titleEnd);
  const offset = /^(?:[#/]*\s*@name\s*=?\s*)?/.exec(title)?.[0].length ?? 0;
  const name = title.slice(offset);
  if (!requests.has(name)) return [];
  const start = block.start + separator.titleStart + offset;
  return [{ kind: 'request', role: 'definition', name, start, end: start + name.length }];
}

/** Variables that `# @prompt name question` asks for. */
export function promptedNames(document: ParsedDocument): readonly string[] {
  return document.file.requests
    .flatMap(({ directives }) => directives)
    .filter(({ key }) => key === 'prompt')
    .flatMap(({ value }) => firstWord(value) ?? []);
}

function firstWord(text: string): string | undefined {
  return /^\S+/.exec(text)?.[0];
}

function namesOfNode(text: string, block: BlockNode, node: SyntaxNode): readonly NameOccurrence[] {
  const name = (
    kind: NameOccurrence['kind'],
    role: NameOccurrence['role'],
    from: number,
    to: number,
  ): readonly NameOccurrence[] => {
    const start = block.start + from;
    const end = block.start + to;
    return end > start ? [{ kind, role, name: text.slice(start, end), start, end }] : [];
  };
  switch (node.kind) {
    case 'fileVariable':
      return name('variable', 'definition', node.nameStart, node.nameEnd);
    case 'run': {
      const target = text.slice(block.start + node.targetStart, block.start + node.targetEnd);
      const sharp = /^#\s*/.exec(target)?.[0].length;
      return sharp === undefined ? [] : name('request', 'use', node.targetStart + sharp, node.targetEnd);
    }
    case 'directive': {
      const key = directiveKey(text.slice(block.start + node.nameStart, block.start + node.nameEnd));
      if (key === 'name') return name('request', 'definition', node.valueStart, node.valueEnd);
      if (key === 'ref' || key === 'forceref') return name('request', 'use', node.valueStart, node.valueEnd);
      if (key !== 'prompt') return [];
      const value = text.slice(block.start + node.valueStart, block.start + node.valueEnd);
      const asked = firstWord(value);
      if (asked === undefined) return [];
      return name('variable', 'definition', node.valueStart, node.valueStart + asked.length);
    }
    default:
      return [];
  }
}

function nameOfReference(
  text: string,
  block: BlockNode,
  reference: ReferenceNode,
  known: { readonly requests: ReadonlySet<string>; readonly variables: ReadonlySet<string> },
): readonly NameOccurrence[] {
  const content = text.slice(block.start + reference.contentStart, block.start + reference.contentEnd);
  const offset = /^%?\s*/.exec(content)?.[0].length ?? 0;
  const written = content.slice(offset);
  if (written === '' || written.startsWith('$')) return [];
  const start = block.start + reference.contentStart + offset;
  const first = exchangePath.exec(written)?.[1] ?? /^[^.[\s]+/.exec(written)?.[0];
  const isRequest =
    first !== undefined &&
    !known.variables.has(written) &&
    (known.requests.has(first) || exchangePath.test(written));
  const name = isRequest ? first : written;
  if (/\s/.test(name)) return [];
  return [{ kind: isRequest ? 'request' : 'variable', role: 'use', name, start, end: start + name.length }];
}

/** A path into an exchange, whether or not its request is known: `login.response.body.$.token`. */
const exchangePath =
  /^([\w-]+(?:\.[\w-]+)*?)\.(?:request|response)\.(?:body|headers|status|cookies|url|method)\b/;
