/**
 * Reads the rows of `--data`: CSV with a line of names, a JSON list of objects, or one JSON object a line. Values are
 * text as it stands in the file: no number is read. Loaded only when the option is there.
 */
import path from 'node:path';
import type { Node, ParseError } from 'jsonc-parser';
import { parseTree } from 'jsonc-parser';
import Papa from 'papaparse';
import { CommandError, exitCodes } from '../exitCodes.ts';
import { readGivenText } from '../requestFile.ts';

/** Values by column, in the file's order. */
export type DataRow = ReadonlyMap<string, string>;

/** At least one. Throws CommandError (usage) with the place of what is wrong. */
export function readDataFile(file: string): readonly DataRow[] {
  return rowsOf(file, readGivenText(file));
}

/** The rows of a text; the name's ending says what it is. */
export function rowsOf(file: string, text: string): readonly DataRow[] {
  const rows = readers[path.extname(file).toLowerCase()]?.(file, text);
  if (rows === undefined) wrong(`${file}: rows come from a .csv, .tsv, .json, .jsonl or .ndjson file.`);
  if (rows.length === 0) wrong(`${file} has no rows.`);
  return rows;
}

type Reader = (file: string, text: string) => readonly DataRow[];

const readers: Readonly<Record<string, Reader>> = {
  '.csv': (file, text) => separated(file, text, ''),
  '.tsv': (file, text) => separated(file, text, '\t'),
  '.json': jsonList,
  '.jsonl': jsonLines,
  '.ndjson': jsonLines,
};

/** Commas, semicolons, tabs or bars: an empty separator is guessed from the text. */
function separated(file: string, text: string, delimiter: string): readonly DataRow[] {
  const { data, errors } = Papa.parse<string[]>(text, { delimiter, skipEmptyLines: true });
  const error = errors.find(({ type }) => type === 'Quotes');
  if (error !== undefined) {
    wrong(`${file}: row ${error.row ?? 0}: ${error.message.replace(/\.?$/, '.')}`);
  }
  const [names = [], ...rows] = data;
  const columns = names.map((name) => name.trim());
  checkColumns(file, columns);
  return rows.map((fields, index) => {
    if (fields.length !== columns.length) {
      wrong(
        `${file}: row ${index + 1} has ${count(fields.length)}, but there are ${columns.length} columns.`,
      );
    }
    return new Map(columns.map((name, column) => [name, fields[column] ?? '']));
  });
}

function checkColumns(file: string, columns: readonly string[]): void {
  const nameless = columns.indexOf('');
  if (nameless !== -1) wrong(`${file}: column ${nameless + 1} has no name in the first line.`);
  const twice = columns.find((name, index) => columns.indexOf(name) !== index);
  if (twice !== undefined) wrong(`${file}: two columns are named "${twice}".`);
}

function count(fields: number): string {
  return fields === 1 ? '1 field' : `${fields} fields`;
}

function jsonList(file: string, text: string): readonly DataRow[] {
  const list = jsonTree(text);
  if (list?.type !== 'array') wrong(`${file} is not a JSON list of objects.`);
  return (list.children ?? []).map((row, index) => rowOf(row, text, `${file}: row ${index + 1}`));
}

function jsonLines(file: string, text: string): readonly DataRow[] {
  return text.split(/\r?\n/).flatMap((line, index) => {
    if (line.trim() === '') return [];
    return [rowOf(jsonTree(line), line, `${file}:${index + 1}`)];
  });
}

/** Undefined for what is not JSON to the letter. */
function jsonTree(text: string): Node | undefined {
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  return errors.length === 0 ? tree : undefined;
}

/** Text without its quotes; everything else as it is written. */
function rowOf(row: Node | undefined, text: string, place: string): DataRow {
  if (row?.type !== 'object') wrong(`${place} is not a JSON object.`);
  return new Map(
    (row.children ?? []).flatMap(({ children: [name, value] = [] }) => {
      if (name === undefined || value === undefined) return [];
      const written = text.slice(value.offset, value.offset + value.length);
      return [[String(name.value), value.type === 'string' ? String(value.value) : written]];
    }),
  );
}

function wrong(message: string): never {
  throw new CommandError(message, exitCodes.usage);
}
