/**
 * One line at the foot of a terminal that says how far a run is, drawn over itself at most ten times a second. It is gone
 * before anything else is printed. Where nobody looks, or a terminal cannot move its cursor, it does nothing.
 */
import type { Screen } from '../terminal.ts';

export interface ProgressLine {
  /** What the line says from now on; safe text without colours. */
  show(text: string): void;
  /** Takes the line away until `show` is called again. */
  hide(): void;
}

export interface ProgressLineOptions {
  readonly screen: Screen;
  /** Of the terminal now; text beyond it is cut, because a second line would stay. */
  readonly columns: () => number;
  /** Milliseconds. */
  readonly now: () => number;
}

/** Milliseconds between two drawings. */
const pause = 100;

export function createProgressLine({ screen, columns, now }: ProgressLineOptions): ProgressLine {
  if (!screen.isInteractive || process.env['TERM'] === 'dumb') return { show: nothing, hide: nothing };
  let isShown = false;
  let drawnAt = -Infinity;
  return {
    show(text) {
      if (isShown && now() - drawnAt < pause) return;
      drawnAt = now();
      isShown = true;
      void screen.raw(`\r\x1b[K${screen.styled('dim', cut(text, columns() - 1))}`);
    },
    hide() {
      if (isShown) void screen.raw('\r\x1b[K');
      isShown = false;
    },
  };
}

/** The text in so many columns, three dots where something is missing. */
export function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
}

function nothing(): void {
  // There is nobody to see it.
}
