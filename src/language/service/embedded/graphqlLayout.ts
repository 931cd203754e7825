/**
 * Lays out a GraphQL query: a line for each selection, a blank line between definitions, one space where the grammar
 * allows many. Only what stands between tokens changes, so that names, strings, comments and holes stay as they are.
 * Lines that the author began inside brackets stay lines.
 */
import type { ASTNode, DocumentNode } from 'graphql';
import type { TextRange } from '../../semantics/index.ts';
import type * as GraphqlLibrary from './graphqlLibrary.ts';

export interface GraphqlLayout {
  readonly tabSize: number;
  readonly insertSpaces: boolean;
  readonly lineBreak: string;
}

export interface LayoutEdit {
  /** Offsets of the masked text. */
  readonly range: TextRange;
  readonly text: string;
}

/** White space and commas to replace; none for a query that is broken. */
export async function graphqlLayout(masked: string, layout: GraphqlLayout): Promise<readonly LayoutEdit[]> {
  const library = await import('./graphqlLibrary.ts');
  const tree = parsed(masked, library);
  if (tree === undefined) return [];
  const [, ...others] = tree.definitions;
  // Behind a blank line it would be read as the variables.
  if (others.some(({ loc }) => masked.charAt(loc?.start ?? 0) === '{')) return [];
  const edits = editsOf(masked, tree, { layout, library });
  // A guard against a rule that is missing here: the tokens must be the same.
  const after = parsed(apply(masked, edits), library);
  const isSame = after !== undefined && words(after).join('\0') === words(tree).join('\0');
  return isSame ? edits : [];
}

function parsed(masked: string, { parse }: typeof GraphqlLibrary): DocumentNode | undefined {
  try {
    return parse(masked, { maxTokens: 20_000 });
  } catch {
    return undefined;
  }
}

/** A token or a comment; its kind is its sign, or a word such as `Name`. */
interface Piece extends TextRange {
  readonly kind: string;
  readonly value: string | undefined;
}

function tokensOf(tree: DocumentNode): readonly Piece[] {
  const tokens: Piece[] = [];
  for (let token = tree.loc?.startToken.next; token?.next != null; token = token.next) {
    tokens.push(token);
  }
  return tokens;
}

function words(tree: DocumentNode): readonly string[] {
  return tokensOf(tree).map(({ kind, value }) => `${kind} ${value ?? ''}`);
}

function apply(text: string, edits: readonly LayoutEdit[]): string {
  let out = '';
  let at = 0;
  for (const { range, text: newText } of edits) {
    out += text.slice(at, range.start) + newText;
    at = range.end;
  }
  return out + text.slice(at);
}

/** What begins at tokens, by the offset of the token. */
interface Beginnings {
  readonly definitions: Set<number>;
  readonly selections: Set<number>;
  /** Behind the first of a list: arguments, variables, members, values. */
  readonly items: Set<number>;
  /** Brackets that close a selection. */
  readonly closings: Set<number>;
  /** `query` without a name. */
  readonly nameless: Set<number>;
}

function beginningsOf(tree: DocumentNode, { visit, Kind }: typeof GraphqlLibrary): Beginnings {
  const found: Beginnings = {
    definitions: new Set(tree.definitions.map(startOf)),
    selections: new Set(),
    items: new Set(),
    closings: new Set(),
    nameless: new Set(),
  };
  const addItems = (nodes: readonly ASTNode[] = []): void => {
    for (const node of nodes.slice(1)) found.items.add(startOf(node));
  };
  visit(tree, {
    [Kind.SELECTION_SET]: ({ selections, loc }) => {
      for (const selection of selections) found.selections.add(startOf(selection));
      if (loc !== undefined) found.closings.add(loc.end - 1);
    },
    [Kind.OPERATION_DEFINITION]: (node) => {
      if (node.name === undefined) found.nameless.add(startOf(node));
      addItems(node.variableDefinitions);
    },
    [Kind.FIELD]: (node) => addItems(node.arguments),
    [Kind.DIRECTIVE]: (node) => addItems(node.arguments),
    [Kind.OBJECT]: ({ fields }) => addItems(fields),
    [Kind.LIST]: ({ values }) => addItems(values),
  });
  return found;
}

function startOf({ loc }: ASTNode): number {
  return loc?.start ?? 0;
}

function editsOf(
  masked: string,
  tree: DocumentNode,
  { layout, library }: { readonly layout: GraphqlLayout; readonly library: typeof GraphqlLibrary },
): readonly LayoutEdit[] {
  const beginnings = beginningsOf(tree, library);
  const tokens = tokensOf(tree);
  const edits: LayoutEdit[] = [];
  const unit = layout.insertSpaces ? ' '.repeat(layout.tabSize) : '\t';
  let depth = 0;
  tokens.forEach((token, index) => {
    if (isClosing(token)) depth -= 1;
    const previous = tokens[index - 1];
    if (previous !== undefined) {
      const range = { start: previous.end, end: token.start };
      const gap = masked.slice(range.start, range.end);
      // A comment belongs to what is below it.
      const meant = tokens.slice(index).find(({ kind }) => kind !== 'Comment') ?? token;
      const lines = linesBefore({ previous, token, gap, next: meant }, beginnings);
      const text =
        lines === 0
          ? spaceBefore(previous, token, { gap, beginnings })
          : `${gap.includes(',') && beginnings.items.has(token.start) ? ',' : ''}${layout.lineBreak.repeat(lines)}${unit.repeat(depth)}`;
      if (text !== gap) edits.push({ range, text });
    }
    if (isOpening(token)) depth += 1;
  });
  return edits;
}

function isOpening({ kind }: Piece): boolean {
  return /^[{([]$/.test(kind);
}

function isClosing({ kind }: Piece): boolean {
  return /^[})\]]$/.test(kind);
}

/** How many line breaks stand before a token; `next` is the token itself, or what a comment stands above. */
function linesBefore(
  place: { readonly previous: Piece; readonly token: Piece; readonly gap: string; readonly next: Piece },
  { definitions, selections, closings, items }: Beginnings,
): number {
  const { previous, token, gap, next } = place;
  const written = gap.match(/\r\n|\r|\n/g)?.length ?? 0;
  if (token.kind === 'Comment') {
    // A comment behind something stays there, one on a line of its own stays on it.
    if (written === 0) return 0;
    return definitions.has(next.start) && previous.kind !== 'Comment'
      ? 2
      : Math.min(written, isOpening(previous) ? 1 : 2);
  }
  if (definitions.has(token.start))
    return previous.kind === 'Comment' ? Math.min(Math.max(written, 1), 2) : 2;
  if (closings.has(token.start)) return 1;
  if (selections.has(token.start)) return isOpening(previous) ? 1 : Math.min(Math.max(written, 1), 2);
  if (previous.kind === 'Comment') return 1;
  // Inside brackets a line may begin where the author began one.
  return written > 0 && (items.has(token.start) || isLinePlace(previous, token)) ? 1 : 0;
}

/** Not between a name and what belongs to it on the same line. */
function isLinePlace(previous: Piece, token: Piece): boolean {
  if (isOpening(previous) || isClosing(token)) return true;
  return !tightBefore.has(token.kind) && !tightBehind.has(previous.kind);
}

const tightBefore = new Set<string>([':', '!', '(', '=', '{', '@']);
const tightBehind = new Set<string>(['$', '@', '...', ':', '=']);

/** What stands between two tokens on one line. */
function spaceBefore(
  previous: Piece,
  token: Piece,
  { gap, beginnings }: { readonly gap: string; readonly beginnings: Beginnings },
): string {
  if (token.kind === 'Comment') return gap === '' ? ' ' : gap;
  if (previous.kind === '{' && token.kind === '}') return '';
  if (beginnings.items.has(token.start)) return ', ';
  if (/^[([$@]$/.test(previous.kind) || /^[)\]:!]$/.test(token.kind)) return '';
  if (previous.kind === '...') return token.kind === 'Name' && token.value !== 'on' ? '' : ' ';
  if (token.kind === '(') return beginnings.nameless.has(previous.start) ? ' ' : '';
  return ' ';
}
