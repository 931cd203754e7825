/** Which part of a response, and which of its hops, a page shows. */
import { describe, expect, it } from 'vitest';
import type { ExchangeSnapshot } from '../../../src/extension/webview/protocol.ts';
import { initialState, reduce, type PageState } from '../../../src/extension/webview/ui/state.ts';
import { done, pending, response } from './snapshots.ts';

const show = (state: PageState, snapshot: ExchangeSnapshot): PageState =>
  reduce(state, { type: 'snapshot', snapshot, tab: undefined, now: 0 });
const events: ExchangeSnapshot = { ...done, exchangeId: 'e', response: { ...response, events: 'stream' } };

describe('the part of a response', () => {
  it('is its events when its type promises them, and its body again for the next one', () => {
    const shown = show(show(initialState, { ...pending, exchangeId: 'e' }), events);
    expect(shown.section).toBe('events');
    expect(show(shown, { ...done, exchangeId: 'f' }).section).toBe('body');
  });

  it('stays what the user chose while more arrives', () => {
    const raw = reduce(show(initialState, events), { type: 'sectionChosen', section: 'body' });
    expect(show(raw, { ...events, received: 9 }).section).toBe('body');
    const headers = reduce(show(initialState, done), { type: 'sectionChosen', section: 'headers' });
    expect(show(headers, events).section).toBe('headers');
  });

  it('is events by hand until another exchange is shown', () => {
    const chosen = reduce(show(initialState, done), { type: 'eventsChosen' });
    expect(chosen).toMatchObject({ section: 'events', asEvents: true });
    expect(show(chosen, { ...done, exchangeId: 'f' })).toMatchObject({ section: 'body', asEvents: false });
  });
});

describe('a hop', () => {
  const chosen = reduce(show(initialState, done), { type: 'hopChosen', hop: 0 });

  it('shows its headers, because only the last answer has a body', () => {
    expect(chosen).toMatchObject({ hop: 0, section: 'headers', tab: 'response' });
    expect(reduce(chosen, { type: 'sectionChosen', section: 'cookies' }).hop).toBe(0);
    expect(reduce(chosen, { type: 'sectionChosen', section: 'body' }).hop).toBeUndefined();
  });

  it('is forgotten with its exchange', () => {
    expect(show(chosen, { ...done, received: 1 }).hop).toBe(0);
    expect(show(chosen, { ...done, exchangeId: 'f' }).hop).toBeUndefined();
  });
});
