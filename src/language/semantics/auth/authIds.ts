/** Which ways to authenticate an environment describes (`Security.Auth`), by their ids; what they say is read elsewhere. */
import type { Environment } from '../environments/environments.ts';

/** The ids of an environment, in the order of its files, strongest first. */
export function authIds(environment: Environment): readonly string[] {
  return [...new Set(environment.layers.flatMap(({ auth }) => [...(auth?.keys() ?? [])]))];
}

/** Where an id is described, for people; undefined for one that is not. */
export function authOrigin(id: string, environment: Environment): string | undefined {
  return environment.layers.find(({ auth }) => auth?.has(id) === true)?.origin;
}

/** Says in words that nothing describes an id, and what there is; without a full stop. */
export function unknownId(id: string, environment: Environment): string {
  const ids = authIds(environment);
  const known = ids.length === 0 ? 'there is none' : `there is ${ids.join(', ')}`;
  const { name } = environment;
  return `no "Security.Auth" is named "${id}" in ${name === undefined ? 'what counts without an environment' : `the environment ${name}`}; ${known}`;
}
