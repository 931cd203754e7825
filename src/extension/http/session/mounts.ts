/**
 * The adapters of a session by the URL prefixes they are for (rules R119 and R120): which one carries a URL, and what
 * all of them together have in connections. It sends nothing; Session asks it for each hop.
 */
import type { Adapter } from '../transport/adapter.ts';
import type { ConnectionView } from '../transport/connections.ts';
import { InvalidSchema } from '../errors/errors.ts';
import { maskUserinfo } from '../url/url.ts';

export class Mounts {
  /** By prefix in lower case, the longest first. */
  #mounts: readonly { readonly prefix: string; readonly lower: string; readonly adapter: Adapter }[] = [];
  /** Every adapter that was ever mounted: it may have connections still. */
  readonly #adapters = new Set<Adapter>();
  readonly #onDidChangeConnections: () => void;

  /** `onDidChangeConnections` is called whenever `connections()` would answer differently. */
  constructor(onDidChangeConnections: () => void) {
    this.#onDidChangeConnections = onDidChangeConnections;
  }

  /** The prefixes as they were given, the one that is tried first first. */
  get prefixes(): readonly string[] {
    return this.#mounts.map(({ prefix }) => prefix);
  }

  /** Of two prefixes of one length, the one that was mounted first is tried first. */
  mount(prefix: string, adapter: Adapter): void {
    const others = this.#mounts.filter((other) => other.prefix !== prefix);
    const mount = { prefix, lower: prefix.toLowerCase(), adapter };
    const shorter = others.filter((other) => other.prefix.length < prefix.length);
    this.#mounts = [...others.filter((other) => !shorter.includes(other)), mount, ...shorter];
    if (this.#adapters.has(adapter)) return;
    this.#adapters.add(adapter);
    adapter.onDidChangeConnections?.(this.#onDidChangeConnections);
  }

  /** The adapter whose prefix is the longest one that the URL starts with, case aside. Throws InvalidSchema. */
  adapterFor(url: string): Adapter {
    const lower = url.toLowerCase();
    for (const mount of this.#mounts) if (lower.startsWith(mount.lower)) return mount.adapter;
    throw new InvalidSchema(`No connection adapters were found for ${JSON.stringify(maskUserinfo(url))}.`, {
      hint: 'Start the URL with http:// or https://.',
    });
  }

  connections(): readonly ConnectionView[] {
    return [...this.#adapters].flatMap((adapter) => adapter.connections?.() ?? []);
  }

  closeConnection(id: number): void {
    for (const adapter of this.#adapters) adapter.closeConnection?.(id);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#adapters].map((adapter) => adapter.close()));
  }
}
