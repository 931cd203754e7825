/**
 * Colours that need meaning: definitions and uses of variables and request names. Everything else is the
 * TextMate grammar's work.
 */
import type { SemanticTokens, SemanticTokensLegend } from 'vscode-languageserver-types';
import type { ParsedDocument } from '../documents.ts';
import { namesIn } from '../names.ts';

export const semanticTokensLegend: SemanticTokensLegend = {
  tokenTypes: ['variable', 'function'],
  tokenModifiers: ['declaration'],
};

/** In LSP's relative encoding: line, character, length, type, modifiers. */
export function semanticTokens(document: ParsedDocument): SemanticTokens {
  const encoded: number[] = [];
  let line = 0;
  let character = 0;
  for (const name of namesIn(document)) {
    const { start } = document.range(name.start, name.end);
    encoded.push(
      start.line - line,
      start.line === line ? start.character - character : start.character,
      name.end - name.start,
      name.kind === 'variable' ? 0 : 1,
      name.role === 'definition' ? 1 : 0,
    );
    line = start.line;
    character = start.character;
  }
  return { data: encoded };
}
