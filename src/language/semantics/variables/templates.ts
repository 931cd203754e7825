/** Finds the `{{ }}` of a text; the same rule as the parser's, for text that is not in a tree. */

export interface TemplatePart {
  /** Literal text, or the trimmed text between the braces. */
  readonly text: string;
  readonly isReference: boolean;
  /** As it is written, braces included. */
  readonly written: string;
}

/** Splits a text into literal parts and references, in one pass. `\{\{` is two literal braces. */
export function splitTemplate(text: string): readonly TemplatePart[] {
  const parts: TemplatePart[] = [];
  let literalStart = 0;
  let at = text.indexOf('{{');
  while (at !== -1) {
    let open = at;
    while (text.charAt(open + 2) === '{') open += 1;
    let stop = open + 2;
    while (stop < text.length && !'{}\n\r'.includes(text.charAt(stop))) stop += 1;
    const content = text.slice(open + 2, stop).trim();
    if (text.startsWith('}}', stop) && content !== '') {
      if (open > literalStart) parts.push(literal(text.slice(literalStart, open)));
      parts.push({ text: content, isReference: true, written: text.slice(open, stop + 2) });
      literalStart = stop + 2;
      at = text.indexOf('{{', literalStart);
    } else at = text.indexOf('{{', Math.max(stop, open + 2));
  }
  if (literalStart < text.length || parts.length === 0) parts.push(literal(text.slice(literalStart)));
  return parts;
}

function literal(written: string): TemplatePart {
  const text =
    written.includes('\\{\\{') || written.includes('\\}\\}')
      ? written.replaceAll('\\{\\{', '{{').replaceAll('\\}\\}', '}}')
      : written;
  return { text, isReference: false, written };
}
