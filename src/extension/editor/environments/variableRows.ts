/**
 * The variables that a file can use, as rows for people: what each is worth now, where that comes from, and which
 * definitions lose. Values are given as they are, with a word on whether they are secret; who shows them masks. Pure.
 */
import { isSecretName, lookup, type ResolveScope } from '../../../language/semantics/index.ts';

export interface VariableRow {
  readonly name: string;
  /** Undefined when it has none; `reason` then says why. */
  readonly value: string | undefined;
  readonly reason: string | undefined;
  readonly isSecret: boolean;
  readonly origin: string;
  /** Where it is defined, as far as that is a file: its path as people write it, and a 1-based line. */
  readonly place: VariablePlace | undefined;
  /** Definitions of the same name that do not count, strongest first. */
  readonly losers: readonly LosingValue[];
}

export interface VariablePlace {
  /** Empty for the file itself. */
  readonly file: string;
  readonly line: number;
}

export interface LosingValue {
  readonly value: string;
  readonly origin: string;
  readonly isSecret: boolean;
}

/** By name; values as seen from the end of the file. */
export function variableRows(scope: ResolveScope): readonly VariableRow[] {
  const names = new Set(scope.file.variables.map(({ name }) => name));
  for (const { variables } of scope.environment.layers) for (const name of variables.keys()) names.add(name);
  return [...names].toSorted((one, other) => one.localeCompare(other)).map((name) => rowOf(name, scope));
}

function rowOf(name: string, scope: ResolveScope): VariableRow {
  const { result, losers } = lookup(name, scope, Number.MAX_SAFE_INTEGER);
  const hidden = losers.map(({ value, origin, isSecret }) => ({ value, origin, isSecret }));
  if (!('value' in result)) {
    const { reason } = result;
    return {
      name,
      value: undefined,
      reason,
      isSecret: isSecretName(name),
      origin: '',
      place: undefined,
      losers: hidden,
    };
  }
  const { value, origin, isSecret } = result;
  return { name, value, reason: undefined, isSecret, origin, place: placeOf(origin), losers: hidden };
}

/** `file:4`, `env dev (http-client.env.json:3)`, `.env:2`. */
function placeOf(origin: string): VariablePlace | undefined {
  const [, file = '', line] = /^(?:.*\()?(.*?):(\d+)\)?$/s.exec(origin) ?? [];
  if (line === undefined) return undefined;
  return { file: origin.startsWith('file:') ? '' : file, line: Number(line) };
}
