/**
 * Header fields in the order and case they go on the wire, looked up without regard to case. Headers is a
 * value: `with` and `without` return a new one. It checks nothing; `validateHeaders` in headerRules.ts does.
 * Requests, sessions and responses all hold one.
 */

export type HeaderEntry = readonly [name: string, value: string];

/** Something headers can be made from. A `null` value stands for "leave this one out" in a merge (rule R27). */
export type HeadersInit =
  Headers | Iterable<readonly [string, string | null]> | Readonly<Record<string, string | null>>;

/**
 * Ordered, case-insensitive header fields.
 *
 * From pairs, repeats are kept as separate lines. From a mapping, names that differ only in case are one field:
 * the last spelling and value at the place of the first (rule R23). `null` values are dropped.
 */
export class Headers {
  #entries: readonly HeaderEntry[];

  constructor(init?: HeadersInit) {
    this.#entries = init === undefined ? [] : entriesOf(init);
  }

  /** The value, repeats joined with `, `; undefined when the field is absent. */
  get(name: string): string | undefined {
    const key = name.toLowerCase();
    let found: string | undefined;
    for (const entry of this.#entries) {
      if (isNamed(entry[0], key)) found = found === undefined ? entry[1] : `${found}, ${entry[1]}`;
    }
    return found;
  }

  /** Each value of the field, in order. */
  getAll(name: string): string[] {
    const key = name.toLowerCase();
    const found: string[] = [];
    for (const entry of this.#entries) if (isNamed(entry[0], key)) found.push(entry[1]);
    return found;
  }

  has(name: string): boolean {
    const key = name.toLowerCase();
    for (const entry of this.#entries) if (isNamed(entry[0], key)) return true;
    return false;
  }

  get size(): number {
    return this.#entries.length;
  }

  entries(): readonly HeaderEntry[] {
    return this.#entries;
  }

  [Symbol.iterator](): Iterator<HeaderEntry> {
    return this.#entries[Symbol.iterator]();
  }

  /** The same fields with this one set: new spelling and value at the place of the first, or at the end (rule R23). */
  with(name: string, value: string): Headers {
    return Headers.of(placed(this.#entries, name, [[name, value]]));
  }

  /** The same fields without this one. */
  without(...names: readonly string[]): Headers {
    const keys = names.map((name) => name.toLowerCase());
    return Headers.of(this.#entries.filter(([name]) => !keys.some((key) => isNamed(name, key))));
  }

  /**
   * These fields overridden by others: each override takes the place of the field it replaces and brings its own
   * spelling, new ones follow in their order, and `null` removes (rule R27). Repeats in the override stay repeats.
   */
  merge(override: HeadersInit): Headers {
    const { kept, named } = overrideOf(override);
    if (named.size === 0) return this;
    let entries = this.#entries;
    for (const key of named) {
      if (this.has(key))
        entries = placed(
          entries,
          key,
          kept.filter(([name]) => name.toLowerCase() === key),
        );
    }
    return Headers.of([...entries, ...kept.filter(([name]) => !this.has(name))]);
  }

  /** Headers of exactly these fields, which nobody changes any more: they are not copied. */
  static of(entries: readonly HeaderEntry[]): Headers {
    const headers = new Headers();
    headers.#entries = entries;
    return headers;
  }
}

/** Whether a field has this name, which is given in lower case. Most are of another length. */
function isNamed(name: string, key: string): boolean {
  return name.length === key.length && (name === key || name.toLowerCase() === key);
}

function entriesOf(init: HeadersInit): readonly HeaderEntry[] {
  if (init instanceof Headers) return init.entries();
  if (isIterable(init)) {
    const kept: HeaderEntry[] = [];
    for (const [name, value] of init) {
      if (value !== null) kept.push([name, value]);
    }
    return kept;
  }
  let entries: readonly HeaderEntry[] = [];
  for (const [name, value] of Object.entries(init)) {
    entries = placed(entries, name, value === null ? [] : [[name, value]]);
  }
  return entries;
}

/** Replaces every entry of that name by `values`, at the place of the first, or at the end when there is none. */
function placed(
  entries: readonly HeaderEntry[],
  name: string,
  values: readonly HeaderEntry[],
): readonly HeaderEntry[] {
  const key = name.toLowerCase();
  const first = entries.findIndex(([entry]) => entry.toLowerCase() === key);
  if (first === -1) return [...entries, ...values];
  const rest = entries.slice(first + 1).filter(([entry]) => entry.toLowerCase() !== key);
  return [...entries.slice(0, first), ...values, ...rest];
}

/** The fields of an override in their order, and every name it mentions, in lower case; `null` takes a name back. */
function overrideOf(init: HeadersInit): {
  readonly kept: readonly HeaderEntry[];
  readonly named: ReadonlySet<string>;
} {
  if (!(init instanceof Headers) && !isIterable(init)) {
    return { kept: entriesOf(init), named: new Set(Object.keys(init).map((name) => name.toLowerCase())) };
  }
  const named = new Set<string>();
  let kept: HeaderEntry[] = [];
  for (const [name, value] of init) {
    const key = name.toLowerCase();
    named.add(key);
    if (value === null) kept = kept.filter(([other]) => other.toLowerCase() !== key);
    else kept.push([name, value]);
  }
  return { kept, named };
}

function isIterable(init: HeadersInit): init is Iterable<readonly [string, string | null]> {
  return Symbol.iterator in init;
}
