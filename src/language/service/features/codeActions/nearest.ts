/** The word that was probably meant. */

/** Undefined when no known word is near: one letter in three may differ, and dashes and capitals do not count. */
export function nearest(written: string, known: readonly string[]): string | undefined {
  const plain = (word: string): string => word.replaceAll('-', '').toLowerCase();
  const word = plain(written);
  const near = known
    .map((name) => ({ name, steps: stepsBetween(word, plain(name)) }))
    .filter(({ steps }) => steps <= Math.max(1, Math.floor(word.length / 3)));
  return near.sort((one, other) => one.steps - other.steps)[0]?.name;
}

/** Letters to insert, to drop, to replace, or to swap with their neighbour. */
function stepsBetween(one: string, other: string): number {
  let before: number[] = [];
  let above = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const isSame = one[i - 1] === other[j - 1];
      const isSwap = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      row.push(
        Math.min(
          (above[j] ?? 0) + 1,
          (row[j - 1] ?? 0) + 1,
          (above[j - 1] ?? 0) + (isSame ? 0 : 1),
          isSwap ? (before[j - 2] ?? 0) + 1 : Infinity,
        ),
      );
    }
    before = above;
    above = row;
  }
  return above[other.length] ?? 0;
}
