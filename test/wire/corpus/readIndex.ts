/**
 * Reads a corpus' `index.json`, whatever its exact shape: a list of entries, an object that holds such a list, or an
 * object by file name. Of an entry it takes what it knows; a fact that is absent is not compared.
 */

/** What an index says about one file; undefined where it says nothing. */
export interface IndexEntry {
  /** Relative to the corpus. */
  readonly file: string;
  readonly count: number | undefined;
  readonly methods: readonly string[] | undefined;
  readonly names: readonly string[] | undefined;
  readonly variables: readonly string[] | undefined;
  /** False when the file's own tool does not accept it. */
  readonly isAccepted: boolean;
}

type Fields = Readonly<Record<string, unknown>>;

/** Throws when nothing in it names a file. */
export function readIndex(index: unknown): readonly IndexEntry[] {
  const entries = entriesOf(index).flatMap((fields) => entryOf(fields) ?? []);
  if (entries.length === 0) throw new Error('index.json names no file.');
  return entries;
}

function entriesOf(index: unknown): readonly Fields[] {
  if (Array.isArray(index)) return index.flatMap((entry) => (isFields(entry) ? [entry] : [{ file: entry }]));
  if (!isFields(index)) return [];
  const list = Object.values(index).find(
    (value) => Array.isArray(value) && value.some((entry) => isFields(entry) && fileOf(entry) !== undefined),
  );
  if (list !== undefined) return entriesOf(list);
  const byName = Object.entries(index).filter(([name]) => isHttpFile(name));
  if (byName.length === 0)
    return Object.values(index).flatMap((value) => (isFields(value) ? entriesOf(value) : []));
  return byName.map(([file, entry]) => ({ ...(isFields(entry) ? entry : { requests: entry }), file }));
}

function entryOf(fields: Fields): IndexEntry | undefined {
  const file = fileOf(fields);
  if (file === undefined) return undefined;
  const requests = listOf(fields['requests']);
  const ofRequests = (key: string): readonly string[] | undefined =>
    requests?.some((request) => isFields(request) && key in request)
      ? requests.flatMap((request) => textOf(isFields(request) ? request[key] : undefined) ?? [])
      : undefined;
  return {
    file,
    count:
      numberOf(fields['count'] ?? fields['requestCount'] ?? fields['request_count'] ?? fields['requests']) ??
      requests?.length,
    methods: textsOf(fields['methods']) ?? ofRequests('method'),
    names: textsOf(fields['names']) ?? ofRequests('name'),
    variables: textsOf(fields['variables'] ?? fields['vars']),
    isAccepted: ![fields['accepted'], fields['valid'], fields['ok']].includes(false),
  };
}

function fileOf(fields: Fields): string | undefined {
  return ['file', 'path', 'filename', 'fileName', 'name', 'id']
    .map((key) => textOf(fields[key]))
    .find((text) => text !== undefined && isHttpFile(text));
}

/** Texts of a list, of the `name` of its objects, or of an object's keys. */
function textsOf(value: unknown): readonly string[] | undefined {
  if (isFields(value)) return Object.keys(value);
  return listOf(value)?.flatMap(
    (item) => textOf(isFields(item) ? (item['name'] ?? item['method']) : item) ?? [],
  );
}

function listOf(value: unknown): readonly unknown[] | undefined {
  return Array.isArray(value) ? value : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isHttpFile(name: string): boolean {
  return /\.(?:http|rest)$/i.test(name);
}
