/**
 * What can stand between `{{` and `}}`: variables with their values, dynamic variables, and names of requests
 * followed by a path into their exchange.
 */
import { CompletionItemKind, type CompletionItem, type Range } from 'vscode-languageserver-types';
import { dynamicVariables } from '../../../semantics/index.ts';
import type { Knowledge } from '../../../protocol.ts';
import type { ParsedDocument } from '../../documents.ts';
import { importsOf } from '../../imports.ts';
import { knownRequests, requestNamed } from '../../names.ts';
import { relativePath } from '../../uris.ts';
import { variableTable, type AuthTable } from '../../variables.ts';
import type { Workspace } from '../../workspace.ts';
import { dynamicVariableSnippet } from '../../vocabulary/dynamicVariables.ts';
import { bodySteps as answerSteps, nameSteps } from './answerPaths.ts';
import { item } from './items.ts';
import type { CompletionPlace } from './place.ts';

/** `contentStart` is the column after the braces. */
export async function referenceItems(
  place: CompletionPlace,
  contentStart: number,
  workspace: Workspace,
): Promise<CompletionItem[]> {
  const { document, offset, before, after } = place;
  const written = before.slice(contentStart).replace(/^\s*%?\s*/, '');
  const following = /^[\w.$-]*/.exec(after)?.[0] ?? '';
  const range = document.range(offset - written.length, offset + following.length);
  const close = after.includes('}}') ? '' : '}}';

  const table = await variableTable(document, workspace);
  const { documents } = table.imported;
  const walk: Walk = { document, documents, written, range, close, knowledge: workspace.host.knowledge() };
  const path = answerItems(walk) ?? pathItems(walk);
  if (path !== undefined) return path;
  const keyed = /^\$(dotenv|shared)\s+%?([\w.-]*)$/.exec(written);
  if (keyed !== null) return keyItems(place, keyed[2] ?? '', table.keysOf(keyed[1] ?? ''), close);
  const quoted = /^\$auth\.(?:token|idToken)\s*\(\s*(["']?)([\w.-]*)$/.exec(written);
  if (quoted !== null) return authItems(place, quoted[2] ?? '', quoted[1] ?? '', table.auth);
  if (/\s/.test(written)) return [];
  const variables = table.all().map((variable) =>
    item({
      label: variable.name,
      kind: CompletionItemKind.Variable,
      range,
      insert: `${variable.name}${close}`,
      detail: variable.shown,
      documentation: `from ${variable.origin}`,
      place: 0,
    }),
  );
  const elsewhere = table.elsewhere().map(({ name, environments }) =>
    item({
      label: name,
      kind: CompletionItemKind.Variable,
      range,
      insert: `${name}${close}`,
      detail: `only in ${environments.join(', ')}`,
      place: 3,
    }),
  );
  return [...variables, ...requestItems(walk), ...dynamicItems(range, close), ...elsewhere];
}

/** Names behind `$dotenv` and `$shared`. */
function keyItems(
  { document, offset }: CompletionPlace,
  typed: string,
  keys: readonly string[],
  close: string,
): CompletionItem[] {
  const range = document.range(offset - typed.length, offset);
  return keys.map((key) =>
    item({ label: key, kind: CompletionItemKind.Variable, range, insert: `${key}${close}` }),
  );
}

/** Ids of `Security.Auth`, with the quotes and brackets that are not there yet. */
function authItems(
  { document, offset, after }: CompletionPlace,
  typed: string,
  quote: string,
  auth: AuthTable,
): CompletionItem[] {
  const following = /^[\w.-]*["']?\)?(?:\s*\}\})?/.exec(after)?.[0] ?? '';
  const range = document.range(offset - typed.length, offset + following.length);
  const [opening, closing] = quote === '' ? ['"', '"'] : ['', quote];
  return auth.ids.map((id) =>
    item({
      label: id,
      filter: id,
      kind: CompletionItemKind.Value,
      range,
      insert: `${opening}${id}${closing})}}`,
      isPlain: true,
      detail: (auth.about(id) ?? []).join(' '),
    }),
  );
}

/** What a path into an exchange is completed from. */
interface Walk {
  readonly document: ParsedDocument;
  /** Those that it imports. */
  readonly documents: readonly ParsedDocument[];
  readonly written: string;
  readonly range: Range;
  readonly close: string;
  readonly knowledge: Knowledge;
}

/** Steps into the last answer; undefined when none is known, or the path is not that far. */
function answerItems({
  document,
  documents,
  written,
  range,
  close,
  knowledge,
}: Walk): CompletionItem[] | undefined {
  const [, name = '', part, rest = ''] =
    /^([\w.-]+?)\.response\.(body|headers|cookies)\.(.*)$/.exec(written) ?? [];
  if (part === undefined) return undefined;
  const request = requestNamed(name, document, documents);
  const answer = knowledge.answers?.[request?.document.uri ?? '']?.[name];
  if (answer === undefined) return undefined;
  const steps =
    part === 'body'
      ? answerSteps(rest, answer)
      : nameSteps(answer[part as 'headers' | 'cookies'], 'From the last answer.');
  if (steps.length === 0) return undefined;
  const prefix = written.slice(0, written.length - rest.length);
  return steps.map(({ label, path, meaning, goesOn }, place) =>
    item({
      label,
      filter: `${prefix}${path}`,
      kind: CompletionItemKind.Field,
      range,
      insert: `${prefix}${path}${goesOn ? '' : close}`,
      isPlain: true,
      detail: meaning,
      place,
      continues: goesOn,
    }),
  );
}

/** More than anybody looks through; the list is asked for anew when more is typed. */
const mostRequests = 200;

function requestItems({ document, documents, written, range, knowledge }: Walk): CompletionItem[] {
  const items: CompletionItem[] = [];
  const typed = written.toLowerCase();
  for (const { name, method, url, document: owner } of knownRequests(document, documents)) {
    if (items.length === mostRequests) break;
    if (!hasLetters(name, typed)) continue;
    const isSent = knowledge.sent[owner.uri]?.includes(name) === true;
    const origin = owner === document ? '' : ` From ${relativePath(document.uri, owner.uri)}.`;
    items.push(
      item({
        label: name,
        kind: CompletionItemKind.Function,
        range,
        insert: `${name}.`,
        detail: `${method} ${url}`,
        documentation: `${isSent ? 'Sent.' : 'Not sent yet.'}${origin}`,
        place: 1,
        continues: true,
      }),
    );
  }
  return items;
}

/** All letters in order, as an editor compares them. */
function hasLetters(name: string, letters: string): boolean {
  const text = name.toLowerCase();
  let at = 0;
  for (const letter of letters) {
    at = text.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

/** Names of requests, for directives and lines that name one. */
export async function requestNameItems(
  { document, offset }: CompletionPlace,
  typed: string,
  workspace: Workspace,
): Promise<CompletionItem[]> {
  const range = document.range(offset - typed.length, offset);
  const { documents } = await importsOf(document, workspace);
  const items: CompletionItem[] = [];
  for (const { name, method, url } of knownRequests(document, documents)) {
    if (items.length === mostRequests) break;
    if (!hasLetters(name, typed.toLowerCase())) continue;
    items.push(item({ label: name, kind: CompletionItemKind.Function, range, detail: `${method} ${url}` }));
  }
  return items;
}

function dynamicItems(range: Range, close: string): CompletionItem[] {
  return dynamicVariables.map((variable) =>
    item({
      label: `$${variable.name}`,
      kind: CompletionItemKind.Function,
      range,
      insert: `${dynamicVariableSnippet(variable)}${close}`,
      detail: variable.signature,
      documentation: variable.description,
      place: 2,
    }),
  );
}

interface Step {
  readonly text: string;
  readonly meaning: string;
  /** More of the path follows. */
  readonly goesOn: boolean;
}

const step = (text: string, meaning: string, goesOn = false): Step => ({ text, meaning, goesOn });

const exchangeSteps = [
  step('response', 'What the server answered.', true),
  step('request', 'What was sent.', true),
];
const bodySteps = [
  step('$.', 'JSONPath into the body.', true),
  step('*', 'The whole body.'),
  step('//', 'XPath into the body.', true),
];
const responseSteps = [
  step('body', 'The body, then a path into it.', true),
  step('headers', 'A header by its name.', true),
  step('cookies', 'A cookie that was set, by its name.', true),
  step('status', 'The status code.'),
];
const requestSteps = [
  step('body', 'The body, then a path into it.', true),
  step('headers', 'A header by its name.', true),
];
const headerSteps = [
  'Content-Type',
  'Location',
  'ETag',
  'Set-Cookie',
  'Date',
  'Link',
  'Retry-After',
  'Content-Length',
].map((name) => step(name, 'Value of the header.'));

/** The steps after `name.`; undefined when what is written is no path into a known request. */
function pathItems({ document, documents, written, range, close }: Walk): CompletionItem[] | undefined {
  const parts = written.split('.');
  const [name, side, part] = parts;
  if (name === undefined || parts.length < 2) return undefined;
  const request = requestNamed(name, document, documents);
  if (request === undefined) return undefined;
  const prefix = parts.slice(0, -1).join('.');
  const sent = [...new Set(request.headers.map((header) => header.name))];
  const headers = side === 'request' ? sent.map((one) => step(one, 'As it is written above.')) : headerSteps;
  return stepsAfter(parts.length, { side, part, headers }).map(({ text, meaning, goesOn }, place) => {
    const label = `${prefix}.${text}`;
    const dot = goesOn && /\w$/.test(text) ? '.' : '';
    return item({
      label,
      kind: CompletionItemKind.Field,
      range,
      insert: `${label}${goesOn ? dot : close}`,
      documentation: meaning,
      place,
      continues: dot !== '',
    });
  });
}

function stepsAfter(
  count: number,
  {
    side,
    part,
    headers,
  }: {
    readonly side: string | undefined;
    readonly part: string | undefined;
    readonly headers: readonly Step[];
  },
): readonly Step[] {
  if (count === 2) return exchangeSteps;
  if (count === 3) return side === 'response' ? responseSteps : side === 'request' ? requestSteps : [];
  if (count !== 4) return [];
  return part === 'body' ? bodySteps : part === 'headers' ? headers : [];
}
