/**
 * Whose answers a file reads at all. Keeping an answer for later requests costs time and memory, and most files read
 * none; a front end that runs whole files asks here which ones to keep.
 */
import type { BodyDefinition, BodySegment, FileDefinition } from '../definition/definition.ts';
import type { Environment } from '../environments/environments.ts';
import { classifyReference } from './referenceSyntax.ts';
import { splitTemplate } from './templates.ts';

/**
 * The names of requests that texts of the file, the environment or `more` refer to, and perhaps some names of variables;
 * undefined when every request may be meant, because texts come from other files.
 */
export function answersRead(
  file: FileDefinition,
  environment: Environment,
  more: readonly string[] = [],
): ReadonlySet<string> | undefined {
  if (
    file.imports.length > 0 ||
    file.requests.some(({ body, scripts }) => mayReadMore(body) || scripts.length > 0)
  ) {
    return undefined;
  }
  const names = new Set<string>();
  for (const { content } of file.uses) add(content, names);
  const values = environment.layers.flatMap(({ variables }) =>
    Array.from(variables.values(), ({ value }) => value),
  );
  for (const value of [...values, ...more]) {
    if (!value.includes('{{')) continue;
    for (const { text, isReference } of splitTemplate(value)) if (isReference) add(text, names);
  }
  return names;
}

function add(content: string, names: Set<string>): void {
  const reference = classifyReference(content);
  if (reference.kind === 'exchange') names.add(reference.path.request);
  if (reference.kind === 'name') names.add(reference.name.split(/[.[]/, 1)[0] ?? '');
}

/** A file's text may hold references of its own. */
function mayReadMore(body: BodyDefinition): boolean {
  if (body.kind === 'none') return false;
  const segments: readonly (BodySegment | undefined)[] =
    body.kind === 'graphql' ? [body.query, body.variables] : body.segments;
  return segments.some((segment) => segment?.kind === 'file');
}
