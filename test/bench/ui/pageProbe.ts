/**
 * Runs in the panel's frame once that is there, and writes down when things were drawn: texts that say when they were
 * sent, rows after a key or a drag, long tasks and the gaps between frames. All times are milliseconds since the epoch, which frames and the test's server share.
 */
export interface PageProbe {
  /** From what was sent to what was drawn, in milliseconds. */
  readonly late: number[];
  /** Of tasks longer than 50 ms. */
  readonly longTasks: number[];
  /** Between two frames. */
  readonly gaps: number[];
  /** The largest message from the host, in bytes. */
  largest: number;
  /** Messages from the host. */
  messages: number;
  /** How often another number of events was drawn. */
  counts: number;
  /** From the last `begin` to the rows that followed it. */
  readonly moves: number[];
  /** The next filled first row ends a measure that begins now, or with the next key. */
  begin(): void;
  reset(): void;
}

export type ProbedWindow = Window & { benchProbe?: PageProbe };

export function pageProbe(): void {
  const clock = (): number => performance.timeOrigin + performance.now();
  let begun: { readonly at: number; readonly row: string | null } | undefined;
  const first = (): string | null =>
    document.querySelector('[data-testid=body-pages]')?.getAttribute('data-first-row') ?? null;
  const probe: PageProbe = {
    late: [],
    longTasks: [],
    gaps: [],
    largest: 0,
    messages: 0,
    counts: 0,
    moves: [],
    begin: () => (begun = { at: clock(), row: first() }),
    reset: () => {
      for (const list of [probe.late, probe.longTasks, probe.gaps, probe.moves]) list.length = 0;
      probe.messages = 0;
      probe.counts = 0;
    },
  };
  (window as ProbedWindow).benchProbe = probe;

  const seen = new Set<string>();
  let counted = '';
  const afterPaint = (then: () => void): void => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = then;
      port2.postMessage(undefined);
    });
  };
  function look(): void {
    for (const part of document.querySelectorAll('[data-testid=body], [data-testid=event]')) {
      for (const [stamp, at] of part.textContent.matchAll(/sent (\d+\.\d\d)/g)) {
        if (seen.has(stamp)) continue;
        seen.add(stamp);
        afterPaint(() => probe.late.push(clock() - Number(at)));
      }
    }
    const count = document.querySelector('[data-testid=event-count]')?.textContent ?? '';
    if (count !== counted) probe.counts++;
    counted = count;
    const row = first();
    if (begun !== undefined && row !== null && row !== begun.row) {
      const { at } = begun;
      begun = undefined;
      afterPaint(() => probe.moves.push(clock() - at));
    }
  }
  addEventListener('keydown', () => probe.begin(), true);
  addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    probe.messages++;
    probe.largest = Math.max(probe.largest, sizeOf(data));
  });
  new MutationObserver(look).observe(document, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
    attributeFilter: ['data-first-row', 'data-state'],
  });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) probe.longTasks.push(duration);
  }).observe({ type: 'longtask' });
  let before = performance.now();
  const frame = (now: number): void => {
    probe.gaps.push(now - before);
    before = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);

  function sizeOf(value: unknown): number {
    if (value instanceof ArrayBuffer) return value.byteLength;
    if (typeof value === 'string') return value.length;
    if (typeof value !== 'object' || value === null) return 8;
    return Object.values(value).reduce<number>((sum, one) => sum + 8 + sizeOf(one), 0);
  }
}
