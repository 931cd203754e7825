import { describe, expect, it } from 'vitest';
import { createBodyLoader, pageLength } from '../../../src/extension/webview/ui/bodyLoader.ts';

interface Read {
  readonly offset: number;
  readonly length: number;
  readonly answer: (bytes: ArrayBuffer) => void;
  readonly fail: (error: Error) => void;
}

function load(limit = 100 * pageLength): {
  loader: ReturnType<typeof createBodyLoader>;
  reads: Read[];
  errors: unknown[];
} {
  const reads: Read[] = [];
  const errors: unknown[] = [];
  const loader = createBodyLoader({
    read: (offset, length) => {
      const { promise, resolve, reject } = Promise.withResolvers<ArrayBuffer>();
      reads.push({ offset, length, answer: resolve, fail: reject });
      return promise;
    },
    limit,
    onBytes: () => undefined,
    onError: (error) => errors.push(error),
  });
  return { loader, reads, errors };
}

/** Answers every read, those that come later included, with a body of that many bytes. */
async function serve(reads: Read[], size: number, done: Promise<void>): Promise<void> {
  const state = { finished: false };
  void done.finally(() => (state.finished = true));
  while (!state.finished) {
    for (const read of reads.splice(0)) {
      read.answer(new ArrayBuffer(Math.max(0, Math.min(read.length, size - read.offset))));
    }
    await Promise.resolve();
  }
}

describe('the body loader', () => {
  it('asks for pages of 64 KiB, two ahead', () => {
    const { loader, reads } = load();
    void loader.advance(5 * pageLength);
    expect(reads.map(({ offset, length }) => [offset / pageLength, length])).toEqual([
      [0, pageLength],
      [1, pageLength],
    ]);
  });

  it('reads all that is there', async () => {
    const { loader, reads } = load();
    const size = 3 * pageLength + 17;
    await serve(reads, size, loader.advance(size));
    expect(loader.length).toBe(size);
    expect(loader.bytes()).toHaveLength(size);
  });

  it('goes on from where it is when more has arrived', async () => {
    const { loader, reads } = load();
    await serve(reads, 10, loader.advance(10));
    const more = loader.advance(30);
    expect(reads.map(({ offset, length }) => [offset, length])).toEqual([[10, 20]]);
    await serve(reads, 30, more);
    expect(loader.length).toBe(30);
  });

  it('takes what arrives while it reads into the same round', async () => {
    const { loader, reads } = load();
    const first = loader.advance(10);
    void loader.advance(25);
    await serve(reads, 25, first);
    expect(loader.length).toBe(25);
  });

  it('stops at the limit', async () => {
    const { loader, reads } = load(100);
    await serve(reads, 1000, loader.advance(1000));
    expect(loader.length).toBe(100);
    await loader.advance(2000);
    expect(reads).toEqual([]);
  });

  it('drops what was asked for after a short page, so that no byte is missing', async () => {
    const { loader, reads } = load();
    const size = pageLength - 5;
    await serve(reads, size, loader.advance(2 * pageLength));
    expect(loader.length).toBe(size);
    void loader.advance(2 * pageLength);
    expect(reads[0]?.offset).toBe(size);
  });

  it('reports a failed read once and tries again when asked', async () => {
    const { loader, reads, errors } = load();
    const round = loader.advance(2 * pageLength);
    reads.splice(0).forEach((read) => read.fail(new Error('No longer stored.')));
    await round;
    expect(errors).toEqual([new Error('No longer stored.')]);
    void loader.advance(2 * pageLength);
    expect(reads[0]?.offset).toBe(0);
  });

  it('says nothing more once it is closed', async () => {
    const { loader, reads } = load();
    const round = loader.advance(10);
    loader.close();
    reads[0]?.answer(new ArrayBuffer(10));
    await round;
    expect(loader.length).toBe(0);
  });
});
