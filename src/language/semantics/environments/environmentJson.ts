/**
 * The JSON of environment files, tolerant of comments, trailing commas and faults: what can be read counts.
 * Numbers keep their digits; nested objects are reached by dotted names and are JSON text themselves.
 */
import {
  applyEdits,
  findNodeAtLocation,
  modify,
  parseTree,
  printParseErrorCode,
  type Node,
  type ParseError,
} from 'jsonc-parser';
import type { TextRange } from '../definition/definition.ts';
import type { EnvironmentContent, EnvironmentVariable } from './environments.ts';
import { placeOf, propertiesOf } from '../body/jsonNodes.ts';
import { isSecretName } from '../variables/dynamicVariables.ts';
import { inWords, isTooDeep } from '../body/jsonText.ts';

interface JsonProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** Deeper objects are JSON text only. */
const depthLimit = 32;

/** Variables and ways to authenticate by environment; `hasLines` is false for text no person wrote. */
export function readEnvironmentJson(
  text: string,
  hasLines: boolean,
): {
  readonly environments: ReadonlyMap<string, EnvironmentContent>;
  readonly problems: readonly JsonProblem[];
} {
  const errors: ParseError[] = [];
  const environments = new Map<string, EnvironmentContent>();
  if (isTooDeep(text)) {
    return { environments, problems: [{ line: 1, column: 1, message: 'The JSON is nested too deeply.' }] };
  }
  const root = parseTree(text, errors, { allowTrailingComma: true, allowEmptyContent: true });
  const place = (offset: number): { line: number; column: number } => placeOf(text, offset);
  const problems = errors.map(({ error, offset }): JsonProblem => ({
    ...place(offset),
    message: `${inWords(printParseErrorCode(error))}.`,
  }));
  if (root !== undefined && root.type !== 'object') {
    problems.push({
      ...place(root.offset),
      message: 'An environment file must hold an object of environments.',
    });
  }
  for (const [name, value] of propertiesOf(root)) {
    if (name === '$schema') continue;
    if (value.type !== 'object') {
      if (value.type !== 'null') {
        problems.push({ ...place(value.offset), message: `The environment "${name}" must be an object.` });
      }
      continue;
    }
    const variables = new Map<string, EnvironmentVariable>();
    for (const [key, node] of propertiesOf(value)) {
      const provider = providerOf(node);
      if (provider === undefined) continue;
      problems.push({
        ...place(node.offset),
        message: `"${key}" is kept by ${provider}, which is not read yet.`,
      });
    }
    const line = (node: Node): number | undefined => (hasLines ? place(node.offset).line : undefined);
    const put =
      (to: Map<string, EnvironmentVariable>) =>
      (path: string, node: Node, written: string): unknown =>
        to.set(path, {
          name: path,
          value: written,
          line: line(node),
          ...(holdsSecret(node) ? { holdsSecret: true } : {}),
        });
    // JetBrains' place for ways to authenticate, which are no variables and hold secrets.
    const security = memberOf(value, 'Security');
    const entries = propertiesOf(memberOf(security, 'Auth'));
    flatten(text, value, '', 0, put(variables), entries.length === 0 ? undefined : security);
    const auth = new Map(
      entries.map(([id, node]) => {
        const settings = new Map<string, EnvironmentVariable>();
        flatten(text, node, '', 0, put(settings));
        return [id, settings] as const;
      }),
    );
    environments.set(name, auth.size === 0 ? { variables } : { variables, auth });
  }
  return { environments, problems };
}

function flatten(
  text: string,
  object: Node,
  prefix: string,
  depth: number,
  put: (name: string, node: Node, value: string) => unknown,
  except?: Node,
): void {
  for (const [key, node] of propertiesOf(object)) {
    if (providerOf(node) !== undefined || node === except) continue;
    const name = prefix === '' ? key : `${prefix}.${key}`;
    put(
      name,
      node,
      node.type === 'string' ? String(node.value) : text.slice(node.offset, node.offset + node.length),
    );
    if (node.type === 'object' && depth < depthLimit) flatten(text, node, name, depth + 1, put);
  }
}

/** Whether a member is named like a secret, however deep. */
function holdsSecret(node: Node): boolean {
  if (node.type === 'array') return (node.children ?? []).some(holdsSecret);
  return propertiesOf(node).some(([key, value]) => isSecretName(key) || holdsSecret(value));
}

/** The object of that name; undefined when it is something else. */
function memberOf(object: Node | undefined, name: string): Node | undefined {
  const member = propertiesOf(object).find(([key]) => key === name)?.[1];
  return member?.type === 'object' ? member : undefined;
}

/** Visual Studio's secrets: `{ "provider": "AzureKeyVault", … }` stands for a value and is none. */
function providerOf(node: Node): string | undefined {
  const provider = propertiesOf(node).find(([key]) => key === 'provider')?.[1];
  return provider?.type === 'string' ? String(provider.value) : undefined;
}

/** A name in an environment file: the key of a variable, quotes left out, or a use of one in a value. */
export interface EnvironmentName extends TextRange {
  /** Dotted for the member of an object: `user.name`. */
  readonly name: string;
  readonly role: 'definition' | 'use';
  /** What the name begins with and the key does not write: `user.`; empty for all other names. */
  readonly prefix: string;
}

/** Every variable's name in the text, in all of its environments. */
export function environmentNames(text: string): readonly EnvironmentName[] {
  if (isTooDeep(text)) return [];
  const uses = [...text.matchAll(/\{\{\s*([\p{L}_][\p{L}\p{N}_.-]*)\s*\}\}/gu)].map(
    (match): EnvironmentName => {
      const [whole, name = ''] = match;
      const start = match.index + whole.indexOf(name);
      return { name, role: 'use', start, end: start + name.length, prefix: '' };
    },
  );
  const root = parseTree(text, [], { allowTrailingComma: true, allowEmptyContent: true });
  const keys: EnvironmentName[] = [];
  for (const [, environment] of propertiesOf(root)) {
    const security = memberOf(environment, 'Security');
    const except = memberOf(security, 'Auth') === undefined ? undefined : security;
    addKeys(environment, '', 0, { keys, except });
  }
  return [...keys, ...uses];
}

function addKeys(
  object: Node,
  prefix: string,
  depth: number,
  to: { readonly keys: EnvironmentName[]; readonly except: Node | undefined },
): void {
  for (const { children } of object.type === 'object' ? (object.children ?? []) : []) {
    const [key, value] = children ?? [];
    if (key === undefined || (value !== undefined && value === to.except)) continue;
    const name = prefix + String(key.value);
    const place = { start: key.offset + 1, end: key.offset + key.length - 1 };
    to.keys.push({ name, role: 'definition', prefix, ...place });
    if (value?.type === 'object' && providerOf(value) === undefined && depth < depthLimit) {
      addKeys(value, `${name}.`, depth + 1, to);
    }
  }
}

/**
 * The text with an empty variable in one of its environments, which is made when it is not there, and where its value
 * goes. Undefined when the text is no such file.
 */
export function withEnvironmentVariable(
  text: string,
  environment: string,
  name: string,
):
  { readonly edits: readonly (TextRange & { readonly text: string })[]; readonly value: number } | undefined {
  const errors: ParseError[] = [];
  const source = text.trim() === '' ? '{}' : text;
  const root = isTooDeep(source) ? undefined : parseTree(source, errors, { allowTrailingComma: true });
  if (root?.type !== 'object' || errors.length > 0) return undefined;
  const inside = propertiesOf(root).find(([key]) => key === environment)?.[1];
  if (inside !== undefined && inside.type !== 'object') return undefined;
  const indent = /\n([ \t]+)"/.exec(source)?.[1] ?? '  ';
  const changes = modify(source, [environment, name], '', {
    formattingOptions: {
      insertSpaces: !indent.startsWith('\t'),
      tabSize: indent.startsWith('\t') ? 1 : indent.length,
      eol: source.includes('\r\n') ? '\r\n' : '\n',
    },
  });
  const after = applyEdits(source, changes);
  const value = findNodeAtLocation(parseTree(after, [], { allowTrailingComma: true }) ?? root, [
    environment,
    name,
  ]);
  if (value === undefined) return undefined;
  if (source !== text)
    return { edits: [{ start: 0, end: text.length, text: `${after}\n` }], value: value.offset + 1 };
  const edits = changes.map(({ offset, length, content }) => ({
    start: offset,
    end: offset + length,
    text: content,
  }));
  return { edits, value: value.offset + 1 };
}
