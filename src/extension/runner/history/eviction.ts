/**
 * Which exchanges and which bodies go when there are too many: the oldest first, never a pinned one and never one that
 * runs. Pure; `history.ts` removes what is named here.
 */
import type { HistoryRow } from './historyRow.ts';

export interface HistoryLimits {
  /** Exchanges. */
  readonly count: number;
  readonly days: number;
  /** Bytes of all bodies together. */
  readonly bodyBytes: number;
}

export interface Evictions {
  /** Exchanges that go with all that is kept of them. */
  readonly rows: readonly string[];
  /** Exchanges whose body goes. */
  readonly bodies: readonly string[];
}

/** Drafts that nobody has edited say no more than the file; only the last ones are kept. */
const untouchedDrafts = 20;

/** `sizeOf`: bytes that an exchange's body takes on disk. `rows`: newest first. */
export function evictionsFrom(
  rows: readonly HistoryRow[],
  sizeOf: (id: string) => number,
  { limits, now }: { readonly limits: HistoryLimits; readonly now: number },
): Evictions {
  const oldest = now - limits.days * 24 * 60 * 60 * 1000;
  const gone: string[] = [];
  const staying: HistoryRow[] = [];
  let count = 0;
  let drafts = 0;
  for (const row of rows) {
    if (!isFixed(row)) {
      if (row.state === 'idle' && !row.edited) drafts += 1;
      else count += 1;
    }
    const isGone = count > limits.count || drafts > untouchedDrafts || row.at < oldest;
    if (isGone && !isFixed(row)) gone.push(row.id);
    else staying.push(row);
  }
  return { rows: gone, bodies: bodiesBeyond(staying, sizeOf, limits.bodyBytes) };
}

function bodiesBeyond(
  rows: readonly HistoryRow[],
  sizeOf: (id: string) => number,
  limit: number,
): readonly string[] {
  const gone: string[] = [];
  let total = rows.reduce((sum, { id }) => sum + sizeOf(id), 0);
  const remove = (id: string): void => {
    gone.push(id);
    total -= sizeOf(id);
  };
  const loose = rows.filter((row) => !isFixed(row) && sizeOf(row.id) > 0);
  // One that has no room even alone must not push out all the others first.
  for (const { id } of loose) if (sizeOf(id) > limit) remove(id);
  for (const { id } of loose.toReversed()) {
    if (total <= limit) break;
    if (!gone.includes(id)) remove(id);
  }
  return gone;
}

function isFixed({ pinned, state }: HistoryRow): boolean {
  return pinned || state === 'running';
}
