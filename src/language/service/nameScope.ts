/**
 * Where else a name counts: the file that defines it, the files that import that one, and the environment files
 * that give it a value. Definition, references and rename across files read this; within one file `names` does.
 */
import { environmentKeys } from '../semantics/index.ts';
import type { ParsedDocument } from './documents.ts';
import { environmentFiles } from './environments.ts';
import { importsOf } from './imports.ts';
import { namesIn, type NameOccurrence } from './names.ts';
import { folderOf } from './uris.ts';
import type { Workspace } from './workspace.ts';

export interface PlacedName {
  readonly uri: string;
  readonly start: number;
  readonly end: number;
  readonly role: 'definition' | 'use';
}

export interface NameScope {
  /** Who defines the name: the document, a file that it imports, environment files, or nobody here. */
  readonly owner: 'document' | 'import' | 'environment' | 'none';
  /** Documents in which the name means the same, the asking one first. */
  readonly documents: readonly ParsedDocument[];
  /** Keys of environment files, for a name that an environment owns. */
  readonly keys: readonly PlacedName[];
  /** Sources of the name that cannot be edited here, for people: a `.env` file, a setting. */
  readonly locked: readonly string[];
}

/** Files that are looked through for uses. */
const mostFiles = 2000;

export async function nameScope(
  document: ParsedDocument,
  name: NameOccurrence,
  workspace: Workspace,
): Promise<NameScope> {
  const scope = { documents: [document], keys: [], locked: [] };
  if (defines(document, name)) {
    return {
      ...scope,
      owner: 'document',
      documents: [document, ...(await users(document, name, workspace))],
    };
  }
  const { documents } = await importsOf(document, workspace);
  const owner = documents.find((imported) => defines(imported, name));
  if (owner !== undefined) {
    const others = await users(owner, name, workspace);
    const all = new Map([document, owner, ...others].map((one) => [one.uri, one]));
    return { ...scope, owner: 'import', documents: [...all.values()] };
  }
  if (name.kind === 'request') return { ...scope, owner: 'none' };
  return (await environmentScope(document, name, workspace)) ?? { ...scope, owner: 'none' };
}

/** All places of the name in the documents of a scope and its keys, definitions first. */
export function placesIn({ documents, keys }: NameScope, name: NameOccurrence): readonly PlacedName[] {
  const places = documents.flatMap((document) =>
    namesIn(document)
      .filter((other) => other.kind === name.kind && other.name === name.name)
      .map(({ start, end, role }): PlacedName => ({ uri: document.uri, start, end, role })),
  );
  const all = [...keys, ...places];
  return [...all.filter(({ role }) => role === 'definition'), ...all.filter(({ role }) => role === 'use')];
}

function defines(document: ParsedDocument, { kind, name }: NameOccurrence): boolean {
  return namesIn(document).some(
    (other) => other.role === 'definition' && other.kind === kind && other.name === name,
  );
}

/** The documents that import the owner and do not define the name themselves. */
async function users(
  owner: ParsedDocument,
  name: NameOccurrence,
  workspace: Workspace,
): Promise<readonly ParsedDocument[]> {
  const found: ParsedDocument[] = [];
  for (const other of await workspace.documents(mostFiles)) {
    if (other.uri === owner.uri || defines(other, name)) continue;
    const { documents } = await importsOf(other, workspace);
    // The nearest file that defines the name is the one that counts.
    if (documents.find((imported) => defines(imported, name))?.uri === owner.uri) found.push(other);
  }
  return found;
}

async function environmentScope(
  document: ParsedDocument,
  name: NameOccurrence,
  workspace: Workspace,
): Promise<NameScope | undefined> {
  const { host } = workspace;
  const files = await environmentFiles(document.uri, host);
  const keys: PlacedName[] = [];
  const locked: string[] = [];
  const folders = new Set<string>();
  for (const { uri, source } of files) {
    if (source.kind === 'dotenv') {
      if (new RegExp(`^\\s*(?:export\\s+)?${escaped(name.name)}\\s*=`, 'm').test(source.text))
        locked.push(source.origin);
      continue;
    }
    if (source.kind === 'settings') {
      if (environmentKeys(JSON.stringify(source.value ?? {}), name.name).length > 0)
        locked.push(source.origin);
      continue;
    }
    for (const range of environmentKeys(source.text, name.name)) {
      keys.push({ uri: uri ?? '', ...range, role: 'definition' });
      folders.add(folderOf(uri ?? ''));
    }
  }
  if (keys.length === 0 && locked.length === 0) return undefined;
  const others: ParsedDocument[] = [];
  for (const other of await workspace.documents(mostFiles)) {
    const isBelow = [...folders].some((folder) => other.uri.startsWith(`${folder}/`));
    if (other.uri === document.uri || !isBelow || defines(other, name)) continue;
    const { documents } = await importsOf(other, workspace);
    if (!documents.some((imported) => defines(imported, name))) others.push(other);
  }
  return { owner: 'environment', documents: [document, ...others], keys, locked };
}

function escaped(name: string): string {
  return name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
