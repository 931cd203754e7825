/**
 * Gets the values that a request asks for (`# @prompt`, `{{$input}}` …) before its variables are filled. Whoever is
 * asked is the caller's choice; without anybody, what has no value stays unresolved and stops the send.
 */
import type { Prompt, RequestDefinition, ResolveScope } from '../../../language/semantics/index.ts';
import { promptsOf } from '../../../language/semantics/index.ts';
import { RequestException } from '../../http/index.ts';
import type { Person } from '../ports.ts';

export interface AnsweredScope {
  /** With the answers in `prompts`. */
  readonly scope: ResolveScope;
  /** Answers that nobody may see. */
  readonly secrets: readonly string[];
}

export interface Asking {
  /** Undefined where there is nobody to ask. */
  readonly person: Person | undefined;
  /** Texts beside those of the request that may ask, such as the defaults of its session. */
  readonly also?: readonly string[] | undefined;
}

/** Rejects with Cancelled when the person does not want to answer, and with what the person rejects with. */
export async function askFor(
  definition: RequestDefinition,
  scope: ResolveScope,
  { person, also }: Asking,
): Promise<AnsweredScope> {
  const prompts = promptsOf(definition, scope.file, { environment: scope.environment, also });
  if (prompts.length === 0) return { scope, secrets: [] };
  const answers = new Map(scope.prompts);
  const open: Prompt[] = [];
  for (const prompt of prompts) {
    // What the command line or a script has set is not asked for again.
    const { overrides, passed, scripted } = scope;
    const known = overrides?.get(prompt.name) ?? passed?.get(prompt.name) ?? scripted?.get(prompt.name);
    if (known !== undefined) answers.set(prompt.name, known);
    else if (!answers.has(prompt.name)) open.push(prompt);
  }
  if (open.length > 0 && person !== undefined) {
    const given = await person.answer(open);
    if (given === undefined) throw notAnswered(open);
    for (const [name, value] of given) answers.set(name, value);
  }
  const secrets = prompts.flatMap(({ name, isSecret }) => {
    const value = isSecret ? answers.get(name) : undefined;
    return value === undefined || value === '' ? [] : [value];
  });
  return { scope: { ...scope, prompts: answers }, secrets };
}

/** Last answers that outlive a window; secret ones never come here. Implemented by the editor. */
export interface KeptAnswers {
  get(name: string): string | undefined;
  set(name: string, value: string): void;
}

/**
 * A person whose last answers are offered the next time and who is asked but once where that is enough. Answers
 * live as long as the value, and those that are no secret as long as `kept`; secret ones are kept only for what is
 * asked once.
 */
export function withMemory(person: Person, kept?: KeptAnswers): Person {
  const answers = new Map<string, string>();
  return {
    async answer(prompts) {
      const known = new Map<string, string>();
      const open: Prompt[] = [];
      for (const prompt of prompts) {
        const { name, isSecret, isOnce, choices } = prompt;
        const before = answers.get(name);
        if (before !== undefined && isOnce) {
          known.set(name, before);
          continue;
        }
        const last = isSecret ? undefined : (before ?? kept?.get(name));
        const isOffered = last !== undefined && choices?.includes(last) !== false;
        open.push(isOffered ? { ...prompt, initial: last } : prompt);
      }
      if (open.length === 0) return known;
      const given = await person.answer(open);
      if (given === undefined) return undefined;
      for (const { name, isSecret, isOnce } of open) {
        const value = given.get(name);
        if (value === undefined) continue;
        if (!isSecret || isOnce) answers.set(name, value);
        if (!isSecret) kept?.set(name, value);
      }
      return new Map([...known, ...given]);
    },
  };
}

function notAnswered(prompts: readonly Prompt[]): RequestException {
  const names = prompts.map(({ name, description }) => name || description).join(', ');
  return new RequestException(`Not sent: nothing was given for ${names}.`, 'Cancelled', { phase: 'queue' });
}
