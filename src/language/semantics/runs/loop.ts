/**
 * `# @loop` of a request, as far as it can be told without JavaScript: a count, or a list that is written out, is a
 * variable's value or comes from an answer. Says what each round gives to the request's variables. Pure; the runner
 * repeats the request, the diagnostics say which forms it cannot.
 */
import type { RequestDefinition } from '../definition/definition.ts';

export type Loop =
  | { readonly kind: 'count'; readonly count: number }
  /** `source` is a JSON text, or what stands between `{{` and `}}`. */
  | { readonly kind: 'each'; readonly variable: string; readonly source: string }
  /** In words, why nobody can tell how often. */
  | { readonly kind: 'unclear'; readonly reason: string; readonly needsScript: boolean };

/** What the variables of one round are, by name. */
export type LoopRound = ReadonlyMap<string, string>;

/** More rounds than a person can have meant. */
export const mostRounds = 10_000;

/** The last `# @loop` of a request; undefined without one. */
export function loopOf({ directives }: Pick<RequestDefinition, 'directives'>): Loop | undefined {
  const value = directives.findLast(({ key }) => key === 'loop')?.value;
  return value === undefined ? undefined : readLoop(value);
}

/** What stands behind `# @loop`. */
export function readLoop(value: string): Loop {
  const text = value.trim();
  const [, count] = /^(?:for\s+)?(\d+)$/.exec(text) ?? [];
  if (count !== undefined) {
    const rounds = Number(count);
    return rounds > mostRounds
      ? unclear(`${count} rounds are more than ${mostRounds}`)
      : { kind: 'count', count: rounds };
  }
  const [, variable, written = ''] = /^for\s+([\p{L}_$][\p{L}\p{N}_$]*)\s+of\s+(.+)$/su.exec(text) ?? [];
  if (variable !== undefined) {
    const source = written.replace(/^\{\{\s*(.*?)\s*\}\}$/s, '$1');
    if (source.startsWith('[') || /^[\p{L}_$][\p{L}\p{N}_$.[\]@/*-]*$/u.test(source)) {
      return { kind: 'each', variable, source };
    }
    return unclear(`"${source}" is an expression`, true);
  }
  if (/^while\b/.test(text)) return unclear('`while` needs an expression', true);
  return unclear('a loop is written as `for 3` or `for item of items`');
}

/** The variables of each round of `for variable of text`; undefined when the text is no list. */
export function roundsOf(variable: string, text: string): readonly LoopRound[] | undefined {
  const items = listOf(text);
  return items?.map((item, index) => {
    const values = new Map([['$index', String(index)]]);
    addValue(values, variable, item, 0);
    return values;
  });
}

/** The variables of each round of `for 3`. */
export function countedRounds(count: number): readonly LoopRound[] {
  return Array.from({ length: count }, (_, index) => new Map([['$index', String(index)]]));
}

function unclear(reason: string, needsScript = false): Loop {
  return { kind: 'unclear', reason, needsScript };
}

/** A JSON list, or the words between commas. */
function listOf(text: string): readonly unknown[] | undefined {
  try {
    const json: unknown = JSON.parse(text);
    return Array.isArray(json) ? json.slice(0, mostRounds) : undefined;
  } catch {
    if (/^\s*[[{]/.test(text)) return undefined;
    return text.split(',', mostRounds).map((word) => word.trim());
  }
}

const deepest = 4;
const mostValues = 500;

/** `user` and, of an object, `user.name`, so that a path needs no expression. */
function addValue(values: Map<string, string>, name: string, value: unknown, depth: number): void {
  if (values.size >= mostValues) return;
  values.set(name, typeof value === 'string' ? value : JSON.stringify(value));
  if (typeof value !== 'object' || value === null || depth >= deepest) return;
  for (const [key, inner] of Object.entries(value)) {
    addValue(values, Array.isArray(value) ? `${name}[${key}]` : `${name}.${key}`, inner, depth + 1);
  }
}
