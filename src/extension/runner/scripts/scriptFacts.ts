/**
 * What scripts get to know about their request and its variables, as plain data. Only what their text could ask for is
 * gathered: a handler that looks at the status alone costs no look at the environment.
 */
import type { RequestDefinition, ResolveScope } from '../../../language/semantics/index.ts';
import { fillText, splitTemplate } from '../../../language/semantics/index.ts';
import type { Entry, Json, Script, ScriptRequest, ScriptVariables } from '../../scripts/index.ts';
import type { Globals } from './globals.ts';

export interface FactsContext {
  readonly definition: RequestDefinition;
  readonly scope: ResolveScope;
  readonly globals: Globals;
  /** Set by scripts for this request alone. */
  readonly variables: ReadonlyMap<string, Json>;
  readonly scripts: readonly Script[];
  /** Of the modules that they import. */
  readonly modules: readonly Entry<string>[];
}

export interface ScriptFacts {
  readonly request: ScriptRequest;
  readonly variables: ScriptVariables;
  readonly globalHeaders: readonly Entry<string>[];
}

export function scriptFacts(context: FactsContext): ScriptFacts {
  const { definition, globals, variables, scripts, modules } = context;
  const texts = [...scripts.map(({ source }) => source), ...modules.map(([, source]) => source)];
  const mentions = (word: RegExp): boolean => texts.some((text) => word.test(text));
  return {
    request: requestOf(context, mentions(/substituted/i)),
    globalHeaders: [...globals.headers],
    variables: {
      request: [...variables],
      global: [...globals.values],
      environment: mentions(/environment/) ? environmentOf(context) : [],
      file: mentions(/\bfile\b/) ? fileVariables(context) : [],
      machine: machineVariables(texts, context.scope),
    },
  };

  function requestOf({ scope }: FactsContext, fills: boolean): ScriptRequest {
    const { method, url, headers, body } = definition;
    const text = bodyText(body);
    const templates = fills ? [url, text, ...headers.map(({ value }) => value)] : [];
    return {
      method,
      url,
      headers: headers.map(({ name, value }) => [name, value]),
      body: text,
      iteration: Number(scope.passed?.get('$index') ?? 0),
      holes: holesOf(templates, definition, scope),
    };
  }
}

/** As it is written; what a file gives is not part of it. */
function bodyText(body: RequestDefinition['body']): string {
  if (body.kind === 'none') return '';
  const segments =
    body.kind === 'graphql'
      ? [body.query, ...(body.variables === undefined ? [] : [body.variables])]
      : body.segments;
  return segments.map((segment) => (segment.kind === 'text' ? segment.text : '')).join('');
}

function holesOf(
  templates: readonly string[],
  definition: RequestDefinition,
  scope: ResolveScope,
): readonly Entry<string>[] {
  const names = templates
    .flatMap((template) => splitTemplate(template))
    .flatMap(({ text, isReference }) => (isReference ? [text] : []));
  return [...new Set(names)].flatMap((name) => valueOf(name, definition, scope));
}

function environmentOf({ definition, scope }: FactsContext): readonly Entry<string>[] {
  const { layers } = scope.environment;
  const names = new Set(layers.flatMap(({ variables }) => [...variables.keys()]));
  // What the file defines must not stand before what the environment says.
  const alone = {
    ...scope,
    file: { ...scope.file, variables: [] },
    overrides: new Map(),
    scripted: new Map(),
  };
  return [...names].flatMap((name) => valueOf(name, definition, alone));
}

function fileVariables({ definition, scope }: FactsContext): readonly Entry<string>[] {
  const names = new Set(scope.file.variables.map(({ name }) => name));
  return [...names].flatMap((name) => valueOf(name, definition, scope));
}

function valueOf(name: string, definition: RequestDefinition, scope: ResolveScope): readonly Entry<string>[] {
  const { text, unresolved } = fillText(`{{${name}}}`, definition, scope);
  return unresolved.length > 0 ? [] : [[name, text]];
}

/** `$env.HOME`, `$env["HOME"]`: what is not named in the text stays here. */
function machineVariables(texts: readonly string[], scope: ResolveScope): readonly Entry<string>[] {
  const use = /\$env\s*(?:\.\s*([A-Za-z_]\w*)|\[\s*(['"])([^'"]+)\2\s*\])/g;
  const names = texts.flatMap((text) =>
    Array.from(text.matchAll(use), ([, name, , quoted]) => name ?? quoted ?? ''),
  );
  return [...new Set(names)].flatMap((name): readonly Entry<string>[] => {
    const value = scope.processEnv?.(name);
    return value === undefined ? [] : [[name, value]];
  });
}
