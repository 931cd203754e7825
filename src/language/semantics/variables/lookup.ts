/**
 * Answers about names for people and for the runner: what a name's value is, where it comes from and what it
 * hides; which exchanges and which answers a request needs before it can be resolved.
 */
import type { FileDefinition, FileVariable, RequestDefinition } from '../definition/definition.ts';
import { isSecretName, promptName } from './dynamicVariables.ts';
import { noEnvironment, type Environment } from '../environments/environments.ts';
import { Expander, type Evaluation } from './expander.ts';
import { classifyReference } from './referenceSyntax.ts';
import { machine, type ResolveScope } from './scope.ts';
import { splitTemplate } from './templates.ts';
import { candidatesFor, type Candidate } from './variables.ts';

export interface Lookup {
  /** The value, or why there is none. */
  readonly result: Evaluation;
  /** Definitions that the strongest one hides, in order. */
  readonly losers: readonly Candidate[];
}

/** What `{{content}}` gives as seen from an offset of the file. */
export function lookup(content: string, scope: ResolveScope, at: number): Lookup {
  const reference = classifyReference(content);
  const name = reference.kind === 'name' ? reference.name : content;
  const [, ...losers] = candidatesFor(name, scope, at);
  return { result: new Expander(scope).evaluate(content, at), losers };
}

/** Fills a text as seen from an offset of the file, and names the first variable that has no value. */
export function fillAt(
  text: string,
  scope: ResolveScope,
  at: number,
): {
  readonly text: string;
  readonly missing: string | undefined;
  readonly secrets: readonly string[];
} {
  const expander = new Expander(scope);
  const { text: filled, unresolved } = expander.expand(text, at);
  const [first] = unresolved;
  return {
    text: filled,
    missing: first && `{{${first.name}}}: ${first.reason.replace(/\.$/, '')}`,
    secrets: [...expander.secrets],
  };
}

/** Definitions looked at; a file with more of them was made by a machine. */
const mostVariables = 1000;

/** The variables of the file that are defined by themselves, with the way in words: `a → b → a`. */
export function variableCycles(
  scope: ResolveScope,
): readonly { readonly variable: FileVariable; readonly reason: string }[] {
  const { file, environment } = scope;
  const variables = file.variables.slice(0, mostVariables).filter(({ value }) => value.includes('{{'));
  // Whatever is a part of a cycle refers to something that refers to something.
  const nested = new Set(variables.map(({ name }) => name));
  for (const layer of environment.layers) {
    for (const { name, value } of layer.variables.values()) if (value.includes('{{')) nested.add(name);
  }
  const expander = new Expander(scope);
  return variables.flatMap((variable) => {
    const { name, value, range } = variable;
    const parts = splitTemplate(value);
    if (!parts.some((part) => part.isReference && nested.has(part.text.replace(/^%\s*/, '')))) return [];
    const found = expander.evaluate(name, range.start + 1);
    const isCycle = 'code' in found && found.code === 'VariableCycle';
    return isCycle && found.reason.startsWith(`"${name}" `) ? { variable, reason: found.reason } : [];
  });
}

/** A value that must be asked for before a request is sent. */
export interface Prompt {
  readonly name: string;
  /** The question; the name when there is none. */
  readonly description: string;
  readonly isSecret: boolean;
  /** Put into the field at first; undefined for an empty field. */
  readonly initial: string | undefined;
  /** The values to choose from; undefined when any is allowed. */
  readonly choices: readonly string[] | undefined;
  /** An answer that was given once is enough (`{{$input-askonce}}`). */
  readonly isOnce: boolean;
}

export interface Asked {
  readonly environment?: Environment | undefined;
  /** Texts beside those of the request that may ask, such as the defaults of its session. */
  readonly also?: readonly string[] | undefined;
}

/** What a request asks for, by `# @prompt`, `# @secret`, `{{$input}}` and their kin. */
export function promptsOf(
  definition: RequestDefinition,
  file: FileDefinition,
  { environment = noEnvironment, also }: Asked = {},
): readonly Prompt[] {
  const prompts = new Map<string, Prompt>();
  for (const { key, value } of definition.directives) {
    if (key !== 'prompt' && key !== 'secret') continue;
    const [, name, description = ''] = /^(\S+)\s*(.*)$/s.exec(value) ?? [];
    if (name === undefined) continue;
    const isSecret = key === 'secret' || isSecretName(name);
    const fallback = candidatesFor(name, scopeOf(file, environment), definition.urlRange.start)[0];
    const initial = isSecret || fallback?.value.includes('{{') === true ? undefined : fallback?.value;
    prompts.set(name, {
      name,
      description: description || name,
      isSecret,
      initial,
      choices: undefined,
      isOnce: false,
    });
  }
  for (const content of reachable(definition, file, environment, also)) {
    const [, keyword, once, words = ''] =
      /^\$(prompt|input|password|pick)(-askonce)?(?:\s+(.*))?$/s.exec(content) ?? [];
    if (keyword === undefined) continue;
    const name = promptName(words);
    const given = words.includes('$value:') ? words.slice(words.indexOf('$value:') + 7).trim() : undefined;
    const choices = keyword === 'pick' ? given?.split(',').map((choice) => choice.trim()) : undefined;
    prompts.set(name, {
      name,
      description: name || 'Value',
      isSecret: keyword === 'password',
      initial: keyword === 'pick' ? choices?.[0] : given,
      choices,
      isOnce: once !== undefined,
    });
  }
  return [...prompts.values()];
}

/** Names of the requests whose last exchange a request reads, itself or through variables. */
export function referencedExchanges(
  definition: RequestDefinition,
  file: FileDefinition,
  environment: Environment = noEnvironment,
): readonly string[] {
  const requests = new Set(file.requests.map(({ name }) => name));
  const scope = scopeOf(file, environment);
  const names = new Set<string>();
  for (const content of reachable(definition, file, environment)) {
    const reference = classifyReference(content);
    if (reference.kind === 'exchange') names.add(reference.path.request);
    if (reference.kind !== 'name') continue;
    const [first = ''] = reference.name.split(/[.[]/, 1);
    const isVariable = candidatesFor(reference.name, scope, definition.urlRange.start).length > 0;
    if (!isVariable && requests.has(first)) names.add(first);
  }
  return [...names];
}

/** The contents of all references a request's value depends on, each once. */
export function reachable(
  definition: RequestDefinition,
  file: FileDefinition,
  environment: Environment,
  also: readonly string[] = [],
): ReadonlySet<string> {
  const scope = scopeOf(file, environment);
  const found = new Set<string>();
  const waiting: { readonly content: string; readonly at: number }[] = [];
  const { start, end } = definition.range;
  for (const { content, part, range } of file.uses) {
    if (part === 'variable' || range.start < start || range.end > end) continue;
    waiting.push({ content, at: definition.urlRange.start });
  }
  for (const text of also) {
    for (const part of splitTemplate(text)) {
      if (part.isReference) waiting.push({ content: part.text, at: definition.urlRange.start });
    }
  }
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (found.has(next.content)) continue;
    found.add(next.content);
    const reference = classifyReference(next.content);
    const name = reference.kind === 'name' ? reference.name : next.content;
    for (const candidate of candidatesFor(name, scope, next.at)) {
      if (!candidate.isTemplate) continue;
      for (const part of splitTemplate(candidate.value)) {
        if (part.isReference) waiting.push({ content: part.text, at: candidate.at });
      }
    }
  }
  return found;
}

function scopeOf(file: FileDefinition, environment: Environment): ResolveScope {
  return { file, environment, ...machine };
}
