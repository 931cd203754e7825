/**
 * The names that one block of a document writes, with offsets relative to the block. They are worked out once
 * for a block's content, so an edit costs only the block it touches. What a reference means depends on the
 * whole document and is decided in `names.ts`.
 */
import { variableInBody } from '../semantics/index.ts';
import type { BlockContent, SyntaxNode } from '../syntax/index.ts';
import { createBlockMemo, type BlockMemo } from './blockMemo.ts';
import { directiveKey } from './vocabulary/directives.ts';

export interface LocalName {
  /** `reference`: between braces, a variable or a path into an exchange. `title`: a name only if semantics says so. */
  readonly kind: 'variable' | 'request' | 'reference' | 'title';
  readonly role: 'definition' | 'use';
  readonly name: string;
  /** Of a reference: the request it is about, if it is about one. */
  readonly request: string | undefined;
  /** Of a reference: it has the form of a path into an exchange, whether or not the request is known. */
  readonly isPath: boolean;
  readonly start: number;
}

export interface BlockNames {
  /** In the order of the text. */
  readonly names: readonly LocalName[];
  /** Variables that are asked for before sending. */
  readonly asked: readonly string[];
  /** Variables that scripts set by a literal name, or a loop sets. */
  readonly scripted: readonly string[];
}

const nothing: BlockNames = { names: [], asked: [], scripted: [] };

/** The names of each block; `nothing` for one without any. */
export const blockNames: BlockMemo<BlockNames> = createBlockMemo(
  (text: string, content: BlockContent) => read(text, content),
  nothing,
);

function read(text: string, { nodes, references }: BlockContent): BlockNames {
  const names: LocalName[] = [];
  const asked: string[] = [];
  const scripted: string[] = [];
  const add = (kind: LocalName['kind'], role: LocalName['role'], start: number, end: number): void => {
    if (end > start) names.push({ ...plain, kind, role, name: text.slice(start, end), start });
  };
  for (const node of nodes) {
    if (node.kind === 'directive') {
      const defined = definedName(text, node);
      if (defined?.by === 'loop') scripted.push(...looped(defined.name, text, references));
      else if (defined !== undefined) asked.push(defined.name);
    } else if (node.kind === 'script' || node.kind === 'foreignScript') {
      for (const name of namesSetBy(text.slice(node.contentStart, node.contentEnd))) scripted.push(name);
    }
    readNode(text, node, add);
  }
  const isNamed = names.some(({ kind, role }) => kind === 'request' && role === 'definition');
  for (const { contentStart, contentEnd } of references) {
    const name = readReference(text.slice(contentStart, contentEnd), contentStart);
    if (name !== undefined) names.push(name);
  }
  if (names.length === 0 && scripted.length === 0) return nothing;
  return {
    names: names
      .filter(({ kind }) => kind !== 'title' || !isNamed)
      .sort((one, other) => one.start - other.start),
    asked,
    scripted,
  };
}

const plain = { request: undefined, isPath: false } as const;

function readNode(
  text: string,
  node: SyntaxNode,
  add: (kind: LocalName['kind'], role: LocalName['role'], start: number, end: number) => void,
): void {
  switch (node.kind) {
    case 'separator': {
      const title = text.slice(node.titleStart, node.titleEnd);
      const offset = /^(?:[#/]*\s*@name\s*=?\s*)?/.exec(title)?.[0].length ?? 0;
      add('title', 'definition', node.titleStart + offset, node.titleEnd);
      return;
    }
    case 'fileVariable':
      add('variable', 'definition', node.nameStart, node.nameEnd);
      return;
    case 'text': {
      if (node.suspect !== 'variable') return;
      const { nameRange } = variableInBody(node, (start, end) => text.slice(start, end));
      add('variable', 'definition', nameRange.start, nameRange.end);
      return;
    }
    case 'run': {
      const sharp = /^#\s*/.exec(text.slice(node.targetStart, node.targetEnd))?.[0].length;
      if (sharp !== undefined) add('request', 'use', node.targetStart + sharp, node.targetEnd);
      return;
    }
    case 'directive': {
      const key = directiveKey(text.slice(node.nameStart, node.nameEnd));
      if (key === 'name') add('request', 'definition', node.valueStart, node.valueEnd);
      else if (key === 'ref' || key === 'forceref') add('request', 'use', node.valueStart, node.valueEnd);
      else {
        const defined = definedName(text, node);
        if (defined !== undefined) {
          add('variable', 'definition', defined.start, defined.start + defined.name.length);
        }
      }
      return;
    }
    default:
  }
}

/** The variable of `# @prompt name question`, `# @secret name question` and `# @loop for name of list`. */
function definedName(
  text: string,
  node: SyntaxNode & { readonly kind: 'directive' },
): { readonly by: 'question' | 'loop'; readonly name: string; readonly start: number } | undefined {
  const key = directiveKey(text.slice(node.nameStart, node.nameEnd));
  const by = key === 'prompt' || key === 'secret' ? 'question' : key === 'loop' ? key : undefined;
  if (by === undefined) return undefined;
  const form = by === 'loop' ? /^(for\s+)(\S+)\s+of\s/ : /^()(\S+)/;
  const [, before = '', name] = form.exec(text.slice(node.valueStart, node.valueEnd)) ?? [];
  return name === undefined ? undefined : { by, name, start: node.valueStart + before.length };
}

/** The variable of a loop, and what the block uses of the item: `user`, `user.name`. */
function looped(name: string, text: string, references: BlockContent['references']): readonly string[] {
  const parts = references
    .map(({ contentStart, contentEnd }) => text.slice(contentStart, contentEnd))
    .filter((content) => content.startsWith(`${name}.`) || content.startsWith(`${name}[`));
  return [name, ...new Set(parts)];
}

function readReference(content: string, contentStart: number): LocalName | undefined {
  const offset = /^%?\s*/.exec(content)?.[0].length ?? 0;
  const name = content.slice(offset);
  if (name === '' || name.startsWith('$')) return undefined;
  const path = exchangePath.exec(name)?.[1];
  return {
    kind: 'reference',
    role: 'use',
    name,
    request: path ?? /^[^.[\s]+/.exec(name)?.[0],
    isPath: path !== undefined,
    start: contentStart + offset,
  };
}

/** `login.response.body.$.token` */
const exchangePath =
  /^([\w-]+(?:\.[\w-]+)*?)\.(?:request|response)\.(?:body|headers|status|cookies|url|method)\b/;

/** `client.global.set("token", …)`, `exports.token = …` */
function namesSetBy(script: string): readonly string[] {
  return [...script.matchAll(/\.set\(\s*["'`]([^"'`]+)["'`]|\bexports\.(\w+)\s*=/g)].flatMap(
    ([, called, assigned]) => called ?? assigned ?? [],
  );
}
