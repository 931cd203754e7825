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

/** Throws when nothing in it names a file, and when it says nothing of any file that we could compare. */
export function readIndex(index: unknown): readonly IndexEntry[] {
  const entries = entriesOf(index).flatMap((fields) => entryOf(fields) ?? []);
  const seen = isFields(index) ? `its keys are ${Object.keys(index).slice(0, 10).join(', ')}` : typeof index;
  if (entries.length === 0) {
    throw new Error(
      `index.json names no .http or .rest file (${seen}): expected a list, or an object by name.`,
    );
  }
  const says = ({ count, methods, names, variables }: IndexEntry): boolean =>
    [count, methods, names, variables].some((fact) => fact !== undefined);
  if (!entries.some(says)) {
    throw new Error(
      `index.json tells no count, methods, names or variables of any file; an entry has ${shown(index)}.`,
    );
  }
  return entries;
}

/** The start of an index, for a message. */
function shown(index: unknown): string {
  return JSON.stringify(entriesOf(index)[0]).slice(0, 200);
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

function entryOf(entry: Fields): IndexEntry | undefined {
  const file = fileOf(entry);
  if (file === undefined) return undefined;
  const fields = flat(entry);
  const requests = listOf(fields['requests']);
  const ofRequests = (key: string): readonly string[] | undefined =>
    requests?.some((request) => isFields(request) && key in request)
      ? requests.flatMap((request) => textOf(isFields(request) ? request[key] : undefined) ?? [])
      : undefined;
  const first = (...keys: readonly string[]): unknown =>
    keys.map((key) => fields[key]).find((value) => value !== undefined && value !== null);
  const methods = first('methods', 'method', 'verbs');
  return {
    file,
    count:
      numberOf(
        first('count', 'requestcount', 'numrequests', 'nrequests', 'requestscount', 'total', 'requests'),
      ) ?? requests?.length,
    methods: repeated(methods) ?? textsOf(methods) ?? ofRequests('method'),
    names: textsOf(first('names', 'requestnames')) ?? ofRequests('name'),
    variables: textsOf(first('variables', 'vars', 'filevariables', 'variablenames')),
    isAccepted:
      !['accepted', 'accepts', 'valid', 'isvalid', 'ok', 'parses'].some((key) => fields[key] === false) &&
      !['haserrors', 'invalid', 'rejected', 'broken'].some((key) => fields[key] === true),
  };
}

/** An entry with small keys without marks, and with what stands in an object of facts. */
function flat(entry: Fields): Fields {
  const own = Object.entries(entry).map(
    ([key, value]) => [key.toLowerCase().replaceAll(/[^a-z]/g, ''), value] as const,
  );
  const fields: Fields = Object.fromEntries(own);
  const facts = ['expected', 'expect', 'facts', 'contains', 'contents', 'summary']
    .map((key) => fields[key])
    .find(isFields);
  return facts === undefined ? fields : { ...fields, ...flat(facts) };
}

/** `{ "GET": 2 }` as two texts. */
function repeated(value: unknown): readonly string[] | undefined {
  if (!isFields(value) || !Object.values(value).every((count) => typeof count === 'number')) return undefined;
  return Object.entries(value).flatMap(([name, count]) => Array<string>(Number(count)).fill(name));
}

function fileOf(fields: Fields): string | undefined {
  return ['file', 'path', 'filename', 'fileName', 'file_name', 'name', 'id']
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
