/** Every fault of the matrix has a test that names it: in a title, as (B01), or as the id of a row. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { globSync } from 'glob';
import { describe, expect, it } from 'vitest';
import { projectFolder } from '../host/folders.ts';

const read = (path: string) => readFileSync(join(projectFolder, path), 'utf8');
const families = JSON.parse(read('test/fixtures/faults.json')) as Readonly<Record<string, readonly string[]>>;

/** Not tested by their ids yet; it only ever gets shorter. */
const open: readonly string[] = [];

const named = new Set(
  globSync(['test/**/*.test.ts', 'test/wire/faults/*.ts'], {
    cwd: projectFolder,
    ignore: 'test/repository/faultIds.test.ts',
  }).flatMap((file) =>
    Array.from(read(file).matchAll(/\(([A-Z]\d\d)\)|'([A-Z]\d\d)'/g), ([, title, row]) => title ?? row ?? ''),
  ),
);

describe('faults', () => {
  it.each(Object.entries(families))('of the family %s each have a test', (_family, ids) => {
    expect(ids.filter((id) => !named.has(id) && !open.includes(id))).toEqual([]);
  });

  it('that have a test are not called open', () => {
    expect(open.filter((id) => named.has(id))).toEqual([]);
  });
});
