/** Where brackets of JSON lie, level by level, for folding. Pure. */
import type { Range } from './jsonTable.ts';
import { walkJson } from './walkJson.ts';

/**
 * What is between the brackets of each object and list that has `level` others around it, empty ones left out; and how
 * many levels the text has.
 */
export function bracketsAt(
  text: string,
  level: number,
): { readonly inside: Range[]; readonly levels: number } {
  const inside: Range[] = [];
  const open: number[] = [];
  let levels = 0;
  walkJson(text, {
    key: () => undefined,
    open: (at) => {
      open.push(at + 1);
      levels = Math.max(levels, open.length);
    },
    close: (to) => {
      const from = open.pop() ?? 0;
      if (open.length === level && to - 1 > from) inside.push({ from, to: to - 1 });
    },
    scalar: () => undefined,
  });
  return { inside, levels };
}
