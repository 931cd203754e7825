/**
 * Writes to pipes and files what one turn of the event loop prints at the end of that turn, in the order in which it was
 * printed to either output. A run of many small answers then waits for its server while it prints, and writes less often.
 * A terminal is not treated like that: there a person types between what is printed. Called by `main.ts` alone.
 */
import type { TextStream } from './terminal.ts';

/** Bytes from which on a piece is written at once: it costs more to keep than to write. */
const large = 16 * 1024;

export interface GatheredOutput {
  readonly out: TextStream;
  readonly err: TextStream;
  /** Writes what waits; for the moment before the process ends. */
  readonly flush: () => void;
}

export function gatherOutput(out: TextStream, err: TextStream): GatheredOutput {
  let waiting: { readonly stream: TextStream; text: string | Uint8Array }[] = [];
  const flush = (): void => {
    const pieces = waiting;
    waiting = [];
    for (const { stream, text } of pieces) stream.write(text);
  };
  const gathered = (stream: TextStream): TextStream => ({
    isTTY: stream.isTTY,
    write(text) {
      if (text.length >= large) {
        flush();
        return stream.write(text);
      }
      const last = waiting.at(-1);
      if (last?.stream === stream && typeof last.text === 'string' && typeof text === 'string')
        last.text += text;
      else if (waiting.push({ stream, text }) === 1) setImmediate(flush);
      return stream.writableNeedDrain !== true;
    },
    once: (event, listener) => stream.once?.(event, listener),
  });
  return { out: gathered(out), err: gathered(err), flush };
}
