/**
 * Keeps the one draft and takes it to the host: changes are gathered for a moment, only the newest is in flight, and what
 * the host answers replaces the computed parts. It draws nothing; the page is told when something has changed.
 */
import { ChannelError, type CancelSignal, type PageChannel } from '../../channel.ts';
import type { ExchangeSnapshot, PreparedView } from '../../protocol.ts';
import { answerDraft, editOf, startDraft, type Draft } from './draft.ts';

export interface DraftKeeper {
  /** Undefined when the exchange on screen was sent. */
  readonly draft: Draft | undefined;
  /** Send was asked for and nothing has come of it yet. */
  readonly sending: boolean;
  /** The host's sentence when it refused the last edit or send. */
  readonly problem: string | undefined;
  /** The host shows this now: a new exchange starts a new draft, the same one keeps what the user has changed. */
  follow(snapshot: ExchangeSnapshot | undefined): void;
  change(step: (draft: Draft) => Draft): void;
  send(force: boolean): void;
  /** The next snapshot replaces everything. */
  forget(): void;
}

export interface DraftKeeperEvents {
  readonly onChange: () => void;
  /** The host computed this from the draft. */
  readonly onPrepared: (exchangeId: string, prepared: PreparedView) => void;
}

/** Long enough for a burst of keys, short enough that lengths seem to follow the typing. */
const gatherFor = 150;

export function createDraftKeeper(channel: PageChannel, events: DraftKeeperEvents): DraftKeeper {
  let exchangeId: string | undefined;
  let draft: Draft | undefined;
  let sending = false;
  let problem: string | undefined;
  let forgotten = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let inFlight: AbortController | undefined;

  function stop(): void {
    clearTimeout(timer);
    inFlight?.abort();
    inFlight = undefined;
  }

  async function submit(): Promise<void> {
    if (draft === undefined || exchangeId === undefined || draft.touched.length === 0) return;
    const id = exchangeId;
    const { revision } = draft;
    const edit = editOf(draft);
    inFlight?.abort();
    inFlight = new AbortController();
    const signal: CancelSignal = inFlight.signal;
    try {
      const prepared = await channel.request('edit', { exchangeId: id, edit }, signal);
      if (id !== exchangeId || forgotten) return;
      problem = undefined;
      draft = answerDraft(draft, prepared, revision);
      events.onPrepared(id, prepared);
    } catch (error) {
      if (id === exchangeId) report(error);
    }
  }

  async function sendDraft(force: boolean): Promise<void> {
    if (draft === undefined || exchangeId === undefined || sending) return;
    stop();
    const id = exchangeId;
    sending = true;
    problem = undefined;
    events.onChange();
    try {
      await channel.request('send', { exchangeId: id, edit: editOf(draft), force });
    } catch (error) {
      sending = false;
      report(error);
    }
  }

  /** A newer edit or another exchange has taken the place of what was cancelled, so that is nothing to report. */
  function report(error: unknown): void {
    if (error instanceof ChannelError && error.reason === 'cancelled') return;
    problem = error instanceof Error ? error.message : String(error);
    events.onChange();
  }

  return {
    get draft() {
      return draft;
    },
    get sending() {
      return sending;
    },
    get problem() {
      return problem;
    },
    follow: (snapshot) => {
      const isNew = snapshot?.exchangeId !== exchangeId || forgotten;
      if (isNew || !snapshot?.editable) {
        stop();
        sending = false;
        problem = undefined;
      }
      exchangeId = snapshot?.exchangeId;
      forgotten = false;
      if (!snapshot?.editable) draft = undefined;
      else if (isNew || draft === undefined) draft = startDraft(snapshot.prepared);
      // With a change on its way its answer will fit better than this.
      else if (draft.touched.length === 0) draft = answerDraft(draft, snapshot.prepared, draft.revision);
    },
    change: (step) => {
      if (draft === undefined || sending) return;
      const { revision } = draft;
      draft = step(draft);
      if (draft.revision !== revision) {
        clearTimeout(timer);
        timer = setTimeout(() => void submit(), gatherFor);
      }
      events.onChange();
    },
    send: (force) => void sendDraft(force),
    forget: () => {
      stop();
      forgotten = true;
    },
  };
}
