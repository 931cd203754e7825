/**
 * What views may ask for. They get this instead of the channel, so that a view can be drawn with a fake one, and no
 * view knows how messages travel.
 */
import type { PageTab } from '../protocol.ts';
import type { Draft } from './draft.ts';
import type { ResponseSection } from './state.ts';
import type { Texts } from './text.ts';

export interface Actions {
  /** Sends the draft; `force` although variables are unresolved. */
  readonly send: (force: boolean) => void;
  readonly cancel: () => void;
  readonly sendAgain: () => void;
  readonly reset: () => void;
  readonly copyCurl: () => void;
  readonly saveBody: () => void;
  readonly goToLine: (line: number) => void;
  readonly findVisible: (visible: boolean) => void;
  readonly chooseTab: (tab: PageTab) => void;
  readonly chooseSection: (section: ResponseSection) => void;
  /** Changes the draft and lets the host compute what follows. */
  readonly change: (step: (draft: Draft) => Draft) => void;
  /** Bytes of the response's or of the prepared body. */
  readonly readBody: (
    exchangeId: string,
    part: 'request' | 'response',
    offset: number,
    length: number,
  ) => Promise<ArrayBuffer>;
}

/** What every view is made with. */
export interface ViewContext {
  readonly texts: Texts;
  readonly actions: Actions;
  readonly nonce: string;
}
