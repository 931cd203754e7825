/**
 * The plain part of YAML that configurations are written in: keys with texts, lists and further keys below them.
 * Everything that is no key and no list is a text. Never throws; what it does not know is left out.
 */

interface Line {
  readonly indent: number;
  readonly text: string;
}

/** Objects, lists and texts; undefined for nothing. */
export function yamlOf(text: string): unknown {
  const lines = text.split(/\r\n|\n|\r/).flatMap((line): Line[] => {
    const written = line.replace(/^\s*#.*$|\s#.*$/, '').trimEnd();
    const indent = /^ */.exec(written)?.[0].length ?? 0;
    return written === '' || written === '---' ? [] : [{ indent, text: written.slice(indent) }];
  });
  return readBlock(lines);
}

function readBlock(lines: readonly Line[], depth = 0): unknown {
  const [first] = lines;
  if (first === undefined || depth > 32) return undefined;
  const items: (readonly [key: string, value: unknown])[] = [];
  const isList = /^-(?:\s|$)/.test(first.text);
  for (let at = 0; at < lines.length;) {
    const line = lines[at] ?? first;
    let end = at + 1;
    // A list may stand at the column of its key.
    const isBelow = ({ indent, text }: Line): boolean =>
      indent > line.indent || (!isList && indent === line.indent && /^-(?:\s|$)/.test(text));
    while (lines[end] !== undefined && isBelow(lines[end] ?? first)) end += 1;
    const below = lines.slice(at + 1, end);
    const [, key = '', rest = ''] = isList
      ? ['', String(items.length), line.text.replace(/^-\s*/, '')]
      : (/^(?:["']?)([^"':]+)(?:["']?)\s*:(?:\s+|$)(.*)$/.exec(line.text) ?? []);
    if (key !== '') items.push([key, rest === '' ? readBlock(below, depth + 1) : scalar(rest)]);
    at = end;
  }
  return isList ? items.map(([, value]) => value) : Object.fromEntries(items);
}

function scalar(text: string): unknown {
  const list = /^\[(.*)\]$/.exec(text)?.[1];
  if (list === undefined) return unquoted(text);
  return list
    .split(',')
    .map((one) => unquoted(one.trim()))
    .filter((one) => one !== '');
}

function unquoted(text: string): string {
  return text.replace(/^(["'])(.*)\1$/, '$2');
}
