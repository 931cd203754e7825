/** What stands in the parentheses of `run #login (@user=ann, @pin={{pin}})`: variables for the requests that are run. */

/** Name and value; a value may hold `{{variables}}`. */
export type RunArgument = readonly [name: string, value: string];

/** In order; what is no `@name=value` is left out. Never throws. */
export function readRunArguments(text: string): readonly RunArgument[] {
  return splitAtCommas(text).flatMap((part): RunArgument[] => {
    const [, name, value = ''] = /^\s*@?([^\s=@]+)\s*=\s*(.*?)\s*$/s.exec(part) ?? [];
    return name === undefined ? [] : [[name, unquoted(value)]];
  });
}

/** At commas outside of quotes and braces. */
function splitAtCommas(text: string): readonly string[] {
  const parts: string[] = [];
  let start = 0;
  let depth = 0;
  let quote = '';
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if ((character === '"' || character === "'") && /=\s*$/.test(text.slice(start, at)))
      quote = character;
    else if (character === '{') depth += 1;
    else if (character === '}') depth = Math.max(0, depth - 1);
    else if (character === ',' && depth === 0) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...parts, text.slice(start)];
}

function unquoted(value: string): string {
  return /^(["']).*\1$/s.test(value) && value.length > 1 ? value.slice(1, -1) : value;
}
