/**
 * Which value of a JSON text stands at a place, and the JSONPath that leads there, so that it can be copied and typed
 * into a filter or a variable. Pure; the path bar shows it.
 */
import { walkJson } from './walkJson.ts';

export interface JsonPlace {
  /** A singular query of RFC 9535, with the short form of a name where it has one: `$.items[3]['a b']`. */
  readonly path: string;
  /** The value's range in the text. */
  readonly from: number;
  readonly to: number;
}

/** What a value is in the one around it: a name as JSON writes it, or a number. */
type Step = string | number;

interface OpenValue {
  readonly from: number;
  readonly step: Step | undefined;
  readonly isObject: boolean;
  /** Of a list. */
  length: number;
}

/**
 * The innermost value around `offset`; at the name of a member, the member's value. Undefined when the text is no JSON
 * as far as it had to be read, or when nothing is there.
 */
export function jsonPlaceAt(text: string, offset: number): JsonPlace | undefined {
  const open: OpenValue[] = [];
  let name = '';
  /** How deep the member lies whose name is at the place: what is in its value does not count. */
  let named: number | undefined;
  let found: JsonPlace | undefined;

  function nextStep(): Step | undefined {
    const around = open.at(-1);
    return around === undefined || around.isObject ? around && name : around.length++;
  }

  function take(from: number, to: number, last: Step | undefined): void {
    const isThere = named === undefined ? offset >= from && offset <= to : named === open.length;
    if (found !== undefined || !isThere) return;
    const steps = [...open.map(({ step }) => step), last];
    found = { path: steps.map(written).join(''), from, to };
  }

  walkJson(text, {
    key: (from, to) => {
      name = text.slice(from, to);
      if (offset >= from && offset <= to) named = open.length;
    },
    open: (from, isObject) => {
      open.push({ from, step: nextStep(), isObject, length: 0 });
    },
    close: (to) => {
      const closed = open.pop();
      if (closed !== undefined) take(closed.from, to, closed.step);
    },
    scalar: (from, to) => take(from, to, nextStep()),
    enough: () => found !== undefined,
  });
  return found;
}

function written(step: Step | undefined): string {
  if (step === undefined) return '$';
  return typeof step === 'number' ? `[${String(step)}]` : memberStep(step);
}

/** `.name` where RFC 9535 has a short form, else `['…']`; `literal` is the name as JSON writes it. */
export function memberStep(literal: string): string {
  const name = JSON.parse(literal) as string;
  if (/^[A-Za-z_\u0080-\ud7ff\ue000-\uffff][\w\u0080-\ud7ff\ue000-\uffff]*$/.test(name)) return `.${name}`;
  // Between single quotes the double one stands as it is, and everything else as in JSON.
  const inside = JSON.stringify(name).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `['${inside}']`;
}
