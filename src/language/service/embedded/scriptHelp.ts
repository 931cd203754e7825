/**
 * Completion, hover and signatures in `< {% %}` and `> {% %}`: follows names, dots and calls from the left (`crypto.sha256().`) through
 * the table of what scripts find around them. It parses no JavaScript: behind what the table does not know it is silent.
 */
import {
  CompletionItemKind,
  MarkupKind,
  type CompletionItem,
  type Hover,
  type SignatureHelp,
} from 'vscode-languageserver-types';
import { nodeAt } from '../../syntax/index.ts';
import type { ParsedDocument } from '../documents.ts';
import { item } from '../features/completion/items.ts';
import { globalScope, membersOf, type ScriptMember, type ScriptMoment } from '../vocabulary/scriptApi.ts';

/** Undefined outside of scripts. */
export function scriptItems(document: ParsedDocument, offset: number): CompletionItem[] | undefined {
  const script = scriptAt(document, offset);
  if (script === undefined) return undefined;
  const { source, moment, at } = script;
  const [word = ''] = /[$\w]*$/.exec(source.slice(0, at)) ?? [];
  const start = at - word.length;
  if (!isCode(source, start)) return [];
  // Blanks and quotes ask for a list, too, and nobody wants one behind each blank of a script.
  if (word === '' && !/\.\s*$/.test(source.slice(0, start))) return [];
  const type = typeBefore(source, start, moment);
  const members = type === undefined ? undefined : membersOf(type, moment);
  const rest = /^[$\w]*/.exec(source.slice(at))?.[0].length ?? 0;
  const isCalled = /^\s*\(/.test(source.slice(at + rest));
  return (members ?? []).map((member) => {
    const { name, signature, description, snippet } = member;
    const insert = isCalled ? name : (snippet ?? name);
    return item({
      label: name,
      kind: kindOf(member),
      range: document.range(offset - word.length, offset + rest),
      detail: `${name}${signature}`,
      documentation: description,
      insert: insert.startsWith('$') ? `\\${insert}` : insert,
    });
  });
}

/** Undefined where the table knows nothing of what stands there. */
export function scriptHover(document: ParsedDocument, offset: number): Hover | undefined {
  const script = scriptAt(document, offset);
  if (script === undefined) return undefined;
  const { source, moment, at } = script;
  const left = /[$\w]*$/.exec(source.slice(0, at))?.[0].length ?? 0;
  const right = /^[$\w]*/.exec(source.slice(at))?.[0].length ?? 0;
  const name = source.slice(at - left, at + right);
  if (name === '' || !isCode(source, at - left)) return undefined;
  const type = typeBefore(source, at - left, moment);
  const found = (type === undefined ? undefined : membersOf(type, moment))?.find((one) => one.name === name);
  if (found === undefined) return undefined;
  const value = `\`\`\`ts\n${name}${found.signature}\n\`\`\`\n\n${found.description}`;
  return {
    range: document.range(offset - left, offset + right),
    contents: { kind: MarkupKind.Markdown, value },
  };
}

/** The signature of the call around the caret, and which argument the caret is in. */
export function scriptSignature(document: ParsedDocument, offset: number): SignatureHelp | undefined {
  const script = scriptAt(document, offset);
  if (script === undefined) return undefined;
  const { moment, at } = script;
  const source = bare(script.source);
  const call = callAround(source, at);
  if (call === undefined) return undefined;
  const { nameEnd, argument } = call;
  const [name = ''] = /[$\w]+$/.exec(source.slice(0, nameEnd)) ?? [];
  const type = typeBefore(source, nameEnd - name.length, moment);
  const found = (type === undefined ? undefined : membersOf(type, moment))?.find((one) => one.name === name);
  if (found?.signature.startsWith('(') !== true) return undefined;
  const parameters = parametersOf(found.signature).map((label) => ({ label }));
  return {
    signatures: [{ label: `${name}${found.signature}`, documentation: found.description, parameters }],
    activeSignature: 0,
    activeParameter: Math.min(argument, Math.max(0, parameters.length - 1)),
  };
}

interface Call {
  /** Where the name of what is called ends. */
  readonly nameEnd: number;
  /** 0-based. */
  readonly argument: number;
}

/** The innermost call whose bracket is open at the caret; blocks of a function inside of it are another place. */
function callAround(source: string, caret: number): Call | undefined {
  let depth = 0;
  let argument = 0;
  for (let at = caret - 1; at >= 0; at -= 1) {
    const one = source.charAt(at);
    if (')]}'.includes(one)) depth += 1;
    else if (one === '(' && depth === 0) return { nameEnd: source.slice(0, at).trimEnd().length, argument };
    else if (one === '{' && depth === 0) return undefined;
    else if ('([{'.includes(one)) depth -= 1;
    else if (one === ',' && depth === 0) argument += 1;
  }
  return undefined;
}

/** `name: string` and so on, of `(name: string, body: () => void): void`. */
function parametersOf(signature: string): readonly string[] {
  const parameters: string[] = [];
  let depth = 0;
  let start = 1;
  for (let at = 0; at < signature.length; at += 1) {
    const one = signature.charAt(at);
    if ('([{'.includes(one)) depth += 1;
    else if (')]}'.includes(one)) depth -= 1;
    if ((one === ',' && depth === 1) || (one === ')' && depth === 0)) {
      const parameter = signature.slice(start, at).trim();
      if (parameter !== '') parameters.push(parameter);
      start = at + 1;
    }
    if (depth === 0) break;
  }
  return parameters;
}

interface ScriptPlace {
  readonly source: string;
  readonly moment: ScriptMoment;
  /** The caret in `source`. */
  readonly at: number;
}

function scriptAt(document: ParsedDocument, offset: number): ScriptPlace | undefined {
  const place = nodeAt(document.tree, offset);
  if (place?.node.kind !== 'script') return undefined;
  const { block, node } = place;
  const start = block.start + node.contentStart;
  const end = block.start + node.contentEnd;
  if (offset < start || offset > end) return undefined;
  return { source: document.text.slice(start, end), moment: node.moment, at: offset - start };
}

function kindOf({ name, signature }: ScriptMember): CompletionItemKind {
  if (signature.startsWith('(')) return CompletionItemKind.Method;
  return /^[A-Z]/.test(name) ? CompletionItemKind.Class : CompletionItemKind.Property;
}

/** The longest chain of names that is followed. */
const longestChain = 20;

/** The type of what stands before the dot at the end; the global scope where there is no dot. */
function typeBefore(written: string, end: number, moment: ScriptMoment): string | undefined {
  const source = bare(written);
  const names: string[] = [];
  let at = end;
  while (names.length <= longestChain) {
    const dot = /\??\.\s*$/.exec(source.slice(0, at));
    if (dot === null) break;
    at = beforeCall(source, source.slice(0, dot.index).trimEnd().length);
    const [name = ''] = /[$\w]+$/.exec(source.slice(0, at)) ?? [];
    if (name === '') return undefined;
    names.unshift(name);
    at = source.slice(0, at - name.length).trimEnd().length;
  }
  // `window` is the global object.
  const path = names[0] === 'window' || names[0] === 'globalThis' ? names.slice(1) : names;
  return path.reduce<string | undefined>(
    (type, name) => type && membersOf(type, moment)?.find((one) => one.name === name)?.type,
    globalScope,
  );
}

/** Texts become what no table knows, comments become blanks; every place stays where it was. */
function bare(source: string): string {
  return source.replaceAll(asides, (aside) => (aside.startsWith('/') ? ' ' : '0').repeat(aside.length));
}

/** Where the name of a call ends, when there is one. */
function beforeCall(source: string, end: number): number {
  if (source.charAt(end - 1) !== ')') return end;
  let depth = 0;
  for (let at = end - 1; at >= 0; at -= 1) {
    const one = source.charAt(at);
    if (one === ')') depth += 1;
    else if (one === '(') depth -= 1;
    if (depth === 0) return source.slice(0, at).trimEnd().length;
  }
  return 0;
}

/** False inside of a text or a comment. */
function isCode(source: string, offset: number): boolean {
  for (const { index, 0: text } of source.matchAll(asides)) {
    if (index >= offset) return true;
    if (offset < index + text.length || (offset === index + text.length && !isClosed(text))) return false;
  }
  return true;
}

const asides =
  /\/\/[^\r\n]*|\/\*[^]*?(?:\*\/|$)|"(?:[^"\\\r\n]|\\[^])*(?:"|(?=[\r\n])|$)|'(?:[^'\\\r\n]|\\[^])*(?:'|(?=[\r\n])|$)|`(?:[^`\\]|\\[^])*(?:`|$)/g;

function isClosed(aside: string): boolean {
  if (aside.startsWith('//')) return false;
  if (aside.startsWith('/*')) return aside.endsWith('*/') && aside.length > 3;
  return aside.length > 1 && aside.endsWith(aside.charAt(0));
}
