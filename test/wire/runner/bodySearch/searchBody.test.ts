/** Searching in a thread: what it finds, and that nothing can hold it. */
import { describe, expect, it } from 'vitest';
import { searchBody, type BodySearch } from '../../../../src/extension/runner/bodySearch/searchBody.ts';
import { createBodyStore } from '../../../../src/extension/runner/bodies/bodyStore.ts';
import type { BodyReader } from '../../../../src/extension/runner/bodies/bodyStore.ts';

const worker = new URL('../../../../src/extension/runner/bodySearch/worker.ts', import.meta.url);

async function bodyOf(...texts: readonly string[]): Promise<BodyReader> {
  const spool = createBodyStore({}).createSpool();
  for (const text of texts) await spool.append(Buffer.from(text));
  await spool.end(true);
  return spool.reader;
}

function search(reader: BodyReader, text: string, regexp = false, patience?: number): BodySearch {
  return searchBody(reader, {
    query: { text, matchCase: true, regexp },
    charset: 'utf-8',
    breaks: 'byte',
    worker,
    onDidChange: () => undefined,
    ...(patience !== undefined && { patience }),
  });
}

describe('a search', () => {
  it('finds every match of a body of several pieces, and goes round at its ends', async () => {
    const filler = 'x'.repeat(1_000_000);
    const reader = await bodyOf(`needle\n${filler}\n`, `${filler}need`, `le needle\n`);
    const found = search(reader, 'needle');
    await found.finished;
    expect([found.state, found.matches, found.lineStarts]).toEqual(['done', 3, [0, 1_000_008]]);
    expect(found.find(1, false)).toMatchObject({ index: 1, offset: 2_000_008, lineStart: 1_000_008 });
    expect(found.find(1, true)?.index).toBe(0);
    expect(found.find(0, true)?.index).toBe(2);
    expect(found.find(3_000_000, false)?.index).toBe(0);
    expect(found.between(0, 2_000_010, 10).map(({ index }) => index)).toEqual([0, 1]);
    await reader.dispose();
  });

  it('ends an expression that would take for ever', async () => {
    const reader = await bodyOf(`${'a'.repeat(40)}!`);
    const found = search(reader, '^(a+)+$', true, 200);
    await found.finished;
    expect(found.state).toBe('tooSlow');
  });

  it('can be stopped, and keeps what it has', async () => {
    const reader = await bodyOf('a'.repeat(100));
    const found = search(reader, '^(a+)+b', true, 60_000);
    found.stop();
    await found.finished;
    expect([found.state, found.find(0, false)]).toEqual(['stopped', undefined]);
  });

  it('does not begin with what is no expression, and ends in an empty body', async () => {
    const reader = await bodyOf();
    expect(() => search(reader, '(', true)).toThrow(SyntaxError);
    const found = search(reader, 'a');
    await found.finished;
    expect([found.state, found.matches]).toEqual(['done', 0]);
  });
});
