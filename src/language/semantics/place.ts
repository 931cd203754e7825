/** Moves what a block means from the block's own offsets to the document's. */
import type { BodyDefinition, BodySegment, RequestDefinition, TextRange } from './definition.ts';

export function placeRange(range: TextRange, offset: number): TextRange {
  return { start: range.start + offset, end: range.end + offset };
}

interface Placed {
  readonly range: TextRange;
  readonly line?: number;
  readonly nameRange?: TextRange;
  readonly valueRange?: TextRange;
  readonly urlRange?: TextRange;
}

/** A copy with its range, its line and the ranges of its parts moved. */
export function place<T extends Placed | RequestDefinition>(item: T, offset: number, line: number): T {
  if ('headers' in item) return { ...placeItem(item, offset, line), ...requestParts(item, offset, line) };
  return placeItem(item, offset, line);
}

function placeItem<T extends Placed>(item: T, offset: number, line: number): T {
  const { range, nameRange, valueRange, urlRange } = item;
  return {
    ...item,
    range: placeRange(range, offset),
    ...(item.line === undefined ? {} : { line: item.line + line }),
    ...(nameRange === undefined ? {} : { nameRange: placeRange(nameRange, offset) }),
    ...(valueRange === undefined ? {} : { valueRange: placeRange(valueRange, offset) }),
    ...(urlRange === undefined ? {} : { urlRange: placeRange(urlRange, offset) }),
  };
}

function requestParts(request: RequestDefinition, offset: number, line: number): Partial<RequestDefinition> {
  return {
    headers: request.headers.map((header) => ({
      ...header,
      line: header.line + line,
      nameRange: placeRange(header.nameRange, offset),
      valueRange: placeRange(header.valueRange, offset),
    })),
    body: placeBody(request.body, offset, line),
    directives: request.directives.map((directive) => placeItem(directive, offset, line)),
    scripts: request.scripts.map((script) => placeItem(script, offset, line)),
    outputs: request.outputs.map((output) => placeItem(output, offset, line)),
    asserts: request.asserts.map((assert) => placeItem(assert, offset, line)),
  };
}

function placeBody(body: BodyDefinition, offset: number, line: number): BodyDefinition {
  const segment = (item: BodySegment): BodySegment => placeItem(item, offset, line);
  if (body.kind === 'none') return body;
  if (body.kind === 'graphql') {
    return {
      ...body,
      query: segment(body.query),
      variables: body.variables === undefined ? undefined : segment(body.variables),
    };
  }
  return { ...body, segments: body.segments.map(segment) };
}
