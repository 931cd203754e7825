/**
 * Puts what happens into the history: drafts a moment after they were changed, requests when they begin and when they
 * end. `# @no-log` and the settings keep out what they say. It listens only, so that no send waits for it.
 */
import type { Disposable } from '../disposable.ts';
import { isRunning } from '../labels.ts';
import type { ExchangeEntry, Exchanges } from '../sending/exchanges.ts';
import { historySettings } from '../settings/settings.ts';
import type { Histories } from './histories.ts';
import { keptOf } from './pastEntry.ts';

export interface HistoryRecorder extends Disposable {
  /** Keeps what still waits; resolves when all of it is written. */
  finish(): Promise<void>;
}

/** Milliseconds after which a draft that nobody types in is kept. */
const draftGap = 500;

type Step = 'draft' | 'begun' | 'ended';

export function createHistoryRecorder(exchanges: Exchanges, histories: Histories): HistoryRecorder {
  const reached = new Map<string, Step>();
  const drafts = new Map<string, NodeJS.Timeout>();
  const opened = new Map<string, ExchangeEntry['draft']>();

  async function keep(entry: ExchangeEntry): Promise<void> {
    const { enabled, bodies } = historySettings(entry.file);
    if (!enabled || !entry.isLogged) return;
    const history = await histories.of(entry.file);
    await history.keep(keptOf(entry), { withBody: bodies });
  }

  /** A draft that was opened from the history, as long as nobody has edited it. */
  function isUnchanged({ exchange, draft, isPast }: ExchangeEntry): boolean {
    if (isPast !== true) return false;
    const before = opened.get(exchange.id);
    opened.set(exchange.id, before ?? draft);
    return before === undefined || before === draft;
  }

  function keepDraft(id: string): void {
    clearTimeout(drafts.get(id));
    drafts.delete(id);
    const entry = exchanges.get(id);
    if (entry?.exchange.state === 'idle') void keep(entry);
  }

  const listener = exchanges.onDidChange((entry) => {
    const { id } = entry.exchange;
    const step = stepOf(entry);
    if (step === 'draft') {
      if (isUnchanged(entry)) return;
      clearTimeout(drafts.get(id));
      drafts.set(id, setTimeout(keepDraft, draftGap, id));
      return;
    }
    // What comes from the history is there already, unless it was a draft that goes on.
    if (reached.get(id) === step || (entry.isPast === true && !reached.has(id) && step === 'ended')) return;
    reached.set(id, step);
    void keep(entry);
  });

  return {
    async finish() {
      for (const id of [...drafts.keys()]) keepDraft(id);
      await histories.settle();
    },
    dispose() {
      listener.dispose();
      for (const timer of drafts.values()) clearTimeout(timer);
    },
  };
}

function stepOf({ exchange }: ExchangeEntry): Step {
  if (exchange.state === 'idle') return 'draft';
  return isRunning(exchange) ? 'begun' : 'ended';
}
