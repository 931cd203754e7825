/**
 * How often something is told while it keeps changing: so many times a second in the long run, but at once after a pause
 * and when the changes themselves come about as often. A fixed gap between two would, with changes as far apart as
 * the gap, keep for ever the longest delay it has seen once. Pure: times come in.
 */
export interface Pace {
  /** Milliseconds until it may be told again. */
  wait(now: number): number;
  /** It was told. */
  tell(now: number): void;
}

/** `gap`: milliseconds between two in the long run; `ahead`: how many may come early. */
export function createPace(gap: number, ahead = 2): Pace {
  /** When the next one is due if all of them kept the gap. */
  let due = -Infinity;
  return {
    wait: (now) => Math.max(0, due - ahead * gap - now),
    tell: (now) => {
      due = Math.max(due, now) + gap;
    },
  };
}
