/** What a file may use of the files it imports: their variables, below its own, and the names of their requests. */
import type { FileDefinition } from './definition.ts';
import type { EnvironmentLayer, EnvironmentVariable } from '../environments/environments.ts';
import type { ResolveScope } from '../variables/scope.ts';

export interface ImportedFile {
  /** For people: `auth.http`. */
  readonly origin: string;
  readonly definition: FileDefinition;
}

/** The scope with imported files, the nearest first. What the file itself defines hides what they define. */
export function withImports(scope: ResolveScope, files: readonly ImportedFile[]): ResolveScope {
  if (files.length === 0) return scope;
  const { file, environment } = scope;
  const named = files.flatMap(({ definition }) =>
    definition.requests.filter(({ name }) => name !== undefined),
  );
  return {
    ...scope,
    // The last one of a name counts, so the file's own come last.
    file: { ...file, requests: [...named.toReversed(), ...file.requests] },
    environment: { ...environment, layers: [...files.map(layerOf), ...environment.layers] },
  };
}

/** Seen from another file, the last definition of a name counts. */
function layerOf({ origin, definition }: ImportedFile): EnvironmentLayer {
  const variables = new Map<string, EnvironmentVariable>();
  for (const { name, value, line } of definition.variables) variables.set(name, { name, value, line });
  return { kind: 'import', origin, variables };
}
