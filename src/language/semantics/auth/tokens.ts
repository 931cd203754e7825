/**
 * Tokens that a request wants before it can be resolved. Whoever sends obtains them and puts their values into the scope
 * under the keys that are named here.
 */
import type { FileDefinition, RequestDefinition } from '../definition/definition.ts';
import type { Environment } from '../environments/environments.ts';
import { reachable } from '../variables/lookup.ts';
import { readWish, type TokenWish } from './tokenReference.ts';

/** What a request wants, each once. */
export function tokensOf(
  definition: RequestDefinition,
  file: FileDefinition,
  environment: Environment,
): readonly TokenWish[] {
  const wishes = new Map<string, TokenWish>();
  for (const content of reachable(definition, file, environment)) {
    const wish = readWish(content);
    if (wish !== undefined) wishes.set(wish.key, wish);
  }
  return [...wishes.values()];
}
