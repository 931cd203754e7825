/**
 * Maps a list of any height to a scroll bar that a browser can draw: a browser's tallest element has 33 million pixels,
 * which a million lines exceed. Up to `tallest` both are the same; above it, only dragging the bar is scaled, every other
 * move is exact because it changes the real place. Pure: `virtualGrid.ts` does the scrolling.
 */

/** Pixels; far below the limit of browsers, which counts zoomed pixels. */
export const tallest = 4_000_000;

export interface ScrollMapping {
  /** Height of what the browser scrolls, in pixels. */
  readonly height: number;
  /** The bar moves further than one pixel for each pixel of the list. */
  readonly isScaled: boolean;
  /** The largest place that can be at the top. */
  readonly lastTop: number;
  /** The bar's place for a place in the list. */
  toScroll(top: number): number;
  /** The place in the list for a place of the bar. */
  toTop(scroll: number): number;
}

/** `full` is the height of all rows, `viewport` of what is seen, in pixels. */
export function createScrollMapping(full: number, viewport: number): ScrollMapping {
  const height = Math.min(full, Math.max(tallest, viewport));
  const lastTop = Math.max(0, full - viewport);
  const lastScroll = Math.max(0, height - viewport);
  const scale = lastScroll === 0 ? 1 : lastTop / lastScroll;
  return {
    height,
    isScaled: full > height,
    lastTop,
    toScroll: (top) => top / scale,
    toTop: (scroll) => Math.min(lastTop, scroll * scale),
  };
}
