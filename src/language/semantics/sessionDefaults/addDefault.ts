/**
 * Writes a place for a default into the text of `http-sessions.json`, as the file lays its lines out, and says where its
 * value goes. What is there stays; comments stay.
 */
import { applyEdits, findNodeAtLocation, modify, parseTree, type ParseError } from 'jsonc-parser';
import { isTooDeep } from '../body/jsonText.ts';
import type { DefaultValue } from './defaultKeys.ts';

/** What each key begins with: something valid to write over. */
const beginnings: Readonly<Record<string, DefaultValue>> = {
  headers: { 'X-Name': '' },
  params: { name: '' },
  auth: 'Bearer {{$secret token}}',
  verify: true,
  ca: './ca.pem',
  cert: { certificate: './client.pem', key: './client.key' },
  proxies: 'http://127.0.0.1:8080',
  timeout: { connect: 30, read: 60 },
  redirects: { follow: true, max: 30 },
  cookies: true,
};

/**
 * `key` undefined leads to the session itself, which is made when it is not there. Undefined when the text is no such
 * file.
 */
export function addDefault(
  text: string,
  session: string,
  key: string | undefined,
): { readonly text: string; readonly caret: number } | undefined {
  const errors: ParseError[] = [];
  const source = text.trim() === '' ? '{}\n' : text;
  const root = isTooDeep(source) ? undefined : parseTree(source, errors, { allowTrailingComma: true });
  if (root?.type !== 'object' || errors.length > 0) return undefined;
  const path = ['sessions', session, ...(key === undefined ? [] : [key])];
  const present = findNodeAtLocation(root, path);
  if (present !== undefined) return { text, caret: insideOf(present) };
  // Something else than an object on the way cannot hold it.
  for (const length of [1, 2]) {
    const above = findNodeAtLocation(root, path.slice(0, length));
    if (above !== undefined && above.type !== 'object') return undefined;
  }
  const indent = /\n([ \t]+)"/.exec(source)?.[1] ?? '  ';
  const after = applyEdits(
    source,
    modify(source, path, key === undefined ? {} : beginnings[key], {
      formattingOptions: {
        insertSpaces: !indent.startsWith('\t'),
        tabSize: indent.startsWith('\t') ? 1 : indent.length,
        eol: source.includes('\r\n') ? '\r\n' : '\n',
      },
    }),
  );
  const made = findNodeAtLocation(parseTree(after, [], { allowTrailingComma: true }) ?? root, path);
  return made && { text: after, caret: insideOf(made) };
}

function insideOf({ offset, type }: { readonly offset: number; readonly type: string }): number {
  return ['object', 'array', 'string'].includes(type) ? offset + 1 : offset;
}
