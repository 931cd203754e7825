/**
 * The variables a document can use, for people: values with their origins, secrets masked here, once, so that
 * no feature can show them. Which definition counts is decided by semantics.
 */
import {
  authConfiguration,
  authIds,
  authOrigin,
  isSecretName,
  isSecretVariable,
  lookup,
  machine,
  splitTemplate,
  variableCycles,
  type EnvironmentCatalog,
  type EnvironmentLayer,
  type EnvironmentProblem,
  type FileVariable,
  type ResolveScope,
} from '../semantics/index.ts';
import type { Knowledge } from '../protocol.ts';
import type { ParsedDocument } from './documents.ts';
import { environmentsFor } from './environments.ts';
import { importsOf, type ImportedFiles } from './imports.ts';
import { askedNames, knowsRequest, scriptedNames } from './names.ts';
import { fileName, filePath, folderOf, foldersUpward, relativePath } from './uris.ts';
import type { Workspace } from './workspace.ts';

export interface ShownVariable {
  readonly name: string;
  /** The value, or a mask. */
  readonly shown: string;
  /** For people: `login.http:3`, `env dev (http-client.env.json:4)`. */
  readonly origin: string;
}

/** What a use of a variable gives; `reason` says in words why it gives nothing. */
export type Explanation =
  { readonly winner: ShownVariable; readonly losers: readonly ShownVariable[] } | { readonly reason: string };

export interface VariableTable {
  /** The chosen environment, if the document has it. */
  readonly environmentName: string | undefined;
  /** Whether a request of this name is in the document or in a file that it imports. */
  hasRequest(name: string): boolean;
  /** The files whose names count here, too. */
  readonly imported: ImportedFiles;
  /** What is wrong in the texts that define the environments. */
  readonly faults: readonly EnvironmentProblem[];
  /** What a name means as seen from an offset, nested variables filled. */
  explain(name: string, offset: number): Explanation;
  /** A text as seen from an offset, for people; what has no value, or a new one each time, stays as it is written. */
  fill(text: string, offset: number): string;
  /** Variables of the file that are defined by themselves, with the way in words. */
  cycles(): readonly { readonly variable: FileVariable; readonly reason: string }[];
  /** One for each name, with its value as it is written. */
  all(): readonly ShownVariable[];
  /** True when something defines the name, or an object it is a part of. */
  defines(name: string): boolean;
  /** Where the chosen environment defines a name, for people; undefined when it does not. */
  environmentOrigin(name: string): string | undefined;
  /** Names that only environments define that are not chosen. */
  elsewhere(): readonly { readonly name: string; readonly environments: readonly string[] }[];
  /** Names that `$dotenv` or `$shared` can read. */
  keysOf(kind: string): readonly string[];
  /** The ways to authenticate that the environment describes (`Security.Auth`). */
  readonly auth: AuthTable;
  /** Names of all environments, chosen or not, that define the name. */
  environmentsWith(name: string): readonly string[];
}

export interface AuthTable {
  readonly ids: readonly string[];
  /** What a person should know of one, a line each; undefined for an unknown one. */
  about(id: string): readonly string[] | undefined;
  /** Environments, chosen or not, that describe the id. */
  environmentsWith(id: string): readonly string[];
}

const mask = '••••••';

export async function variableTable(document: ParsedDocument, workspace: Workspace): Promise<VariableTable> {
  const { host } = workspace;
  const imported = await importsOf(document, workspace);
  const catalog = await environmentsFor(document.uri, host);
  const told = chosenFor(document.uri, host.knowledge());
  // What was chosen beside another file may not exist here.
  const environmentName = told !== undefined && catalog.knows(told) ? told : undefined;
  const selected = catalog.select(environmentName);
  const environment = {
    name: selected.name,
    layers: [...imported.documents.map((other) => importLayer(document, other)), ...selected.layers],
  };
  const scope: ResolveScope = {
    ...machine,
    file: document.file,
    projectRoot: projectFolder(document.uri, host.workspaceFolders()),
    environment,
    scripted: new Map(scriptedNames(document).map((name) => [name, '(set while running)'])),
    prompts: new Map(askedNames(document).map((name) => [name, '(asked before sending)'])),
    tokens: new Map(
      authIds(environment).flatMap((id) => [`token ${id}`, `idToken ${id}`].map((key) => [key, mask])),
    ),
  };
  let known: ReadonlyMap<string, ShownVariable> | undefined;
  const byName = (): ReadonlyMap<string, ShownVariable> => (known ??= written(document, scope));
  return {
    environmentName,
    imported,
    faults: catalog.problems,
    hasRequest: (name) =>
      knowsRequest(document, name) || imported.documents.some((other) => knowsRequest(other, name)),
    explain: (name, offset) => explain(name, offset, document, scope),
    cycles: () => variableCycles(scope),
    fill: (text, offset) => fill(text, offset, scope),
    all: () => [...byName().values()],
    defines: (name) => isDefined(byName(), name),
    environmentOrigin: (name) => originIn(selected.layers, name),
    elsewhere: () => elsewhere(catalog, byName()),
    keysOf: (kind) => [
      ...new Set(
        environment.layers.flatMap((layer) => (layer.kind === kind ? [...layer.variables.keys()] : [])),
      ),
    ],
    auth: {
      ids: authIds(environment),
      about: (id) => aboutAuth(id, scope),
      environmentsWith: (id) =>
        catalog.names.filter((name) => authOrigin(id, catalog.select(name)) !== undefined),
    },
    environmentsWith: (name) =>
      catalog.names.filter((environmentName) =>
        catalog.select(environmentName).layers.some(({ variables }) => variables.has(name)),
      ),
  };
}

/** What was chosen for the document, else for all. */
export function chosenFor(
  uri: string,
  { environmentName, environmentsByFile }: Knowledge,
): string | undefined {
  const own = environmentsByFile?.[uri];
  return own === undefined ? environmentName : (own ?? undefined);
}

function aboutAuth(id: string, scope: ResolveScope): readonly string[] | undefined {
  const origin = authOrigin(id, scope.environment);
  if (origin === undefined) return undefined;
  const found = authConfiguration(id, scope);
  if ('reason' in found) return [`${found.reason}.`, `from ${origin}`];
  const scopes = found.scope === '' ? '' : `, for ${found.scope}`;
  return [`${found.grant} at ${found.tokenUrl}${scopes}`, `from ${origin}`];
}

/** As a person writes it: the folder that is open around the document, else the document's own. */
function projectFolder(documentUri: string, workspaceFolders: readonly string[]): string {
  return filePath(foldersUpward(documentUri, workspaceFolders).at(-1) ?? folderOf(documentUri));
}

function importLayer(document: ParsedDocument, imported: ParsedDocument): EnvironmentLayer {
  return {
    kind: 'import',
    origin: relativePath(document.uri, imported.uri),
    variables: new Map(imported.file.variables.map(({ name, value, line }) => [name, { name, value, line }])),
  };
}

/** `.env` does not count: there a name is meant to be replaced by nearer ones. */
function originIn(layers: readonly EnvironmentLayer[], name: string): string | undefined {
  for (const { kind, origin, variables } of layers) {
    const found = kind === 'dotenv' ? undefined : variables.get(name);
    if (found !== undefined) return found.line === undefined ? origin : `${origin}:${found.line}`;
  }
  return undefined;
}

function explain(name: string, offset: number, document: ParsedDocument, scope: ResolveScope): Explanation {
  const { result, losers } = lookup(name, scope, offset);
  if (!('value' in result)) return { reason: result.reason };
  const show = (value: string, origin: string, isSecret: boolean): ShownVariable => ({
    name,
    shown: isSecret && origin !== 'prompt' ? mask : value,
    origin: origin.replace(/^file:/, `${fileName(document.uri)}:`),
  });
  return {
    winner: show(result.value, result.origin, result.isSecret),
    losers: losers.map(({ value, origin, isSecret }) => show(value, origin, isSecret)),
  };
}

function elsewhere(
  catalog: EnvironmentCatalog,
  known: ReadonlyMap<string, unknown>,
): readonly { readonly name: string; readonly environments: readonly string[] }[] {
  const found = new Map<string, string[]>();
  for (const environment of catalog.names) {
    const names = new Set(
      catalog.select(environment).layers.flatMap(({ variables }) => [...variables.keys()]),
    );
    for (const name of names) {
      if (!known.has(name)) found.set(name, [...(found.get(name) ?? []), environment]);
    }
  }
  return [...found].map(([name, environments]) => ({ name, environments }));
}

function fill(text: string, offset: number, scope: ResolveScope): string {
  const known: ResolveScope = { ...scope, scripted: new Map(), prompts: new Map() };
  // Two clocks and two dice: what differs between them is not the value that will be sent.
  const one: ResolveScope = { ...known, clock: { now: () => 0, offset: () => 0 }, random: () => 0.1 };
  const other: ResolveScope = { ...known, clock: { now: () => 1e12, offset: () => 60 }, random: () => 0.9 };
  return splitTemplate(text)
    .map(({ text: content, isReference, written }) => {
      if (!isReference) return content;
      const { result } = lookup(content, one, offset);
      const again = lookup(content, other, offset).result;
      if (!('value' in result) || !('value' in again) || result.value !== again.value) return written;
      return result.isSecret ? mask : result.value;
    })
    .join('');
}

/** Every definition by name; one that is met later does not replace one that is met first. */
function written(document: ParsedDocument, scope: ResolveScope): ReadonlyMap<string, ShownVariable> {
  const found = new Map<string, ShownVariable>();
  const add = (name: string, value: string, origin: string, isSecret: boolean): void => {
    if (!found.has(name)) found.set(name, { name, shown: isSecret ? mask : value, origin });
  };
  for (const [name, value] of scope.scripted ?? []) add(name, value, 'a script', false);
  for (const [name, value] of scope.prompts ?? []) add(name, value, 'a prompt', false);
  for (const { name, value, line } of document.file.variables) {
    const isSecret = isSecretName(name) && !value.includes('{{');
    add(name, value, `${fileName(document.uri)}:${line}`, isSecret);
  }
  for (const layer of scope.environment.layers) {
    for (const variable of layer.variables.values()) {
      const { name, value, line } = variable;
      const origin = line === undefined ? layer.origin : `${layer.origin}:${line}`;
      add(name, value, origin, isSecretVariable(layer.kind, variable));
    }
  }
  return found;
}

/** `user.name` is there when `user` is: its value may be an object. */
function isDefined(known: ReadonlyMap<string, unknown>, name: string): boolean {
  for (let end = name.length; end > 0; end = name.lastIndexOf('.', end - 1)) {
    if (known.has(name.slice(0, end))) return true;
  }
  return false;
}
