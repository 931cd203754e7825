/**
 * The rows of a tree that are on the screen, and which of them have to be drawn anew. VS Code forgets the rows
 * below one that it draws anew until it has asked for them again, and a click that falls into that moment is lost; so
 * only what looks different is named, as far down as possible. It knows no VS Code and runs nothing by itself.
 */
export interface ShownRowsOptions<Node> {
  /** The same text for the same thing, whatever else has changed. */
  readonly idOf: (node: Node) => string;
  /** The rows below one as they are now; below nothing, the topmost ones. */
  readonly childrenOf: (node: Node | undefined) => Node[];
  /** Whatever decides how a row looks, except the time that goes by; compared part by part. */
  readonly looksOf: (node: Node) => readonly unknown[];
}

export interface ShownRows<Node> {
  /** The rows below one, which are on the screen from now on. The same thing is the same object as long as it is shown. */
  show(node: Node | undefined): Node[];
  /** The row as it is drawn, brought to what it is about now. */
  present(node: Node): Node;
  /**
   * The rows that look different from when they were last shown or told, each without those below it; an `undefined`
   * among them means the whole tree.
   */
  changed(): readonly (Node | undefined)[];
}

interface Shown<Node> {
  readonly node: Node;
  looks: readonly unknown[];
  /** Those below it, once they were asked for. */
  below?: readonly string[] | undefined;
}

export function createShownRows<Node extends object>({
  idOf,
  childrenOf,
  looksOf,
}: ShownRowsOptions<Node>): ShownRows<Node> {
  const shown = new Map<string, Shown<Node>>();
  let roots: readonly string[] | undefined;

  /** VS Code knows a row by its object, so the object stays and is brought up to date. */
  function keep(id: string, node: Node): Shown<Node> {
    const present = shown.get(id);
    if (present === undefined) {
      const kept: Shown<Node> = { node, looks: looksOf(node) };
      shown.set(id, kept);
      return kept;
    }
    Object.assign(present.node, node);
    return present;
  }

  function forget(ids: readonly string[]): void {
    for (const id of ids) {
      forget(shown.get(id)?.below ?? []);
      shown.delete(id);
    }
  }

  /** Those below one, when they are on the screen and still the same; they are told one by one. */
  function changedBelow(
    node: Node | undefined,
    below: readonly string[] | undefined,
  ): readonly (Node | undefined)[] {
    if (below === undefined) return [];
    const now = childrenOf(node);
    const ids = now.map(idOf);
    if (!isEqual(ids, below)) return [node];
    return now.flatMap((child, index) => {
      const kept = keep(ids[index] ?? '', child);
      const looks = looksOf(kept.node);
      if (isEqual(looks, kept.looks)) return changedBelow(kept.node, kept.below);
      kept.looks = looks;
      return [kept.node];
    });
  }

  return {
    show(node) {
      const now = childrenOf(node);
      const ids = now.map(idOf);
      const above = node === undefined ? undefined : keep(idOf(node), node);
      const before = new Set((above === undefined ? roots : above.below) ?? []);
      for (const id of ids) before.delete(id);
      forget([...before]);
      if (above === undefined) roots = ids;
      else above.below = ids;
      return now.map((child, index) => {
        const kept = keep(ids[index] ?? '', child);
        kept.looks = looksOf(kept.node);
        return kept.node;
      });
    },
    present: (node) => shown.get(idOf(node))?.node ?? node,
    changed: () => changedBelow(undefined, roots),
  };
}

function isEqual(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((part, index) => Object.is(part, other[index]));
}
