/**
 * Steps into the last answer of a request: members and items of its JSON body as JSONPath, its headers and its
 * cookies. What was not sent yet gives no steps; the fixed steps of the grammar are in `references`.
 */
import type { AnswerShape, JsonShape } from '../../../protocol.ts';

export interface AnswerStep {
  /** The last step, as it is read in the list. */
  readonly label: string;
  /** The whole path behind `body.`, or the name. */
  readonly path: string;
  readonly meaning: string;
  /** There is more inside. */
  readonly goesOn: boolean;
}

/** `rest` is what is written behind `body.`: `$.data[0].na`; its last step is not finished. */
export function bodySteps(rest: string, { body }: AnswerShape): readonly AnswerStep[] {
  if (body === undefined || !rest.startsWith('$')) return [];
  const cut = unfinishedStep(rest);
  const parentPath = rest.slice(0, cut);
  const parent = walk(body, parentPath.slice(1));
  if (parent === undefined) return [];
  return stepsInto(parent).map(({ step, shape }) => ({
    label: step.replace(/^\./, ''),
    path: parentPath + step,
    meaning: inWords(shape),
    goesOn: shape.members !== undefined || shape.item !== undefined,
  }));
}

export function nameSteps(names: readonly string[], meaning: string): readonly AnswerStep[] {
  return names.map((name) => ({ label: name, path: name, meaning, goesOn: false }));
}

/** Where the last dot or open bracket stands; the end when the path stops behind a whole step. */
function unfinishedStep(path: string): number {
  const last = /(?:\.[^.[\]]*|\[(?:"[^"]*"?|'[^']*'?|[^\]"']*))$/.exec(path);
  return last === null ? path.length : last.index;
}

function walk(root: JsonShape, path: string): JsonShape | undefined {
  let shape: JsonShape | undefined = root;
  let at = 0;
  for (const match of path.matchAll(/\.([^.[\]]+)|\[(?:(\d+|\*)|'([^']*)'|"([^"]*)")\]/g)) {
    if (match.index !== at || shape === undefined) return undefined;
    at += match[0].length;
    const [, dotted, index, quoted, doubleQuoted] = match;
    const name = dotted ?? quoted ?? doubleQuoted;
    shape =
      index !== undefined || name === '*'
        ? shape.item
        : shape.members?.find(([member]) => member === name)?.[1];
  }
  return at === path.length ? shape : undefined;
}

function stepsInto({
  members,
  item,
}: JsonShape): readonly { readonly step: string; readonly shape: JsonShape }[] {
  if (item !== undefined) return ['[0]', '[*]'].map((step) => ({ step, shape: item }));
  return (members ?? []).map(([name, shape]) => ({ step: memberStep(name), shape }));
}

/** RFC 9535, 2.5.1.1: letters, digits and underscores go without quotes. */
function memberStep(name: string): string {
  if (/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name)) return `.${name}`;
  return `['${name.replaceAll(/[\\']/g, '\\$&')}']`;
}

function inWords({ type, members, length }: JsonShape): string {
  if (type === 'array') return `array of ${length ?? 0}`;
  if (type === 'object') return `object with ${members?.length ?? 0} members`;
  return type;
}
