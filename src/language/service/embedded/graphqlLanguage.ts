/**
 * What GraphQL and its schema say about a query in a document: findings, completion and hover. The libraries are loaded
 * at the first question. A finding that the value of a `{{hole}}` may settle is left out.
 */
import type { ASTNode, DocumentNode, FieldNode, GraphQLError, GraphQLSchema } from 'graphql';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CompletionItem } from 'vscode-languageserver-types';
import type { TextRange } from '../../semantics/index.ts';
import type { EmbeddedGraphql } from './graphqlBodies.ts';
import type * as GraphqlLibrary from './graphqlLibrary.ts';

export interface GraphqlFinding {
  readonly kind: 'syntax' | 'mismatch';
  readonly message: string;
  /** Offsets of the masked text. */
  readonly range: TextRange;
}

type Library = typeof GraphqlLibrary;

/** Of the grammar and, with a schema, of the schema's rules. */
export async function graphqlFindings(
  { masked, holes }: EmbeddedGraphql,
  schema: GraphQLSchema | undefined,
): Promise<readonly GraphqlFinding[]> {
  const library = await import('./graphqlLibrary.ts');
  const found = read(masked, library);
  if ('error' in found) {
    const range = tokenAt(masked, found.error.positions?.[0] ?? 0);
    if (isExplained(range, { masked, holes })) return [];
    const message = found.error.message.replace(/^Syntax Error: /, '').replace(/\.$/, '');
    return [{ kind: 'syntax', message, range }];
  }
  if (schema === undefined) return [];
  const rules = hasLooseHole(found.tree, holes, library)
    ? library.specifiedRules.filter(({ name }) => !wholeDocumentRules.has(name))
    : library.specifiedRules;
  return library
    .validate(schema, found.tree, rules)
    .map((error): GraphqlFinding => {
      const range = placeOf(masked, error);
      return { kind: 'mismatch', message: error.message, range };
    })
    .filter(({ range }) => !holes.some((hole) => hole.start < range.end && range.start < hole.end));
}

/** Items replace the word at the offset; ranges are those of the masked text. */
export async function graphqlItems(
  { masked, holes }: EmbeddedGraphql,
  schema: GraphQLSchema,
  offset: number,
): Promise<readonly { readonly item: CompletionItem; readonly range: TextRange }[]> {
  const { getAutocompleteSuggestions, Position } = await import('./graphqlLibrary.ts');
  const { line, character } = textOf(masked).positionAt(offset);
  const range = wordAt(masked, offset);
  if (holes.some((hole) => hole.start < range.end && range.start < hole.end)) return [];
  return getAutocompleteSuggestions(schema, masked, new Position(line, character)).map(
    ({ label, kind, detail, documentation, insertText, insertTextFormat, isDeprecated, sortText }) => ({
      range,
      item: {
        label,
        ...(kind === undefined ? {} : { kind }),
        ...(detail === undefined ? {} : { detail }),
        ...(typeof documentation === 'string' ? { documentation } : {}),
        ...(insertTextFormat === undefined ? {} : { insertTextFormat }),
        ...(sortText === undefined ? {} : { sortText }),
        ...(isDeprecated === true ? { deprecated: true } : {}),
        insertText: insertText ?? label,
      },
    }),
  );
}

/** Markdown about the word at the offset, and its place; undefined when the schema says nothing. */
export async function graphqlHover(
  { masked }: EmbeddedGraphql,
  schema: GraphQLSchema,
  offset: number,
): Promise<{ readonly text: string; readonly range: TextRange } | undefined> {
  const { getHoverInformation, Position } = await import('./graphqlLibrary.ts');
  const range = wordAt(masked, offset);
  if (range.start === range.end) return undefined;
  // The library looks at the token that ends at the place or goes on behind it.
  const { line, character } = textOf(masked).positionAt(range.start + 1);
  const options = { useMarkdown: true };
  const contents = getHoverInformation(schema, masked, new Position(line, character), undefined, options);
  const text = typeof contents === 'string' ? contents.trim() : '';
  return text === '' ? undefined : { text, range };
}

/** The JSON schema of the variables that the query takes; undefined when it takes none or is no GraphQL. */
export async function variablesSchema(
  { masked }: EmbeddedGraphql,
  schema: GraphQLSchema,
): Promise<object | undefined> {
  const library = await import('./graphqlLibrary.ts');
  const found = read(masked, library);
  if ('error' in found) return undefined;
  const variables = library.collectVariables(schema, found.tree);
  if (Object.keys(variables).length === 0) return undefined;
  return library.getVariablesJSONSchema(variables, { useMarkdownDescription: true });
}

function textOf(masked: string): TextDocument {
  return TextDocument.create('graphql:query', 'graphql', 1, masked);
}

function read(
  masked: string,
  { parse, GraphQLError: Thrown }: Library,
): { readonly tree: DocumentNode } | { readonly error: GraphQLError } {
  try {
    return { tree: parse(masked, { maxTokens: 20_000 }) };
  } catch (error) {
    if (error instanceof Thrown) return { error };
    throw error;
  }
}

/** A hole in place of a value is a value; elsewhere it may stand for fields, variables or fragments. */
function hasLooseHole(tree: DocumentNode, holes: readonly TextRange[], { visit, Kind }: Library): boolean {
  if (holes.length === 0) return false;
  const values: TextRange[] = [];
  const note = ({ loc }: ASTNode): void => {
    if (loc !== undefined) values.push({ start: loc.start, end: loc.end });
  };
  visit(tree, { [Kind.ENUM]: note, [Kind.STRING]: note });
  return holes.some((hole) => !values.some(({ start, end }) => start <= hole.start && hole.end <= end));
}

/** Rules about what is used or defined somewhere in the document, which a hole may do. */
const wholeDocumentRules = new Set([
  'NoUnusedVariablesRule',
  'NoUndefinedVariablesRule',
  'NoUnusedFragmentsRule',
  'KnownFragmentNamesRule',
]);

/** A fault at a hole, or right behind or before one. */
function isExplained(
  { start, end }: TextRange,
  { masked, holes }: { readonly masked: string; readonly holes: readonly TextRange[] },
): boolean {
  return holes.some(
    (hole) =>
      (start <= hole.end && hole.start <= end) ||
      (start > hole.end && masked.slice(hole.end, start).trim() === '') ||
      (end < hole.start && masked.slice(end, hole.start).trim() === ''),
  );
}

/** From where the library points to the end of the name there. */
function placeOf(masked: string, { positions, nodes }: GraphQLError): TextRange {
  const at = positions?.[0] ?? 0;
  // Of `alias: field` the field is meant.
  const field = nodes?.[0] as Partial<Pick<FieldNode, 'alias' | 'name'>> | undefined;
  const name = field?.alias === undefined ? undefined : field.name?.loc;
  if (name !== undefined) return { start: name.start, end: name.end };
  return tokenAt(masked, at);
}

function tokenAt(masked: string, offset: number): TextRange {
  const token = /\.\.\.\s*\w*|(?:query|mutation|subscription|fragment)\s+\w+|[$@]?\w+|"[^"\r\n]*"|[^]/y;
  // What is missing at the end is pointed out at the last character.
  const start = Math.max(0, Math.min(offset, masked.trimEnd().length - 1));
  token.lastIndex = start;
  return { start, end: start + (token.exec(masked)?.[0].length ?? 0) };
}

function wordAt(masked: string, offset: number): TextRange {
  let start = offset;
  let end = offset;
  while (start > 0 && /\w/.test(masked.charAt(start - 1))) start -= 1;
  while (end < masked.length && /\w/.test(masked.charAt(end))) end += 1;
  if (start > 0 && /[$@]/.test(masked.charAt(start - 1))) start -= 1;
  return { start, end };
}
