/**
 * Fills the variables of a request: RequestDefinition and scope to ResolvedRequest. Also settles what does not
 * need the http core: the scheme and host of short URLs, GraphQL's JSON, the encoding of forms, the boundary a
 * Content-Type lacks. Reads nothing and sends nothing; the runner does.
 */
import type {
  BodySegment,
  Dialect,
  RequestDefinition,
  ResolvedHeader,
  ResolvedRequest,
  ResolvedSegment,
  TextRange,
  UnresolvedVariable,
} from '../definition/definition.ts';
import { Expander } from '../variables/expander.ts';
import { encodeForm } from '../body/form.ts';
import { graphqlJson } from '../body/graphql.ts';
import type { ResolveScope } from '../variables/scope.ts';

/** Never throws; what cannot be filled stays as it is written and is listed in `unresolved`. */
export function resolve(definition: RequestDefinition, scope: ResolveScope): ResolvedRequest {
  const filling = new Filling(definition, scope);
  const headers = resolveHeaders(filling);
  const url = resolveUrl(filling, headers);
  const body = resolveBody(filling);
  return {
    definition,
    method: definition.method === 'GRAPHQL' ? 'POST' : definition.method,
    url,
    headers: withBodyHeaders(filling, headers),
    body,
    directives: definition.directives.map((directive) => ({
      ...directive,
      value: filling.fill(directive.value, { part: 'directive', line: directive.line }),
    })),
    unresolved: filling.unresolved,
    secrets: [...filling.expander.secrets],
    origins: filling.origins,
  };
}

/** Fills a text that belongs to a request, such as a file that `<@` puts into its body. */
export function fillText(
  text: string,
  definition: RequestDefinition,
  scope: ResolveScope,
): {
  readonly text: string;
  readonly unresolved: readonly UnresolvedVariable[];
  readonly secrets: readonly string[];
} {
  const filling = new Filling(definition, scope);
  const filled = filling.fill(text, { part: 'body', line: definition.line });
  return { text: filled, unresolved: filling.unresolved, secrets: [...filling.expander.secrets] };
}

interface Place {
  readonly part: UnresolvedVariable['part'];
  readonly line: number;
  /** Where the text stands, to find the line of a use. */
  readonly range?: TextRange;
  /** Key of `origins`. */
  readonly key?: string;
}

class Filling {
  readonly definition: RequestDefinition;
  readonly scope: ResolveScope;
  readonly expander: Expander;
  readonly unresolved: UnresolvedVariable[] = [];
  readonly origins = new Map<string, string>();
  readonly #seen = new Set<string>();

  constructor(definition: RequestDefinition, scope: ResolveScope) {
    this.definition = definition;
    this.scope = scope;
    this.expander = new Expander(scope);
  }

  fill(text: string, { part, line, range, key }: Place): string {
    if (!text.includes('{')) return text;
    const filled = this.expander.expand(text, this.definition.urlRange.start);
    if (filled.unresolved.length > 0) {
      const lines = this.#linesIn(range);
      for (const { name, reason, code } of filled.unresolved) {
        this.#addUnresolved({ name, reason, code, part, line: lines.get(name) ?? line });
      }
    }
    if (key !== undefined && filled.origins.length > 0) {
      this.origins.set(key, [...new Set(filled.origins)].join(', '));
    }
    return filled.text;
  }

  /** One for each name and part: the first use. */
  #addUnresolved(unresolved: UnresolvedVariable): void {
    const key = `${unresolved.part} ${unresolved.name}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    this.unresolved.push(unresolved);
  }

  /** The line of the first use of each reference in a range. */
  #linesIn(range: TextRange | undefined): ReadonlyMap<string, number> {
    const lines = new Map<string, number>();
    if (range === undefined) return lines;
    for (const use of this.scope.file.uses) {
      const isInside = use.range.start >= range.start && use.range.end <= range.end;
      if (isInside && !lines.has(use.content)) lines.set(use.content, use.line);
    }
    return lines;
  }
}

function resolveHeaders(filling: Filling): readonly ResolvedHeader[] {
  const headers: ResolvedHeader[] = [];
  for (const header of filling.definition.headers) {
    const { line } = header;
    const name = filling.fill(header.name, { part: 'header', line });
    const value = filling.fill(header.value, {
      part: 'header',
      line,
      range: header.valueRange,
      key: `header:${name}`,
    });
    // Several Cookie lines are one header (RFC 6265 5.4); other repeated headers stay apart.
    const cookie =
      name.toLowerCase() === 'cookie'
        ? headers.findIndex((other) => other.name.toLowerCase() === 'cookie')
        : -1;
    const first = headers[cookie];
    if (first === undefined) headers.push({ name, value, line, ...(header.remove ? { remove: true } : {}) });
    else headers[cookie] = { ...first, value: `${first.value}; ${value}` };
  }
  return headers;
}

function resolveUrl(filling: Filling, headers: readonly ResolvedHeader[]): string {
  const { definition, scope } = filling;
  const { url: written, line, urlRange } = definition;
  const url = filling.fill(written, { part: 'url', line, range: urlRange, key: 'url' });
  if (url.startsWith('/')) {
    const host = headers.find(({ name }) => name.toLowerCase() === 'host')?.value;
    if (host !== undefined && host !== '') return `${schemeOf(host)}://${host}${url}`;
    const variable = filling.expander.evaluate('host', urlRange.start);
    if (!('value' in variable)) return url;
    filling.origins.set('url', variable.origin);
    const base = variable.value.replace(/\/+$/, '');
    return /^[a-z][a-z\d+.-]*:\/\//i.test(base) ? base + url : `${schemeOf(base)}://${base}${url}`;
  }
  const hasScheme = /^[a-z][a-z\d+.-]*:\/\//i.test(url);
  const isWhole = url === '' || url === '*' || url.startsWith('{{') || scope.file.requests.length === 0;
  return hasScheme || isWhole ? url : `http://${url}`;
}

/** REST Client's rule: https for the ports 443 and 8443. */
function schemeOf(host: string): string {
  return /:(?:443|8443)$/.test(host) ? 'https' : 'http';
}

function withBodyHeaders(filling: Filling, headers: readonly ResolvedHeader[]): readonly ResolvedHeader[] {
  const { body, line } = filling.definition;
  const index = headers.findIndex(
    ({ name, remove }) => name.toLowerCase() === 'content-type' && remove !== true,
  );
  const type = headers[index];
  if (body.kind === 'graphql' && type === undefined) {
    return [...headers, { name: 'Content-Type', value: 'application/json', line }];
  }
  if (body.kind !== 'multipart' || type === undefined || /boundary=/i.test(type.value)) return headers;
  const boundary = filling.fill(body.boundary, { part: 'header', line: type.line });
  const parameter =
    /^[\w'()+,./:=?-]+$/.test(boundary) && !/[()/:=?,]/.test(boundary) ? boundary : `"${boundary}"`;
  return headers.with(index, { ...type, value: `${type.value}; boundary=${parameter}` });
}

function resolveBody(filling: Filling): ResolvedRequest['body'] {
  const { definition, scope } = filling;
  const { body, directives } = definition;
  if (body.kind === 'none') return body;
  if (body.kind === 'graphql') return resolveGraphql(filling, body.query, body.variables);
  const isKept = directives.some(({ key }) => key === 'noautoencoding');
  const strategy = isKept ? 'never' : (scope.formEncoding ?? 'automatic');
  const segments = body.segments.map((segment): ResolvedSegment => {
    const resolved = resolveSegment(filling, segment);
    if (body.kind !== 'form' || resolved.kind !== 'text') return resolved;
    return { kind: 'text', text: encodeForm(resolved.text, strategy) };
  });
  return { kind: body.kind, segments };
}

function resolveSegment(filling: Filling, segment: BodySegment): ResolvedSegment {
  const { definition, scope } = filling;
  const { line } = definition;
  if (segment.kind === 'text') {
    return {
      kind: 'text',
      text: filling.fill(segment.text, { part: 'body', line, range: segment.range, key: 'body' }),
    };
  }
  const path = filling.fill(segment.path, { part: 'body', line: segment.line, range: segment.range });
  return {
    kind: 'file',
    path,
    substitute: segment.substitute || fillsVariables(path, definition.directives, scope.file.dialect),
    encoding: segment.encoding,
    line: segment.line,
  };
}

/** JetBrains fills variables in files of text behind a plain `<`; httpYac does when it is told to. */
export function fillsVariables(
  path: string,
  directives: RequestDefinition['directives'],
  dialect: Dialect,
): boolean {
  if (directives.some(({ key }) => key === 'injectvariables')) return true;
  return dialect === 'jetbrains' && /\.(?:json|xml|txt|html?|graphql|gql|csv|ya?ml|js|md|form)$/i.test(path);
}

function resolveGraphql(
  filling: Filling,
  query: BodySegment,
  variables: BodySegment | undefined,
): ResolvedRequest['body'] {
  const text = (segment: BodySegment): string => {
    const resolved = resolveSegment(filling, segment);
    if (resolved.kind === 'text') return resolved.text;
    const content = filling.scope.fileText?.(resolved.path);
    if (content !== undefined) return content;
    filling.unresolved.push({
      name: resolved.path,
      reason: `the file ${resolved.path} cannot be read`,
      part: 'body',
      line: resolved.line,
      code: 'UnresolvedVariable',
    });
    return '';
  };
  const json = graphqlJson(text(query), variables === undefined ? undefined : text(variables));
  return { kind: 'graphql', segments: [{ kind: 'text', text: json }] };
}
