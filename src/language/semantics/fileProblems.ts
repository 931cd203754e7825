/** What needs the whole file to be seen: names that are given twice. */
import type { FileVariable, Problem, RequestDefinition } from './definition.ts';

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

export function byRange(one: Problem, other: Problem): number {
  return one.range.start - other.range.start || one.range.end - other.range.end;
}
