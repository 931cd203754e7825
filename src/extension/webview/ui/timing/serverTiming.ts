/**
 * What a server says of its own time in `Server-Timing` headers (W3C Server Timing, §3). Values are a server's: they are
 * only text and numbers here. Pure.
 */

export interface ServerTime {
  readonly name: string;
  readonly description: string;
  /** Milliseconds; undefined where it names none. */
  readonly duration: number | undefined;
}

/** Of all such headers, in their order; what cannot be read is left out. */
export function serverTimes(
  headers: Iterable<{ readonly name: string; readonly value: string }>,
): ServerTime[] {
  return [...headers]
    .filter(({ name }) => name.toLowerCase() === 'server-timing')
    .flatMap(({ value }) => [...value.matchAll(metric)].map((found) => timeOf(found[0])))
    .filter(({ name }) => name !== '');
}

/** Up to a comma that is in no quoted text. */
const metric = /(?:[^,"]|"(?:[^"\\]|\\.)*")+/g;

/** `;dur=53.2` or `; desc="a \"b\""`. */
const parameter = /;\s*([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;,\s"]*))/g;

function timeOf(text: string): ServerTime {
  const given = new Map<string, string>();
  for (const [, name = '', quoted, bare = ''] of text.matchAll(parameter)) {
    const key = name.toLowerCase();
    // The first one counts.
    if (!given.has(key)) given.set(key, quoted?.replaceAll(/\\(.)/g, '$1') ?? bare);
  }
  const duration = Number.parseFloat(given.get('dur') ?? '');
  return {
    name: (text.split(';')[0] ?? '').trim(),
    description: given.get('desc') ?? '',
    duration: Number.isFinite(duration) ? duration : undefined,
  };
}
