/** A straight line through points, and how steep it is at least: whether a series grows or only jumps about. */

export interface Slope {
  readonly slope: number;
  /** With 95 % certainty it is not below this. */
  readonly low: number;
}

/** Least squares; needs three points or more. */
export function slopeOf(points: readonly (readonly [x: number, y: number])[]): Slope {
  const mean = (pick: 0 | 1): number => points.reduce((sum, point) => sum + point[pick], 0) / points.length;
  const [meanX, meanY] = [mean(0), mean(1)];
  const spread = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  const slope = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / spread;
  const rest = points.reduce((sum, [x, y]) => sum + (y - meanY - slope * (x - meanX)) ** 2, 0);
  const error = Math.sqrt(rest / (points.length - 2) / spread);
  return { slope, low: slope - 2 * error };
}
