/**
 * Lays JSON text out for reading without understanding it: tokens are copied as they are, so no number loses a digit,
 * no key moves, and a repeated key stays repeated. Long texts can be done in slices, between which the page draws and
 * hears. Used for received and for prepared bodies.
 */
import { maxDepth, scalarEnd, skipSpaces, stringEnd } from './jsonTokens.ts';

/** Pieces of the text between two looks at the clock. */
const piecesPerStep = 4096;

/** Milliseconds after which a slice ends: less than a frame. */
const sliceTime = 10;

/** The same tokens, indented by two spaces; undefined when the text is not one JSON value (RFC 8259). */
export function indentJson(text: string): string | undefined {
  const steps = indentSteps(text);
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return step.value;
}

/**
 * The same in slices: `done` is called before this returns when the text is short, else later, and never after the
 * function that is returned was called.
 */
export function indentJsonInSlices(text: string, done: (laidOut: string | undefined) => void): () => void {
  const steps = indentSteps(text);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const slice = (): void => {
    const end = performance.now() + sliceTime;
    do {
      const step = steps.next();
      if (step.done === true) {
        done(step.value);
        return;
      }
    } while (performance.now() < end);
    timer = setTimeout(slice);
  };
  slice();
  return () => clearTimeout(timer);
}

function* indentSteps(text: string): Generator<void, string | undefined> {
  const whole: string[] = [];
  const out: string[] = [];
  /** The closing bracket each open container needs. */
  const open: ('}' | ']')[] = [];
  let at = skipSpaces(text, 0);

  for (;;) {
    if (out.length >= piecesPerStep) {
      whole.push(out.join(''));
      out.length = 0;
      yield;
    }
    // Here a value must begin.
    const first = text[at];
    if (first === '{' || first === '[') {
      const close = first === '{' ? '}' : ']';
      const inside = skipSpaces(text, at + 1);
      if (text[inside] === close) {
        out.push(first, close);
        at = inside + 1;
      } else {
        if (open.length === maxDepth) return undefined;
        open.push(close);
        out.push(first, lineBreak(open.length));
        const value = close === '}' ? copyKey(text, inside, out) : inside;
        if (value === undefined) return undefined;
        at = value;
        continue;
      }
    } else {
      const end = scalarEnd(text, at);
      if (end === undefined) return undefined;
      out.push(text.slice(at, end));
      at = end;
    }

    // Here a value has ended: close what closes, then go to the next value or the end.
    for (;;) {
      at = skipSpaces(text, at);
      const close = open.at(-1);
      if (close === undefined) {
        if (at !== text.length) return undefined;
        whole.push(out.join(''));
        if (whole.length > 1) yield;
        return whole.join('');
      }
      if (text[at] === close) {
        open.pop();
        out.push(lineBreak(open.length), close);
        at++;
        continue;
      }
      if (text[at] !== ',') return undefined;
      out.push(',', lineBreak(open.length));
      const inside = skipSpaces(text, at + 1);
      const value = close === '}' ? copyKey(text, inside, out) : inside;
      if (value === undefined) return undefined;
      at = value;
      break;
    }
  }
}

/** Copies `"key": ` and answers where its value begins; undefined when there is no key. */
function copyKey(text: string, at: number, out: string[]): number | undefined {
  const end = stringEnd(text, at);
  if (end === undefined) return undefined;
  const colon = skipSpaces(text, end);
  if (text[colon] !== ':') return undefined;
  out.push(text.slice(at, end), ': ');
  return skipSpaces(text, colon + 1);
}

/** One string for each depth, made once. */
const lineBreaks: string[] = [];

function lineBreak(depth: number): string {
  return (lineBreaks[depth] ??= '\n' + '  '.repeat(depth));
}
