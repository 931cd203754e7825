/**
 * Tokens that a request wants before it can be resolved. Whoever sends obtains them and puts their values into the scope
 * under the keys that are named here.
 */
import type { RequestDefinition } from '../definition/definition.ts';
import { reachable } from '../variables/lookup.ts';
import type { ResolveScope } from '../variables/scope.ts';
import { readWish, type TokenWish } from './tokenReference.ts';

/** What a request wants, each once; `also` are texts that are filled for it, such as the defaults of its session. */
export function tokensOf(
  definition: RequestDefinition,
  { file, environment }: Pick<ResolveScope, 'file' | 'environment'>,
  also: readonly string[] = [],
): readonly TokenWish[] {
  const wishes = new Map<string, TokenWish>();
  for (const content of reachable(definition, file, environment, also)) {
    const wish = readWish(content);
    if (wish !== undefined) wishes.set(wish.key, wish);
  }
  return [...wishes.values()];
}
