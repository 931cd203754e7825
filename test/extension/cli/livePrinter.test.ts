import { expect, it } from 'vitest';
import { createLivePrinter } from '../../../src/extension/cli/livePrinter.ts';
import { createBodyStore } from '../../../src/extension/runner/index.ts';

/** A printer over a store, and a screen that is full from the piece named on until `drain`. */
function bench(fullFrom = Infinity) {
  const spool = createBodyStore({}).createSpool();
  const printed: string[] = [];
  let drain: () => void = () => undefined;
  const printer = createLivePrinter(spool.reader, (bytes) => {
    printed.push(Buffer.from(bytes).toString());
    return printed.length === fullFrom ? new Promise((resolve) => (drain = resolve)) : undefined;
  });
  const arrive = async (text: string): Promise<void> => {
    const piece = Buffer.from(text);
    printer.receive(piece);
    await spool.append(piece);
    printer.advance();
  };
  return { spool, printer, printed, arrive, drain: () => drain() };
}

it('prints each piece before it is kept, and once', async () => {
  const { spool, printer, printed } = bench();
  printer.receive(Buffer.from('one'));
  expect(printed).toEqual(['one']);
  expect(spool.reader.length).toBe(0);
  await spool.append(Buffer.from('one'));
  printer.advance();
  await printer.finish();
  expect(printed).toEqual(['one']);
});

it('prints what came while the screen was full once it can take more, in order', async () => {
  const { printer, printed, arrive, drain } = bench(2);
  for (const text of ['one ', 'two ', 'three ', 'four ']) await arrive(text);
  expect(printed).toEqual(['one ', 'two ']);
  drain();
  await printer.finish();
  expect(printed.join('')).toBe('one two three four ');
});

it('prints at once again when it has caught up', async () => {
  const { spool, printer, printed, arrive, drain } = bench(1);
  for (const text of ['one ', 'two ']) await arrive(text);
  drain();
  await expect.poll(() => printed).toEqual(['one ', 'two ']);
  await printer.finish();
  printer.receive(Buffer.from('three'));
  expect(printed).toEqual(['one ', 'two ', 'three']);
  await spool.append(Buffer.from('three'));
  await printer.finish();
  expect(printed).toHaveLength(3);
});

it('prints a body from the store that nobody told it of', async () => {
  const { spool, printer, printed } = bench();
  await spool.append(Buffer.from('whole'));
  await printer.finish();
  expect(printed).toEqual(['whole']);
});
