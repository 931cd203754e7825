/** What needs the whole file to be seen: names that are given twice. */
import type { BlockNode } from '../../syntax/index.ts';
import type { BlockMeaning, DefinedFile } from './define.ts';
import type { Directive, FileVariable, Problem } from './definition.ts';
import { placeRange } from './place.ts';

/** The variables are those of the file, with the document's offsets. */
export function fileProblems(
  { blocks, meanings, repeatsNames }: Pick<DefinedFile, 'blocks' | 'meanings' | 'repeatsNames'>,
  variables: readonly FileVariable[],
): readonly Problem[] {
  const problems: Problem[] = repeatsNames ? repeatedNames(blocks, meanings) : [];
  for (const problem of dependencyCycles(blocks, meanings)) problems.push(problem);
  const variableLines = new Map<string, number>();
  for (const { name, line, nameRange } of variables) {
    const first = variableLines.get(name);
    if (first === undefined) variableLines.set(name, line);
    else {
      const message = `"${name}" is already defined in line ${first}; a use takes the nearest definition above it.`;
      problems.push({ severity: 'information', code: 'duplicate-variable', message, range: nameRange });
    }
  }
  return problems;
}

function repeatedNames(blocks: readonly BlockNode[], meanings: readonly BlockMeaning[]): Problem[] {
  const problems: Problem[] = [];
  const lines = new Map<string, number>();
  meanings.forEach(({ nameTag }, index) => {
    const block = blocks[index];
    if (nameTag === undefined || block === undefined) return;
    const first = lines.get(nameTag.value);
    if (first === undefined) lines.set(nameTag.value, block.line + nameTag.line);
    else {
      const message = `The name "${nameTag.value}" is already given in line ${first}; the last request that was sent counts.`;
      const range = placeRange(nameTag.range, block.start);
      problems.push({ severity: 'warning', code: 'duplicate-name', message, range });
    }
  });
  return problems;
}

/** `# @ref` from request to request until it comes back to the first. */
function dependencyCycles(
  blocks: readonly BlockNode[],
  meanings: readonly BlockMeaning[],
): readonly Problem[] {
  const needs = new Map<string, readonly Directive[]>();
  meanings.forEach(({ request, refs }, index) => {
    const start = refs.length === 0 ? undefined : blocks[index]?.start;
    if (request?.name === undefined || start === undefined) return;
    needs.set(
      request.name,
      refs.map((ref) => ({ ...ref, range: placeRange(ref.range, start) })),
    );
  });
  const problems: Problem[] = [];
  const seen = new Set<string>();
  for (const start of needs.keys()) {
    if (seen.has(start)) continue;
    const way: string[] = [];
    // A request that is on the way already closes a cycle; each is told once, where it was met.
    const follow = (name: string): void => {
      seen.add(name);
      way.push(name);
      for (const ref of way.length > deepest ? [] : (needs.get(name) ?? [])) {
        const first = way.indexOf(ref.value);
        if (first !== -1) {
          const names = [...way.slice(first), ref.value].join(' → ');
          const message = `The requests need each other: ${names}.`;
          problems.push({ severity: 'error', code: 'dependency-cycle', message, range: ref.range });
        } else if (!seen.has(ref.value)) follow(ref.value);
      }
      way.pop();
    };
    follow(start);
  }
  return problems;
}

const deepest = 200;

export function byRange(one: Problem, other: Problem): number {
  return one.range.start - other.range.start || one.range.end - other.range.end;
}
