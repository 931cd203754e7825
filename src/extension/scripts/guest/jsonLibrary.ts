/** JSONPath for scripts: evaluated in their own world when one first needs it. Calls nothing of ours. */
import { jsonpath } from 'json-p3';
import type { Libraries } from './xml.ts';

const libraries = (globalThis as unknown as { libraries: Libraries }).libraries;

libraries.json = {
  query(value, expression) {
    const path = jsonpath.compile(expression);
    const values = path.query(value as Parameters<typeof path.query>[0]).values();
    return path.singularQuery() ? (values[0] ?? null) : values;
  },
};
