/** Reads every file of a corpus and compares what its index says with what we read. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { define, type FileDefinition } from '../../../src/language/semantics/index.ts';
import { parse, print } from '../../../src/language/syntax/index.ts';
import { readIndex, type IndexEntry } from './readIndex.ts';

export interface CorpusReport {
  /** Files that the index says something about. */
  readonly compared: number;
  /** One line for each difference: `a.http: count 3, expected 2`. */
  readonly differences: readonly string[];
  /** Files with at least one difference. */
  readonly wrong: number;
  /** `a.http: missing-url …` for each error in a file that its own tool accepts. */
  readonly errors: readonly string[];
  /** Files whose tree does not print as they are written. */
  readonly lossy: readonly string[];
}

export function checkCorpus(folder: string): CorpusReport {
  const entries = readIndex(JSON.parse(readFileSync(path.join(folder, 'index.json'), 'utf8')));
  const differences: string[] = [];
  const errors: string[] = [];
  const wrong = new Set<string>();
  for (const entry of entries) {
    const found = differencesIn(entry, folder);
    if (found.differences.length > 0) wrong.add(entry.file);
    differences.push(...found.differences);
    errors.push(...found.errors);
  }
  return { compared: entries.length, differences, wrong: wrong.size, errors, lossy: lossyFiles(folder) };
}

function differencesIn(
  entry: IndexEntry,
  folder: string,
): { readonly differences: readonly string[]; readonly errors: readonly string[] } {
  const { file, count, methods, names, variables } = entry;
  let definition: FileDefinition;
  try {
    definition = define(parse(readText(path.join(folder, file))));
  } catch (error) {
    return {
      differences: [`${file}: ${error instanceof Error ? error.message : String(error)}`],
      errors: [],
    };
  }
  const { requests } = definition;
  const differences = [
    differs('count', String(requests.length), count === undefined ? undefined : String(count)),
    methodsDiffer(definition, methods),
    namesDiffer(definition, names),
    differs('variables', inOrder(definition.variables.map(({ name }) => name)), inOrder(variables)),
  ];
  return {
    differences: differences.flatMap((difference) =>
      difference === undefined ? [] : [`${file}: ${difference}`],
    ),
    errors: entry.isAccepted
      ? definition.problems
          .filter(({ severity }) => severity === 'error')
          .map(({ code, message }) => `${file}: ${code} ${message}`)
      : [],
  };
}

function differs(what: string, found: string | undefined, expected: string | undefined): string | undefined {
  return expected === undefined || found === expected
    ? undefined
    : `${what} ${found ?? ''}, expected ${expected}`;
}

/** An index may give the methods in order, how many there are of each, or each once. */
function methodsDiffer(
  { requests }: FileDefinition,
  methods: readonly string[] | undefined,
): string | undefined {
  if (methods === undefined) return undefined;
  const found = requests.map(({ method }) => method);
  const expected = methods.map((method) => method.toUpperCase());
  const readings = [found, found.toSorted(), [...new Set(found)].sort()].map((reading) => reading.join(' '));
  const isSame = [expected, expected.toSorted()].some((reading) => readings.includes(reading.join(' ')));
  return isSame ? undefined : differs('methods', found.join(' '), expected.join(' '));
}

/** An index may count titles as names or not; both are right, if it is so for the whole file. */
function namesDiffer({ requests }: FileDefinition, names: readonly string[] | undefined): string | undefined {
  const tags = requests.map(({ directives }) => directives.find(({ key }) => key === 'name')?.value);
  const readings = [
    requests.map(({ name }) => name),
    tags,
    requests.map(({ name, title }, index) => tags[index] ?? title ?? name),
  ].map((reading) => inOrder(reading.filter((name) => name !== undefined)));
  const expected = inOrder(names);
  return readings.includes(expected) ? undefined : differs('names', readings[0], expected);
}

/** Sorted, each once. */
function inOrder(texts: readonly string[] | undefined): string | undefined {
  return texts && [...new Set(texts)].sort().join(' ');
}

function lossyFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:http|rest)$/i.test(name))
    .filter((name) => {
      const text = readText(path.join(folder, name));
      return print(parse(text)) !== text;
    });
}

/** As an editor would open it: a byte order mark is no part of the text. */
function readText(file: string): string {
  return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
}
