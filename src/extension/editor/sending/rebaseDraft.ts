/**
 * Takes what a person edited over to the same request as it would be prepared now: after the file, the environment or
 * the cookies have changed. Untouched parts are the new ones, edited parts stay as they were edited. Pure.
 */
import type { PreparedRequest, RequestEdit } from '../../http/index.ts';
import { createDraft, editedParts, type Draft } from './draft.ts';

const framing = /^(?:content-length|transfer-encoding)$/i;

type Entry = readonly [name: string, value: string];

/** Throws the core's InvalidURL or InvalidHeader when no request results. */
export function rebaseDraft(draft: Draft, fresh: PreparedRequest, fileUrl?: string): Draft {
  const parts = new Set(editedParts(draft));
  const { current } = draft;
  const change: RequestEdit = {
    ...(parts.has('method') ? { method: current.method } : {}),
    ...(parts.has('url') ? { url: current.url } : {}),
    ...(parts.has('body') ? { body: current.body } : {}),
  };
  const start = createDraft(fresh, fileUrl);
  if (parts.size === 0) return start;
  const changed = fresh.with(change);
  const { off, unlocked } = draft;
  const setsFraming = current.hasOwnFraming;
  const headers = parts.has('headers') ? { headers: rebasedHeaders(draft, changed), setsFraming } : {};
  return {
    ...start,
    current: changed.with(headers),
    off,
    unlocked,
    typedUrl: parts.has('url') ? draft.typedUrl : start.typedUrl,
  };
}

/** In the order they were put into; what is new since then comes last. */
function rebasedHeaders({ original, current, off }: Draft, fresh: PreparedRequest): readonly Entry[] {
  // Framing follows from the body, unless it was set on purpose.
  const follows = (name: string): boolean => !current.hasOwnFraming && framing.test(name);
  const before = keyed(original);
  const now = keyed(fresh);
  const turnedOff = new Set(off.map(({ name }) => name.toLowerCase()));
  const kept = new Set<string>();
  const headers: Entry[] = [];
  for (const [key, [name, value]] of keyed(current)) {
    kept.add(key);
    const untouched = framing.test(name) ? follows(name) : before.get(key)?.[1] === value;
    const next = untouched ? now.get(key) : ([name, value] as const);
    if (next !== undefined) headers.push(next);
  }
  for (const [key, entry] of now) {
    const isNew = framing.test(entry[0]) ? follows(entry[0]) : !before.has(key);
    if (isNew && !kept.has(key) && !turnedOff.has(entry[0].toLowerCase())) headers.push(entry);
  }
  return headers;
}

/** By the name and which one of that name it is. */
function keyed({ headers }: PreparedRequest): Map<string, Entry> {
  const result = new Map<string, Entry>();
  const counts = new Map<string, number>();
  for (const [name, value] of headers) {
    const nth = counts.get(name.toLowerCase()) ?? 0;
    counts.set(name.toLowerCase(), nth + 1);
    result.set(`${name.toLowerCase()} ${nth}`, [name, value]);
  }
  return result;
}
