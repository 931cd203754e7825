/**
 * What must change in the text of an .http file so that it asks for what a draft was edited to: the method, the URL,
 * single headers, the body, and nothing that was not edited. Variables stay where the edit does not reach them. Pure;
 * it says in words what cannot be written, instead of writing something else.
 */
import type { BodyDefinition, RequestDefinition, TextRange } from '../../../../language/semantics/index.ts';
import { editedParts, textOf, type Draft } from '../draft.ts';
import type { Localize } from '../../labels.ts';
import { headerChanges } from './headerChanges.ts';
import { endOfHead } from './textLines.ts';
import { rewriteTemplate, urlLiterals } from './rewriteTemplate.ts';

export interface TextChange {
  readonly range: TextRange;
  readonly text: string;
}

export interface CopiedEdit {
  /** In the order of the text; none overlaps another. */
  readonly changes: readonly TextChange[];
  /** Sentences about what was left out. */
  readonly problems: readonly string[];
}

export interface CopyEditOptions {
  /** What the definition's ranges are about. */
  readonly text: string;
  readonly definition: RequestDefinition;
  readonly draft: Draft;
  /** The headers' resolved names, one for each of the definition. */
  readonly headerNames: readonly string[];
  readonly t: Localize;
}

export function copyEdit(options: CopyEditOptions): CopiedEdit {
  const { draft } = options;
  const parts = new Set(editedParts(draft));
  const changes: TextChange[] = [];
  const problems: string[] = [];
  if (parts.has('method')) changes.push(methodChange(options));
  if (parts.has('url')) changes.push(urlChange(options));
  if (parts.has('headers')) changes.push(...headerChanges(options));
  if (parts.has('body')) {
    const change = bodyChange(options);
    if (typeof change === 'string') problems.push(change);
    else changes.push(change);
  }
  return {
    changes: joinedInserts(
      changes.filter(({ range, text }) => options.text.slice(range.start, range.end) !== text),
    ),
    problems,
  };
}

/** The text with changes applied; for tests and for what is not a document. */
export function applyChanges(text: string, changes: readonly TextChange[]): string {
  return changes.reduceRight(
    (result, { range, text: inserted }) => result.slice(0, range.start) + inserted + result.slice(range.end),
    text,
  );
}

/** Two at one place would have no order of their own. */
function joinedInserts(changes: readonly TextChange[]): readonly TextChange[] {
  const ordered = changes.toSorted((one, other) => one.range.start - other.range.start);
  const joined: TextChange[] = [];
  for (const change of ordered) {
    const last = joined.at(-1);
    const isInsertHere = last?.range.start === change.range.start && last.range.end === change.range.start;
    if (last !== undefined && isInsertHere) {
      joined[joined.length - 1] = {
        range: { start: last.range.start, end: change.range.end },
        text: last.text + change.text,
      };
    } else {
      joined.push(change);
    }
  }
  return joined;
}

/** The word before the URL, or none: then the method is written before it. */
function methodChange({ text, definition, draft }: CopyEditOptions): TextChange {
  const { start } = definition.urlRange;
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const written = /([^\s]+)[ \t]+$/.exec(text.slice(lineStart, start));
  const { method } = draft.current;
  if (written === null) return { range: { start, end: start }, text: `${method} ` };
  const at = lineStart + written.index;
  return { range: { start: at, end: at + (written[1] ?? '').length }, text: method };
}

function urlChange({ text, definition, draft }: CopyEditOptions): TextChange {
  const range = definition.urlRange;
  const source = text.slice(range.start, range.end);
  const value = draft.original.url;
  const next = draft.current.url;
  return { range, text: rewriteTemplate(source, { value, next, literals: urlLiterals }) };
}

/** Lines that mean something else than a body's text in an .http file. */
const notBodyText = /^(?:###|<|>|\?\?)/m;

function bodyChange(options: CopyEditOptions): TextChange | string {
  const { text, definition, draft, t } = options;
  const next = textOf(draft.current);
  const value = textOf(draft.original) ?? '';
  if (next === undefined) return t('The body is not text, so it was not written to the file.');
  const place = placeOf(definition.body);
  if (place === undefined) {
    return t('The body comes from a file or from several parts, so it was not written to the file.');
  }
  if (place === 'none') {
    if (notBodyText.test(next)) return unsafe(t);
    const at = endOfHead(text, definition);
    return { range: { start: at, end: at }, text: `\n\n${next}` };
  }
  const written = text.slice(place.start, place.end);
  // Empty lines after a body are not of it.
  const source = /[\r\n]$/.test(value) ? written : written.replace(/[\r\n]+$/, '');
  const rewritten = rewriteTemplate(source, { value, next });
  if (notBodyText.test(rewritten) && !notBodyText.test(source)) return unsafe(t);
  return { range: { start: place.start, end: place.start + source.length }, text: rewritten };
}

function unsafe(t: Localize): string {
  return t(
    'The body has lines that mean something else in an .http file, so it was not written to the file.',
  );
}

/** Where a body stands that is one text. */
function placeOf(body: BodyDefinition): TextRange | 'none' | undefined {
  if (body.kind === 'none') return 'none';
  if (body.kind !== 'text' && body.kind !== 'form') return undefined;
  const [only, ...others] = body.segments;
  if (only === undefined) return 'none';
  return only.kind === 'text' && others.length === 0 ? only.range : undefined;
}
