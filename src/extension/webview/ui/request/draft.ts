/**
 * The prepared request as the user is changing it: a value, and the changes that make the next one. It knows which
 * parts were touched since the host last answered, so that only those are sent and untouched parts keep every byte.
 * Drawing and talking to the host are elsewhere.
 */
import type { HeaderEdit, HeaderRow, PreparedEdit, PreparedView } from '../../protocol.ts';
import { editShownText, realText, secretMask, type MaskedText } from './maskedText.ts';

export interface DraftRow extends HeaderRow {
  /** It would follow from the rest and has a value of its own on purpose. */
  readonly unlocked?: boolean | undefined;
  /** Stays with the row while it moves and while the host answers, so that focus stays, too. */
  readonly id: number;
}

type Part = 'method' | 'url' | 'headers' | 'body';

export interface Draft {
  /** What the host last answered. */
  readonly prepared: PreparedView;
  readonly method: string;
  readonly url: string;
  /** The URL in pieces while some of them are hidden. */
  readonly maskedUrl?: MaskedText | undefined;
  readonly rows: readonly DraftRow[];
  /** The edited text; undefined while the body was not touched. */
  readonly body: string | undefined;
  /** Changed since the host last answered. */
  readonly touched: readonly Part[];
  /** Grows with each change, so that an answer to an older one is known as such. */
  readonly revision: number;
  readonly nextId: number;
}

export function startDraft(prepared: PreparedView): Draft {
  return {
    prepared,
    method: prepared.method,
    url: prepared.url,
    maskedUrl: prepared.maskedUrl,
    rows: prepared.headers.map((row, index) => ({ ...withLock(row), id: index })),
    body: undefined,
    touched: [],
    revision: 0,
    nextId: prepared.headers.length,
  };
}

export function setMethod(draft: Draft, method: string): Draft {
  return touch({ ...draft, method }, 'method');
}

export function setUrl(draft: Draft, url: string): Draft {
  return touch({ ...draft, url, maskedUrl: undefined }, 'url');
}

/** An edit of the URL as it is shown; what is hidden of it stays as it is. */
export function editShownUrl(draft: Draft, shown: string, caret: number): Draft {
  const maskedUrl = editShownText(draft.maskedUrl ?? [draft.url], shown, caret);
  return touch({ ...draft, url: realText(maskedUrl), maskedUrl }, 'url');
}

export function setBody(draft: Draft, body: string): Draft {
  return touch({ ...draft, body }, 'body');
}

export function setRow(draft: Draft, id: number, change: Partial<HeaderEdit>): Draft {
  const rows = draft.rows.map((row) => (row.id === id ? { ...row, ...change } : row));
  return touch({ ...draft, rows }, 'headers');
}

/** A new empty row before the first locked row of the end, where the framing headers stand. */
export function addRow(draft: Draft): Draft {
  const row = newRow(draft.nextId);
  const end = draft.rows.findLastIndex((one) => one.locked === undefined) + 1;
  const rows = draft.rows.toSpliced(end === 0 ? draft.rows.length : end, 0, row);
  // Without a name it says nothing yet, so nothing was touched.
  return { ...draft, rows, nextId: draft.nextId + 1 };
}

export function removeRow(draft: Draft, id: number): Draft {
  return touch({ ...draft, rows: draft.rows.filter((row) => row.id !== id) }, 'headers');
}

/** Swaps with the next row that is free to move; the same draft when there is none. */
export function moveRow(draft: Draft, id: number, step: -1 | 1): Draft {
  const from = draft.rows.findIndex((row) => row.id === id);
  let to = from + step;
  while (draft.rows[to]?.locked !== undefined) to += step;
  const moved = draft.rows[from];
  const other = draft.rows[to];
  if (moved === undefined || other === undefined || moved.locked !== undefined) return draft;
  return touch({ ...draft, rows: draft.rows.with(from, other).with(to, moved) }, 'headers');
}

/** Puts a row where another one stands; locked rows keep their places. */
export function placeRow(draft: Draft, id: number, at: number): Draft {
  const moved = draft.rows.find((row) => row.id === id);
  const target = draft.rows[at];
  if (moved === undefined || moved.locked !== undefined) return draft;
  if (target === undefined || target.id === id || target.locked !== undefined) return draft;
  const rows = draft.rows.filter((row) => row.id !== id).toSpliced(at, 0, moved);
  return touch({ ...draft, rows }, 'headers');
}

/** Gives a row that follows from the rest a value of its own, or takes that back. */
export function setLock(draft: Draft, id: number, unlocked: boolean, reason: string): Draft {
  const rows = draft.rows.map((row) =>
    row.id === id ? { ...row, unlocked, locked: unlocked ? undefined : reason } : row,
  );
  return touch({ ...draft, rows }, 'headers');
}

/** The rows that are free to edit as lines of text; one that is off begins with `# `. */
export function rowsText(draft: Draft): string {
  return draft.rows
    .filter((row) => row.locked === undefined && row.name !== '')
    .map(
      ({ name, value, enabled, secret }) => `${enabled ? '' : '# '}${name}: ${secret ? secretMask : value}`,
    )
    .join('\n');
}

/** The draft with its free rows as a text says them; locked rows keep their places at both ends. */
export function setRowsText(draft: Draft, text: string): Draft {
  const lines = text
    .split('\n')
    .map((line) => /^\s*(#\s*)?([^:\s#][^:]*?)\s*:\s?(.*)$/.exec(line))
    .filter((match) => match !== null);
  let { nextId } = draft;
  const ids = idsByName(draft.rows.filter((row) => row.locked === undefined));
  const known = new Map(draft.rows.map((row) => [row.id, row]));
  const free = lines.map(([, off, name = '', value = '']): DraftRow => {
    const id = ids.get(name.toLowerCase())?.shift() ?? nextId++;
    const present = known.get(id) ?? newRow(id);
    const kept = present.secret && value === secretMask ? present.value : value;
    return { ...present, name, value: kept, enabled: off === undefined };
  });
  const first = draft.rows.findIndex((row) => row.locked === undefined);
  const before = first === -1 ? draft.rows : draft.rows.slice(0, first);
  const after = first === -1 ? [] : draft.rows.slice(first).filter((row) => row.locked !== undefined);
  return touch({ ...draft, rows: [...before, ...free, ...after], nextId }, 'headers');
}

/** What the host must be told: the touched parts only. Rows without a name are not sent. */
export function editOf(draft: Draft): PreparedEdit {
  const has = (part: Part): boolean => draft.touched.includes(part);
  return {
    ...(has('method') && { method: draft.method }),
    ...(has('url') && { url: draft.url }),
    ...(has('headers') && {
      headers: draft.rows
        .filter((row) => row.name !== '')
        .map((row) => ({
          name: row.name,
          value: row.value,
          enabled: row.enabled,
          ...((row.unlocked === true || isOwnFraming(row)) && { unlocked: true }),
        })),
    }),
    ...(has('body') && draft.body !== undefined && { body: draft.body }),
  };
}

/**
 * The draft after the host's answer to the edit of `revision`. When the user has changed something since, the draft is
 * left as it is: that change is on its way and its answer will fit. Rows keep their ids by name and occurrence, and
 * rows without a name yet keep their place.
 */
export function answerDraft(draft: Draft, prepared: PreparedView, revision: number): Draft {
  if (revision !== draft.revision) return draft;
  const ids = idsByName(draft.rows);
  let nextId = draft.nextId;
  const rows = prepared.headers.map((row) => ({
    ...withLock(row),
    id: ids.get(row.name.toLowerCase())?.shift() ?? nextId++,
  }));
  const blanks = draft.rows.map((row, index) => ({ row, index })).filter(({ row }) => row.name === '');
  for (const { row, index } of blanks) rows.splice(index, 0, row);
  const { method, url, maskedUrl } = prepared;
  return { ...draft, prepared, method, url, maskedUrl, rows, touched: [], nextId };
}

/** Whoever adds a length or coding by its name means it, as if the computed row had been unlocked. */
function isOwnFraming({ name, enabled, locked }: DraftRow): boolean {
  return enabled && locked === undefined && /^(?:content-length|transfer-encoding)$/i.test(name);
}

/** A row that can be locked and is not was unlocked. */
function withLock(row: HeaderRow): Omit<DraftRow, 'id'> {
  return row.lockable === true && row.locked === undefined ? { ...row, unlocked: true } : row;
}

function newRow(id: number): DraftRow {
  return {
    id,
    name: '',
    value: '',
    origin: 'edited',
    line: undefined,
    enabled: true,
    locked: undefined,
    secret: false,
  };
}

function idsByName(rows: readonly DraftRow[]): Map<string, number[]> {
  const ids = new Map<string, number[]>();
  for (const row of rows) {
    const name = row.name.toLowerCase();
    const known = ids.get(name);
    if (known === undefined) ids.set(name, [row.id]);
    else known.push(row.id);
  }
  return ids;
}

function touch(draft: Draft, part: Part): Draft {
  const touched = draft.touched.includes(part) ? draft.touched : [...draft.touched, part];
  return { ...draft, touched, revision: draft.revision + 1 };
}
