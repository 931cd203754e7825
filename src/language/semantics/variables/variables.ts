/**
 * Which definition a name means, and which it hides. The order depends on the dialect in one point only:
 * JetBrains lets an environment beat the file (`http-syntax` row "precedence").
 */
import type { FileVariable, RequestDefinition } from '../definition/definition.ts';
import { isSecretName } from './dynamicVariables.ts';
import type { EnvironmentLayer, EnvironmentVariable } from '../environments/environments.ts';
import type { ResolveScope } from './scope.ts';

/** One definition of a name, before the variables in its own value are filled. */
export interface Candidate {
  readonly name: string;
  readonly value: string;
  readonly kind: 'override' | 'script' | 'prompt' | 'file' | EnvironmentLayer['kind'];
  /** For people: `file:4`, `env dev (http-client.env.json:3)`, `prompt`. */
  readonly origin: string;
  readonly isSecret: boolean;
  /** Its value may hold `{{variables}}`; false for what came from outside the files. */
  readonly isTemplate: boolean;
  /** Where in the file its value is used from; nested names are looked up as seen from there. */
  readonly at: number;
  /** The definition itself; the same object for every look-up. */
  readonly source: object;
}

/** All definitions of a name as seen from an offset of the file, the one that counts first. */
export function candidatesFor(name: string, scope: ResolveScope, at: number): readonly Candidate[] {
  return candidates(name, scope, { at, mostInFile: Infinity });
}

/** The first of `candidatesFor`: enough to know the value, also of a definition that refers to its own name. */
export function strongestFor(name: string, scope: ResolveScope, at: number): readonly Candidate[] {
  return candidates(name, scope, { at, mostInFile: 2 });
}

interface Place {
  readonly at: number;
  /** A file may define a name many thousand times, and each look-up must stay small. */
  readonly mostInFile: number;
}

function candidates(name: string, scope: ResolveScope, place: Place): readonly Candidate[] {
  const { at } = place;
  const { overrides, passed, scripted, prompts, file, environment } = scope;
  const given = [
    ...fromMap(overrides, name, 'override', '--var'),
    ...fromMap(passed, name, 'override', 'run'),
    ...fromMap(scripted, name, 'script', 'script'),
    ...fromMap(prompts, name, 'prompt', 'prompt'),
  ];
  const inFile = fromFile(file.variables, name, place);
  const inEnvironment = environment.layers.flatMap((layer) => fromLayer(layer, name, environment.name, at));
  if (file.dialect !== 'jetbrains') return [...given, ...inFile, ...inEnvironment];
  // Imported files go with the file, and a .env file stays the weakest in every dialect.
  const strong = inEnvironment.filter(({ kind }) => kind !== 'dotenv' && kind !== 'import');
  const weak = inEnvironment.filter(({ kind }) => kind === 'dotenv' || kind === 'import');
  return [...given, ...strong, ...inFile, ...weak];
}

/** The request a name refers to; the last one of that name. */
export function findRequest(
  requests: readonly RequestDefinition[],
  name: string,
): RequestDefinition | undefined {
  return requests.findLast((request) => request.name === name);
}

function fromMap(
  map: ReadonlyMap<string, string> | undefined,
  name: string,
  kind: 'override' | 'script' | 'prompt',
  origin: string,
): readonly Candidate[] {
  const value = map?.get(name);
  if (map === undefined || value === undefined) return [];
  return [{ name, value, kind, origin, isSecret: isSecretName(name), isTemplate: false, at: 0, source: map }];
}

/** The nearest definition above, the others above, then those below from the nearest on. */
function fromFile(
  variables: readonly FileVariable[],
  name: string,
  { at, mostInFile }: Place,
): readonly Candidate[] {
  const same = byName(variables).get(name);
  if (same === undefined) return [];
  const found: Candidate[] = [];
  let below = firstFrom(same, at);
  let above = below - 1;
  while (found.length < mostInFile) {
    const source = same[above >= 0 ? above : below];
    if (source === undefined) break;
    if (above >= 0) above -= 1;
    else below += 1;
    found.push({
      name,
      value: source.value,
      kind: 'file',
      origin: `file:${source.line}`,
      isSecret: isSecretName(name) && !source.value.includes('{{'),
      isTemplate: true,
      at: source.range.start,
      source,
    });
  }
  return found;
}

/** Index of the first variable that starts at or behind an offset; they are in order. */
function firstFrom(variables: readonly FileVariable[], at: number): number {
  let low = 0;
  let high = variables.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((variables[middle]?.range.start ?? at) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

const indexes = new WeakMap<readonly FileVariable[], ReadonlyMap<string, readonly FileVariable[]>>();

/** Made once for a file: a look-up must not walk over all its variables. */
function byName(variables: readonly FileVariable[]): ReadonlyMap<string, readonly FileVariable[]> {
  const known = indexes.get(variables);
  if (known !== undefined) return known;
  const index = new Map<string, FileVariable[]>();
  for (const variable of variables) {
    const same = index.get(variable.name);
    if (same === undefined) index.set(variable.name, [variable]);
    else same.push(variable);
  }
  indexes.set(variables, index);
  return index;
}

/** Private files are nobody's business; elsewhere the names say what is secret. */
export function isSecretVariable(
  kind: EnvironmentLayer['kind'],
  { name, holdsSecret }: EnvironmentVariable,
): boolean {
  return kind === 'private' || kind === 'user' || holdsSecret === true || isSecretName(name);
}

function fromLayer(
  { kind, origin, variables }: EnvironmentLayer,
  name: string,
  environment: string | undefined,
  at: number,
): readonly Candidate[] {
  const source: EnvironmentVariable | undefined = variables.get(name);
  if (source === undefined) return [];
  const place = source.line === undefined ? origin : `${origin}:${source.line}`;
  const scopeName = kind === 'shared' || environment === undefined ? 'env $shared' : `env ${environment}`;
  return [
    {
      name,
      value: source.value,
      kind,
      origin: kind === 'dotenv' || kind === 'import' ? place : `${scopeName} (${place})`,
      isSecret: isSecretVariable(kind, source),
      isTemplate: kind !== 'dotenv',
      at,
      source,
    },
  ];
}
