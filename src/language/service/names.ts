/**
 * Every place in a document that defines or uses the name of a variable or of a request. Definition,
 * references, rename, highlighting and diagnostics read this one list. It decides what a dotted reference
 * means: a variable of exactly that name first, else a request's name and a path into its exchange.
 */
import type { RequestDefinition } from '../semantics/index.ts';
import { blockNames, type BlockNames, type LocalName } from './blockNames.ts';
import type { ParsedDocument } from './documents.ts';

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

/** A request that can be referred to, with its document. */
export interface KnownRequest {
  readonly name: string;
  readonly request: RequestDefinition;
  readonly document: ParsedDocument;
}

/** The named requests of a document and of those it imports, its own first. */
export function knownRequests(
  document: ParsedDocument,
  imported: readonly ParsedDocument[],
): readonly KnownRequest[] {
  return [document, ...imported].flatMap((one) =>
    one.file.requests.flatMap((request) =>
      request.name === undefined ? [] : { name: request.name, request, document: one },
    ),
  );
}

/** Variables that are asked for before sending, by `# @prompt` and its kin. */
export function askedNames(document: ParsedDocument): readonly string[] {
  return gather(document, ({ asked }) => asked);
}

/** Variables that scripts set by a literal name. */
export function scriptedNames(document: ParsedDocument): readonly string[] {
  return gather(document, ({ scripted }) => scripted);
}

function gather(
  { text, tree }: ParsedDocument,
  pick: (names: BlockNames) => readonly string[],
): readonly string[] {
  const found: string[] = [];
  for (const block of tree.blocks) {
    const names = pick(blockNames(text, block));
    if (names.length > 0) found.push(...names);
  }
  return found;
}

const kept = new WeakMap<ParsedDocument, readonly NameOccurrence[]>();

interface Known {
  readonly requests: ReadonlySet<string | undefined>;
  readonly variables: ReadonlySet<string>;
}

function collect(document: ParsedDocument): readonly NameOccurrence[] {
  const { text, tree, file } = document;
  const known: Known = {
    requests: new Set(file.requests.map(({ name }) => name)),
    variables: new Set([...file.variables.map(({ name }) => name), ...askedNames(document)]),
  };
  const names: NameOccurrence[] = [];
  for (const block of tree.blocks) {
    for (const local of blockNames(text, block).names) {
      const name = decide(local, block.start, known);
      if (name !== undefined) names.push(name);
    }
  }
  return names;
}

function decide(local: LocalName, base: number, { requests, variables }: Known): NameOccurrence | undefined {
  const { role } = local;
  const start = base + local.start;
  const occurrence = (kind: NameOccurrence['kind'], name: string): NameOccurrence => ({
    kind,
    role,
    name,
    start,
    end: start + name.length,
  });
  switch (local.kind) {
    case 'variable':
    case 'request':
      return occurrence(local.kind, local.name);
    case 'title':
      return requests.has(local.name) ? occurrence('request', local.name) : undefined;
    case 'reference': {
      const { name, request, isPath } = local;
      if (request !== undefined && !variables.has(name) && (isPath || requests.has(request))) {
        return occurrence('request', request);
      }
      return /\s/.test(name) ? undefined : occurrence('variable', name);
    }
  }
}
