/**
 * Every place in a document that defines or uses the name of a variable or of a request. Definition,
 * references, rename, highlighting and diagnostics read this one list. It decides what a dotted reference
 * means: a variable of exactly that name first, else a request's name and a path into its exchange.
 */
import type { RequestDefinition } from '../semantics/index.ts';
import { createGroupMemo } from './blockMemo.ts';
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
  readonly method: string;
  /** As written. */
  readonly url: string;
  /** 1-based. */
  readonly line: number;
  readonly document: ParsedDocument;
  /** As written. */
  readonly headers: RequestDefinition['headers'];
}

/** The named requests of a document and of those it imports, its own first; made one by one, since they may be many. */
export function* knownRequests(
  document: ParsedDocument,
  imported: readonly ParsedDocument[],
): Generator<KnownRequest> {
  for (const one of [document, ...imported]) {
    const { blocks, meanings } = one.file;
    for (let index = 0; index < meanings.length; index += 1) {
      const request = meanings[index]?.request;
      if (request?.name === undefined) continue;
      const { name, method, url, line, headers } = request;
      yield { name, method, url, headers, line: line + (blocks[index]?.line ?? 0), document: one };
    }
  }
}

/** The request that a name refers to, of the document or of one it imports. */
export function requestNamed(
  name: string,
  document: ParsedDocument,
  imported: readonly ParsedDocument[],
): KnownRequest | undefined {
  for (const known of knownRequests(document, imported)) if (known.name === name) return known;
  return undefined;
}

/** Variables that are asked for before sending, by `# @prompt` and its kin. */
export function askedNames(document: ParsedDocument): readonly string[] {
  return askedInGroups(document).flat();
}

/** Variables that scripts set by a literal name. */
export function scriptedNames(document: ParsedDocument): readonly string[] {
  return scriptedInGroups(document).flat();
}

/** Whether a request of the document has the name. */
export function knowsRequest(document: ParsedDocument, name: string): boolean {
  return knownNames(document).requests.has(name);
}

/** Names that the document uses, each once; few even where the places are many. */
export function namesUsed(document: ParsedDocument): NamesUsed {
  const known = knownNames(document);
  const variables = new Set<string>();
  const requests = new Set<string>();
  for (const uses of distinctUses(document)) {
    for (const local of uses) {
      const name = decide(local, 0, known);
      if (name !== undefined) (name.kind === 'variable' ? variables : requests).add(name.name);
    }
  }
  return { variables, requests };
}

/** The uses of a group of blocks, each name once for a kind. */
const distinctUses = createGroupMemo((document, first, count): readonly LocalName[] => {
  const found = new Map<string, LocalName>();
  for (let index = first; index < first + count; index += 1) {
    for (const local of blockNames.at(document, index).names) {
      if (local.role === 'use') found.set(`${local.kind} ${local.name}`, local);
    }
  }
  return [...found.values()];
});

export interface NamesUsed {
  readonly variables: ReadonlySet<string>;
  readonly requests: ReadonlySet<string>;
}

const askedInGroups = createGroupMemo(gathering(({ asked }) => asked));
const scriptedInGroups = createGroupMemo(gathering(({ scripted }) => scripted));

function gathering(
  pick: (names: BlockNames) => readonly string[],
): (document: ParsedDocument, first: number, count: number) => readonly string[] {
  return (document, first, count) =>
    Array.from({ length: count }, (_, place) => pick(blockNames.at(document, first + place))).flat();
}

const kept = new WeakMap<ParsedDocument, readonly NameOccurrence[]>();

interface Known {
  readonly requests: ReadonlySet<string | undefined>;
  readonly variables: ReadonlySet<string>;
}

const keptNames = new WeakMap<ParsedDocument, Known>();

function knownNames(document: ParsedDocument): Known {
  const before = keptNames.get(document);
  if (before !== undefined) return before;
  const { file } = document;
  const known: Known = {
    requests: file.requestNames,
    variables: new Set([...file.variables.map(({ name }) => name), ...askedNames(document)]),
  };
  keptNames.set(document, known);
  return known;
}

function collect(document: ParsedDocument): readonly NameOccurrence[] {
  const known = knownNames(document);
  const found: NameOccurrence[] = [];
  blockNames.each(document, ({ names }, start) => {
    for (const local of names) {
      const name = decide(local, start, known);
      if (name !== undefined) found.push(name);
    }
  });
  return found;
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
