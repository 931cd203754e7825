/** How values look in a log line: texts as they are, errors by their message, documents as XML, the rest as JSON. */
import { stringify } from './host.ts';

export function printed(values: readonly unknown[]): string {
  return values.map(one).join(' ');
}

function one(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  try {
    // Nothing for what JSON does not know, such as a function.
    const json =
      typeof value === 'object' && !isNode(value) ? (stringify(value) as string | undefined) : undefined;
    return json ?? `${value as number}`;
  } catch {
    return Object.prototype.toString.call(value);
  }
}

/** Of a document; its `toString` gives XML. */
function isNode(value: object | null): boolean {
  return value !== null && 'nodeType' in value && 'nodeName' in value;
}

/** What went wrong, in one sentence. */
export function messageOf(error: unknown): string {
  if (error instanceof Error) {
    return error.name === 'Error' ? error.message : `${error.name}: ${error.message}`;
  }
  return printed([error]);
}
