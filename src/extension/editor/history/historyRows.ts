/**
 * What the history's list says: which day a row belongs to, its words and its shape, for eyes and for screen readers.
 * Pure.
 */
import type { HistoryRow } from '../../runner/index.ts';
import { durationLabel, pathOf, sizeLabel, type Localize } from '../labels.ts';

export type GroupId = 'today' | 'yesterday' | 'week' | 'older' | 'pinned';

export interface HistoryGroup {
  readonly id: GroupId;
  /** Newest first. */
  readonly rows: readonly HistoryRow[];
}

/** When and in which language a label is for. */
export interface LabelContext {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly locale: string;
  readonly t: Localize;
}

/** The groups that have rows, in the order in which they stand; `rows` are newest first. */
export function groupRows(rows: readonly HistoryRow[], now: number): readonly HistoryGroup[] {
  const groups: Record<GroupId, HistoryRow[]> = { today: [], yesterday: [], week: [], older: [], pinned: [] };
  for (const row of rows) groups[row.pinned ? 'pinned' : dayOf(row.at, now)].push(row);
  return (Object.keys(groups) as GroupId[])
    .map((id) => ({ id, rows: groups[id] }))
    .filter((group) => group.rows.length > 0);
}

export function groupLabel(id: GroupId, t: Localize): string {
  switch (id) {
    case 'today':
      return t('Today');
    case 'yesterday':
      return t('Yesterday');
    case 'week':
      return t('Last 7 Days');
    case 'older':
      return t('Older');
    case 'pinned':
      return t('Pinned');
  }
}

/** `200 POST /login`, `TlsUntrusted GET /me`. */
export function rowLabel(row: HistoryRow, t: Localize): string {
  return [outcomeOf(row, t), row.method, pathOf(row.url)].filter((part) => part !== '').join(' ');
}

/** `84 ms · 1.2 KB · 10:42`. */
export function rowDescription(row: HistoryRow, { now, locale, t }: LabelContext): string {
  return [
    ...(row.state === 'idle' ? [t('prepared, not sent')] : []),
    ...(row.state === 'running' ? [t('running')] : []),
    ...(row.duration === undefined ? [] : [durationLabel(row.duration)]),
    ...(row.size === undefined ? [] : [sizeLabel(row.size)]),
    timeLabel(row.at, now, locale),
  ].join(' · ');
}

/** All of it in words. */
export function rowSpeech(row: HistoryRow, context: LabelContext): string {
  const { t } = context;
  return [
    `${row.method} ${pathOf(row.url)}`,
    ...(row.title === undefined ? [] : [row.title]),
    outcomeOf(row, t) || t('prepared, not sent'),
    ...(row.duration === undefined ? [] : [durationLabel(row.duration)]),
    ...(row.size === undefined ? [] : [sizeLabel(row.size)]),
    timeLabel(row.at, context.now, context.locale),
    ...(row.pinned ? [t('pinned')] : []),
  ].join(', ');
}

/** Names and values for a tooltip. */
export function rowFacts(
  row: HistoryRow,
  { locale, t }: LabelContext,
): readonly (readonly [string, string])[] {
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' });
  return [
    [t('URL'), row.url],
    [t('Session'), row.session],
    ...(row.environment === undefined ? [] : [[t('Environment'), row.environment] as const]),
    [row.state === 'idle' ? t('Prepared') : t('Sent'), date.format(row.at)],
    ...(row.edited ? [[t('Edited'), t('not as in the file')] as const] : []),
    ...(row.body === 'evicted' ? [[t('Body'), t('no longer stored')] as const] : []),
  ];
}

export interface RowIcon {
  /** A codicon: the shape says the outcome without colour. */
  readonly name: string;
  /** The id of a theme colour. */
  readonly color: string | undefined;
}

export function rowIcon({ state, status = 0 }: HistoryRow): RowIcon {
  switch (state) {
    case 'idle':
      return { name: 'edit', color: undefined };
    case 'running':
      return { name: 'sync', color: undefined };
    case 'cancelled':
      return { name: 'circle-slash', color: undefined };
    case 'interrupted':
      return { name: 'debug-disconnect', color: undefined };
    case 'failed':
      return { name: 'error', color: 'testing.iconFailed' };
    case 'done':
      if (status >= 500) return { name: 'error', color: 'testing.iconFailed' };
      if (status >= 400) return { name: 'warning', color: 'editorWarning.foreground' };
      if (status >= 300) return { name: 'arrow-circle-right', color: 'charts.blue' };
      return { name: 'pass', color: 'testing.iconPassed' };
  }
}

function outcomeOf({ state, status, error }: HistoryRow, t: Localize): string {
  switch (state) {
    case 'done':
      return String(status ?? '');
    case 'failed':
      return error ?? t('Failed');
    case 'cancelled':
      return t('Cancelled');
    case 'interrupted':
      return t('Interrupted');
    case 'idle':
    case 'running':
      return '';
  }
}

function dayOf(at: number, now: number): Exclude<GroupId, 'pinned'> {
  const today = startOfDay(now, 0);
  if (at >= today) return 'today';
  if (at >= startOfDay(now, 1)) return 'yesterday';
  return at >= startOfDay(now, 6) ? 'week' : 'older';
}

/** By the calendar: days are not all 24 hours long. */
function startOfDay(now: number, daysBefore: number): number {
  const day = new Date(now);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() - daysBefore).getTime();
}

/** The time; with the date when it was not today. */
function timeLabel(at: number, now: number, locale: string): string {
  const time = { hour: 'numeric', minute: '2-digit' } as const;
  const date = { month: 'short', day: 'numeric' } as const;
  const isToday = at >= startOfDay(now, 0);
  return new Intl.DateTimeFormat(locale, isToday ? time : { ...date, ...time }).format(at);
}
