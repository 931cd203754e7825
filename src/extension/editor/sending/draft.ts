/**
 * A prepared request while a person edits it. A Draft is a value: each edit makes a new one from what the page
 * sent, and the parts that were not touched keep every byte. It knows the header rows that are turned off, which
 * a PreparedRequest cannot, and nothing of VS Code or of sending.
 */
import type { PreparedRequest, RequestEdit } from '../../http/index.ts';
import type { KeptExchange } from '../../runner/index.ts';
import type { HeaderEdit, PreparedEdit } from '../../webview/protocol.ts';
import { mask } from '../trust/secrecy.ts';

export interface Draft {
  /** As prepared from the file. */
  readonly original: PreparedRequest;
  /** What will be sent. */
  readonly current: PreparedRequest;
  /** Headers the user turned off, each with its place among all rows. */
  readonly off: readonly OffRow[];
  /** Lower-case names of lines that would follow from the rest and were given a value of their own. */
  readonly unlocked: ReadonlySet<string>;
  /** The URL before it was escaped: as the file gives it, and as it was typed last. */
  readonly fileUrl: string;
  readonly typedUrl: string;
}

export interface OffRow {
  readonly index: number;
  readonly name: string;
  readonly value: string;
}

/** A variable without a value that blocks sending. */
export interface UnresolvedUse {
  readonly name: string;
  /** Name and reason, for people. */
  readonly sentence: string;
}

export type EditedPart = 'method' | 'url' | 'headers' | 'body';

/** `fileUrl` is the URL with its variables filled and not escaped yet; left out, it is the prepared one. */
export function createDraft(prepared: PreparedRequest, fileUrl: string = prepared.url): Draft {
  return {
    original: prepared,
    current: prepared,
    off: [],
    unlocked: new Set(),
    fileUrl,
    typedUrl: fileUrl,
  };
}

/** What the history keeps of a draft beside the request itself. */
export type KeptDraft = Pick<KeptExchange, 'original' | 'off' | 'unlocked' | 'fileUrl' | 'typedUrl'>;

export function keptDraft({ original, off, unlocked, fileUrl, typedUrl }: Draft): KeptDraft {
  return { original, off, unlocked: [...unlocked], fileUrl, typedUrl };
}

/** The draft as it was kept; older records know less of it. */
export function pastDraft(current: PreparedRequest, kept: KeptDraft): Draft {
  const { original, off, unlocked = [], fileUrl, typedUrl } = kept;
  const draft = createDraft(original, fileUrl);
  return { ...draft, current, off, unlocked: new Set(unlocked), typedUrl: typedUrl ?? draft.typedUrl };
}

/** The draft with an edit applied. Throws the core's InvalidURL or InvalidHeader when no request results. */
export function editDraft(draft: Draft, edit: PreparedEdit): Draft {
  const { method, url, headers, body } = edit;
  const change: RequestEdit = {
    ...(method === undefined ? {} : { method }),
    ...(url === undefined ? {} : { url }),
    ...(headers === undefined ? {} : { headers: headersOf(headers, draft) }),
    ...(headers?.some(isOwnFraming) === true ? { setsFraming: true } : {}),
    ...(body === undefined || body === textOf(draft.current) ? {} : { body: body === '' ? null : body }),
  };
  if (Object.keys(change).length === 0) return draft;
  const current = draft.current.with(change);
  return {
    ...draft,
    current,
    ...(headers === undefined ? {} : { off: offRows(headers), unlocked: unlockedNames(headers) }),
    ...(url === undefined || url === draft.current.url ? {} : { typedUrl: url }),
  };
}

/** Which parts differ from what the file says; framing that only follows from a new body is not an edit. */
export function editedParts(draft: Draft): readonly EditedPart[] {
  const { original, current } = draft;
  const parts: EditedPart[] = [];
  if (original.method !== current.method) parts.push('method');
  if (original.url !== current.url) parts.push('url');
  if (draft.off.length > 0 || freeHeaders(original) !== freeHeaders(current)) parts.push('headers');
  if (original.body !== current.body) parts.push('body');
  return parts;
}

/** The uses that are still in the URL or a header after the user's edits; a URL has its braces encoded. */
export function stillUnresolved(
  uses: readonly UnresolvedUse[],
  prepared: PreparedRequest,
): readonly UnresolvedUse[] {
  const texts = [prepared.url, ...[...prepared.headers].flat()].map((text) =>
    text.replace(/%7B/gi, '{').replace(/%7D/gi, '}'),
  );
  return uses.filter(({ name }) => texts.some((text) => text.includes('{{') && text.includes(name)));
}

/** Rows the transport computes; the page names them for their place only. */
const lockedNames: ReadonlySet<string> = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
]);

/** Whether a line of the wire head follows from the rest of the request. */
export function isLockedLine(name: string, prepared: PreparedRequest): boolean {
  // The core writes its own lines in lower case; `Accept-Encoding: identity` stands in for a removed one.
  return lockedNames.has(name) || (name === 'Accept-Encoding' && !prepared.headers.has(name));
}

/** The body as text, or undefined when it is not text or is produced while it is sent. */
export function textOf(prepared: PreparedRequest): string | undefined {
  const { body } = prepared;
  if (body === null) return '';
  if (typeof body === 'string') return body;
  if (!(body instanceof Uint8Array)) return undefined;
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}

/** All headers for the new request: rows that are on, and locked and withheld ones as they are now. */
function headersOf(
  shown: readonly HeaderEdit[],
  { current: present, original, unlocked }: Draft,
): (readonly [string, string])[] {
  const entries: (readonly [string, string])[] = [];
  const rows = withRealValues(shown, present);
  const placed = new Set<string>();
  const own = new Set(rows.filter(isOwnFraming).map(({ name }) => name.toLowerCase()));
  for (const row of rows) {
    const key = row.name.toLowerCase();
    if (row.unlocked === true) {
      entries.push([nameIn(present, row.name), row.value]);
    } else if (isFramingName(key) && (own.has(key) || (unlocked.has(key) && present.hasOwnFraming))) {
      // There is one of its own in its place, or it was locked again and follows from the body.
      continue;
    } else if (row.enabled && isLockedLine(row.name, present) && !placed.has(row.name)) {
      placed.add(row.name);
      // Locked again, it is what it was before.
      const base = unlocked.has(row.name.toLowerCase()) ? original : present;
      for (const value of base.headers.getAll(row.name)) entries.push([nameIn(base, row.name), value]);
    } else if (row.enabled && row.name !== '') {
      entries.push([row.name, row.value]);
    }
  }
  return entries;
}

/**
 * A mask in place of a value stands for the header's present one: of several of that name, for the next one that no
 * other row shows.
 */
function withRealValues(rows: readonly HeaderEdit[], present: PreparedRequest): readonly HeaderEdit[] {
  const left = [...present.headers];
  const take = (matches: (name: string, value: string) => boolean): string | undefined => {
    const at = left.findIndex(([name, value]) => matches(name.toLowerCase(), value));
    return at === -1 ? undefined : left.splice(at, 1)[0]?.[1];
  };
  for (const row of rows) {
    take((name, value) => name === row.name.toLowerCase() && value === row.value);
  }
  return rows.map((row) => {
    const value = row.value === mask ? take((name) => name === row.name.toLowerCase()) : undefined;
    return value === undefined ? row : { ...row, value };
  });
}

/** A header's name as it is spelled in the request. */
function nameIn(prepared: PreparedRequest, name: string): string {
  for (const [spelled] of prepared.headers) {
    if (spelled.toLowerCase() === name.toLowerCase()) return spelled;
  }
  return name === 'host' ? 'Host' : name;
}

/** A length or coding that is sent as it is. */
function isOwnFraming({ name, unlocked }: HeaderEdit): boolean {
  return unlocked === true && isFramingName(name.toLowerCase());
}

function isFramingName(name: string): boolean {
  return name === 'content-length' || name === 'transfer-encoding';
}

function unlockedNames(rows: readonly HeaderEdit[]): ReadonlySet<string> {
  return new Set(rows.filter(({ unlocked }) => unlocked === true).map(({ name }) => name.toLowerCase()));
}

/** Lines that follow from the rest and may have a value of their own. */
export function isLockable(name: string): boolean {
  return name === 'host' || isFramingName(name);
}

function offRows(rows: readonly HeaderEdit[]): readonly OffRow[] {
  return rows.flatMap((row, index) =>
    row.enabled || row.name === '' ? [] : [{ index, name: row.name, value: row.value }],
  );
}

function freeHeaders(prepared: PreparedRequest): string {
  const follows = (name: string): boolean =>
    name !== 'host' && lockedNames.has(name) && !(prepared.hasOwnFraming && isFramingName(name));
  return JSON.stringify([...prepared.headers].filter(([name]) => !follows(name.toLowerCase())));
}
