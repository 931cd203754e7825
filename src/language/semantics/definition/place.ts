/** Moves what a block means from the block's own offsets to the document's. */
import type { BodyDefinition, BodySegment, RequestDefinition, TextRange } from './definition.ts';

export function placeRange(range: TextRange, offset: number): TextRange {
  return { start: range.start + offset, end: range.end + offset };
}

/** What has a range, and maybe ranges of its parts and a line. */
export interface Placed {
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
  const placed: Mutable<T> = { ...item, range: placeRange(item.range, offset) };
  if (item.line !== undefined) placed.line = item.line + line;
  if (item.nameRange !== undefined) placed.nameRange = placeRange(item.nameRange, offset);
  if (item.valueRange !== undefined) placed.valueRange = placeRange(item.valueRange, offset);
  if (item.urlRange !== undefined) placed.urlRange = placeRange(item.urlRange, offset);
  return placed;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function requestParts(request: RequestDefinition, offset: number, line: number): Partial<RequestDefinition> {
  const { headers, directives, scripts, outputs, asserts, keptResponses } = request;
  const all = <T extends Placed>(items: readonly T[]): readonly T[] =>
    items.length === 0 ? items : items.map((item) => placeItem(item, offset, line));
  return {
    headers: headers.map((header) => ({
      ...header,
      line: header.line + line,
      nameRange: placeRange(header.nameRange, offset),
      valueRange: placeRange(header.valueRange, offset),
    })),
    body: placeBody(request.body, offset, line),
    directives: all(directives),
    scripts: all(scripts),
    outputs: all(outputs),
    asserts: all(asserts),
    ...(keptResponses === undefined ? {} : { keptResponses: all(keptResponses) }),
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
