import { expect, it } from 'vitest';
import { loadPathReaders } from '../../../src/language/semantics/index.ts';

it('loads what looks into bodies for the kinds of bodies there are', async () => {
  const kinds = async (...bodies: string[]) => Object.keys(await loadPathReaders(...bodies));
  expect(await kinds('', 'plain text')).toEqual([]);
  expect(await kinds('', ' {"a": 1}')).toEqual(['json']);
  expect(await kinds('\n<a/>', '')).toEqual(['xml']);
  for (const json of ['[]', '"a"', '-1', '12', 'true', 'false', 'null']) {
    expect(await kinds(json)).toEqual(['json']);
  }
});
