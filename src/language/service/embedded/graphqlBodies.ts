/** The GraphQL bodies of a document, each with the path of the schema that a directive names for it. */
import {
  graphqlBodyOf,
  isTooDeep,
  type GraphqlBody,
  type JsonBody,
  type TextRange,
} from '../../semantics/index.ts';
import type { BlockNode } from '../../syntax/index.ts';
import { createBlockMemo } from '../blockMemo.ts';
import type { ParsedDocument } from '../documents.ts';
import { embeddedJson, fitting, type EmbeddedJson } from './jsonBodies.ts';
import { schemaPathOf, type SchemaPath } from './schemaPaths.ts';

export interface EmbeddedGraphql {
  readonly block: BlockNode;
  /** Offset of the query in the document. */
  readonly start: number;
  /** As long as the query is written; holes are names. */
  readonly masked: string;
  /** Ranges of `masked`. */
  readonly holes: readonly TextRange[];
  /** Offsets of the block. */
  readonly variables: JsonBody | undefined;
  /** The request's own directive, or the one of the file's first block. */
  readonly schemaPath: SchemaPath | undefined;
}

/** A larger query is made by a program. */
const largestQuery = 128 * 1024;

/** Calls back for every block with a GraphQL body, in order. */
export function eachGraphql(
  document: ParsedDocument,
  visit: (body: EmbeddedGraphql, index: number) => void,
): void {
  mentionsGraphql.each(document, (_mentions, _start, index) => {
    const body = graphqlBodyAt(document, index);
    if (body !== undefined) visit(body, index);
  });
}

const mentionsGraphql = createBlockMemo((text) => /graphql/i.test(text), false);

/** The GraphQL body of the block with this number; undefined when it has another one. */
export function graphqlBodyAt(document: ParsedDocument, index: number): EmbeddedGraphql | undefined {
  const block = document.tree.blocks[index];
  if (block === undefined || document.file.meanings[index]?.request?.body.kind !== 'graphql')
    return undefined;
  const body = readGraphql.at(document, index);
  if (body === undefined) return undefined;
  const { masked, holes, variables } = body;
  const schemaPath =
    schemaPathOf(document, index, 'graphqlschema') ?? schemaPathOf(document, 0, 'graphqlschema');
  return { block, start: block.start + body.start, masked, holes, variables, schemaPath };
}

const readGraphql = createBlockMemo((text, content): GraphqlBody | undefined => {
  const body = graphqlBodyOf(content, (start, end) => text.slice(start, end));
  if (body === undefined || body.masked.length > largestQuery || isTooDeep(body.masked)) return undefined;
  return { ...body, variables: fitting(body.variables) };
});

/** The variables as JSON of the document; undefined when there are none. */
export function variablesOf({ block, variables }: EmbeddedGraphql): EmbeddedJson | undefined {
  return variables === undefined ? undefined : embeddedJson(block, variables, undefined);
}
