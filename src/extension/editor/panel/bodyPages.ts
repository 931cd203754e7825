/**
 * Answers a page's questions about a body that it shows in parts: lines by their numbers, the line of a byte, and what
 * a search finds, of which each panel has one at a time. It reads what is there now and keeps no bytes. No VS Code in
 * here: the panel gives it exchanges, texts and a way to tell the page how far a search is.
 */
import {
  maxLineBytes,
  maxLinesBytes,
  type BodyPageRequests,
  type BodyQuery,
  type LineRows,
  type SearchProgress,
} from '../../webview/bodyPages.ts';
import type { PageRequestHandlers } from '../../webview/channel.ts';
import type * as runner from '../../runner/index.ts';
import type { BodyReader, BodySearch, Exchange, LineIndex, LineRange } from '../../runner/index.ts';
import type { Disposable } from '../disposable.ts';
import type { Localize } from '../labels.ts';

export interface BodyPages extends Disposable {
  readonly handlers: Pick<PageRequestHandlers, keyof BodyPageRequests>;
  /** Ends the search in this exchange's body; what it found can still be asked for. */
  stopSearch(exchangeId: string): void;
}

export interface BodyPagesOptions {
  /** Throws a sentence for one that is not known. */
  readonly exchangeOf: (id: string) => Exchange;
  readonly loadRunner: () => Promise<
    Pick<typeof runner, 'indexLines' | 'lineAtOffset' | 'readLines' | 'readLinesAt' | 'searchBody'>
  >;
  /** The searching thread's file. */
  readonly worker: string | URL;
  readonly tell: (progress: SearchProgress) => void;
  readonly t: Localize;
}

/** At most this often, in milliseconds, the page hears how far a search is. */
const progressGap = 50;

/** Most matches of one answer. */
const maxPlaces = 1000;

/** Most lines of one answer that are each found by itself. */
const maxScattered = 128;

const limits = { cutAt: maxLineBytes, maxBytes: maxLinesBytes };

/** Made once for each body that came without one. */
const madeIndexes = new WeakMap<BodyReader, Promise<LineIndex>>();

interface Search {
  readonly exchangeId: string;
  readonly found: BodySearch;
}

export function createBodyPages(options: BodyPagesOptions): BodyPages {
  const { exchangeOf, loadRunner, t } = options;
  let search: Search | undefined;
  let telling: ReturnType<typeof setTimeout> | undefined;

  async function bodyOf(id: string): Promise<{ reader: BodyReader; index: LineIndex }> {
    const reader = exchangeOf(id).body;
    if (reader === undefined) throw new Error(t('This response has no body.'));
    return { reader, index: reader.lines ?? (await makeIndex(reader)) };
  }

  async function makeIndex(reader: BodyReader): Promise<LineIndex> {
    const { indexLines } = await loadRunner();
    const making = madeIndexes.get(reader) ?? indexLines(reader);
    madeIndexes.set(reader, making);
    return making;
  }

  async function startSearch(exchangeId: string, query: BodyQuery): Promise<void> {
    search?.found.stop();
    search = undefined;
    const { reader, index } = await bodyOf(exchangeId);
    const { searchBody } = await loadRunner();
    const { response } = exchangeOf(exchangeId);
    const charset = /;\s*charset\s*=\s*"?([^\s";,]+)/i.exec(response?.headers.get('Content-Type') ?? '')?.[1];
    try {
      const found = searchBody(reader, {
        query,
        charset: charset ?? 'utf-8',
        breaks: index.breaks,
        worker: options.worker,
        onDidChange: () => tellSoon(found),
      });
      search = { exchangeId, found };
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      const message =
        query.hex === true ? t('These are no bytes in hex.') : t('This is not a regular expression.');
      throw new Error(message, { cause: error });
    }
  }

  /** The first match and the end are told at once. */
  function tellSoon(found: BodySearch): void {
    if (search?.found !== found) return;
    if (found.state !== 'running') tell();
    else if (telling === undefined) {
      tell();
      telling = setTimeout(() => {
        telling = undefined;
        if (search?.found.state === 'running') tell();
      }, progressGap);
    }
  }

  function tell(): void {
    if (search === undefined) return;
    const { exchangeId, found } = search;
    const { state, matches, scanned } = found;
    options.tell({ type: 'search', exchangeId, state, matches, scanned, lines: found.lineStarts.length });
  }

  const searchOf = (id: string): BodySearch | undefined =>
    search?.exchangeId === id ? search.found : undefined;

  return {
    handlers: {
      readLines: async ({ exchangeId, first, count, matching }) => {
        const { reader, index } = await bodyOf(exchangeId);
        const { readLines, readLinesAt } = await loadRunner();
        if (matching !== true) {
          return rowsOf(await readLines(reader, index, { first, count, ...limits }), index.lines);
        }
        const lineStarts = searchOf(exchangeId)?.lineStarts ?? [];
        const starts = lineStarts.slice(first, first + Math.min(count, maxScattered));
        return rowsOf(await readLinesAt(reader, index, { starts, ...limits }), lineStarts.length);
      },
      lineAt: async ({ exchangeId, offset }) => {
        const { reader, index } = await bodyOf(exchangeId);
        return (await loadRunner()).lineAtOffset(reader, index, offset);
      },
      startSearch: async ({ exchangeId, query }) => {
        await startSearch(exchangeId, query);
        return { begun: true };
      },
      findMatch: async ({ exchangeId, offset, backwards }) => {
        const { reader, index } = await bodyOf(exchangeId);
        const match = searchOf(exchangeId)?.find(offset, backwards);
        if (match === undefined) return { match: undefined };
        const { line } = await (await loadRunner()).lineAtOffset(reader, index, match.offset);
        return { match: { offset: match.offset, length: match.length, line, index: match.index } };
      },
      matchesIn: ({ exchangeId, from, to }) => {
        const matches = searchOf(exchangeId)?.between(from, to, maxPlaces) ?? [];
        return Promise.resolve({ places: matches.flatMap(({ offset, length }) => [offset, length]) });
      },
    },
    stopSearch: (exchangeId) => searchOf(exchangeId)?.stop(),
    dispose() {
      clearTimeout(telling);
      search?.found.stop();
      search = undefined;
    },
  };
}

function rowsOf({ numbers, starts, ends, lengths, bytes }: LineRange, lines: number): LineRows {
  return { numbers, starts, ends, lengths, bytes: bytes.buffer, lines };
}
