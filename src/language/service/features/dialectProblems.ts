/**
 * Places whose meaning depends on the tool, in files that do not say which tool they are for: the unit of a bare
 * timeout, the letters of a date format, and files whose variables are or are not filled. How each is read is
 * decided by semantics; this only says it.
 */
import { fillsVariables, type Problem } from '../../semantics/index.ts';
import type { BlockContent } from '../../syntax/index.ts';
import { createBlockMemo } from '../blockMemo.ts';
import type { ParsedDocument } from '../documents.ts';
import type { LanguageServiceHost } from '../host.ts';
import { resolvePath } from '../uris.ts';
import { directiveKey } from '../vocabulary/directives.ts';

export async function dialectProblems(
  document: ParsedDocument,
  host: LanguageServiceHost,
): Promise<readonly Problem[]> {
  const { dialect, isDialectChosen } = document.file;
  if (isDialectChosen) return [];
  const local: Place[] = [];
  places.each(document, (found, base) => {
    for (const place of found) local.push({ ...place, start: base + place.start, end: base + place.end });
  });
  const problems: Problem[] = [];
  for (const { kind, text, start, end } of local) {
    const message =
      kind === 'timeout'
        ? timeoutMessage(text, dialect === 'httpyac')
        : kind === 'date'
          ? dateMessage
          : await fileMessage(document, text, host);
    if (message === undefined) continue;
    problems.push({ severity: 'hint', code: 'dialect-dependent', message, range: { start, end } });
  }
  return problems;
}

interface Place {
  readonly kind: 'timeout' | 'date' | 'file';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const none: readonly Place[] = [];

const places = createBlockMemo((text: string, { nodes, references }: BlockContent): readonly Place[] => {
  const found: Place[] = [];
  for (const node of nodes) {
    if (node.kind === 'directive') {
      const value = text.slice(node.valueStart, node.valueEnd);
      const key = directiveKey(text.slice(node.nameStart, node.nameEnd));
      if ((key === 'timeout' || key === 'connectiontimeout') && /^\d+(?:\.\d+)?$/.test(value)) {
        found.push({ kind: 'timeout', text: value, start: node.valueStart, end: node.valueEnd });
      }
    } else if (node.kind === 'bodyFile' && !node.substitute) {
      const path = text.slice(node.pathStart, node.pathEnd);
      if (fillsVariables(path, [], 'jetbrains')) {
        found.push({ kind: 'file', text: path, start: node.pathStart, end: node.pathEnd });
      }
    }
  }
  for (const { start, end, contentStart, contentEnd } of references) {
    const content = text.slice(contentStart, contentEnd);
    if (readsDotNetDate(content)) found.push({ kind: 'date', text: content, start, end });
  }
  return found.length === 0 ? none : found.sort((one, other) => one.start - other.start);
}, none);

/** Whether a `$datetime` is read as Visual Studio reads it. */
export function readsDotNetDate(content: string): boolean {
  return /^\$(?:local)?datetime\s+["'][^"']*yyyy/i.test(content) && content.includes('yyyy');
}

function timeoutMessage(value: string, isHttpYac: boolean): string {
  return isHttpYac
    ? `${value} means milliseconds, as in httpYac; elsewhere it means seconds. Write \`${value} ms\`.`
    : `${value} means seconds; httpYac reads milliseconds. Write \`${value} s\`.`;
}

const dateMessage =
  'Because of `yyyy` the format is read as in Visual Studio: `dd` is the day. REST Client writes `DD-MM-YYYY`.';

/** A file of text that has variables in it, where it is sent as it is. */
async function fileMessage(
  document: ParsedDocument,
  path: string,
  host: LanguageServiceHost,
): Promise<string | undefined> {
  const uri = path.includes('{{') ? undefined : resolvePath(document.uri, path);
  if (uri === undefined || document.file.dialect === 'jetbrains') return undefined;
  const text = await host.readFile(uri);
  if (text === undefined || !/\{\{[^{}\r\n]+\}\}/.test(text)) return undefined;
  return `"${path}" holds variables and is sent as it is; JetBrains fills them. Write \`<@\` to fill them.`;
}
