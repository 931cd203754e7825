/** Requests that name no host: neither in the address, nor in a Host header, nor by the variable `host`. */
import type { Problem } from '../../semantics/index.ts';
import type { ParsedDocument } from '../documents.ts';
import type { VariableTable } from '../variables.ts';

export function hostProblems({ file }: ParsedDocument, table: VariableTable): readonly Problem[] {
  const { blocks, meanings } = file;
  const problems: Problem[] = [];
  for (const [index, { request }] of meanings.entries()) {
    if (request?.url.startsWith('/') !== true) continue;
    if (request.headers.some(({ name }) => name.toLowerCase() === 'host')) continue;
    // What an imported file defines is not known when it cannot be read.
    if (table.defines('host') || !table.imported.isComplete) return [];
    const offset = blocks[index]?.start ?? 0;
    const { start, end } = request.urlRange;
    const message = 'The request names no host. Write the whole URL, a Host header, or define `@host`.';
    const range = { start: offset + start, end: offset + end };
    problems.push({ severity: 'warning', code: 'missing-host', message, range });
  }
  return problems;
}
