/**
 * The events of the bodies that a panel shows: a log for each body whose type promises events, read from its first byte
 * on so that every event has its time, and one for any other body that somebody wants to see so. It draws nothing and
 * keeps few logs; an old one is read from its body again when it is asked for.
 */
import * as vscode from 'vscode';
import type { Disposable } from '../disposable.ts';
import type { BodyReader, EventFormat, EventLog } from '../../runner/index.ts';
import { eventFormatOf, maxEventData, type EventPageRequests } from '../../webview/events.ts';
import type { ExchangeEntry, Exchanges } from '../sending/exchanges.ts';
import { loadEngine } from '../sending/loadEngine.ts';
import { isRunning } from '../labels.ts';
import { keptEvents } from '../settings/settings.ts';
import { mediaTypeOf } from './responseView.ts';

type Question<M extends keyof EventPageRequests> = Omit<EventPageRequests[M][0], 'exchangeId'>;
type Answer<M extends keyof EventPageRequests> = Promise<EventPageRequests[M][1]>;

export interface EventLogs extends Disposable {
  /** Rejects with a sentence when there is no body. */
  rows(entry: ExchangeEntry, question: Question<'readEvents'>): Answer<'readEvents'>;
  data(entry: ExchangeEntry, question: Question<'readEventData'>): Answer<'readEventData'>;
}

/** Each keeps up to thousands of rows. */
const keptLogs = 4;

export function createEventLogs(exchanges: Exchanges): EventLogs {
  const logs = new Map<BodyReader, Promise<EventLog>>();

  const listening = exchanges.onDidChange((entry) => {
    const { body, response } = entry.exchange;
    if (body === undefined || response === undefined) return;
    const known = logs.get(body);
    if (known !== undefined) {
      void known.then((log) => log.advance(!isRunning(entry.exchange)));
    } else if (isRunning(entry.exchange)) {
      const format = eventFormatOf(mediaTypeOf(response));
      if (format !== undefined) void begin(entry, body, { format, untimed: 0 });
    }
  });

  async function begin(
    entry: ExchangeEntry,
    body: BodyReader,
    options: { readonly format: EventFormat; readonly untimed: number },
  ): Promise<EventLog> {
    const making = loadEngine().then(({ createEventLog }) =>
      createEventLog({ ...options, body, keep: keptEvents(), now: () => performance.now() }),
    );
    logs.set(body, making);
    forgetOld();
    const log = await making;
    const newest = exchanges.get(entry.exchange.id) ?? entry;
    await log.advance(!isRunning(newest.exchange));
    return log;
  }

  function forgetOld(): void {
    const running = new Set(exchanges.running().map(({ exchange }) => exchange.body));
    for (const body of logs.keys()) {
      if (logs.size <= keptLogs) return;
      if (!running.has(body)) logs.delete(body);
    }
  }

  async function logOf(entry: ExchangeEntry): Promise<EventLog> {
    const { body, response } = entry.exchange;
    if (body === undefined || response === undefined) {
      throw new Error(vscode.l10n.t('This exchange has no body.'));
    }
    const known = logs.get(body);
    if (known !== undefined) return known;
    const { guessEventFormat } = await loadEngine();
    const format = eventFormatOf(mediaTypeOf(response)) ?? guessEventFormat(await body.read(0, 4096));
    // Somebody else may have asked while the body was looked at.
    const present = logs.get(body);
    if (present !== undefined) return present;
    const reading = begin(entry, body, { format, untimed: body.length });
    // All of a long body takes a while; what has been read by then is an answer, too.
    void reading.catch(() => undefined);
    return logs.get(body) ?? reading;
  }

  return {
    async rows(entry, { filter, from, count }) {
      const log = await logOf(entry);
      const { rows, ...counts } = log.window({ filter, from, count });
      return {
        format: log.format,
        ...counts,
        rows: rows.map(({ index, number, kind, gap, type, id, data, length }) => ({
          index,
          number,
          kind,
          gap,
          type: type.slice(0, 200),
          id: id.slice(0, 200),
          data,
          length,
        })),
      };
    },
    async data(entry, { index }) {
      const log = await logOf(entry);
      const text = await log.data(index, maxEventData);
      if (text === undefined) throw new Error(vscode.l10n.t('This event is only in the raw body now.'));
      return { text };
    },
    dispose() {
      listening.dispose();
      logs.clear();
    },
  };
}
