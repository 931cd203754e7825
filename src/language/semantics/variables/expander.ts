/**
 * Fills the variables of texts for one resolution. Each definition is evaluated once; a value that came from
 * outside the file and its environments (a response, a prompt, the process) is put in as it is and never
 * looked through for variables again. Depth and size are limited, and a cycle is told with its path.
 */
import type { UnresolvedVariable } from '../definition/definition.ts';
import { evaluateDynamic } from './dynamicVariables.ts';
import { readBody, readExchange } from './exchangeValues.ts';
import { encodeAll } from '../body/form.ts';
import { classifyReference } from './referenceSyntax.ts';
import type { ResolveScope, SentExchange } from './scope.ts';
import { splitTemplate } from './templates.ts';
import { findRequest, strongestFor, type Candidate } from './variables.ts';

/** The value of one reference, or why it has none. */
export type Evaluation =
  | { readonly value: string; readonly origin: string; readonly isSecret: boolean }
  | { readonly reason: string; readonly code: UnresolvedVariable['code'] };

export interface Expansion {
  readonly text: string;
  /** Origins of the variables that were put in, in order. */
  readonly origins: readonly string[];
  /** References that stay as they are written. */
  readonly unresolved: readonly {
    readonly name: string;
    readonly reason: string;
    readonly code: UnresolvedVariable['code'];
  }[];
}

const depthLimit = 64;
const valueLimit = 1024 * 1024;
const textLimit = 64 * 1024 * 1024;

export class Expander {
  /** Secret values that were used. */
  readonly secrets = new Set<string>();
  readonly #scope: ResolveScope;
  readonly #evaluated = new Map<object, Evaluation>();
  /** By place and name; a text may use one name many thousand times. */
  readonly #candidates = new Map<string, readonly Candidate[]>();

  constructor(scope: ResolveScope) {
    this.#scope = scope;
  }

  /** Fills a text as seen from an offset of the file. */
  expand(text: string, at: number): Expansion {
    const pieces: string[] = [];
    const origins: string[] = [];
    const unresolved: Expansion['unresolved'][number][] = [];
    let length = 0;
    for (const part of splitTemplate(text)) {
      if (!part.isReference) {
        pieces.push(part.text);
        continue;
      }
      let found = this.evaluate(part.text, at);
      if ('value' in found && length + found.value.length > textLimit) found = tooLarge(part.text);
      if ('value' in found) {
        length += found.value.length;
        pieces.push(found.value);
        origins.push(found.origin);
      } else {
        pieces.push(part.written);
        unresolved.push({ name: part.text, reason: found.reason, code: found.code });
      }
    }
    return { text: pieces.join(''), origins, unresolved };
  }

  /** The value of the text between two pairs of braces. */
  evaluate(content: string, at: number): Evaluation {
    return this.#evaluate(content, at, []);
  }

  #evaluate(content: string, at: number, path: readonly Candidate[]): Evaluation {
    const reference = classifyReference(content);
    switch (reference.kind) {
      case 'dynamic':
        return this.#dynamic(content, reference.text, at, path);
      case 'exchange':
        return (
          this.#named(content, at, path) ??
          this.#exchange(reference.path.request, (exchange) => readExchange(reference.path, exchange))
        );
      case 'name': {
        const { name, encode } = reference;
        const found = this.#named(name, at, path) ?? this.#byPath(name);
        if (!encode || !('value' in found)) return found;
        const value = encodeAll(found.value);
        if (found.isSecret) this.secrets.add(value);
        return { ...found, value };
      }
      case 'expression':
        return (
          this.#named(content, at, path) ??
          missing(`"${shorten(content)}" is an expression; expressions are not evaluated`)
        );
    }
  }

  /** The strongest definition's value; undefined when there is none. */
  #named(name: string, at: number, path: readonly Candidate[]): Evaluation | undefined {
    const candidates = this.#candidatesFor(name, at);
    const own = path.at(-1);
    // `@host = {{host}}/v1` means the definition that this one hides.
    const visible =
      candidates.find(({ source, kind }) => source !== own?.source || kind !== 'file') ?? candidates[0];
    return visible === undefined ? undefined : this.#value(visible, path);
  }

  #candidatesFor(name: string, at: number): readonly Candidate[] {
    const key = `${at}:${name}`;
    const known = this.#candidates.get(key);
    if (known !== undefined) return known;
    const candidates = strongestFor(name, this.#scope, at);
    this.#candidates.set(key, candidates);
    return candidates;
  }

  #value(candidate: Candidate, path: readonly Candidate[]): Evaluation {
    const { source, name } = candidate;
    if (!candidate.isTemplate) return this.#found(candidate, candidate.value);
    const known = this.#evaluated.get(source);
    if (known !== undefined) return known;
    const start = path.findIndex((step) => step.source === source);
    if (start !== -1) {
      const names = [...path.slice(start), candidate].map((step) => step.name);
      return { code: 'VariableCycle', reason: `"${name}" is defined by itself: ${names.join(' → ')}` };
    }
    if (path.length >= depthLimit) {
      return {
        code: 'VariableTooLarge',
        reason: `"${name}" is nested more than ${depthLimit} definitions deep`,
      };
    }
    const evaluation = this.#fill(candidate, [...path, candidate]);
    this.#evaluated.set(source, evaluation);
    return evaluation;
  }

  #fill(candidate: Candidate, path: readonly Candidate[]): Evaluation {
    let text = '';
    let isSecret = false;
    for (const part of splitTemplate(candidate.value)) {
      if (!part.isReference) {
        text += part.text;
        continue;
      }
      const found = this.#evaluate(part.text, candidate.at, path);
      if (!('value' in found)) {
        // The definition that holds the failing name says enough; the path to it would bury the reason.
        if (found.code !== 'UnresolvedVariable' || found.reason.includes(' needs it: ')) return found;
        return { ...found, reason: `"${candidate.name}" (${candidate.origin}) needs it: ${found.reason}` };
      }
      if (text.length + found.value.length > valueLimit) return tooLarge(candidate.name);
      text += found.value;
      isSecret ||= found.isSecret;
    }
    return this.#found({ ...candidate, isSecret: candidate.isSecret || isSecret }, text);
  }

  #found({ origin, isSecret }: Candidate, value: string): Evaluation {
    if (isSecret && value !== '') this.secrets.add(value);
    return { value, origin, isSecret };
  }

  #dynamic(content: string, text: string, at: number, path: readonly Candidate[]): Evaluation {
    const found = evaluateDynamic(text, this.#scope, (name) => {
      const value = this.#named(name, at, path);
      return value !== undefined && 'value' in value ? value.value : undefined;
    });
    if (found === undefined) {
      return this.#named(content, at, path) ?? missing(`no dynamic variable is named ${shorten(content)}`);
    }
    if (!('value' in found)) return missing(found.reason);
    if (found.isSecret && found.value !== '') this.secrets.add(found.value);
    return found;
  }

  #exchange(
    name: string,
    read: (exchange: SentExchange) => { readonly value: string } | { readonly reason: string },
  ): Evaluation {
    const exchange = this.#scope.exchanges?.(name);
    if (exchange === undefined) {
      const isKnown = findRequest(this.#scope.file.requests, name) !== undefined;
      return missing(isKnown ? `the request "${name}" has not been sent` : `no request is named "${name}"`);
    }
    const found = read(exchange);
    return 'value' in found
      ? { value: found.value, origin: `request ${name}`, isSecret: false }
      : missing(found.reason);
  }

  /** httpYac's `{{login.token}}`: a path into the body of the last response of `login`. */
  #byPath(name: string): Evaluation {
    const dot = name.search(/[.[]/);
    const first = dot === -1 ? name : name.slice(0, dot);
    const { file, exchanges } = this.#scope;
    const isRequest = findRequest(file.requests, first) !== undefined || exchanges?.(first) !== undefined;
    if (!isRequest) return missing(`"${shorten(name)}" is not defined in the file or its environments`);
    const rest = dot === -1 ? '*' : name.slice(name.charAt(dot) === '.' ? dot + 1 : dot);
    return this.#exchange(first, (exchange) => readBody(exchange.response.body, rest, exchange.paths));
  }
}

function missing(reason: string): Evaluation {
  return { reason, code: 'UnresolvedVariable' };
}

function tooLarge(name: string): Evaluation {
  return { code: 'VariableTooLarge', reason: `the value of "${shorten(name)}" is larger than 1 MiB` };
}

function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
