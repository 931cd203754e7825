/**
 * What JSON schemas say about JSON in a document: findings, completion and hover, by VS Code's own JSON library. The
 * library is loaded at the first question. Schemas are files beside the document, read through the host; anything on a
 * network counts as a schema that allows everything, since nothing here asks a network. A finding that the value of a
 * `{{hole}}` may settle is left out.
 */
import type { ASTNode, JSONDocument, JSONSchema, LanguageService } from 'vscode-json-languageservice';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CompletionItem, Hover, Range } from 'vscode-languageserver-types';
import type { TextRange } from '../../semantics/index.ts';
import type { LanguageServiceHost } from '../host.ts';
import { resolvePath } from '../uris.ts';
import type { EmbeddedJson } from './jsonBodies.ts';

export interface JsonFinding {
  readonly kind: 'mismatch' | 'deprecated' | 'schema';
  readonly message: string;
  /** Offsets of the masked text. */
  readonly range: TextRange;
}

/** Ranges of answers are those of the masked text, read as a document of its own. */
export interface JsonHelp {
  findings(uri: string, json: EmbeddedJson): Promise<readonly JsonFinding[]>;
  items(uri: string, json: EmbeddedJson, offset: number): Promise<readonly CompletionItem[]>;
  hover(uri: string, json: EmbeddedJson, offset: number): Promise<Hover | undefined>;
  /** The text as the ranges of items and hovers count it. */
  readonly textOf: (uri: string, json: EmbeddedJson) => TextDocument;
}

export interface JsonLanguage {
  /** Help by the schema that a directive names, or by the body's own; the same object while no schema file changes. */
  helpFor(uri: string, json: EmbeddedJson): Promise<JsonHelp>;
  /** Help by a schema that was made here. */
  helpBy(schema: object): Promise<JsonHelp>;
}

export function createJsonLanguage(host: LanguageServiceHost): JsonLanguage {
  const kept = new Map<string, KeptHelp>();
  return {
    async helpFor(uri, { schemaPath }) {
      const schemaUri = schemaPath === undefined ? undefined : resolvePath(uri, schemaPath.path);
      const key = `${uri} ${schemaUri ?? ''}`;
      const known = kept.get(key);
      if (known !== undefined && (await isFresh(known, host))) return known.help;
      const texts = new Map<string, string | undefined>();
      const made = { texts, help: helpOf(await loadService({ uri, schemaUri, host, texts })) };
      kept.set(key, made);
      return made.help;
    },
    async helpBy(schema) {
      return helpOf(await loadService({ uri: '', schemaUri: 'schema:made', host, texts: new Map(), schema }));
    },
  };
}

interface KeptHelp {
  readonly help: JsonHelp;
  /** The schema files that were read, as they were. */
  readonly texts: ReadonlyMap<string, string | undefined>;
}

async function isFresh({ texts }: KeptHelp, host: LanguageServiceHost): Promise<boolean> {
  for (const [uri, text] of texts) if ((await host.readFile(uri)) !== text) return false;
  return true;
}

interface ServiceParts {
  readonly uri: string;
  readonly schemaUri: string | undefined;
  readonly host: LanguageServiceHost;
  /** Gets every file that is read. */
  readonly texts: Map<string, string | undefined>;
  readonly schema?: JSONSchema;
}

async function loadService({ uri, schemaUri, host, texts, schema }: ServiceParts): Promise<LanguageService> {
  const { getLanguageService } = await import('./jsonLibrary.ts');
  const service = getLanguageService({
    workspaceContext: {
      resolveRelativePath: (path, from) =>
        resolvePath(from === uri ? uri : (fileBeside(uri, from) ?? from), path) ?? '',
    },
    schemaRequestService: async (wanted) => {
      const file = fileBeside(uri, wanted);
      if (file === undefined) return '{}';
      const text = await host.readFile(file);
      texts.set(file, text);
      if (text !== undefined) return text;
      // That the file of a directive is missing is said at the directive.
      if (file === schemaUri) return '{}';
      throw new Error('there is no such file.');
    },
    clientCapabilities: {
      textDocument: {
        completion: { completionItem: { documentationFormat: ['markdown'] } },
        hover: { contentFormat: ['markdown'] },
      },
    },
  });
  const schemas =
    schemaUri === undefined
      ? []
      : [{ uri: schemaUri, fileMatch: ['*'], ...(schema === undefined ? {} : { schema }) }];
  service.configure({ validate: true, allowComments: true, schemas });
  return service;
}

/** `file://` of `file:///a/b.http`. */
function authorityOf(uri: string): string {
  return /^[A-Za-z][A-Za-z0-9+.-]*:\/\/[^/]*/.exec(uri)?.[0] ?? '';
}

/**
 * The URI of a file where the document's files are; undefined for another, since a share on another machine would be
 * asked over the network. The library hands out URIs with all but `#` and `?` decoded.
 */
function fileBeside(uri: string, wanted: string): string | undefined {
  const authority = authorityOf(uri);
  const path = wanted.slice(authority.length).replaceAll('%23', '#').replaceAll('%3F', '?');
  const isBeside = authority !== '' && wanted.startsWith(authority) && /^\/(?![/\\])[^\\]*$/.test(path);
  return isBeside ? resolvePath(uri, path) : undefined;
}

function helpOf(service: LanguageService): JsonHelp {
  const textOf = (uri: string, { masked }: EmbeddedJson): TextDocument =>
    TextDocument.create(uri, 'json', 1, masked);
  return {
    textOf,
    async findings(uri, json) {
      const text = textOf(uri, json);
      const tree = service.parseJSONDocument(text);
      const found = await service.doValidation(text, tree, {
        comments: 'ignore',
        trailingCommas: 'ignore',
        schemaValidation: 'warning',
        schemaRequest: 'warning',
      });
      // What is not JSON, or is only by its holes, cannot be measured.
      if (found.some(({ code }) => isSyntaxCode(Number(code ?? 0)))) return [];
      const findings = found
        .filter(({ code }) => Number(code ?? 0) !== duplicateKey)
        .map(({ code, message, range }) => ({
          kind: kindOf(Number(code ?? 0)),
          code: Number(code ?? 0),
          message: typeof message === 'string' ? message : message.value,
          range: { start: text.offsetAt(range.start), end: text.offsetAt(range.end) },
        }));
      const unsettled = findings.filter(({ range }) => overlapsHole(range, json));
      const doubtful = new Set(
        unsettled.filter(({ code }) => code === enumMismatch).map(({ range }) => objectAt(tree, range.start)),
      );
      return findings.filter((finding) => {
        if (finding.kind === 'schema') return true;
        if (unsettled.includes(finding)) return false;
        // A hole may choose among alternatives of an object, or be the name of a member.
        const about = subjectAt(tree, finding.range.start);
        return (
          !doubtful.has(objectAt(tree, finding.range.start)) &&
          !doubtful.has(about) &&
          !hasHoleKey(about, json)
        );
      });
    },
    async items(uri, json, offset) {
      const text = textOf(uri, json);
      const list = await service.doComplete(text, text.positionAt(offset), service.parseJSONDocument(text));
      // The library offers what other members hold; a hole's stand-in is nothing to offer.
      return (list?.items ?? []).filter(({ label }) => !/^"?_{4,}"?$/.test(label));
    },
    async hover(uri, json, offset) {
      const text = textOf(uri, json);
      const hover = await service.doHover(text, text.positionAt(offset), service.parseJSONDocument(text));
      return hover ?? undefined;
    },
  };
}

/** The library's numbers; its list of names is not an export that Node sees. */
const enumMismatch = 1;
const deprecated = 2;
const duplicateKey = 520;
const firstSyntaxCode = 257;
const firstSchemaCode = 769;

function isSyntaxCode(code: number): boolean {
  return code >= firstSyntaxCode && code < firstSchemaCode && code !== duplicateKey;
}

function kindOf(code: number): JsonFinding['kind'] {
  if (code >= firstSchemaCode) return 'schema';
  return code === deprecated ? 'deprecated' : 'mismatch';
}

function overlapsHole({ start, end }: TextRange, { holes }: EmbeddedJson): boolean {
  return holes.some((hole) => hole.start < end && start < hole.end);
}

/** The object that a place is in. */
function objectAt(tree: JSONDocument, offset: number): ASTNode | undefined {
  let node = tree.getNodeFromOffset(offset);
  if (node?.type === 'object') return node;
  for (; node !== undefined; node = node.parent) if (node.type === 'object') return node;
  return undefined;
}

/** The object that a finding is about: findings about an object's members stand at its name or its bracket. */
function subjectAt(tree: JSONDocument, offset: number): ASTNode | undefined {
  const node = tree.getNodeFromOffset(offset);
  return node?.parent?.type === 'property' && node.parent.keyNode === node ? node.parent.valueNode : node;
}

function hasHoleKey(node: ASTNode | undefined, json: EmbeddedJson): boolean {
  if (node?.type !== 'object') return false;
  return node.properties.some(({ keyNode: { offset, length } }) =>
    overlapsHole({ start: offset, end: offset + length }, json),
  );
}

/** A range of the masked text as offsets. */
export function offsetsOf(text: TextDocument, range: Range): TextRange {
  return { start: text.offsetAt(range.start), end: text.offsetAt(range.end) };
}
