/**
 * What a block says about the file's dialect. Only four meanings depend on it (`http-syntax` 1e), so a wrong
 * guess costs little; `# @dialect` ends all guessing.
 */
import type { SyntaxNode } from '../../syntax/index.ts';
import type { Dialect, Directive, VariableUse } from './definition.ts';

export interface DialectHint {
  readonly dialect: Dialect;
  /** For people. */
  readonly reason: string;
  /** It was written, not guessed. */
  readonly isExplicit: boolean;
}

/** The dialect that a setting or a directive names; undefined for `auto` and for anything else. */
export function readDialect(name: unknown): Dialect | undefined {
  return name === 'rest-client' || name === 'jetbrains' || name === 'httpyac' ? name : undefined;
}

const jetbrainsKinds: readonly string[] = ['script', 'scriptFile', 'import', 'run'];
const httpyacKeys: readonly string[] = ['ref', 'forceref', 'loop'];

/** Undefined when nothing in the block belongs to one tool only. */
export function dialectOf(
  nodes: readonly SyntaxNode[],
  uses: readonly VariableUse[],
  directives: readonly Directive[],
): DialectHint | undefined {
  const chosen = directives.find(({ key }) => key === 'dialect')?.value.toLowerCase();
  const dialect = readDialect(chosen);
  if (dialect !== undefined) {
    return { dialect, reason: `# @dialect ${chosen}`, isExplicit: true };
  }
  const jetbrains =
    nodes.find(({ kind }) => jetbrainsKinds.includes(kind))?.kind ??
    uses.find(({ content }) => /^\$(?:random\.|uuid$|auth\.)/.test(content))?.content ??
    directives.find(({ key }) => key === 'noautoencoding')?.name;
  if (jetbrains !== undefined) {
    return {
      dialect: 'jetbrains',
      reason: `the file has ${reasons[jetbrains] ?? jetbrains}`,
      isExplicit: false,
    };
  }
  const httpyac =
    nodes.find(({ kind }) => kind === 'assert' || kind === 'foreignScript')?.kind ??
    directives.find(({ key }) => httpyacKeys.includes(key))?.name;
  if (httpyac === undefined) return undefined;
  return {
    dialect: 'httpyac',
    reason: `the file has ${reasons[httpyac] ?? `@${httpyac}`}`,
    isExplicit: false,
  };
}

const reasons: Readonly<Record<string, string>> = {
  script: 'a script {% %}',
  scriptFile: 'a script file',
  import: 'an import line',
  run: 'a run line',
  'no-auto-encoding': '@no-auto-encoding',
  assert: 'an assertion ??',
  foreignScript: 'a script of httpYac',
};
