/**
 * What can be said against the variables of a file: those that nothing uses, those that hide or are hidden by the
 * environment, and those that are defined by themselves.
 */
import type { FileVariable, Problem } from '../../semantics/index.ts';
import type { BlockContent } from '../../syntax/index.ts';
import { createBlockMemo, createGroupMemo } from '../blockMemo.ts';
import type { ParsedDocument } from '../documents.ts';
import type { LanguageServiceHost } from '../host.ts';
import { importsOf } from '../imports.ts';
import { resolvePath } from '../uris.ts';
import type { VariableTable } from '../variables.ts';
import type { Workspace } from '../workspace.ts';
import { pathsIn } from './documentLinks.ts';

/** More variables than a person writes are not looked at one by one. */
const mostVariables = 1000;
/** Files that are looked through for a use before a variable counts as used. */
const mostFiles = 200;

export async function variableProblems(
  document: ParsedDocument,
  table: VariableTable,
  workspace: Workspace,
): Promise<readonly Problem[]> {
  const variables = document.file.variables.slice(0, mostVariables);
  if (variables.length === 0) return [];
  return [
    ...table.cycles().map(({ variable, reason }): Problem => ({
      severity: 'warning',
      code: 'variable-cycle',
      message: `${reason}.`,
      range: variable.nameRange,
    })),
    ...variables.flatMap((variable) => shadow(document, variable, table) ?? []),
    ...(await unused(document, variables, workspace)),
  ];
}

function shadow(
  { file }: ParsedDocument,
  { name, nameRange }: FileVariable,
  table: VariableTable,
): Problem | undefined {
  const origin = table.environmentOrigin(name);
  if (origin === undefined) return undefined;
  const isHidden = file.dialect === 'jetbrains';
  const sentence = isHidden
    ? `"${name}" is hidden by its value from ${origin}.`
    : `"${name}" hides its value from ${origin}.`;
  const other = isHidden ? ' REST Client takes the value of the file.' : ' JetBrains takes that one.';
  return {
    severity: 'hint',
    code: 'shadowed-variable',
    message: file.isDialectChosen ? sentence : `${sentence}${other}`,
    range: nameRange,
  };
}

async function unused(
  document: ParsedDocument,
  variables: readonly FileVariable[],
  workspace: Workspace,
): Promise<readonly Problem[]> {
  // A file without requests is there for others.
  if (!document.file.meanings.some(({ request }) => request !== undefined)) return [];
  let left = withoutMentioned(document, variables);
  left = await withoutFilesUse(document, left, workspace.host);
  if (left.length === 0) return [];
  const others = await workspace.documents(mostFiles + 1);
  if (others.length > mostFiles) return [];
  for (const other of others) {
    if (left.length === 0 || other.uri === document.uri) continue;
    const { documents, isComplete } = await importsOf(other, workspace);
    if (isComplete && !documents.some(({ uri }) => uri === document.uri)) continue;
    left = withoutMentioned(other, left);
  }
  return left.map(({ name, range }) => ({
    severity: 'hint',
    code: 'unused-variable',
    message: `"${name}" is not used.`,
    range,
  }));
}

/** The variables whose names stand nowhere in a document but where they are defined. */
function withoutMentioned(
  document: ParsedDocument,
  variables: readonly FileVariable[],
): readonly FileVariable[] {
  const left = new Set(variables.map(({ name }) => name));
  for (const names of mentionsInGroup(document)) {
    if (left.size === 0) break;
    for (const name of names) left.delete(name);
  }
  return left.size === 0 ? [] : variables.filter(({ name }) => left.has(name));
}

/** Files whose variables are filled, and scripts, may use a variable; one that cannot be read uses all. */
async function withoutFilesUse(
  document: ParsedDocument,
  variables: readonly FileVariable[],
  host: LanguageServiceHost,
): Promise<readonly FileVariable[]> {
  let left = variables;
  for (const { path, uses } of pathsIn(document)) {
    if (left.length === 0) return left;
    const isRead = uses === 'script' || uses === 'filled' || document.file.dialect === 'jetbrains';
    if (uses === 'nothing' || !isRead) continue;
    const uri = path.includes('{{') ? undefined : resolvePath(document.uri, path);
    const text = uri === undefined ? undefined : await host.readFile(uri);
    if (text === undefined) return [];
    const words = new Set(wordsOf(text));
    left = left.filter(({ name }) => !words.has(name));
  }
  return left;
}

const none: readonly string[] = [];

const mentionsInGroup = createGroupMemo((document, first, count): readonly string[] => {
  const found = new Set<string>();
  for (let index = first; index < first + count; index += 1) {
    for (const name of mentions.at(document, index)) found.add(name);
  }
  return [...found];
});

/** Every word that may be the name of a variable that is used, scripts and expressions included. */
const mentions = createBlockMemo((text: string, { nodes, references }: BlockContent): readonly string[] => {
  const parts = references.map(({ contentStart, contentEnd }) => text.slice(contentStart, contentEnd));
  for (const node of nodes) {
    switch (node.kind) {
      case 'script':
      case 'foreignScript':
      case 'assert':
        parts.push(text.slice(node.contentStart, node.contentEnd));
        break;
      case 'directive':
        parts.push(text.slice(node.valueStart, node.valueEnd));
        break;
      case 'requestLine':
        // An address without a host takes that of the variable.
        if (text.charAt(node.urlStart) === '/') parts.push('host');
        break;
      case 'run':
        parts.push(text.slice(node.argumentsStart, node.argumentsEnd));
        break;
      default:
    }
  }
  const found = new Set(parts.flatMap(wordsOf));
  return found.size === 0 ? none : [...found];
}, none);

/** Words, and what they begin with up to a dot: `user.name` and `user`. */
function wordsOf(text: string): readonly string[] {
  const found: string[] = [];
  for (const [word] of text.matchAll(/[\p{L}\p{N}_$][\p{L}\p{N}_.$-]*/gu)) {
    for (let end = word.length; end > 0; end = word.lastIndexOf('.', end - 1)) found.push(word.slice(0, end));
  }
  return found;
}
