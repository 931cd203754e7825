/**
 * The JSON bodies that schema help is for: those that name a schema by `"$schema"` or by `# @schema file`. What a body
 * is, and where its holes are, is semantics' to say; a block is read again only when it changes.
 */
import { isTooDeep, jsonBodyOf, type JsonBody, type TextRange } from '../../semantics/index.ts';
import type { BlockNode } from '../../syntax/index.ts';
import { createBlockMemo } from '../blockMemo.ts';
import type { ParsedDocument } from '../documents.ts';
import { schemaPathOf, type SchemaPath } from './schemaPaths.ts';

/** JSON in a document with what the library needs to know of it. */
export interface EmbeddedJson {
  /** Offset of the JSON in the document. */
  readonly start: number;
  /** As long as what is written, and JSON as far as holes and comment lines go. */
  readonly masked: string;
  /** Ranges of `masked` that stand for holes, those in strings too. */
  readonly holes: readonly TextRange[];
  /** A path as a directive names it. */
  readonly schemaPath: SchemaPath | undefined;
}

/** A larger body is data, and nobody writes it by hand. */
const largestBody = 256 * 1024;

/** Calls back for every block with JSON that names a schema, in order. */
export function eachJsonWithSchema(
  document: ParsedDocument,
  visit: (json: EmbeddedJson, index: number) => void,
): void {
  mentionsSchema.each(document, (_mentions, _start, index) => {
    const json = jsonBodyAt(document, index);
    if (json !== undefined && namesSchema(json)) visit(json, index);
  });
}

/** Whether a directive or the body itself names a schema. */
export function namesSchema({ schemaPath, masked }: EmbeddedJson): boolean {
  return schemaPath !== undefined || masked.includes('"$schema"');
}

const mentionsSchema = createBlockMemo((text) => /"\$schema"|@schema\b/i.test(text), false);

/** The JSON body of the block with this number; undefined when it has another body. */
export function jsonBodyAt(document: ParsedDocument, index: number): EmbeddedJson | undefined {
  const block = document.tree.blocks[index];
  if (block === undefined || document.file.meanings[index]?.request?.body.kind !== 'text') return undefined;
  const body = readJson.at(document, index);
  return body === undefined ? undefined : embeddedJson(block, body, schemaPathOf(document, index, 'schema'));
}

const readJson = createBlockMemo((text, content) =>
  fitting(jsonBodyOf(content, (start, end) => text.slice(start, end))),
);

/** Undefined for JSON that is too large or nested too deeply to be looked into. */
export function fitting(body: JsonBody | undefined): JsonBody | undefined {
  if (body === undefined || body.masked.length > largestBody || isTooDeep(body.masked)) return undefined;
  return body;
}

/** JSON of a block, placed in the document. */
export function embeddedJson(
  block: BlockNode,
  body: JsonBody,
  schemaPath: SchemaPath | undefined,
): EmbeddedJson {
  const { start, masked } = body;
  const written = block.content.references
    .map((reference) => ({ start: reference.start - start, end: reference.end - start }))
    .filter((reference) => reference.start >= 0 && reference.end <= masked.length);
  return { start: block.start + start, masked, holes: [...body.holes, ...written], schemaPath };
}
