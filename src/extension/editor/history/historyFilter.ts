/**
 * The filter of the history's list: `status:5xx method:post login` shows what meets all of its words. Pure.
 */
import type { HistoryRow } from '../../runner/index.ts';

/** Whether a row meets a filter; an empty filter is met by all. */
export function meetsFilter(row: HistoryRow, filter: string): boolean {
  return filter
    .split(/\s+/)
    .filter((word) => word !== '')
    .every((word) => meetsWord(row, word.toLowerCase()));
}

function meetsWord(row: HistoryRow, word: string): boolean {
  const colon = word.indexOf(':');
  const test = colon === -1 ? undefined : tests[word.slice(0, colon)];
  const wanted = word.slice(colon + 1);
  if (test !== undefined) return wanted === '' || test(row, wanted);
  return [row.method, row.url, row.title ?? '', row.error ?? ''].some((text) =>
    text.toLowerCase().includes(word),
  );
}

type Test = (row: HistoryRow, wanted: string) => boolean;

const tests: Readonly<Partial<Record<string, Test>>> = {
  // `5xx`, `404`, or the state itself.
  status: (row, wanted) =>
    row.state === wanted ||
    (row.status !== undefined && String(row.status).startsWith(wanted.replace(/x+$/, ''))),
  method: (row, wanted) => row.method.toLowerCase() === wanted,
  session: (row, wanted) => row.session.toLowerCase() === wanted,
  env: (row, wanted) => row.environment?.toLowerCase() === wanted,
  file: (row, wanted) => row.file.toLowerCase().includes(wanted),
  is: (row, wanted) =>
    (wanted === 'pinned' && row.pinned) ||
    (wanted === 'edited' && row.edited) ||
    (wanted === 'draft' && row.state === 'idle'),
};
