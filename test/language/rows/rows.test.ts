import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectFolder } from '../../host/folders.ts';

const folder = path.join(projectFolder, 'test/language/rows');

/** `1a header spread` of each `describe('1a header spread', …)` in this folder. */
const tested = readdirSync(folder)
  .filter((name) => name.endsWith('.test.ts'))
  .flatMap((name) => [
    ...readFileSync(path.join(folder, name), 'utf8').matchAll(/^describe\('(1[a-d] [^']+)'/gm),
  ])
  .map(([, row]) => row);

const rows = JSON.parse(
  readFileSync(path.join(projectFolder, 'test/fixtures/syntax-rows.json'), 'utf8'),
) as Readonly<Record<string, readonly string[]>>;
const wanted = Object.entries(rows).flatMap(([table, names]) => names.map((name) => `${table} ${name}`));

describe('the tables of constructs', () => {
  it('have a test for each row', () => {
    expect(wanted.filter((row) => !tested.includes(row))).toEqual([]);
  });

  it('have a row for each test', () => {
    expect(tested.filter((row) => row === undefined || !wanted.includes(row))).toEqual([]);
    expect(new Set(tested).size).toBe(tested.length);
  });
});
