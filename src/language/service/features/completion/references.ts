/**
 * What can stand between `{{` and `}}`: variables with their values, dynamic variables, and names of requests
 * followed by a path into their exchange.
 */
import { CompletionItemKind, type CompletionItem, type Range } from 'vscode-languageserver-types';
import { dynamicVariables } from '../../../semantics/index.ts';
import type { LanguageServiceHost } from '../../host.ts';
import { variableTable } from '../../variables.ts';
import { dynamicVariableSnippet } from '../../vocabulary/dynamicVariables.ts';
import { item } from './items.ts';
import type { CompletionPlace } from './place.ts';

/** `contentStart` is the column after the braces. */
export async function referenceItems(
  place: CompletionPlace,
  contentStart: number,
  host: LanguageServiceHost,
): Promise<CompletionItem[]> {
  const { document, offset, before, after } = place;
  const written = before.slice(contentStart).replace(/^\s*%?\s*/, '');
  const following = /^[\w.$-]*/.exec(after)?.[0] ?? '';
  const range = document.range(offset - written.length, offset + following.length);
  const close = after.includes('}}') ? '' : '}}';

  const path = pathItems(place, written, range, close);
  if (path !== undefined) return path;
  if (/\s/.test(written)) return [];
  const variables = (await variableTable(document, host)).all().map((variable) =>
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
  return [...variables, ...requestItems(place, range, host), ...dynamicItems(range, close)];
}

function requestItems(
  { document }: CompletionPlace,
  range: Range,
  host: LanguageServiceHost,
): CompletionItem[] {
  const sent = host.knowledge().sent[document.uri] ?? [];
  return document.file.requests.flatMap(({ name, method, url }) =>
    name === undefined
      ? []
      : item({
          label: name,
          kind: CompletionItemKind.Function,
          range,
          insert: `${name}.`,
          detail: `${method} ${url}`,
          documentation: sent.includes(name) ? 'Sent.' : 'Not sent yet.',
          place: 1,
          continues: true,
        }),
  );
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
function pathItems(
  { document }: CompletionPlace,
  written: string,
  range: Range,
  close: string,
): CompletionItem[] | undefined {
  const parts = written.split('.');
  const [name, side, part] = parts;
  if (name === undefined || parts.length < 2) return undefined;
  if (!document.file.requests.some((request) => request.name === name)) return undefined;
  const prefix = parts.slice(0, -1).join('.');
  return stepsAfter(parts.length, side, part).map(({ text, meaning, goesOn }, place) => {
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

function stepsAfter(count: number, side: string | undefined, part: string | undefined): readonly Step[] {
  if (count === 2) return exchangeSteps;
  if (count === 3) return side === 'response' ? responseSteps : side === 'request' ? requestSteps : [];
  if (count !== 4) return [];
  return part === 'body' ? bodySteps : part === 'headers' ? headerSteps : [];
}
