/**
 * Environments from the text of files and from settings: `http-client.env.json` with its private and user
 * companions, REST Client's setting, and `.env`. Broken text gives a problem with its line and column, and
 * everything else still counts. Reads no file: the caller brings the texts, those of far folders first.
 */
import { readEnvironmentJson } from './environmentJson.ts';
import { readDotenv } from './dotenv.ts';

/** Where variables come from, weakest first; `import` is a file that is imported, and stands behind the file alone. */
export type LayerKind = 'dotenv' | 'shared' | 'public' | 'user' | 'private' | 'import';

export interface EnvironmentVariable {
  readonly name: string;
  /** May hold `{{variables}}` unless it comes from a `.env` file. */
  readonly value: string;
  /** 1-based line in its file; undefined in settings. */
  readonly line: number | undefined;
  /** The value is an object or a list with a secret in it. */
  readonly holdsSecret?: true;
}

/** What one `Security.Auth` entry says, by its names; members of objects have dotted ones. */
export type AuthSettings = ReadonlyMap<string, EnvironmentVariable>;

/** What one source says about one environment. */
export interface EnvironmentContent {
  readonly variables: ReadonlyMap<string, EnvironmentVariable>;
  /** By their ids. */
  readonly auth?: ReadonlyMap<string, AuthSettings>;
}

/** What one source gives to one environment. */
export interface EnvironmentLayer extends EnvironmentContent {
  readonly kind: LayerKind;
  /** For people: `http-client.env.json`, `rest-client.environmentVariables`. */
  readonly origin: string;
}

export interface Environment {
  /** Undefined when none is chosen; shared variables and `.env` still count then. */
  readonly name: string | undefined;
  /** Strongest first. */
  readonly layers: readonly EnvironmentLayer[];
}

/** A place that gives variables. In a list, sources of far folders come before those of near ones. */
export type EnvironmentSource =
  /** `{ "$shared": {…}, "dev": {…} }` as text; comments and trailing commas are allowed. */
  | {
      readonly kind: 'json';
      readonly origin: string;
      readonly text: string;
      readonly visibility: 'public' | 'user' | 'private';
    }
  /** The same shape as a value. */
  | { readonly kind: 'settings'; readonly origin: string; readonly value: unknown }
  /** `.env`, or `.env.dev` with `environment: 'dev'`, which overlays it. */
  | {
      readonly kind: 'dotenv';
      readonly origin: string;
      readonly text: string;
      readonly environment?: string;
    };

/** A fault in a source; 1-based, 0 when the source has no text. */
export interface EnvironmentProblem {
  readonly origin: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export interface EnvironmentCatalog {
  /** Names a person can choose, in the order they were met. */
  readonly names: readonly string[];
  readonly problems: readonly EnvironmentProblem[];
  /** Whether there is an environment of that name, or each of several. */
  knows(name: string): boolean;
  /** The environment of that name, or several over each other; without a name, what always counts. */
  select(name: string | undefined): Environment;
}

/** Between the names of environments that count together; what a later one says comes before the earlier ones. */
const plus = ' + ';

/** Several environments as one name: `dev + local`; undefined for none. */
export function environmentOf(names: readonly string[]): string | undefined {
  return names.length === 0 ? undefined : names.join(plus);
}

/** The environments that a name stands for. */
export function environmentParts(name: string): readonly string[] {
  return name.split(plus);
}

/** An environment that gives nothing. */
export const noEnvironment: Environment = { name: undefined, layers: [] };

const shared = '$shared';
const strength: readonly LayerKind[] = ['private', 'user', 'public'];

/** Reads all sources. Never throws. */
export function readEnvironments(sources: readonly EnvironmentSource[]): EnvironmentCatalog {
  const read = sources.map(readSource);
  const names = new Set<string>();
  for (const { environments } of read) {
    for (const name of environments.keys()) if (!name.startsWith('$')) names.add(name);
  }
  return {
    names: [...names],
    problems: read.flatMap(({ problems }) => problems),
    knows: (name) => partsOf(name, names).every((part) => names.has(part)),
    select: (name) => ({
      name,
      layers: layersOf(read.toReversed(), name === undefined ? [] : partsOf(name, names)),
    }),
  };
}

interface ReadSource {
  readonly kind: LayerKind;
  readonly origin: string;
  readonly environments: ReadonlyMap<string, EnvironmentContent>;
  readonly problems: readonly EnvironmentProblem[];
}

function readSource(source: EnvironmentSource): ReadSource {
  const { origin } = source;
  if (source.kind === 'dotenv') {
    const variables = readDotenv(source.text);
    return {
      kind: 'dotenv',
      origin,
      environments: new Map([[source.environment ?? shared, { variables }]]),
      problems: [],
    };
  }
  const text =
    source.kind === 'json' ? source.text : (JSON.stringify(source.value ?? {}) as string | undefined);
  const { environments, problems } = readEnvironmentJson(text ?? '{}', source.kind === 'json');
  return {
    kind: source.kind === 'json' ? source.visibility : 'public',
    origin,
    environments,
    problems: problems.map((problem) => ({ origin, ...problem })),
  };
}

/** A name that somebody has given to one environment stands for that one, whatever is in it. */
function partsOf(name: string, names: ReadonlySet<string>): readonly string[] {
  return names.has(name) ? [name] : environmentParts(name);
}

/** The last environment comes first, then what all share; in each, a stronger kind beats a nearer folder. */
function layersOf(near: readonly ReadSource[], names: readonly string[]): readonly EnvironmentLayer[] {
  const layers: EnvironmentLayer[] = [];
  const add = (kind: LayerKind, { origin, environments }: ReadSource, environment: string): void => {
    const content = environments.get(environment);
    if (content === undefined) return;
    if (content.variables.size > 0 || content.auth !== undefined) layers.push({ kind, origin, ...content });
  };
  const files = near.filter(({ kind }) => kind !== 'dotenv');
  const dotenv = near.filter(({ kind }) => kind === 'dotenv');
  const strongestFirst = names.toReversed();
  for (const name of strongestFirst) {
    for (const kind of strength) {
      for (const source of files) if (source.kind === kind) add(kind, source, name);
    }
  }
  for (const source of files) add(source.kind === 'public' ? 'shared' : source.kind, source, shared);
  for (const name of [...strongestFirst, shared]) for (const source of dotenv) add('dotenv', source, name);
  return layers;
}
