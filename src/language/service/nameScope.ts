/**
 * Where else a name counts: the file that defines it, the files that import that one, and the environment files
 * that give it a value. Definition, references and rename across files read this; within one file `names` does.
 */
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Position, Range } from 'vscode-languageserver-types';
import { environmentNames } from '../semantics/index.ts';
import type { ParsedDocument } from './documents.ts';
import { environmentFiles, type EnvironmentFile } from './environments.ts';
import { importsOf } from './imports.ts';
import { nameAt, namesIn, type NameOccurrence } from './names.ts';
import { folderOf } from './uris.ts';
import type { Workspace } from './workspace.ts';

export interface PlacedName {
  readonly uri: string;
  readonly start: number;
  readonly end: number;
  readonly role: 'definition' | 'use';
  /** What the name begins with and this place does not write: `user.` for a key inside of an object. */
  readonly prefix?: string;
}

export interface NameScope {
  /** Who defines the name: the document, a file that it imports, environment files, or nobody here. */
  readonly owner: 'document' | 'import' | 'environment' | 'none';
  /** Documents in which the name means the same, the asking one first. */
  readonly documents: readonly ParsedDocument[];
  /** Keys of environment files and uses in their values, for a name that an environment owns. */
  readonly keys: readonly PlacedName[];
  /** Sources of the name that cannot be edited here, for people: a `.env` file, a setting. */
  readonly locked: readonly string[];
  /** Other keys of these environment files. */
  readonly taken: ReadonlySet<string>;
}

/** Files that are looked through for uses. */
const mostFiles = 2000;

export async function nameScope(
  document: ParsedDocument,
  name: NameOccurrence,
  workspace: Workspace,
): Promise<NameScope> {
  const scope = { documents: [document], keys: [], locked: [], taken: new Set<string>() };
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
  return (
    (await environmentScope({ uri: document.uri, document }, name, workspace)) ?? { ...scope, owner: 'none' }
  );
}

/** The name at a position, with where it counts. */
export interface ScopedName {
  readonly name: Pick<NameOccurrence, 'kind' | 'name'>;
  readonly scope: NameScope;
  readonly range: Range;
  /** What the name begins with and its range does not hold. */
  readonly prefix?: string;
}

/** Undefined where no name is. */
export async function scopedNameAt(
  document: ParsedDocument,
  position: Position,
  workspace: Workspace,
): Promise<ScopedName | undefined> {
  const name = nameAt(document, document.offsetAt(position));
  if (name === undefined) return undefined;
  const scope = await nameScope(document, name, workspace);
  return { name, scope, range: document.range(name.start, name.end) };
}

/** The same in the JSON of an environment file. */
export async function scopedKeyAt(
  document: TextDocument,
  position: Position,
  workspace: Workspace,
): Promise<ScopedName | undefined> {
  const offset = document.offsetAt(position);
  const found = environmentNames(document.getText()).find(
    ({ start, end }) => start <= offset && offset <= end,
  );
  if (found === undefined) return undefined;
  const name = { kind: 'variable', name: found.name } as const;
  const scope = await environmentScope({ uri: document.uri }, name, workspace);
  const range = { start: document.positionAt(found.start), end: document.positionAt(found.end) };
  return scope && { name, scope, range, prefix: found.prefix };
}

/** All places of the name in the documents of a scope and its keys, definitions first. */
export function placesIn(
  { owner, documents, keys }: NameScope,
  name: ScopedName['name'],
): readonly PlacedName[] {
  // `user` is also written in `user.name`, when it is an object of an environment.
  const isWritten = (other: string): boolean =>
    other === name.name || (owner === 'environment' && other.startsWith(`${name.name}.`));
  const places = documents.flatMap((document) =>
    namesIn(document)
      .filter((other) => other.kind === name.kind && isWritten(other.name))
      .map(({ start, role }): PlacedName => ({
        uri: document.uri,
        start,
        end: start + name.name.length,
        role,
      })),
  );
  const all = [...keys, ...places];
  return [...all.filter(({ role }) => role === 'definition'), ...all.filter(({ role }) => role === 'use')];
}

function defines(document: ParsedDocument, { kind, name }: ScopedName['name']): boolean {
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

/** A name that environment files own, as seen from a document or from one of these files. */
async function environmentScope(
  { uri: from, document }: { readonly uri: string; readonly document?: ParsedDocument },
  name: Pick<NameOccurrence, 'kind' | 'name'>,
  workspace: Workspace,
): Promise<NameScope | undefined> {
  const { host } = workspace;
  const files = new Map<string, EnvironmentFile>();
  const look = async (uri: string): Promise<void> => {
    for (const file of await environmentFiles(uri, host)) files.set(file.uri ?? file.source.origin, file);
  };
  await look(from);
  const folders = [...files.values()].flatMap(({ uri, source }) =>
    uri !== undefined && source.kind === 'json' && definesKey(source.text, name.name) ? folderOf(uri) : [],
  );
  const others: ParsedDocument[] = [];
  for (const other of await workspace.documents(mostFiles)) {
    const isBelow = folders.some((folder) => other.uri.startsWith(`${folder}/`));
    if (other.uri === document?.uri || !isBelow || defines(other, name)) continue;
    const { documents } = await importsOf(other, workspace);
    if (!documents.some((imported) => defines(imported, name))) others.push(other);
  }
  // Nearer files may give the same name another value.
  for (const folder of new Set(others.map(({ uri }) => folderOf(uri)))) await look(`${folder}/`);
  const keys: PlacedName[] = [];
  const locked: string[] = [];
  const taken = new Set<string>();
  for (const { uri, source } of files.values()) {
    const text = source.kind === 'settings' ? JSON.stringify(source.value ?? {}) : source.text;
    if (source.kind === 'json') {
      for (const { name: other, role, start, end, prefix } of environmentNames(text)) {
        const place = { uri: uri ?? '', start, role, prefix };
        if (other === name.name) keys.push({ ...place, end });
        else if (role === 'definition') taken.add(other);
        else if (other.startsWith(`${name.name}.`)) keys.push({ ...place, end: start + name.name.length });
      }
    } else if (
      source.kind === 'settings'
        ? definesKey(text, name.name)
        : new RegExp(`^\\s*(?:export\\s+)?${escaped(name.name)}\\s*=`, 'm').test(text)
    ) {
      locked.push(source.origin);
    }
  }
  if (!keys.some(({ role }) => role === 'definition') && locked.length === 0) return undefined;
  const documents = document === undefined ? others : [document, ...others];
  return { owner: 'environment', documents, keys, locked, taken };
}

function definesKey(text: string, name: string): boolean {
  return environmentNames(text).some((one) => one.role === 'definition' && one.name === name);
}

function escaped(name: string): string {
  return name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
