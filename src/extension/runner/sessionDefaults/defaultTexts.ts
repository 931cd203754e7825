/**
 * The texts of a session's defaults that may refer to something, for whoever gets prompts and tokens before a request is
 * resolved. What the request replaces anyway is left out, so that nobody is asked for nothing.
 */
import type { RequestDefinition, WrittenDefaults } from '../../../language/semantics/index.ts';

/** Values of other kinds as JSON, in which references stand as they are. */
export function defaultTexts(
  { headers }: Pick<RequestDefinition, 'headers'>,
  defaults: WrittenDefaults | undefined,
): readonly string[] {
  const typed = new Set(headers.map(({ name }) => name.toLowerCase()));
  return [...(defaults ?? [])].flatMap(([key, { value }]) => {
    const header = key === 'auth' ? 'authorization' : /^headers\.(.*)$/s.exec(key)?.[1]?.toLowerCase();
    if (header !== undefined && typed.has(header)) return [];
    return [typeof value === 'string' ? value : JSON.stringify(value)];
  });
}
