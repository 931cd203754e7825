/** The tree of a JSON text as its readers go through it: the members of an object, and places a person can find. */
import type { Node } from 'jsonc-parser';

/** Key and value of each member in order, repeated keys included; none for what is no object. */
export function propertiesOf(object: Node | undefined): readonly (readonly [string, Node])[] {
  if (object?.type !== 'object') return [];
  return (object.children ?? []).flatMap(({ children }) => {
    const [key, value] = children ?? [];
    return key === undefined || value === undefined ? [] : [[String(key.value), value] as const];
  });
}

/** 1-based line and column of an offset. */
export function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const lines = before.split(/\r\n|\n|\r/);
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}
