/** Reads the reports of a run as the programs do that they are for, and tells what each says. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Parser } from 'tap-parser';
import { validateXML } from 'xmllint-wasm';

const schemaFile = path.resolve(import.meta.dirname, '../../fixtures/junit.xsd');

/** Options for `send` that write a report of each kind; the JSON one is written last. */
export const reportOptions = [
  'junit=r/junit.xml',
  'html=r/page.html',
  'tap=r/run.tap',
  'json=r/run.json',
].flatMap((report) => ['--report', report]);

export interface Reports {
  readonly json: JsonReport;
  /** The sums of all suites. */
  readonly junit: Readonly<Record<'tests' | 'failures' | 'errors' | 'skipped', number>>;
  readonly tap: ReturnType<typeof readTap>;
  readonly html: string;
}

export interface JsonReport {
  readonly state: string;
  readonly counts: {
    readonly requests: Readonly<Record<string, number>>;
    readonly tests: Readonly<Record<string, number>>;
  };
  readonly iterations: readonly {
    readonly repeat: number | null;
    readonly row: number | null;
    readonly requests: readonly {
      readonly name: string;
      readonly outcome: string;
      readonly reason: string | null;
      readonly attempts: number;
      readonly url: string;
    }[];
  }[];
}

/** Throws when one of them is not valid. */
export async function readReports(folder: string): Promise<Reports> {
  const read = (name: string): Promise<string> => readFile(path.join(folder, 'r', name), 'utf8');
  return {
    json: await readJson(folder),
    junit: await readJunit(await read('junit.xml')),
    tap: readTap(await read('run.tap')),
    html: await read('page.html'),
  };
}

export async function readJson(folder: string): Promise<JsonReport> {
  return JSON.parse(await readFile(path.join(folder, 'r/run.json'), 'utf8')) as JsonReport;
}

/** Throws when it is not valid by the schema. */
export async function readJunit(text: string): Promise<Reports['junit']> {
  const { valid, errors } = await validateXML({
    xml: { fileName: 'junit.xml', contents: text },
    schema: await readFile(schemaFile, 'utf8'),
  });
  if (!valid) throw new Error(errors.map(({ message }) => message).join('\n'));
  const sum = (name: string): number => {
    const found = text.matchAll(new RegExp(`<testsuite [^>]*\\b${name}="(\\d+)"`, 'g'));
    return Array.from(found, ([, count]) => Number(count)).reduce((one, other) => one + other, 0);
  };
  const cases = (inner: string): number => text.split(inner).length - 1;
  const said = {
    tests: sum('tests'),
    failures: sum('failures'),
    errors: sum('errors'),
    skipped: sum('skipped'),
  };
  const counted = [cases('<testcase '), cases('<failure '), cases('<error '), cases('<skipped ')];
  if (Object.values(said).join() !== counted.join())
    throw new Error(`${JSON.stringify(said)}: ${counted.join()}`);
  return said;
}

/** Counts points of the outermost level; throws where a line is no TAP. */
export function readTap(text: string) {
  const parser = new Parser({ strict: true });
  const extra: string[] = [];
  parser.on('extra', (line: string) => extra.push(line));
  parser.end(text);
  if (extra.length > 0) throw new Error(`No TAP: ${extra.join('')}`);
  const { ok, count, pass, fail, skip, bailout } = parser.results ?? {};
  return { ok, count, pass, fail, skip, bailout };
}
