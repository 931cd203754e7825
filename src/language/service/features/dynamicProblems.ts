/**
 * Dynamic variables that give nothing: names that no tool knows, and arguments that cannot be read. What only a send
 * can know (answers of people, variables of the process) is not asked for here.
 */
import { isUnsupportedVariable, readWish, type Problem } from '../../semantics/index.ts';
import type { BlockContent } from '../../syntax/index.ts';
import { createBlockMemo, createGroupMemo } from '../blockMemo.ts';
import type { ParsedDocument } from '../documents.ts';
import type { VariableTable } from '../variables.ts';

export function dynamicProblems(document: ParsedDocument, table: VariableTable): readonly Problem[] {
  const messages = new Map<string, string>();
  for (const contents of distinct(document)) {
    for (const content of contents) {
      if (messages.has(content)) continue;
      const found = table.explain(content, 0);
      if ('reason' in found)
        messages.set(content, `\`${content}\`: ${found.reason}.${elsewhere(content, table)}`);
    }
  }
  if (messages.size === 0) return [];
  const problems: Problem[] = [];
  uses.each(document, (found, base) => {
    for (const { content, start, end } of found) {
      const message = messages.get(content);
      if (message === undefined) continue;
      const range = { start: base + start, end: base + end };
      problems.push({ severity: 'warning', code: 'bad-dynamic-variable', message, range });
    }
  });
  return problems;
}

/** An id of `Security.Auth` that is there when another environment is chosen. */
function elsewhere(content: string, { auth }: VariableTable): string {
  const wish = readWish(content);
  const names = wish?.kind === 'configured' ? auth.environmentsWith(wish.id) : [];
  return names.length === 0 ? '' : ` It is in ${names.join(', ')}.`;
}

interface DynamicUse {
  readonly content: string;
  readonly start: number;
  readonly end: number;
}

const none: readonly DynamicUse[] = [];

const uses = createBlockMemo((text: string, { references }: BlockContent): readonly DynamicUse[] => {
  const found = references.flatMap(({ contentStart: start, contentEnd: end }) => {
    const content = text.slice(start, end);
    return isChecked(content) ? { content, start, end } : [];
  });
  return found.length === 0 ? none : found;
}, none);

const distinct = createGroupMemo((document, first, count): readonly string[] => {
  const found = new Set<string>();
  for (let index = first; index < first + count; index += 1) {
    for (const { content } of uses.at(document, index)) found.add(content);
  }
  return [...found];
});

function isChecked(content: string): boolean {
  const name = /^\$([A-Za-z][\w.-]*)/.exec(content)?.[1];
  return name !== undefined && !isUnsupportedVariable(name) && !atSend.test(name);
}

/** Known to the machine or the person that sends. */
const atSend =
  /^(?:index|processEnv|secret|env\..*|aadToken|aadV2Token|githubToken|(?:prompt|input|password|pick)(?:-askonce)?)$/;
