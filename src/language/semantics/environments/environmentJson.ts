/**
 * The JSON of environment files, tolerant of comments, trailing commas and faults: what can be read counts.
 * Numbers keep their digits; nested objects are reached by dotted names and are JSON text themselves.
 */
import { parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser';
import type { TextRange } from '../definition/definition.ts';
import type { EnvironmentVariable } from './environments.ts';
import { inWords, isTooDeep } from '../body/jsonText.ts';

interface JsonProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** Deeper objects are JSON text only. */
const depthLimit = 32;

/** Variables by environment; `hasLines` is false for text no person wrote. */
export function readEnvironmentJson(
  text: string,
  hasLines: boolean,
): {
  readonly environments: ReadonlyMap<string, ReadonlyMap<string, EnvironmentVariable>>;
  readonly problems: readonly JsonProblem[];
} {
  const errors: ParseError[] = [];
  const environments = new Map<string, ReadonlyMap<string, EnvironmentVariable>>();
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
    flatten(text, value, '', 0, (path, node, written) =>
      variables.set(path, { name: path, value: written, line: line(node) }),
    );
    environments.set(name, variables);
  }
  return { environments, problems };
}

function flatten(
  text: string,
  object: Node,
  prefix: string,
  depth: number,
  put: (name: string, node: Node, value: string) => void,
): void {
  for (const [key, node] of propertiesOf(object)) {
    if (providerOf(node) !== undefined) continue;
    const name = prefix === '' ? key : `${prefix}.${key}`;
    put(
      name,
      node,
      node.type === 'string' ? String(node.value) : text.slice(node.offset, node.offset + node.length),
    );
    if (node.type === 'object' && depth < depthLimit) flatten(text, node, name, depth + 1, put);
  }
}

function propertiesOf(object: Node | undefined): readonly (readonly [string, Node])[] {
  if (object?.type !== 'object') return [];
  return (object.children ?? []).flatMap(({ children }) => {
    const [key, value] = children ?? [];
    return key === undefined || value === undefined ? [] : [[String(key.value), value] as const];
  });
}

/** Visual Studio's secrets: `{ "provider": "AzureKeyVault", … }` stands for a value and is none. */
function providerOf(node: Node): string | undefined {
  const provider = propertiesOf(node).find(([key]) => key === 'provider')?.[1];
  return provider?.type === 'string' ? String(provider.value) : undefined;
}

function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const lines = before.split(/\r\n|\n|\r/);
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}

/** Where a name is a key of an environment, quotes left out; in every environment of the text that has it. */
export function environmentKeys(text: string, name: string): readonly TextRange[] {
  if (isTooDeep(text)) return [];
  const root = parseTree(text, [], { allowTrailingComma: true, allowEmptyContent: true });
  return (root?.type === 'object' ? (root.children ?? []) : []).flatMap((environment) => {
    const values = environment.children?.[1];
    if (values?.type !== 'object') return [];
    return (values.children ?? []).flatMap(({ children }) => {
      const key = children?.[0];
      if (key?.value !== name) return [];
      return { start: key.offset + 1, end: key.offset + key.length - 1 };
    });
  });
}
