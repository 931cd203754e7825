/**
 * Loads the TextMate grammar as VS Code would and writes the scopes of a text under its lines, for snapshots.
 * The embedded languages are stand-ins that open a region at each bracket and string: enough to show where
 * an embedded language begins and that it cannot leak past its end.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import oniguruma from 'vscode-oniguruma';
import textmate, { type IGrammar, type IRawGrammar } from 'vscode-textmate';

const require = createRequire(import.meta.url);

/** The grammar of `source.http` with stand-ins for the embedded languages. */
export async function loadHttpGrammar(): Promise<IGrammar> {
  return await loadGrammar('source.http');
}

/** A Markdown that knows nothing but our fenced blocks. */
export async function loadMarkdownGrammar(): Promise<IGrammar> {
  return await loadGrammar('text.html.markdown');
}

const files: Readonly<Record<string, string>> = {
  'source.http': 'http.tmLanguage.json',
  'markdown.http.codeblock': 'markdown-http.injection.json',
};

async function loadGrammar(root: string): Promise<IGrammar> {
  const injections = root === 'text.html.markdown' ? ['markdown.http.codeblock'] : [];
  const wasm = readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm'));
  await oniguruma.loadWASM(wasm);
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (sources) => new oniguruma.OnigScanner(sources),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    getInjections: (scopeName) => (scopeName === root ? injections : []),
    loadGrammar: (scopeName) => {
      const file = files[scopeName];
      if (file !== undefined) {
        const path = new URL(`../../syntaxes/${file}`, import.meta.url);
        return Promise.resolve(textmate.parseRawGrammar(readFileSync(path, 'utf8'), file));
      }
      const plain = { scopeName, patterns: [{ match: '[^`]+', name: 'text.markdown' }] };
      return Promise.resolve(
        injections.length > 0 && scopeName === root
          ? textmate.parseRawGrammar(JSON.stringify(plain), 'markdown.json')
          : standIn(scopeName),
      );
    },
  });
  const grammar = await registry.loadGrammar(root);
  if (grammar === null) throw new Error(`The grammar of ${root} did not load.`);
  return grammar;
}

/**
 * Each line of the text after `>`, then one line for each token: carets under it and its scopes without the root.
 * A line that takes longer than `timeLimit` milliseconds (0, the default, means no limit) ends in `stopped early`.
 */
export function describeScopes(grammar: IGrammar, text: string, timeLimit = 0): string {
  const out: string[] = [];
  let state: textmate.StateStack = textmate.INITIAL;
  for (const line of text.split('\n')) {
    out.push(`>${line}`);
    const result = grammar.tokenizeLine(line, state, timeLimit);
    for (const token of merge(result.tokens)) {
      const width = Math.max(Math.min(token.endIndex, line.length) - token.startIndex, 1);
      if (token.scopes !== '')
        out.push(`#${' '.repeat(token.startIndex)}${'^'.repeat(width)} ${token.scopes}`);
    }
    if (result.stoppedEarly) out.push('stopped early');
    state = result.ruleStack;
  }
  return `${out.join('\n')}\n`;
}

interface Run {
  readonly startIndex: number;
  readonly endIndex: number;
  /** Without the root scope. */
  readonly scopes: string;
}

function merge(tokens: readonly textmate.IToken[]): readonly Run[] {
  const runs: Run[] = [];
  for (const { startIndex, endIndex, scopes } of tokens) {
    const text = scopes.slice(1).join(' ');
    const last = runs.at(-1);
    if (last?.scopes === text) runs[runs.length - 1] = { ...last, endIndex };
    else runs.push({ startIndex, endIndex, scopes: text });
  }
  return runs;
}

function standIn(scopeName: string): IRawGrammar {
  const region = (begin: string, end: string, name: string): object => ({
    begin,
    end,
    name,
    patterns: [{ include: '$self' }],
  });
  return textmate.parseRawGrammar(
    JSON.stringify({
      scopeName,
      patterns: [
        region('\\{', '\\}', `braces.${scopeName}`),
        region('\\[', '\\]', `brackets.${scopeName}`),
        { begin: '"', end: '"', name: `string.${scopeName}` },
        { begin: '`', end: '`', name: `template.${scopeName}` },
        { begin: '<(?=[?!A-Za-z/])', end: '>', name: `tag.${scopeName}` },
        { match: '[^\\s{}\\[\\]"`<>]+', name: `text.${scopeName}` },
      ],
    }),
    `${scopeName}.json`,
  );
}
