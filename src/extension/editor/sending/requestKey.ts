/**
 * Finds a request again after the text around it has changed: by its name, else by what its request line says
 * and which of the equal ones it is. So a result stays with its request while lines come and go above it.
 */
import type { RequestDefinition } from '../../../language/semantics/index.ts';

type Identified = Pick<RequestDefinition, 'name' | 'method' | 'url'>;

/** One key for each request of a file, in order; no two are equal. */
export function requestKeys(requests: readonly Identified[]): readonly string[] {
  const counts = new Map<string, number>();
  return requests.map((request) => {
    const base = request.name === undefined ? `${request.method} ${request.url}` : `name ${request.name}`;
    const count = counts.get(base) ?? 0;
    counts.set(base, count + 1);
    return `${base} #${count}`;
  });
}
