/**
 * Makes mutants of a source file: small changes, each of which a test should notice. All of them go into one text that
 * chooses by the environment variable `MUTANT` when it runs, so that a file is written once and each run is a process with
 * another number. Changes only what is evaluated: no types, no messages for people.
 */
import ts from 'typescript';

export interface Mutant {
  readonly number: number;
  readonly line: number;
  readonly before: string;
  readonly after: string;
}

export interface MutatedFile {
  readonly text: string;
  readonly mutants: readonly Mutant[];
}

interface Change {
  readonly node: ts.Expression;
  readonly after: string;
}

/** The whole file with every mutant in it; `functions` limits them to functions and methods of these names. */
export function mutate(path: string, text: string, functions?: readonly string[]): MutatedFile {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const changes: Change[] = [];
  visit(source, functions === undefined);
  const mutants = changes.map(({ node, after }, at) => ({
    number: at + 1,
    line: source.getLineAndCharacterOfPosition(node.getStart()).line + 1,
    before: node.getText(),
    after,
  }));
  return { text: `${chooser}${rewritten(source, changes)}`, mutants };

  function visit(node: ts.Node, isWanted: boolean): void {
    if (isType(node) || ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || isThrown(node))
      return;
    const wanted = isWanted || functions?.includes(nameOf(node)) === true;
    if (wanted && ts.isExpression(node)) changes.push(...changesOf(node).map((after) => ({ node, after })));
    node.forEachChild((child) => visit(child, wanted));
  }
}

const chooser =
  "const __mutant = Number(process.env['MUTANT'] ?? 0), __is = (number: number) => __mutant === number;\n";

const operators: ReadonlyMap<ts.SyntaxKind, string> = new Map([
  [ts.SyntaxKind.EqualsEqualsEqualsToken, '!=='],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, '==='],
  [ts.SyntaxKind.LessThanToken, '<='],
  [ts.SyntaxKind.LessThanEqualsToken, '<'],
  [ts.SyntaxKind.GreaterThanToken, '>='],
  [ts.SyntaxKind.GreaterThanEqualsToken, '>'],
  [ts.SyntaxKind.PlusToken, '-'],
  [ts.SyntaxKind.MinusToken, '+'],
]);

/** What else could stand there. */
function changesOf(node: ts.Expression): readonly string[] {
  if (ts.isBinaryExpression(node)) return binaryChanges(node);
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken)
    return [node.operand.getText()];
  if (node.kind === ts.SyntaxKind.TrueKeyword) return ['false'];
  if (node.kind === ts.SyntaxKind.FalseKeyword) return ['true'];
  if (ts.isNumericLiteral(node)) return [`(${node.text} + 1)`];
  if (ts.isStringLiteral(node) && isValue(node)) return [node.text === '' ? "'mutant'" : "''"];
  if (ts.isConditionalExpression(node)) return [node.whenTrue.getText(), node.whenFalse.getText()];
  if (isCondition(node)) return ['true', 'false'];
  if (ts.isCallExpression(node) && node.arguments.length > 1 && node.arguments.every(ts.isStringLiteral)) {
    return node.arguments.map((_one, at) => withoutArgument(node, at));
  }
  return [];
}

function binaryChanges(node: ts.BinaryExpression): readonly string[] {
  const [left, right] = [node.left.getText(), node.right.getText()];
  const { kind } = node.operatorToken;
  if (kind === ts.SyntaxKind.AmpersandAmpersandToken || kind === ts.SyntaxKind.BarBarToken) {
    return [left, right, `(${left}) ${kind === ts.SyntaxKind.BarBarToken ? '&&' : '||'} (${right})`];
  }
  const other = operators.get(kind);
  // Text is put together by plus, too, mostly for people.
  const isText = /['"`]/.test(`${left}${right}`) && kind === ts.SyntaxKind.PlusToken;
  return other === undefined || isText ? [] : [`${left} ${other} ${right}`];
}

function withoutArgument(node: ts.CallExpression, left: number): string {
  const rest = node.arguments.filter((_one, at) => at !== left).map((one) => one.getText());
  return `${node.expression.getText()}(${rest.join(', ')})`;
}

/** What an `if` asks that is no comparison, which has changes of its own. */
function isCondition(node: ts.Expression): boolean {
  return ts.isIfStatement(node.parent) && node.parent.expression === node && !ts.isBinaryExpression(node);
}

/** Compared, listed or given, rather than a key or the place of a module. */
function isValue({ parent }: ts.Node): boolean {
  return (
    !ts.isPropertyAssignment(parent) && !ts.isElementAccessExpression(parent) && !ts.isLiteralTypeNode(parent)
  );
}

function isType(node: ts.Node): boolean {
  return ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node);
}

/** Errors are words for people. */
function isThrown(node: ts.Node): boolean {
  return ts.isNewExpression(node) && /(?:Error|Exception|Invalid\w*)$/.test(node.expression.getText());
}

function nameOf(node: ts.Node): string {
  const isNamed = ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node) || ts.isAccessor(node);
  return isNamed ? (node.name?.getText() ?? '') : '';
}

/** Every changed expression as `(__is(1) ? after : before)`, from the inside out. */
function rewritten(source: ts.SourceFile, changes: readonly Change[]): string {
  const numbers = new Map<ts.Node, { readonly number: number; readonly after: string }[]>();
  for (const [at, { node, after }] of changes.entries())
    numbers.set(node, [...(numbers.get(node) ?? []), { number: at + 1, after }]);
  return print(source);

  function print(node: ts.Node): string {
    const children: ts.Node[] = [];
    node.forEachChild((child) => void children.push(child));
    let text = '';
    let at = node.getFullStart();
    for (const child of children.toSorted((one, other) => one.pos - other.pos)) {
      if (child.pos < at) continue;
      text += source.text.slice(at, child.pos) + print(child);
      at = child.end;
    }
    text += source.text.slice(at, node.end);
    const own = numbers.get(node);
    if (own === undefined) return text;
    const lead = text.length - text.trimStart().length;
    const chosen = own.map(({ number, after }) => `__is(${number}) ? (${after}) : `).join('');
    return `${text.slice(0, lead)}(${chosen}(${text.slice(lead)}))`;
  }
}
