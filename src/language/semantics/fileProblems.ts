/** What needs the whole file to be seen: names that are given twice. */
import type { Directive, FileVariable, Problem, RequestDefinition } from './definition.ts';

export function fileProblems(
  requests: readonly RequestDefinition[],
  variables: readonly FileVariable[],
): readonly Problem[] {
  const problems: Problem[] = [];
  const requestLines = new Map<string, number>();
  for (const { directives } of requests) {
    const tag = directives.find(({ key, value }) => key === 'name' && value !== '');
    if (tag === undefined) continue;
    const first = requestLines.get(tag.value);
    if (first === undefined) requestLines.set(tag.value, tag.line);
    else {
      const message = `The name "${tag.value}" is already given in line ${first}; the last request that was sent counts.`;
      problems.push({ severity: 'warning', code: 'duplicate-name', message, range: tag.range });
    }
  }
  problems.push(...dependencyCycles(requests));
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

/** `# @ref` from request to request until it comes back to the first. */
function dependencyCycles(requests: readonly RequestDefinition[]): readonly Problem[] {
  const needs = new Map<string, readonly Directive[]>();
  for (const { name, directives } of requests) {
    const refs = directives.filter(({ key, value }) => refKeys.has(key) && value !== '');
    if (name !== undefined && refs.length > 0) needs.set(name, refs);
  }
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
          problems.push({ severity: 'warning', code: 'dependency-cycle', message, range: ref.range });
        } else if (!seen.has(ref.value)) follow(ref.value);
      }
      way.pop();
    };
    follow(start);
  }
  return problems;
}

const refKeys: ReadonlySet<string> = new Set(['ref', 'forceref']);
const deepest = 200;

export function byRange(one: Problem, other: Problem): number {
  return one.range.start - other.range.start || one.range.end - other.range.end;
}
