/** JSONPath after RFC 9535. A file of its own, because what it imports is loaded only when a body is JSON. */
import { jsonpath } from 'json-p3';

/** The values at a path of parsed JSON, in order. Throws for what is no JSONPath. */
export function queryJson(path: string, json: unknown): readonly unknown[] {
  return jsonpath.query(path, json as Parameters<typeof jsonpath.query>[1]).values();
}

/** Where they are: the keys and indexes that lead to each, in order. Throws for what is no JSONPath. */
export function findInJson(path: string, json: unknown): readonly (readonly (string | number)[])[] {
  return jsonpath
    .query(path, json as Parameters<typeof jsonpath.query>[1])
    .nodes.map(({ location }) => location);
}
