/**
 * Fixes for what depends on the dialect: writing it so that every tool reads the same, and saying which tool the file
 * is for, the one first whose reading counts now.
 */
import type { Diagnostic, TextEdit } from 'vscode-languageserver-types';
import type { Dialect } from '../../../semantics/index.ts';
import type { ParsedDocument } from '../../documents.ts';

export interface Fix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

export function dialectFixes(document: ParsedDocument, { range, code }: Diagnostic): readonly Fix[] {
  const { dialect } = document.file;
  const start = document.offsetAt(range.start);
  const written = document.text.slice(start, document.offsetAt(range.end));
  const plain =
    code === 'dialect-dependent' ? (plainly(written, dialect) ?? filled(document.text, start)) : undefined;
  const others = (['rest-client', 'jetbrains', 'httpyac'] as const).filter((one) => one !== dialect);
  return [
    ...(plain === undefined
      ? []
      : [
          {
            title: `Write \`${plain.text}\``,
            edits: [{ range: document.range(start + plain.start, start + plain.end), newText: plain.text }],
          },
        ]),
    ...[dialect, ...others].map((one) => ({
      title:
        one === dialect ? `Say that the file is for ${names[one]}` : `Read the file as ${names[one]} does`,
      edits: [{ range: top, newText: `# @dialect ${one}\n` }],
    })),
  ];
}

/** The same in words that no tool reads otherwise, in place of a part of what is written. */
function plainly(
  written: string,
  dialect: Dialect,
): { readonly start: number; readonly end: number; readonly text: string } | undefined {
  if (/^[\d.]+$/.test(written)) {
    return { start: 0, end: written.length, text: `${written} ${dialect === 'httpyac' ? 'ms' : 's'}` };
  }
  const format = /^(\{\{\s*\$\w+\s+["'])([^"']+)/.exec(written);
  if (format !== null) {
    const [, head = '', letters = ''] = format;
    const text = letters.replaceAll('yyyy', 'YYYY').replaceAll('dd', 'DD');
    return { start: head.length, end: head.length + letters.length, text };
  }
  return undefined;
}

/** `<@` in place of the `<` in front of a path. */
function filled(text: string, pathStart: number): ReturnType<typeof plainly> {
  const sign = /<[ \t]+$/.exec(text.slice(Math.max(0, pathStart - 100), pathStart))?.[0].length;
  return sign === undefined ? undefined : { start: -sign, end: 1 - sign, text: '<@' };
}

const names: Readonly<Record<Dialect, string>> = {
  'rest-client': 'REST Client',
  jetbrains: 'JetBrains',
  httpyac: 'httpYac',
};

const top = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
