/**
 * Decides how a body is shown now: by which of the views, and whether it is so large that the page cannot hold it. Pure,
 * so that every case has a test; `bodyView.ts` draws it.
 */
import type { BodyLimits } from '../bodyPages.ts';
import type { ExchangeSnapshot } from '../protocol.ts';
import { modesOf, type BodyKind, type BodyMode } from './bodyViews/bodyKind.ts';

/** Used when the host names no limits. */
export const usualLimits: BodyLimits = { editor: 5 * 1024 * 1024, pretty: 2 * 1024 * 1024 };

/** Pictures are shown whole or not at all, and are often larger than texts. */
export const pictureLimit = 32 * 1024 * 1024;

/** Which part of the page shows the body. */
export type BodyPane = 'code' | 'table' | 'pages' | 'hex' | 'picture' | 'frame';

/** A body whose bytes, as far as it is known, are more than the page takes whole. */
export function isLarge(snapshot: ExchangeSnapshot, kind: BodyKind | undefined): boolean {
  const limit = limitFor(snapshot, kind);
  return Math.max(snapshot.received, isEnded(snapshot) ? 0 : (snapshot.expected ?? 0)) > limit;
}

/** Bytes that the page takes whole. */
export function limitFor(
  { limits = usualLimits, response }: ExchangeSnapshot,
  kind: BodyKind | undefined,
): number {
  const isPicture = kind === undefined ? response?.mediaType.startsWith('image/') === true : isPictured(kind);
  return isPicture ? Math.max(limits.editor, pictureLimit) : limits.editor;
}

/** The ways to look at a body; a large one is neither laid out nor coloured nor drawn. */
export function modesFor(kind: BodyKind, large: boolean): readonly BodyMode[] {
  const modes = modesOf(kind);
  return large ? modes.filter((mode) => mode === 'raw' || mode === 'hex') : modes;
}

export function paneOf(mode: BodyMode, kind: BodyKind | undefined, large: boolean): BodyPane {
  switch (mode) {
    case 'hex':
      return 'hex';
    case 'preview':
      return kind === 'html' ? 'frame' : 'picture';
    case 'table':
      return 'table';
    case 'raw':
    case 'pretty':
      return large ? 'pages' : 'code';
  }
}

function isPictured(kind: BodyKind): boolean {
  return kind === 'image' || kind === 'svg';
}

function isEnded({ state }: ExchangeSnapshot): boolean {
  return state !== 'pending' && state !== 'streaming';
}
