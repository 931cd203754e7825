/** Names as a setting lists them: `prod*` stands for every name that begins with `prod`. Pure. */

/** Whether one of the patterns is the whole name; `*` stands for any characters, and case does not matter. */
export function matchesAny(name: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => matches(name.toLowerCase(), pattern.trim().toLowerCase()));
}

/** By hand, because a regular expression with several `.*` can take its time. */
function matches(name: string, pattern: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return name === pattern;
  if (!name.startsWith(first) || name.length < first.length + last.length || !name.endsWith(last))
    return false;
  let from = first.length;
  for (const part of rest) {
    const at = name.indexOf(part, from);
    if (at === -1) return false;
    from = at + part.length;
  }
  return from <= name.length - last.length;
}
