/**
 * Which tests stand in a file, as plain rows: each request that checks its answer, and below it its `??` lines and the
 * `client.test` calls whose names can be read without running anything. Pure; `testTree.ts` makes VS Code's items of
 * them. Requests that check nothing have no row: they are sent when their file is run, and seen in the lens.
 */
import type { RequestDefinition, ScriptDefinition } from '../../../language/semantics/index.ts';
import type { TestResult } from '../../runner/index.ts';
import type { FileOutline, RequestPlace } from '../lenses/outlines.ts';

export interface TestRow {
  /** The same for the same test after edits elsewhere; unique below its request. */
  readonly id: string;
  /** As it is written: the assertion without `??`, or the name given to `client.test`. */
  readonly name: string;
  /** 0-based. */
  readonly line: number;
}

export interface RequestRow {
  /** As in `RequestPlace`. */
  readonly key: string;
  readonly label: string;
  /** Method and URL, where the label is something else. */
  readonly description: string | undefined;
  /** 0-based. */
  readonly line: number;
  /** What `# @tag a, b` says. */
  readonly tags: readonly string[];
  readonly tests: readonly TestRow[];
}

/** Whether a text might hold a test: quick, and true too often rather than too seldom. */
export function mightHoldTests(text: string): boolean {
  return /^[ \t]*\?\?|^[ \t]*>[ \t]*(?:\{%|\S+\.js\b)/m.test(text);
}

export function requestRows({ text, requests }: FileOutline): readonly RequestRow[] {
  return requests.filter(({ definition }) => hasTests(definition)).map((place) => requestRow(text, place));
}

/** Whether a request checks its answer. A handler in a file of its own may hold tests, which only a run can tell. */
export function hasTests({ asserts, scripts }: RequestDefinition): boolean {
  return asserts.length > 0 || scripts.some((script) => mayTest(script));
}

function mayTest(script: ScriptDefinition): boolean {
  if (script.moment === 'before') return false;
  return script.kind === 'file' || /\bclient\s*\.\s*(?:test|assert)\b/.test(script.source);
}

function requestRow(text: string, { key, line, definition }: RequestPlace): RequestRow {
  const { title, name, method, url, asserts, scripts, directives } = definition;
  const target = `${method} ${url}`;
  const label = title ?? name ?? target;
  const written = [
    ...asserts.map((one) => ({ name: one.source, line: one.line - 1 })),
    ...scripts.filter(({ moment }) => moment === 'after').flatMap((script) => namedTests(text, script)),
  ];
  return {
    key,
    label,
    description: label === target ? undefined : target,
    line,
    tags: directives
      .filter((one) => one.key === 'tag')
      .flatMap(({ value }) => value.split(/[\s,]+/).filter((tag) => tag !== '')),
    tests: numbered(written),
  };
}

/** The calls of `client.test` in a script of the file whose name is a plain text. */
function namedTests(text: string, script: ScriptDefinition): readonly Omit<TestRow, 'id'>[] {
  if (script.kind === 'file') return [];
  const { start, end } = script.range;
  return [...text.slice(start, end).matchAll(testCall)].map(({ index, groups }) => ({
    name: groups?.['name'] ?? '',
    line: script.line - 1 + (text.slice(start, start + index).match(/\r\n|\r|\n/g)?.length ?? 0),
  }));
}

/** A name with an escape or a hole is known when it has run. */
const testCall = /\bclient\s*\.\s*test\s*\(\s*(?<quote>["'`])(?<name>(?:(?!\k<quote>)[^\\\r\n$])+)\k<quote>/g;

function numbered(rows: readonly Omit<TestRow, 'id'>[]): readonly TestRow[] {
  const counts = new Map<string, number>();
  return rows.map((row) => {
    const count = counts.get(row.name) ?? 0;
    counts.set(row.name, count + 1);
    return { ...row, id: testId(row.name, count) };
  });
}

function testId(name: string, count: number): string {
  return `${name} #${count}`;
}

/** One result with the id of its test; a test that only the run has named gets an id as if it were written. */
export interface PlacedResult {
  readonly id: string;
  readonly result: TestResult;
}

/** Results come in the order of the file for each kind, so the nth of a name is the nth written one. */
export function placedResults(results: readonly TestResult[]): readonly PlacedResult[] {
  return numbered(results.map(({ name, line }) => ({ name, line: line - 1 }))).flatMap(({ id }, index) => {
    const result = results[index];
    return result === undefined ? [] : [{ id, result }];
  });
}
